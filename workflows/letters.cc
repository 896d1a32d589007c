#include "workflows/letters.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::workflows {

namespace {

constexpr double kBlankInk = 0.002;  // share of dark pixels: dust and a fold's shadow stay below

// The first that is of a known kind.
const FiledLetter* sorted_among(const std::vector<FiledLetter>& letters) {
  const auto sorted = std::find_if(letters.begin(), letters.end(),
                                   [](const FiledLetter& letter) { return !letter.kind.empty(); });
  return sorted != letters.end() ? &*sorted : nullptr;
}

}  // namespace

bool is_blank(const ocr::PageReading& page) {
  return page.form.empty() && page.ink < kBlankInk && trim(page.text).empty();
}

std::vector<FiledLetter> letters_in(const ocr::DocumentReading& reading, const LetterDesks& desks) {
  const auto rank = [&](const ocr::LetterKind& one) {
    return std::find_if(desks.begin(), desks.end(),
                        [&](const LetterDesk& desk) { return desk.kind == one.kind; });
  };
  std::vector<FiledLetter> letters;
  for (const ocr::PageReading& page : reading.pages) {
    if (!page.letter) continue;
    FiledLetter letter{page.page, "", ""};
    if (!page.letter->empty()) {
      const auto first = std::min_element(page.letter->begin(), page.letter->end(),
                                          [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
      letter.kind = first->kind;
      letter.phrase = first->phrase;
    } else if (!letters.empty() && letters.back().page + 1 == page.page) {
      letter.kind = letters.back().kind;
      letter.phrase = letters.back().phrase;
    }
    letters.push_back(std::move(letter));
  }
  return letters;
}

Reason describe_unsorted(const ocr::DocumentReading& reading, const std::vector<FiledLetter>& letters) {
  Reason reason;
  reason.code = "unsorted";
  std::vector<std::string> candidates;
  for (const ocr::PageReading& page : reading.pages) {
    for (const ocr::Alternative& one : page.candidates) {
      const std::string form = to_display(one.value);
      if (std::find(candidates.begin(), candidates.end(), form) == candidates.end())
        candidates.push_back(form);
    }
  }
  if (std::all_of(reading.pages.begin(), reading.pages.end(), is_blank)) {
    reason.code = "page_blank";
    reason.text = reading.pages.size() == 1 ? "the page is blank" : "the pages are blank";
  } else if (std::all_of(reading.pages.begin(), reading.pages.end(),
                         [](const ocr::PageReading& page) { return !page.separator.empty(); })) {
    reason.text = "nothing but separator sheets";
  } else if (candidates.size() > 1) {
    reason.code = "page_ambiguous";
    reason.text = "no known form for certain: it may be " + quoted_list(candidates);
  } else if (const FiledLetter* letter = sorted_among(letters)) {
    reason.code = "letter";
    reason.text = "no known form, a letter (" + letter->kind + "): it says '" + letter->phrase + "'";
  } else if (!letters.empty()) {
    reason.text = "no known form: a letter for a person to read";
  } else {
    reason.text = "no known form";
  }
  return reason;
}

}  // namespace mailroom::workflows

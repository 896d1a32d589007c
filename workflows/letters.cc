#include "workflows/letters.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::workflows {

namespace {

constexpr double kBlankInk = 0.002;  // share of dark pixels: dust and a fold's shadow stay below
constexpr size_t kLetterWords = 40;  // with as many words it is something to read

// In English, as the forms' language is; a site's own phrases are for its settings.
constexpr std::string_view kUrgent[] = {"hardship", "evict",   "homeless",  "bailiff",
                                        "no food",  "cut off", "repossess", "nowhere to live"};

}  // namespace

bool is_blank(const ocr::PageReading& page) {
  return page.form.empty() && page.ink < kBlankInk && trim(page.text).empty();
}

Unsorted describe_unsorted(const ocr::DocumentReading& reading) {
  Unsorted unsorted;
  unsorted.reason.code = "unsorted";
  std::string text;
  std::vector<std::string> candidates;
  for (const ocr::PageReading& page : reading.pages) {
    text += " " + to_lower_ascii(page.text);
    for (const ocr::Alternative& one : page.candidates) {
      const std::string form = to_display(one.value);
      if (std::find(candidates.begin(), candidates.end(), form) == candidates.end())
        candidates.push_back(form);
    }
  }
  text = fold_space(text);
  for (const std::string_view phrase : kUrgent) unsorted.urgent |= text.find(phrase) != std::string::npos;
  if (std::all_of(reading.pages.begin(), reading.pages.end(), is_blank)) {
    unsorted.reason.code = "page_blank";
    unsorted.reason.text = reading.pages.size() == 1 ? "the page is blank" : "the pages are blank";
  } else if (std::all_of(reading.pages.begin(), reading.pages.end(),
                         [](const ocr::PageReading& page) { return !page.separator.empty(); })) {
    unsorted.reason.text = "nothing but separator sheets";
  } else if (candidates.size() > 1) {
    unsorted.reason.code = "page_ambiguous";
    unsorted.reason.text = "no known form for certain: it may be " + quoted_list(candidates);
  } else if (static_cast<size_t>(std::count(text.begin(), text.end(), ' ')) >= kLetterWords) {
    unsorted.reason.text = "no known form: a letter for a person to read";
  } else {
    unsorted.reason.text = "no known form";
  }
  if (unsorted.urgent) unsorted.reason.text += ", it speaks of hardship";
  return unsorted;
}

}  // namespace mailroom::workflows

#include "ocr/reader/letter.h"

#include <algorithm>

#include "base/text.h"
#include "ocr/reader/wording.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kRun = 5;         // words that stand together: so many are a line of a text
constexpr size_t kLeastText = 25;  // words in such lines
constexpr double kMostly = 0.5;    // of all words
constexpr size_t kShortNote = 40;  // words: with more, a page that is no running text is a form or a list

size_t word_count(const std::vector<Line>& lines) {
  size_t count = 0;
  for (const Line& line : lines) count += line.size();
  return count;
}

// What of a phrase's wordings is on the page: the longest.
struct Found {
  std::string_view wording;
  Zone zone;
  size_t letters = 0;
};

Found longest_of(const std::string& phrase, const PageWordings& page, const Line& text) {
  Found found;
  for (const std::string_view each : split(phrase, '|')) {
    const std::string_view wording = trim(each);
    const size_t letters = folded_letters(wording).size();
    if (letters <= found.letters) continue;
    const std::vector<Span> places = page.find(wording);
    if (places.empty()) continue;
    const Span& first = places.front();
    found = {wording, zone_of(text, first.begin, first.end), letters};
  }
  return found;
}

}  // namespace

bool is_running_text(const std::vector<Line>& lines) {
  size_t running = 0;
  for (const Line& line : lines) {
    for (size_t begin = 0; begin < line.size();) {
      const size_t end = cell_end(line, begin);
      if (end - begin >= kRun) running += end - begin;
      begin = end;
    }
  }
  return running >= kLeastText &&
         static_cast<double>(running) >= kMostly * static_cast<double>(word_count(lines));
}

std::vector<LetterKind> kinds_of_letter(const std::vector<Form>& forms, const std::vector<Line>& lines,
                                        bool recognised) {
  // One long line: a phrase does not end where its line does.
  std::vector<Line> text(1);
  for (const Line& line : lines) text.front().insert(text.front().end(), line.begin(), line.end());
  const PageWordings page(text, recognised);
  const auto is_there = [&](const std::string& phrase) {
    return longest_of(phrase, page, text.front()).letters > 0;
  };
  std::vector<std::pair<size_t, LetterKind>> found;  // with the letters of all its phrases
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::letter) continue;
    if (std::any_of(form.unless.begin(), form.unless.end(), is_there)) continue;
    size_t letters = 0;
    Found longest;
    for (const std::string& phrase : form.phrases) {
      const Found one = longest_of(phrase, page, text.front());
      letters += one.letters;
      if (one.letters > longest.letters) longest = one;
    }
    if (letters > 0) found.push_back({letters, {form.id, std::string(longest.wording), longest.zone}});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<LetterKind> kinds;
  for (auto& [letters, kind] : found) kinds.push_back(std::move(kind));
  return kinds;
}

std::optional<std::vector<LetterKind>> read_letter(const std::vector<Form>& forms,
                                                   const std::vector<Line>& lines, bool recognised) {
  const bool is_text = is_running_text(lines);
  if (!is_text && word_count(lines) > kShortNote) return std::nullopt;
  std::vector<LetterKind> kinds = kinds_of_letter(forms, lines, recognised);
  if (!is_text && kinds.empty()) return std::nullopt;
  return kinds;
}

std::string why_letter(const std::vector<LetterKind>& kinds) {
  if (kinds.empty()) return "a letter";
  return "a letter (" + kinds.front().kind + "): it says '" + kinds.front().phrase + "'";
}

std::vector<LetterKind> read_plain_letter(const std::vector<Form>& forms, std::string_view text) {
  const std::string folded = fold_space(text);
  std::vector<Word> words;
  for (const std::string_view word : split(folded, ' ')) words.push_back({std::string(word), {}, 1, {}});
  Line line;
  for (const Word& word : words) line.push_back(&word);
  return kinds_of_letter(forms, {line}, false);
}

}  // namespace mailroom::ocr::reader

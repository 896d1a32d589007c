#include "ocr/reader/letter.h"

#include <algorithm>

#include "base/text.h"
#include "ocr/reader/wording.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kRun = 5;          // words that stand together: so many are a line of a text
constexpr size_t kLeastText = 25;   // words in such lines
constexpr double kMostly = 0.5;     // of all words
constexpr double kNoColumns = 1.1;  // cells a line: a letter has one, a form's sentences stand beside others
constexpr size_t kShortNote = 40;   // words: with more, a page that is no letter is a form or a list

// How letters begin and end, in the languages that offices here are written to in (docs/languages.md).
constexpr std::string_view kGreetings[] = {"dear",
                                           "to whom it may concern",
                                           "yours",
                                           "kind regards",
                                           "best regards",
                                           "sehr geehrte",
                                           "sehr geehrter",
                                           "mit freundlichen",
                                           "hochachtungsvoll",
                                           "madame",
                                           "monsieur",
                                           "veuillez agréer",
                                           "cordialement",
                                           "estimado",
                                           "estimada",
                                           "estimados",
                                           "muy señores",
                                           "atentamente",
                                           "szanowni",
                                           "szanowny",
                                           "szanowna",
                                           "z poważaniem",
                                           "annwyl",
                                           "yn gywir",
                                           "yr eiddoch"};

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

// Without a column's gap between them; a typewriter's blanks are as wide as its letters.
bool stand_together(const Word& left, const Word& right) {
  constexpr double kColumnGap = 2;  // of the higher word's height
  return right.zone.x0 - left.zone.x1 < kColumnGap * std::max(height_of(left), height_of(right));
}

bool has_greeting(const std::vector<Line>& lines, bool recognised) {
  const PageWordings page(lines, recognised);
  return std::any_of(std::begin(kGreetings), std::end(kGreetings), [&](std::string_view greeting) {
    const std::vector<Span> found = page.find(greeting);
    return std::any_of(found.begin(), found.end(), [](const Span& span) { return span.begin == 0; });
  });
}

}  // namespace

bool is_letter(const std::vector<Line>& lines, bool recognised) {
  size_t running = 0, cells = 0;
  for (const Line& line : lines) {
    for (size_t begin = 0; begin < line.size(); ++cells) {
      size_t end = begin + 1;
      while (end < line.size() && stand_together(*line[end - 1], *line[end])) ++end;
      if (end - begin >= kRun) running += end - begin;
      begin = end;
    }
  }
  if (running < kLeastText || static_cast<double>(running) < kMostly * static_cast<double>(word_count(lines)))
    return false;
  return static_cast<double>(cells) <= kNoColumns * static_cast<double>(lines.size()) ||
         has_greeting(lines, recognised);
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
  const bool is_text = is_letter(lines, recognised);
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

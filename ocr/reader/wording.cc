#include "ocr/reader/wording.h"

#include <algorithm>
#include <cctype>

#include "base/letters.h"
#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

// The fewest changes that make one text of the other; more than `most` is `most + 1`.
int distance(std::string_view a, std::string_view b, int most) {
  const auto length = [](std::string_view t) { return static_cast<int>(t.size()); };
  if (std::abs(length(a) - length(b)) > most) return most + 1;
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0], least = row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
  }
  return std::min(row.back(), most + 1);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_number(std::string_view word) {
  return word.size() > 1 && std::ranges::all_of(word, is_digit);
}

}  // namespace

std::string folded_letters(std::string_view text) {
  std::string out;
  for (const char32_t point : code_points(without_accents(text))) {
    const bool is_sign = point < 0x80 ? std::isalnum(static_cast<int>(point)) == 0
                                      : (point < 0xC0 || (point >= 0x2000 && point < 0x2100));
    if (is_sign) continue;
    append_utf8(out, point < 0x80 ? static_cast<char32_t>(std::tolower(static_cast<int>(point))) : point);
  }
  return out;
}

bool says_nothing(const Word& word) {
  return folded_letters(word.text).empty() && word.text.find_first_of("-()") == std::string::npos;
}

int misreadings_allowed(size_t letters) {
  constexpr size_t kShortest = 8, kEach = 7;  // letters
  return letters < kShortest ? 0 : static_cast<int>(letters / kEach);
}

PageWordings::PageWordings(const std::vector<Line>& lines, bool recognised) : recognised_(recognised) {
  for (const Line& line : lines) {
    Letters& letters = letters_.emplace_back();
    for (const Word* word : line) {
      letters.begins.push_back(letters.text.size());
      letters.text += folded_letters(word->text);
    }
    letters.begins.push_back(letters.text.size());
  }
}

void PageWordings::find_in(size_t line, const std::string& wanted, int allowed,
                           std::vector<Span>& found) const {
  const Letters& letters = letters_[line];
  const std::string_view text = letters.text;
  const size_t words = letters.begins.size() - 1;
  const bool is_of_letters = std::ranges::none_of(wanted, is_digit);
  // Letters may be lost, a short word at the end ("National Insurance no.") may not.
  const size_t lost = static_cast<size_t>(allowed + 1) / 2;
  for (size_t begin = 0; begin < words; ++begin) {
    if (letters.begins[begin] == letters.begins[begin + 1]) continue;  // a sign by itself
    Span best{line, begin, begin, allowed + 1};
    for (size_t end = begin + 1; end <= words; ++end) {
      const size_t length = letters.begins[end] - letters.begins[begin];
      if (letters.begins[end] == letters.begins[end - 1]) continue;
      // "National Insurance 95" is not "National Insurance no." misread.
      const std::string_view word =
          text.substr(letters.begins[end - 1], letters.begins[end] - letters.begins[end - 1]);
      if (is_of_letters && is_number(word)) break;
      if (length + lost < wanted.size()) continue;
      if (length > wanted.size() + static_cast<size_t>(allowed)) break;
      const int errors = distance(text.substr(letters.begins[begin], length), wanted, allowed);
      if (errors < best.errors) best = {line, begin, end, errors};
    }
    if (best.errors <= allowed) found.push_back(best);
  }
}

std::vector<Span> PageWordings::find_all(std::string_view wording) const {
  const std::string wanted = folded_letters(wording);
  std::vector<Span> found;
  if (wanted.empty()) return found;
  const int allowed = recognised_ ? misreadings_allowed(wanted.size()) : 0;
  for (size_t line = 0; line < letters_.size(); ++line) find_in(line, wanted, allowed, found);
  std::ranges::stable_sort(found, {}, &Span::errors);
  return found;
}

std::vector<Span> PageWordings::find(std::string_view wording) const {
  std::vector<Span> found = find_all(wording);
  std::erase_if(found, [least = found.empty() ? 0 : found.front().errors](const Span& span) {
    return span.errors > least;
  });
  return found;
}

std::vector<Span> PageWordings::find_worse(std::string_view wording) const {
  const std::vector<Span> best = find(wording);
  const auto overlaps = [&](const Span& span) {
    return std::ranges::any_of(best, [&](const Span& one) {
      return one.line == span.line && one.begin < span.end && span.begin < one.end;
    });
  };
  std::vector<Span> found = find_all(wording);
  std::erase_if(found, overlaps);
  return found;
}

}  // namespace mailroom::ocr::reader

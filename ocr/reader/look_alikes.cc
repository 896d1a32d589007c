#include "ocr/reader/look_alikes.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/identifier.h"

namespace mailroom::ocr::reader {

namespace {

// Pairs that print and pen make nearly alike.
constexpr std::string_view kPairs[] = {"0O", "0Q", "0D", "1I", "2Z", "5S", "6G", "8B", "9Q"};
constexpr size_t kMostDoubtful = 8;  // characters with a look-alike: 2^8 tries at most

std::string twins_of(char c) {
  std::string twins;
  for (const std::string_view pair : kPairs) {
    if (pair[0] == c) twins += pair[1];
    if (pair[1] == c) twins += pair[0];
  }
  return twins;
}

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// Whether text with the character at `at` replaced may still be one: tried from left to right.
void try_all(const IdentifierFormat& format, std::string& text, const std::vector<size_t>& doubtful,
             size_t next, std::vector<std::string>& valid) {
  if (valid.size() > 1) return;
  if (next == doubtful.size()) {
    if (is_identifier(format, text)) valid.push_back(text);
    return;
  }
  const size_t at = doubtful[next];
  const char as_read = text[at];
  try_all(format, text, doubtful, next + 1, valid);
  for (const char twin : twins_of(as_read)) {
    // A check digit tells digits apart, not ink: only a change between letter and digit is a matter of shape.
    if (is_digit(twin) == is_digit(as_read)) continue;
    text[at] = twin;
    try_all(format, text, doubtful, next + 1, valid);
  }
  text[at] = as_read;
}

}  // namespace

std::string with_look_alikes(std::string_view format_name, const std::string& text) {
  const IdentifierFormat* format = find_identifier_format(format_name);
  if (format == nullptr || text.empty() || is_identifier(*format, text)) return text;
  std::string normal = normal_identifier(*format, text);
  std::vector<size_t> doubtful;
  for (size_t i = 0; i < normal.size(); ++i) {
    if (!twins_of(normal[i]).empty()) doubtful.push_back(i);
  }
  if (doubtful.empty() || doubtful.size() > kMostDoubtful) return text;
  std::vector<std::string> valid;
  try_all(*format, normal, doubtful, 0, valid);
  return valid.size() == 1 ? valid.front() : text;
}

bool has_letter_among_figures(std::string_view text) {
  constexpr std::string_view kLikeFigures = "OoQDIlZSsBGgqb";
  constexpr long kFiguresForALetter = 2;
  for (size_t from = 0; from < text.size();) {
    const size_t to = std::min(text.find(' ', from), text.size());
    long figures = 0, letters = 0;
    bool are_alike = true;
    for (const char c : text.substr(from, to - from)) {
      figures += is_digit(c);
      const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
      letters += letter;
      are_alike = are_alike && (!letter || kLikeFigures.find(c) != std::string_view::npos);
    }
    if (letters > 0 && are_alike && figures >= kFiguresForALetter * letters) return true;
    from = to + 1;
  }
  return false;
}

}  // namespace mailroom::ocr::reader

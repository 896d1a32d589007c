#include "ocr/reader/look_alikes.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/identifier.h"
#include "ocr/reader/well_formed.h"

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

struct Spelling {
  std::string text;
  int changes = 0;
};

// The valid spellings of `text` with the characters at `doubtful` as they are or as their twins, from left to
// right.
void try_all(const IdentifierFormat& format, Spelling& tried, const std::vector<size_t>& doubtful,
             size_t next, std::vector<Spelling>& valid) {
  if (next == doubtful.size()) {
    if (is_identifier(format, tried.text)) valid.push_back(tried);
    return;
  }
  const size_t at = doubtful[next];
  const char as_read = tried.text[at];
  try_all(format, tried, doubtful, next + 1, valid);
  for (const char twin : twins_of(as_read)) {
    // A check digit tells digits apart, not ink: only a change between letter and digit is a matter of shape.
    if (is_digit(twin) == is_digit(as_read)) continue;
    tried.text[at] = twin, ++tried.changes;
    try_all(format, tried, doubtful, next + 1, valid);
    tried.text[at] = as_read, --tried.changes;
  }
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

// Mostly figures, and something else than what stands between figures: a letter like one, or a sign in the
// midst.
bool is_figure_with_letter(std::string_view word) {
  constexpr std::string_view kLikeFigures = "OoQDCcUIlZSsBGgqbu", kBetween = ".,-/()+%#*:";
  constexpr long kFiguresForAnother = 2;
  constexpr size_t kHouseNumber = 4;
  if (word.empty() || is_letter(word.front())) return false;
  if (word.size() <= kHouseNumber && std::isupper(static_cast<unsigned char>(word.back())) != 0) return false;
  long figures = 0, others = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const auto byte = static_cast<unsigned char>(c);
    if (is_digit(c)) {
      ++figures;
    } else if (is_letter(c)) {
      if (kLikeFigures.find(c) == std::string_view::npos) return false;
      ++others;
    } else if (kBetween.find(c) == std::string_view::npos && i > 0 && (byte & 0xC0U) != 0x80U) {
      ++others;  // a currency's sign stands first
    }
  }
  return others > 0 && figures >= kFiguresForAnother * others;
}

// A small l before a consonant is a capital I.
bool begins_impossibly(std::string_view word) {
  return word.size() > 2 && word[0] == 'l' &&
         std::string_view("bcdfghjkmnpqrstvwxz").find(word[1]) != std::string_view::npos;
}

// Letters that are the same, large and small, but for their size.
bool begins_with_small_twin(std::string_view word) {
  return word.size() > 2 && std::string_view("cjkopsuvwxz").find(word[0]) != std::string_view::npos &&
         std::all_of(word.begin(), word.end(), is_letter);
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
  std::vector<Spelling> valid;
  Spelling as_read{normal};
  try_all(*format, as_read, doubtful, 0, valid);
  if (valid.empty()) return text;
  // The one that changes least, if there is only one.
  std::ranges::sort(valid, {}, &Spelling::changes);
  return valid.size() == 1 || valid[0].changes < valid[1].changes ? valid[0].text : text;
}

double plausibility(std::string_view text) {
  constexpr double kMisread = 0.03, kMisspelt = 0.1, kSmall = 0.3;
  if (has_digit(text) && !is_well_formed_figure(text)) return kMisread;
  const bool is_address = text.find('@') != std::string_view::npos;
  if (is_address && text.find(' ') != std::string_view::npos) return kMisread;
  double likely = 1;
  for (size_t from = 0; from < text.size();) {
    const size_t to = std::min(text.find(' ', from), text.size());
    const std::string_view word = text.substr(from, to - from);
    if (is_figure_with_letter(word)) return kMisread;
    if (!is_address && begins_impossibly(word)) likely = std::min(likely, kMisspelt);
    if (from == 0 && !is_address && begins_with_small_twin(word)) likely = std::min(likely, kSmall);
    from = to + 1;
  }
  return likely;
}

}  // namespace mailroom::ocr::reader

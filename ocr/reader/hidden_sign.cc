#include "ocr/reader/hidden_sign.h"

#include <algorithm>

#include "base/locale.h"
#include "ocr/reader/line_picture.h"
#include "ocr/reader/well_formed.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kTall = 0.62;  // of a figure's height: what is lower is a sign

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The blank that so many figures stand before, if figures follow it at once.
size_t blank_after(const std::string& text, long figures) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) --figures;
    if (figures == 0 && is_digit(text[i]) && i + 2 < text.size() && text[i + 1] == ' ' &&
        is_digit(text[i + 2]))
      return i + 1;
  }
  return std::string::npos;
}

}  // namespace

std::optional<std::string> with_hidden_sign(const std::string& text, const std::vector<Component>& line,
                                            const std::vector<int>& rules, std::string_view locale) {
  if (text.find_first_not_of("0123456789,.- ") != std::string::npos) return std::nullopt;
  const bool decimal_comma = has_decimal_comma(locale);
  const double tall = kTall * letter_height(line);
  std::string meant = text;
  for (const int rule : rules) {
    const long before = std::count_if(
        line.begin(), line.end(), [&](const Component& c) { return c.height() >= tall && c.cx() < rule; });
    const size_t blank = blank_after(meant, before);
    if (blank == std::string::npos) continue;
    const size_t end = std::min(meant.find_first_not_of("0123456789", blank + 1), meant.size());
    const size_t group = end - blank - 1;
    if (group == 3) meant[blank] = decimal_comma ? '.' : ',';
    if (group == 2 && end == meant.size()) meant[blank] = decimal_comma ? ',' : '.';
  }
  if (meant == text || meant.find(' ') != std::string::npos) return std::nullopt;
  if (!is_well_formed_figure(decimal_comma ? with_signs_exchanged(meant) : meant)) return std::nullopt;
  return meant;
}

}  // namespace mailroom::ocr::reader

#include "ocr/reader/suits_field.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "base/identifier.h"
#include "base/locale.h"
#include "base/text.h"
#include "base/written.h"
#include "ocr/reader/well_formed.h"

namespace mailroom::ocr::reader {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool is_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalpha(byte) != 0 || byte >= 0x80;
}

// A minus before or behind, or brackets; a currency; digits, grouped as people group them.
bool is_amount(std::string_view text, bool decimal_comma) {
  const size_t first = text.find_first_of(kDigits), last = text.find_last_of(kDigits);
  if (first == std::string_view::npos) return false;
  const std::string_view before = text.substr(0, first), behind = text.substr(last + 1);
  if (before.find_first_of(".,/") != std::string_view::npos ||
      behind.find_first_of(".,/") != std::string_view::npos)
    return false;
  const std::string_view figure = text.substr(first, last + 1 - first);
  if (figure.find_first_not_of("0123456789., ") != std::string_view::npos) return false;
  return is_well_formed_figure(decimal_comma ? with_signs_exchanged(figure) : std::string(figure));
}

// Three numbers with one kind of sign between them, or six or eight figures; the name of a month is a date,
// too.
bool is_date(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_letter)) return true;
  std::string signs;
  size_t digits = 0;
  for (const char c : text) {
    if (kDigits.find(c) != std::string_view::npos)
      ++digits;
    else
      signs += c;
  }
  if (signs.empty()) return digits == 6 || digits == 8;
  return signs.size() == 2 && signs[0] == signs[1] &&
         std::string_view("/.- ").find(signs[0]) != std::string_view::npos;
}

}  // namespace

bool suits_field(const Field& field, std::string_view text, std::string_view locale) {
  // An identifier may be written with blanks that its field does not count.
  if (const IdentifierFormat* format = find_identifier_format(field.format))
    return is_identifier(*format, text);
  if (field.max_length > 0 && length_in_code_points(text) > static_cast<size_t>(field.max_length))
    return false;
  const bool is_english = locale.starts_with("en");
  switch (field.type) {
    case FieldType::amount:
    case FieldType::integer:
      if (!is_english) return number_written(text, locale).has_value();
      return is_amount(text, has_decimal_comma(locale));
    case FieldType::date:
      return is_english ? is_date(text) : date_written(text, locale).has_value();
    default:
      return true;
  }
}

}  // namespace mailroom::ocr::reader

#include "ocr/reader/value_pattern.h"

#include <algorithm>
#include <cctype>

#include "base/written.h"
#include "ocr/reader/alphabet.h"

namespace mailroom::ocr::reader {
namespace {

bool is_figures_only(std::string_view alphabet) {
  return alphabet.find_first_of("0123456789") != std::string_view::npos &&
         std::none_of(alphabet.begin(), alphabet.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
}

constexpr size_t kMaxValueLength = 200;  // bytes: regular expressions recurse

std::string pattern_of(const Field& field) {
  if (!field.pattern.empty()) return field.pattern;
  switch (field.type) {
    case FieldType::amount:
      return R"([-(]?(?:£|\$|€)? ?-?\d{1,3}(?:[, ]?\d{3})*(?:\.\d{1,2})?\)?-?)";
    case FieldType::integer:
      return R"(-?\d{1,3}(?:,?\d{3})*)";
    case FieldType::date:
      return R"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9},? \d{2,4})";
    case FieldType::name:
      return R"(\D*[A-Za-z]\D*)";
    default:
      return R"(.*\S.*)";
  }
}

}  // namespace

std::string without_stops(std::string_view text) {
  while (!text.empty() && std::string_view(".,;:)").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  while (text.starts_with('(')) text.remove_prefix(1);
  return std::string(text);
}

std::string as_figures(std::string_view text) {
  constexpr std::string_view kLetters = "OoQD@Il|!iSsZBG", kLookLike = "000001111155286";
  std::string out;
  for (const char c : text) {
    const size_t at = kLetters.find(c);
    out += at == std::string_view::npos ? c : kLookLike[at];
  }
  return out;
}

ValuePattern::ValuePattern(const Field& field, std::string_view locale)
    : type_(field.type),
      abroad_(locale.starts_with("en") ? "" : locale),
      format_(field.format.empty() ? nullptr : find_identifier_format(field.format)),
      has_pattern_(!field.pattern.empty()),
      pattern_(pattern_of(field), std::regex::ECMAScript | std::regex::optimize),
      is_figures_(is_figures_only(alphabet_of(field))),
      tells_itself_(has_pattern_ || format_ != nullptr ||
                    (field.type != FieldType::text && field.type != FieldType::name)) {}

// As the locale writes a value of the field's type.
bool ValuePattern::is_written(const std::string& text) const {
  switch (type_) {
    case FieldType::amount:
    case FieldType::integer:
      return number_written(text, abroad_).has_value();
    case FieldType::date:
      return date_written(text, abroad_).has_value();
    case FieldType::name:
      return text.find_first_not_of(' ') != std::string::npos &&
             text.find_first_of("0123456789") == std::string::npos;
    default:
      return text.find_first_not_of(' ') != std::string::npos;
  }
}

std::optional<std::string> ValuePattern::value_of(const std::string& text) const {
  if (text.size() > kMaxValueLength || text.ends_with(':')) return std::nullopt;
  if (format_ != nullptr && !has_pattern_ && !is_identifier(*format_, text)) return std::nullopt;
  if (!has_pattern_ && !abroad_.empty()) return is_written(text) ? std::optional(text) : std::nullopt;
  std::smatch match;
  if (!std::regex_match(text, match, pattern_)) return std::nullopt;
  for (size_t group = 1; has_pattern_ && group < match.size(); ++group)
    if (match[group].matched) return match[group].str();
  return text;
}

}  // namespace mailroom::ocr::reader

#include "ocr/reader/alphabet.h"

#include <algorithm>
#include <cctype>

#include "base/identifier.h"
#include "ocr/reader/pattern_characters.h"

namespace mailroom::ocr::reader {

const std::string_view kFigures = "0123456789.,-/()";

std::string alphabet_of(const Field& field) {
  if (!field.pattern.empty()) {
    if (std::string characters = characters_of_pattern(field.pattern); !characters.empty()) return characters;
  }
  switch (field.type) {
    case FieldType::integer:
      return "0123456789,.-+()";
    case FieldType::amount:
      return "0123456789,.-+()£$€";
    default:
      break;
  }
  // An identifier's own characters; a check or a look-alike's twin is not this function's business.
  if (const IdentifierFormat* format = find_identifier_format(field.format)) {
    return std::string(format->alphabet);
  }
  return {};
}

bool looks_like_figures(std::string_view text) {
  long digits = 0, letters = 0;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    digits += std::isdigit(u) != 0;
    letters += std::isalpha(u) != 0 || u >= 0x80;
  }
  return digits > 0 && digits >= 2 * letters;
}

}  // namespace mailroom::ocr::reader

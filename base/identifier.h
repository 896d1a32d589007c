// Formats of identifiers with their check digits: what tells a misread number from a right one before
// anything is decided on it. One table, in families under base/identifiers/; each row cites its source and
// docs/identifiers.md shows them all. Constant data, pure functions, thread safe. Identifiers are personal
// data: none is ever quoted in a message from here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailroom {

struct IdentifierFormat {
  std::string_view name;      // "nino": what templates and workflows say
  std::string_view title;     // "National Insurance number"
  std::string_view alphabet;  // characters it may hold once normalised
  int shortest = 0, longest = 0;
  std::string_view pattern;  // of the whole, normalised: what base/identifiers/shape.h understands
  bool has_check_digit = false;
  bool (*check)(std::string_view normalised) = nullptr;  // beyond the pattern; null: nothing beyond
  std::string_view source;                               // the standard or publication
  std::string_view example;                              // valid, and nobody's
  std::string_view kept = {};  // of the signs that people group by, those that belong to it
  // Puts a sign where everybody writes one, into text without any; null: nowhere.
  std::string (*with_signs)(std::string bare) = nullptr;
};

const std::vector<IdentifierFormat>& identifier_formats();
const IdentifierFormat* find_identifier_format(std::string_view name);  // null if there is none

// Upper case, without the blanks, hyphens, dots and strokes people group by ("qq 12 34 56 c" → "QQ123456C").
// Formats that are written with a sign have it where it belongs ("sw1a1aa" → "SW1A 1AA").
std::string normal_identifier(const IdentifierFormat& format, std::string_view text);
// Whether the text, normalised, is one: shape and check digits.
bool is_identifier(const IdentifierFormat& format, std::string_view text);

}  // namespace mailroom

// The Latin letters beyond ASCII of the languages that are written in Europe: Unicode's Latin-1 Supplement
// and Latin Extended-A. Pure functions, thread safe; all other characters are left as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mailroom {

// Where a letter differs from the one that it is written like: a mark of its own above or below, a stroke or
// another shape.
enum class Accent { none, above, below, shape };

struct Letter {
  char base = 0;  // ASCII: 'u' of "ü", 'l' of "ł", 's' of "ß"; 0: no letter that we know
  Accent accent = Accent::none;
};
Letter letter_of(uint32_t code_point);

// "Łódź": "Lodz"; "Weiß": "Weiss"; "sœur": "soeur".
std::string without_accents(std::string_view utf8);
// "łoś": "ŁOŚ"; "Weiß": "WEISS".
std::string to_upper_latin(std::string_view utf8);
std::string to_lower_latin(std::string_view utf8);

}  // namespace mailroom

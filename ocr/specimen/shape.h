// Texts of a shape: made-up values that match a pattern, and identifiers that pass their check. Pure
// functions of their arguments and the random stream.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/identifier.h"
#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

// A text that matches the whole pattern: an ECMAScript regular expression of literals, `.`, `\d`, `\w`, `\s`,
// classes, groups, alternatives and the quantifiers `?`, `*`, `+`, `{n}` and `{n,m}`. None if the pattern
// uses anything else (look-around, back references).
std::optional<std::string> make_shape(std::string_view pattern, Random& random);

// A valid identifier, normalised, at most `longest` characters (0: any); none if chance found none.
std::optional<std::string> make_identifier(const IdentifierFormat& format, int longest, Random& random);

// The same as people write it: in groups ("AB 12 34 56 C", "20-04-15"), for some formats and some people.
std::string as_written(const IdentifierFormat& format, const std::string& identifier, Random& random);

}  // namespace mailroom::ocr::specimen

// JSON in and out of Value. Numbers keep every digit (they are read as decimals, never through a double).
// Dates, times and durations are written as their ISO texts and read back as texts: JSON has no dates.
#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace mailroom {

// Throws Error{document, "json_invalid"} with line and column; `where` names the source in it. Duplicate
// names: the last one wins. Nesting beyond 200 levels and numbers that are not finite decimals are errors.
Value parse_json(std::string_view json, std::string_view where = "json");

// One line; with `indent` > 0 pretty, that many blanks a level.
std::string to_json(const Value& value, int indent = 0);
// A JSON string literal, quotes included; invalid UTF-8 becomes U+FFFD.
std::string json_quoted(std::string_view text);

}  // namespace mailroom

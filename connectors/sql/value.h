// Values on their way to and from a database. Pure, thread safe.
#pragma once

#include <optional>
#include <string>

#include "base/value.h"

namespace mailroom::connectors::sql {

// What is bound: numbers as written (52.00 keeps its pence), ticks as 1 and 0, dates as ISO texts; none for
// null.
std::optional<std::string> bound_text(const Value& value);

// What a database's text is, by the type of its column.
enum class Reads { text, number, date, tick };
Value value_of(Reads reads, std::string text);

}  // namespace mailroom::connectors::sql

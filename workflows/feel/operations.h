// What FEEL's operators do with values (DMN 1.5, 10.3.2.13 and tables 42 to 60): three-valued equality and
// order, arithmetic over numbers, dates and durations, membership, paths. No exceptions; thread safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/value.h"
#include "workflows/feel/function_value.h"

namespace mailroom::feel {

class Machine;

// None if the two cannot be compared.
std::optional<bool> equal(const Value& a, const Value& b);
std::optional<int> compare(const Value& a, const Value& b);  // -1, 0, 1
// As is(): also zones and offsets must be the same.
bool identical(const Value& a, const Value& b);

Value add(Machine& machine, const Value& a, const Value& b);
Value subtract(Machine& machine, const Value& a, const Value& b);
Value multiply(Machine& machine, const Value& a, const Value& b);
Value divide(Machine& machine, const Value& a, const Value& b);
Value power(Machine& machine, const Value& a, const Value& b);
Value negate(Machine& machine, const Value& a);

// Whether the range holds the value.
std::optional<bool> contains(const RangeValue& range, const Value& value);
// `value in tested`: a range that holds it, a list with it or with a range that holds it, or its equal.
std::optional<bool> is_in(const Value& value, const Value& tested);

// value.name: a context's entry, a date's year, the same of each item of a list.
Value member(Machine& machine, const Value& value, std::string_view name);

// For messages: "number", "string", "list", "function" …
std::string_view kind_word(const Value& value);

inline Value to_value(std::optional<bool> b) {
  return b ? Value(*b) : Value();
}

}  // namespace mailroom::feel

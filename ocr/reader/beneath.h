// What the form has printed where a line is written, or right beside it, where it may hide the line's end: an
// 8 without its left half is a 3 to everybody. Level rules are no such danger. Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/field_ink.h"

namespace mailroom::ocr::reader {

enum class Beneath {
  nothing,
  rule,    // an upright one, between dollars and cents
  letters  // a preset amount, a sign of a currency
};

// Of one of the field's lines.
Beneath printed_beneath(const FieldInk& field, const std::vector<Component>& line);

// Whether a level rule runs where the line's letters end below: what hangs lower is cut by it.
bool stands_on_rule(const FieldInk& field, const std::vector<Component>& line);

// Pixels of the zone that cling to print and are none: a figure written over a preset one.
long ink_over_print(const FieldInk& field);
// The same right before and behind a line, in its own height: a 1 along a rule, cents over a preset figure.
long ink_over_print_beside(const FieldInk& field, const std::vector<Component>& line);

// The columns of pixels, from the left of what is seen, in which an upright rule runs through the foot of
// the line, where a comma or a point would stand.
std::vector<int> rules_at_foot(const FieldInk& field, const std::vector<Component>& line);

}  // namespace mailroom::ocr::reader

// What is written on one specimen, before anything is drawn. Plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/form.h"
#include "ocr/specimen/random.h"
#include "ocr/specimen/writer.h"

namespace mailroom::ocr::specimen {

// How people alter what they wrote.
enum class Alteration {
  none,
  line,         // struck out with one line, more or less level
  two_lines,    // the same with two
  slash,        // one line from below to above
  cross,        // two such lines
  scribble,     // a wave or a zigzag over it
  overwritten,  // one character written over another
};
std::string_view to_string(Alteration alteration);

// One field's entry. What holds is `value` or `ticked`; what was there before it was struck out is not.
struct Entry {
  std::string value;     // "" is blank; lines are separated by '\n'
  bool ticked = false;   // checkboxes
  bool altered = false;  // struck out, and perhaps written anew
  std::string struck;    // the text that stands struck out or written over
  Alteration how = Alteration::none;
  size_t at = 0;       // of `struck` and `value`: the character that was written over
  bool above = false;  // what holds stands above the field, not in it: there was no room
};

// As Form::fields, one entry each.
using Filling = std::vector<Entry>;

struct FillOptions {
  double filled = 0.5;        // share of fields that are not left blank
  double struck = 0;          // share of filled fields that are altered
  double overwritten = 0.25;  // share of these in which one character is written over another
};

Filling fill(const Form& form, const Writer& writer, const FillOptions& options, const Random& random);

}  // namespace mailroom::ocr::specimen

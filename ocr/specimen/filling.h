// What is written on one specimen, before anything is drawn. Plain values.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/specimen/random.h"
#include "ocr/specimen/writer.h"

namespace mailroom::ocr::specimen {

// One field's entry. What holds is `value` or `ticked`; what was there before it was struck out is not.
struct Entry {
  std::string value;     // "" is blank; lines are separated by '\n'
  bool ticked = false;   // checkboxes
  bool altered = false;  // struck out, and perhaps written anew
  std::string struck;    // the text that stands struck out
};

// As Form::fields, one entry each.
using Filling = std::vector<Entry>;

struct FillOptions {
  double filled = 0.5;  // share of fields that are not left blank
  double struck = 0;    // share of filled fields that are struck out and written anew
};

Filling fill(const Form& form, const Writer& writer, const FillOptions& options, const Random& random);

}  // namespace mailroom::ocr::specimen

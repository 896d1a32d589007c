// The ink around a label of a page of which no blank is known: the label's cell is found by its rules, the
// rules are taken for print, and what else is in the cell stands in groups, each perhaps a value. Everything
// in pixels of the prepared page (InkPage::full). Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/field_ink.h"
#include "ocr/reader/ink_page.h"

namespace mailroom::ocr::reader {

// The place around a label in which its value stands.
struct ValuePlace {
  Area area;
  bool is_ruled = false;  // a rule closes it below: it is a box of the form's
};
// `reach`: how far right, in heights of the label, where no rule bounds it.
ValuePlace cell_of(const InkPage& page, const Area& label, double reach);
inline constexpr double kValueReach = 24, kLineReach = 90;  // of a number; of a line of text

// Pieces of ink that stand together in a line, as a field's ink whose blank's print are the rules.
struct InkGroup {
  FieldInk ink;
  Area place;             // on the page
  double unevenness = 0;  // of its letters' heights and feet, as a share of the height: print has hardly any
  bool crowded = false;   // ink that is no part of it stands so close that it may be one
  bool struck = false;    // a level rule runs through its middle: nobody prints one there
};

// Pixels: what is left of a rule is as thin, no figure is.
inline constexpr int kHair = 2;
// Nothing that is written; also if there is no ink.
bool is_left_of_rules(const std::vector<Component>& pieces);

// A cell's ink without its rules and without printed words.
class CellInk {
 public:
  // `label`: whose cell it is. `print`: words that are no values, labels among them.
  CellInk(const InkPage& page, const Area& label, const Area& cell, const std::vector<Area>& print);

  // What stands together, line by line; what is much smaller or larger than the label's letters is left out,
  // and what is left of rules.
  std::vector<InkGroup> groups() const;
  // What stands in this place of the page; no pieces if nothing does.
  InkGroup within(const Area& place) const;

 private:
  InkGroup group_of(std::vector<Component> pieces) const;

  FieldInk all_;
  Bits level_rules_;                // of the cut
  std::vector<Component> strange_;  // too large for a value's letters
  double label_height_;
};

}  // namespace mailroom::ocr::reader

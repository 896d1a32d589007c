// What `mailroom what-if` found, as people and as programs read it. Pure.
#pragma once

#include <string>

#include "base/value.h"
#include "workflows/what_if.h"

namespace mailroom::cli {

struct WhatIf {
  std::string noun;  // what was decided: "sample", "case"
  std::string before, after;
  workflows::Comparison comparison;
  // Of cases that were asked for: not given, and why.
  int64_t undecided = 0, no_facts = 0, other_workflow = 0, erased = 0;
  // Cases that stand otherwise than the old rules decide their facts now.
  int64_t otherwise = 0, otherwise_by_version = 0;  // the latter: on another version than these rules
};

std::string show_what_if(const WhatIf& report);
Value to_value(const WhatIf& report);
// A table for a spreadsheet: each difference of each sample or case.
std::string what_if_csv_header(const std::string& noun);
std::string what_if_csv(const std::string& name, const workflows::Difference& difference);

}  // namespace mailroom::cli

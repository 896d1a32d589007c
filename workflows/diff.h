// What differs between two workflows in what they mean, not in how they are written: the order of keys, of
// facts, of rules in a table where it does not matter, comments, notes, blanks, quotes and defaults that are
// written out all mean the same. Of two tests that let the same values pass ("[1..5)" and ">= 1 and < 5")
// nothing is said either. The version's number is the workflow's name, not its meaning.
//
// Pure and thread safe; what is quoted is what authors wrote, never a case's values.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/value.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

struct Change {
  enum class Kind { added, removed, changed, moved };
  Kind kind = Kind::changed;
  std::string part;         // "fact", "check", "decision", "route", "delivery", "document", "lookup", "form";
                            // "workflow" for what stands at its top
  std::string name;         // which one; empty for the workflow
  std::string what;         // in it: "rule 2, reg 4(2): weekly_income"; empty: all of it
  std::string before, now;  // as written, on one line; empty: not there
  Place place;              // in the new workflow; of what is gone, where it stood; line 0: not known
};
std::string_view to_string(Change::Kind kind);
Value to_value(const Change& change);

// In the order of the language: the workflow, its documents, …, its deliveries, its forms.
std::vector<Change> changes_between(const Workflow& before, const Workflow& now);

}  // namespace mailroom::workflows

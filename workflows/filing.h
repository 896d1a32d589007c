// From a document that was read to its filings: pages grouped by form, in whatever order they came. Pure
// functions, thread safe.
#pragma once

#include <vector>

#include "workflows/runner.h"

namespace mailroom::workflows {

struct PlannedFiling {
  Filing filing;                       // role is set if exactly one workflow takes the form
  const Workflow* workflow = nullptr;  // null: a person sorts, for this reason
  Reason reason;
  bool urgent = false;
  const LetterDesk* desk = nullptr;  // a letter's, if the site has one for its kind
};

// At least one: nothing that was read is left over.
std::vector<PlannedFiling> plan_filings(const ReadDocument& document, const Workflows& workflows);

}  // namespace mailroom::workflows

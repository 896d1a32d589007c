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

// Whether an item was handed in once more on purpose ("again" in its sidecar: why, or true): then the same
// bytes before are no doubt.
bool is_again(const Context& metadata);

}  // namespace mailroom::workflows

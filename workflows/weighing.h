// Ask only what matters (docs/decisions/0012): what hangs on each field that is not sure. A field need not be
// asked about if the readings that together hold at least 1 − error budget of the probability come to the
// same outcome and the same deliveries, alone and in combination with the others.
//
// What becomes of the case is tried by the caller, who is the case runner itself; nothing is decided here.
// Pure but for that, thread safe.
#pragma once

#include <functional>
#include <vector>

#include "workflows/unsure_fields.h"

namespace mailroom::workflows {

struct TriedCase {
  CaseRecord record;
  feel::Reads reads;  // what facts, checks, decisions and routes' conditions read on the way
};

// The case as it would stand if each unsure field said its reading of that number, and nobody were asked
// about any doubt.
using Trial = std::function<TriedCase(const std::vector<size_t>& choice)>;

inline constexpr size_t kMostCombinations = 64;  // of readings of several fields; the likeliest are tried
inline constexpr size_t kMostAlone = 256;        // readings of single fields

struct Weighing {
  std::vector<WeighedField> fields;  // of the unsure ones, in their order
  size_t tried = 0;                  // how often the case was tried
};

Weighing weigh(const Workflow& workflow, const std::vector<UnsureField>& unsure, const Trial& trial);

}  // namespace mailroom::workflows

// Rules that can be asked what they make of a set of facts, whatever they are: a decision model, or a
// workflow with its facts, checks, decisions and routes. What they say is an outcome per decision with the
// rules that are responsible. Nothing is read or written. Not thread safe: use one per thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "workflows/case.h"
#include "workflows/dmn/model.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// What a workflow is asked beside its decisions: "award", "returned", "waiting for a person: check nino".
// No decision can be called so.
inline constexpr char kTheRoute[] = "the route";

struct Outcome {
  std::string decision;
  Value value;
  std::vector<std::string> rules = {};  // that fired: "rule 3, reg 4(2)"; none: no table, or no rule did
};

// A sample, or the facts of a case as they are stored.
struct Given {
  std::string name;  // "26-48817-9"
  Context facts;
  std::vector<std::string> approvals = {};  // of a case: what people waved through (CaseRecord)
};

class Rules {
 public:
  virtual ~Rules() = default;
  // What they decide, in the order of outcomes().
  virtual const std::vector<std::string>& decisions() const = 0;
  virtual std::vector<Outcome> outcomes(const Given& given) = 0;
  // Names that they read and the facts do not have, as "age" or "claim.age": these count as missing.
  virtual std::vector<std::string> not_given(const Context& facts) const = 0;
};

// A model's decisions read facts by their names.
std::unique_ptr<Rules> rules_of(dmn::Model model);
// A workflow works its facts out anew from the documents' values; whose rules decide follows from them too.
std::unique_ptr<Rules> rules_of(std::shared_ptr<const Workflow> workflow);

// Where a case went that no person has to look at any more; empty for one that waits.
std::string settled_route(const CaseRecord& record);

}  // namespace mailroom::workflows

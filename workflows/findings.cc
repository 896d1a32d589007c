#include "workflows/findings.h"

#include <iterator>

#include "workflows/dmn/model.h"

namespace mailroom::workflows {

std::vector<Diagnostic> findings_of(const Workflow& workflow) {
  std::vector<Diagnostic> found;
  const auto add = [&](std::vector<Diagnostic> more) {
    found.insert(found.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  for (const DecisionRule& decision : workflow.decisions) {
    if (decision.table) add(decision.table->findings());
    if (!decision.model) continue;
    for (const ModelDecision::Version& version : decision.model->versions) add(version.model->findings());
  }
  return found;
}

}  // namespace mailroom::workflows

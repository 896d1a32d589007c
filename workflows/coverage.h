// Which rules, routes and checks of workflows a set of cases came to: what no test ever comes to is not
// tested. A check is met when it does not pass. Not thread safe.
#pragma once

#include <string>
#include <vector>

#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

struct Coverable {
  enum class What { rule, route, check } what = What::rule;
  std::string workflow, name;  // "assessment rule 3, reg 4(3)", "caseworker", "nino"
  Place place;                 // in the workflow; of a model's rule its file alone
  int64_t times = 0;
};
std::string_view to_string(Coverable::What what);

class Coverage {
 public:
  // The rules of `.dmn` models are known once a case was decided by their tables.
  explicit Coverage(const Workflows& workflows);
  void count(const CaseRecord& record);
  const std::vector<Coverable>& all() const { return all_; }

 private:
  void count(Coverable::What what, const std::string& workflow, const std::string& name);
  void count_rules(const std::string& workflow, const DecisionResult& decision);
  void count_table(const std::string& workflow, const std::string& table, const Context& trace,
                   const std::string& model);

  std::vector<Coverable> all_;
};

}  // namespace mailroom::workflows

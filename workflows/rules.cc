#include "workflows/rules.h"

#include <algorithm>

#include "base/local_time.h"
#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/consent.h"
#include "workflows/memory_store.h"
#include "workflows/runner.h"

namespace mailroom::workflows {

namespace {

std::string rule_in_words(int64_t number, const std::string& reference) {
  return "rule " + std::to_string(number) + (reference.empty() ? "" : ", " + reference);
}

class ModelRules final : public Rules {
 public:
  explicit ModelRules(dmn::Model model) : model_(std::move(model)), decisions_(model_.decisions()) {}

  const std::vector<std::string>& decisions() const override { return decisions_; }

  std::vector<Outcome> outcomes(const Given& given) override {
    std::vector<Outcome> all;
    const Context facts = model_.with_declared_types(given.facts);
    for (const std::string& name : decisions_) {
      const auto answer = model_.decide(name, facts, true);
      all.push_back({name, answer->value, rules_of(*answer, name)});
    }
    return all;
  }

  std::vector<std::string> not_given(const Context& facts) const override {
    std::vector<std::string> names;
    for (const auto& [name, type] : model_.inputs()) {
      if (facts.find(name) == nullptr) names.push_back(name);
    }
    return names;
  }

 private:
  // The rules that fired in the decision's own table, which is the last one decided for it.
  static std::vector<std::string> rules_of(const dmn::Answer& answer, const std::string& decision) {
    std::vector<std::string> fired;
    const auto own = std::find_if(answer.traces.rbegin(), answer.traces.rend(), [&](const dmn::Trace& one) {
      return one.table == "the decision '" + decision + "'";
    });
    if (own == answer.traces.rend()) return fired;
    for (const dmn::RuleTrace* rule : fired_rules(*own))
      fired.push_back(rule_in_words(static_cast<int64_t>(rule->number), rule->reference));
    return fired;
  }

  dmn::Model model_;
  std::vector<std::string> decisions_;
};

// Where the case went, or whom it waits for: for a person because of what, by the names of checks, decisions
// and routes.
std::string route_in_words(const CaseRecord& record) {
  if (record.state != State::awaiting_review) return record.route.empty() ? "closed" : record.route;
  std::vector<std::string> why;
  for (const Reason& reason : record.reasons) {
    // Whom it goes to once they agreed is what differs.
    if (reason.code == kApprovalNeeded) return record.route;
    why.push_back(reason.code == "check_failed" ? "check " + reason.field
                  : reason.code == "route"      ? "route " + reason.field
                  : reason.field.empty()        ? reason.code
                                                : reason.field + ", " + reason.code);
  }
  return "waiting for a person: " + join(why, ", ");
}

class WorkflowRules final : public Rules {
 public:
  explicit WorkflowRules(std::shared_ptr<const Workflow> workflow)
      : workflow_(std::move(workflow)),
        workflows_({workflow_}),
        runner_(store_, clock_, workflows_, Runner::Connectors()) {
    for (const DecisionRule& rule : workflow_->decisions) decisions_.push_back(rule.id);
    decisions_.emplace_back(kTheRoute);
  }

  const std::vector<std::string>& decisions() const override { return decisions_; }

  std::vector<Outcome> outcomes(const Given& given) override {
    CaseRecord record;
    record.number = given.name;
    record.approvals = given.approvals;
    record.facts = given.facts;
    if (const Value& received = given.facts.at("received"); received.is(Value::Kind::date)) {
      record.effective = received.date();
      record.received = start_of_local_day(received.date());
    }
    record = runner_.try_facts(std::move(record), *workflow_);
    std::vector<Outcome> all;
    for (const DecisionRule& rule : workflow_->decisions) all.push_back({rule.id, {}, {}});
    for (size_t i = 0; i < record.decisions.size() && i < all.size(); ++i) {  // as far as it came
      all[i].value = record.decisions[i].value;
      for (const FiredRule& fired : record.decisions[i].fired)
        all[i].rules.push_back(rule_in_words(fired.number, fired.reference));
    }
    all.push_back({kTheRoute, route_in_words(record), {}});
    return all;
  }

  std::vector<std::string> not_given(const Context& facts) const override {
    std::vector<std::string> names;
    for (const DocumentRole& role : workflow_->documents) {
      if (facts.find(role.name) == nullptr) names.push_back(role.name);
    }
    for (const std::string& path : workflow_->used_fields) {
      const size_t dot = path.find('.');
      const std::string field = path.substr(dot + 1, path.find('.', dot + 1) - dot - 1);
      const Value& documents = facts.at(path.substr(0, dot));
      const auto lacks = [&](const Value& one) {
        return one.is(Value::Kind::context) && one.context().find(field) == nullptr;
      };
      const bool any =
          documents.is(Value::Kind::list) ? std::ranges::any_of(documents.list(), lacks) : lacks(documents);
      if (any) names.push_back(path);
    }
    return names;
  }

 private:
  std::shared_ptr<const Workflow> workflow_;
  Workflows workflows_;
  MemoryStore store_;
  SystemClock clock_;
  Runner runner_;
  std::vector<std::string> decisions_;
};

}  // namespace

std::unique_ptr<Rules> rules_of(dmn::Model model) {
  return std::make_unique<ModelRules>(std::move(model));
}

std::unique_ptr<Rules> rules_of(std::shared_ptr<const Workflow> workflow) {
  return std::make_unique<WorkflowRules>(std::move(workflow));
}

std::string settled_route(const CaseRecord& record) {
  const bool is_settled =
      record.state == State::closed || record.state == State::delivering || record.state == State::returned;
  return is_settled ? route_in_words(record) : "";
}

}  // namespace mailroom::workflows

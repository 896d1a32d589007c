#include "workflows/decide.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/dmn/model.h"

namespace mailroom::workflows {

namespace {

std::vector<std::string> texts_of(const std::vector<feel::Notice>& notices) {
  std::vector<std::string> texts;
  for (const feel::Notice& notice : notices) texts.push_back(notice.message);
  return texts;
}

std::string name_of(const DecisionRule& rule) {
  return rule.title.empty() ? rule.id : rule.title;
}

Reason not_in_force(const DecisionRule& rule, const Date& effective) {
  return {"rules_not_in_force", "", 0, rule.id,
          name_of(rule) + ": no rule is in force on " + to_string(effective)};
}

Reason conflict(const DecisionRule& rule, const std::vector<FiredRule>& fired) {
  std::vector<std::string> numbers;
  for (const FiredRule& one : fired) numbers.push_back(std::to_string(one.number));
  return {"decision_conflict", "", 0, rule.id,
          name_of(rule) + ": rules " + join(numbers, " and ") + " both fit"};
}

// By the model in force on that date, which says nothing of conflicts but in its traces.
void decide_by_model(const DecisionRule& rule, const Context& facts, const Date& effective,
                     const feel::Environment& environment, DecisionResult& result,
                     std::vector<Reason>& reasons) {
  const auto& versions = rule.model->versions;
  const auto version = std::find_if(versions.begin(), versions.end(), [&](const auto& one) {
    return (!one.valid_from || *one.valid_from <= effective) && (!one.valid_to || effective <= *one.valid_to);
  });
  if (version == versions.end()) return void(reasons.push_back(not_in_force(rule, effective)));
  Context inputs;
  for (const auto& [name, formula] : rule.model->inputs)
    inputs.put(name, formula.expression.evaluate(facts, environment).value);
  feel::Environment inside = environment;
  inside.reads = nullptr;  // its inputs have names of their own
  auto answer = version->model->decide(rule.model->name, inputs, true, inside);
  if (!answer) answer = version->model->serve(rule.model->name, inputs, {}, true, inside);
  result.value = std::move(answer->value);
  result.notices = texts_of(answer->notices);
  List tables;
  for (const dmn::Trace& trace : answer->traces) {
    tables.push_back(to_value(trace));
    std::vector<FiredRule> fired;
    for (const dmn::RuleTrace* one : fired_rules(trace))
      fired.push_back({static_cast<int>(one->number), one->reference, one->reason});
    if (trace.hit_policy == dmn::HitPolicy::unique && fired.size() > 1)
      reasons.push_back(conflict(rule, fired));
    result.fired.insert(result.fired.end(), fired.begin(), fired.end());
  }
  result.trace = Context{{"model", version->file}, {"tables", std::move(tables)}};
  if (result.value.is_null() && !result.notices.empty() && reasons.empty())
    reasons.push_back({"decision_empty", "", 0, rule.id, name_of(rule) + ": the rules come to nothing"});
}

}  // namespace

DecisionResult decide_by(const DecisionRule& rule, const Context& facts, const Date& effective,
                         const feel::Environment& environment, std::vector<Reason>& reasons) {
  DecisionResult result;
  result.id = rule.id;
  if (rule.value) {
    feel::Result value = rule.value->expression.evaluate(facts, environment);
    result.value = std::move(value.value);
    result.notices = texts_of(value.notices);
    result.trace = Context{{"expression", rule.value->expression.text()}};
    return result;
  }
  if (rule.model) {
    decide_by_model(rule, facts, effective, environment, result, reasons);
    return result;
  }
  dmn::Trace trace;
  const dmn::Decision decision = rule.table->decide(facts, effective, &trace, environment);
  result.value = decision.value;
  result.notices = texts_of(decision.notices);
  result.trace = to_value(trace);
  for (const size_t number : decision.fired) {
    const dmn::TableRule& fired = rule.table->source().rules.at(number - 1);
    result.fired.push_back({static_cast<int>(number), fired.reference, fired.reason});
  }
  using Outcome = dmn::Decision::Outcome;
  if (decision.outcome == Outcome::conflict) {
    reasons.push_back(conflict(rule, result.fired));
  } else if (decision.outcome == Outcome::not_in_force) {
    reasons.push_back(not_in_force(rule, effective));
  } else if (decision.outcome == Outcome::invalid_input) {
    reasons.push_back(
        {"decision_input", "", 0, rule.id, name_of(rule) + ": a value is not one that the rules allow"});
  }
  return result;
}

}  // namespace mailroom::workflows

#include "workflows/coverage.h"

#include <algorithm>

namespace mailroom::workflows {

namespace {

using What = Coverable::What;

std::string rule_name(const std::string& table, const std::string& number, const std::string& reference) {
  return table + " rule " + number + (reference.empty() ? "" : ", " + reference);
}

}  // namespace

std::string_view to_string(Coverable::What what) {
  switch (what) {
    case What::rule:
      return "rule";
    case What::route:
      return "route";
    case What::check:
      break;
  }
  return "check";
}

Coverage::Coverage(const Workflows& workflows) {
  for (const auto& workflow : workflows.all()) {
    const Place of_file{workflow->file.string(), 0, 0, 0};
    for (const Check& check : workflow->checks)
      all_.push_back({What::check, workflow->id, check.id, check.require ? check.require->place : of_file});
    for (const DecisionRule& decision : workflow->decisions) {
      if (!decision.table) continue;
      const auto& rules = decision.table->source().rules;
      for (size_t i = 0; i < rules.size(); ++i)
        all_.push_back({What::rule, workflow->id,
                        rule_name(decision.id, std::to_string(i + 1), rules[i].reference), rules[i].place});
    }
    for (const Route& route : workflow->routes)
      all_.push_back(
          {What::route, workflow->id, route.id, route.condition ? route.condition->place : of_file});
  }
}

void Coverage::count(What what, const std::string& workflow, const std::string& name) {
  for (Coverable& one : all_)
    if (one.what == what && one.workflow == workflow && one.name == name) ++one.times;
}

void Coverage::count(const CaseRecord& record) {
  for (const CheckResult& check : record.checks)
    if (!check.passed) count(What::check, record.workflow, check.id);
  for (const DecisionResult& decision : record.decisions) count_rules(record.workflow, decision);
  count(What::route, record.workflow, record.route);
}

void Coverage::count_rules(const std::string& workflow, const DecisionResult& decision) {
  if (!decision.trace.is(Value::Kind::context)) return;
  const Context& trace = decision.trace.context();
  if (trace.find("rules")) count_table(workflow, decision.id, trace, "");
  if (const Value& tables = trace.at("tables"); tables.is(Value::Kind::list)) {
    for (const Value& table : tables.list())
      count_table(workflow, decision.id + ": " + table.context().at("table").text_or(""), table.context(),
                  trace.at("model").text_or(""));
  }
}

// `model`: the file of a table that is met for the first time, perhaps.
void Coverage::count_table(const std::string& workflow, const std::string& table, const Context& trace,
                           const std::string& model) {
  const bool takes_first = trace.at("hit_policy").text_or("") == to_string(dmn::HitPolicy::first);
  bool fired = false;
  for (const Value& value : trace.at("rules").list()) {
    const Context& rule = value.context();
    const std::string name = rule_name(table, to_display(rule.at("rule")), rule.at("reference").text_or(""));
    const bool is_known = model.empty() || std::any_of(all_.begin(), all_.end(), [&](const Coverable& one) {
                            return one.workflow == workflow && one.name == name;
                          });
    if (!is_known) all_.push_back({What::rule, workflow, name, {model, 0, 0, 0}});
    if (!rule.at("matched").is_true() || (takes_first && fired)) continue;
    fired = true;
    count(What::rule, workflow, name);
  }
}

}  // namespace mailroom::workflows

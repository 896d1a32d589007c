#include "workflows/explain_outcome.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/feel/text_of.h"

namespace mailroom::workflows {

namespace {

constexpr size_t kLongest = 60;  // bytes of a value in a line

std::string in_short(const Value& value) {
  std::string text = feel::literal_text(value);
  if (text.size() <= kLongest) return text;
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

// The rules of a trace, of all tables of a model's.
std::vector<Context> rules_in(const Value& trace) {
  std::vector<Context> rules;
  if (!trace.is(Value::Kind::context)) return rules;
  const auto add = [&](const Value& list) {
    if (!list.is(Value::Kind::list)) return;
    for (const Value& rule : list.list()) rules.push_back(rule.context());
  };
  add(trace.context().at("rules"));
  if (const Value& tables = trace.context().at("tables"); tables.is(Value::Kind::list))
    for (const Value& table : tables.list()) add(table.context().at("rules"));
  return rules;
}

const DecisionResult* result_of(const CaseRecord& record, const std::string& decision) {
  const auto at = std::find_if(record.decisions.begin(), record.decisions.end(),
                               [&](const DecisionResult& one) { return one.id == decision; });
  return at == record.decisions.end() ? nullptr : &*at;
}

std::string rule_name(const std::string& number, const std::string& reference) {
  return "rule " + number + (reference.empty() ? "" : ", " + reference);
}

// "savings 0, weekly_income 109.04"
std::string inputs_of(const Context& rule) {
  std::vector<std::string> inputs;
  for (const Value& cell : rule.at("cells").list()) {
    const Context& one = cell.context();
    if (one.at("test").text_or("") != "-")
      inputs.push_back(one.at("input").text_or("") + " " + in_short(one.at("actual")));
  }
  return join(inputs, ", ");
}

bool is_rule(const Context& rule, const std::string& name) {
  return to_display(rule.at("rule")) == name || rule.at("reference").text_or("") == name;
}

}  // namespace

Context seen_in_the_end(const Workflow& workflow, const CaseRecord& record) {
  return with_decisions(workflow, record, record.facts);
}

std::string explain_decision(const Workflow& workflow, const CaseRecord& record,
                             const std::string& decision) {
  const DecisionResult* result = result_of(record, decision);
  if (!result) return "it was not decided: " + explain_state(record);
  const auto rule = std::find_if(workflow.decisions.begin(), workflow.decisions.end(),
                                 [&](const DecisionRule& one) { return one.id == decision; });
  if (rule != workflow.decisions.end() && rule->value)
    return explain_formula(*rule->value, seen_in_the_end(workflow, record));
  std::vector<std::string> lines;
  const auto rules = rules_in(result->trace);
  for (const FiredRule& fired : result->fired) {
    const std::string number = std::to_string(fired.number);
    const auto at = std::find_if(rules.begin(), rules.end(), [&](const Context& one) {
      return one.at("matched").is_true() && to_display(one.at("rule")) == number &&
             one.at("reference").text_or("") == fired.reference;
    });
    const std::string inputs = at == rules.end() ? "" : inputs_of(*at);
    lines.push_back(rule_name(number, fired.reference) + " fired" + (inputs.empty() ? "" : ": " + inputs));
  }
  if (lines.empty()) {
    lines.emplace_back("no rule fired");
    if (!rules.empty()) lines.back() += ": " + inputs_of(rules.front());
  }
  for (const std::string& notice : result->notices) lines.push_back(notice);
  return join(lines, "\n  ");
}

std::string explain_rule(const CaseRecord& record, const std::string& decision, const std::string& name) {
  const DecisionResult* result = result_of(record, decision);
  if (!result) return {};
  for (const Context& rule : rules_in(result->trace)) {
    if (!is_rule(rule, name)) continue;
    const std::string called = rule_name(to_display(rule.at("rule")), rule.at("reference").text_or(""));
    if (!rule.at("in_force").is_true()) return called + " was not in force on " + to_string(record.effective);
    for (const Value& cell : rule.at("cells").list()) {
      const Context& one = cell.context();
      if (one.at("matched").is_true()) continue;
      return called + " did not fire: " + one.at("input").text_or("") + " " + in_short(one.at("actual")) +
             " is not " + one.at("test").text_or("");
    }
    return called + (rule.at("matched").is_true() ? " matched, but an earlier rule came first" : "");
  }
  return {};
}

std::string explain_formula(const Formula& formula, const Context& seen) {
  std::vector<std::string> read;
  const Value whole(seen);
  for (const std::string& path : formula.expression.paths()) {
    const Value* value = &whole;
    for (const std::string_view part : split(path, '.')) {
      value = value->is(Value::Kind::context) ? value->context().find(part) : nullptr;
      if (!value) break;  // into a list
    }
    if (value) read.push_back(path + " " + in_short(*value));
  }
  const std::string text = fold_space(formula.expression.text());
  return text + (read.empty() ? "" : ": " + join(read, ", "));
}

std::string explain_state(const CaseRecord& record) {
  std::vector<std::string> lines;
  for (const Reason& reason : record.reasons) lines.push_back(reason.text);
  if (record.state == State::awaiting_review) return "a person is asked: " + join(lines, "; ");
  if (record.state == State::returned) return "it goes back: " + join(lines, "; ");
  if (record.state == State::quarantined) return "it cannot be read: " + join(lines, "; ");
  if (!record.waiting_for.empty()) return "it waits for " + record.waiting_for;
  for (const DeliveryRecord& delivery : record.deliveries)
    if (!delivery.why.empty()) lines.push_back(delivery.name + ": " + delivery.why);
  return "it took route '" + record.route + "'" + (lines.empty() ? "" : "; " + join(lines, "; "));
}

}  // namespace mailroom::workflows

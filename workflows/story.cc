#include "workflows/story.h"

#include <algorithm>

#include "base/letters.h"
#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/condition_words.h"
#include "workflows/reasons.h"

namespace mailroom::workflows {

namespace {

const Value& part(const Value& value, std::string_view name) {
  static const Value kNothing;
  return value.is(Value::Kind::context) ? value.context().at(name) : kNothing;
}

const List& list_in(const Value& value, std::string_view name) {
  static const List kNone;
  const Value& one = part(value, name);
  return one.is(Value::Kind::list) ? one.list() : kNone;
}

std::string text_in(const Value& value, std::string_view name) {
  return part(value, name).text_or("");
}

int number_in(const Value& rule) {
  const Value& number = part(rule, "rule");
  return number.is(Value::Kind::number) ? static_cast<int>(number.number().to_integer().value_or(0)) : 0;
}

std::vector<const Value*> failed_cells(const Value& rule) {
  std::vector<const Value*> failed;
  for (const Value& cell : list_in(rule, "cells"))
    if (!part(cell, "matched").is_true()) failed.push_back(&cell);
  return failed;
}

// The cell's value if it is one whatever the case.
std::optional<Value> constant(const dmn::Cell& cell) {
  const auto compiled = feel::Expression::parse(cell.text, feel::Scope());
  if (!compiled || !compiled->names().empty()) return std::nullopt;
  return compiled->evaluate({}).value;
}

// The first output in which the rule would have differed from what was decided; a word says more than an
// amount.
std::string instead_of(const Value& decided, const DecisionRule* decision, int number) {
  if (decision == nullptr || !decision->table || number < 1) return {};
  const dmn::TableSource& table = decision->table->source();
  if (static_cast<size_t>(number) > table.rules.size()) return {};
  const std::vector<dmn::Cell>& then = table.rules[static_cast<size_t>(number) - 1].then;
  std::string other;
  for (size_t i = 0; i < then.size(); ++i) {
    const auto value = constant(then[i]);
    if (!value || value->is_null()) continue;
    const Value& actual = decided.is(Value::Kind::context) ? part(decided, table.outputs[i].name) : decided;
    if (*value == actual) continue;
    if (value->is(Value::Kind::text)) return to_display(*value);
    if (other.empty()) other = to_display(*value);
  }
  return other;
}

NearMiss near_miss(const Value& rule, const DecisionResult& result, const DecisionRule* decision) {
  return {number_in(rule),
          text_in(rule, "id"),
          text_in(rule, "reference"),
          instead_of(result.value, decision, number_in(rule)),
          {}};
}

void add_near_misses(const Value& table, const DecisionResult& result, const DecisionRule* decision,
                     std::vector<NearMiss>& all) {
  const bool is_first = text_in(table, "hit_policy") == "first";
  size_t fewest = 0;
  for (const Value& rule : list_in(table, "rules")) {
    if (!part(rule, "in_force").is_true() || part(rule, "matched").is_true()) continue;
    const size_t failed = failed_cells(rule).size();
    if (fewest == 0 || failed < fewest) fewest = failed;
  }
  int fired = 0;
  bool is_said = false;  // of those that failed by more than one condition one is enough
  for (const Value& rule : list_in(table, "rules")) {
    if (!part(rule, "in_force").is_true()) continue;
    if (part(rule, "matched").is_true()) {
      if (fired > 0 && is_first) {
        all.push_back(near_miss(rule, result, decision));
        all.back().because.push_back("it fits too, but rule " + std::to_string(fired) + " comes first");
      }
      if (fired == 0) fired = number_in(rule);
      continue;
    }
    const std::vector<const Value*> failed = failed_cells(rule);
    if (failed.size() != fewest || (fewest > 1 && is_said)) continue;
    is_said = true;
    all.push_back(near_miss(rule, result, decision));
    for (const Value* cell : failed)
      all.back().because.push_back(
          unmet_in_words(text_in(*cell, "input"), text_in(*cell, "test"), part(*cell, "actual")));
  }
}

// "Your income is below £120.00 a week (reg 4(2))."
std::string sentence(const std::string& reason, const std::string& reference) {
  std::string text = fold_space(reason);
  const auto points = code_points(text);
  std::string first;
  append_utf8(first, points.front());
  text = to_upper_latin(first) + text.substr(first.size());
  const bool is_closed = text.back() == '.' || text.back() == '!' || text.back() == '?';
  const std::string end = is_closed ? text.substr(text.size() - 1) : ".";
  if (is_closed) text.pop_back();
  return text + (reference.empty() ? "" : " (" + reference + ")") + end;
}

}  // namespace

std::vector<NearMiss> near_misses(const DecisionResult& result, const DecisionRule* rule) {
  std::vector<NearMiss> all;
  if (!list_in(result.trace, "rules").empty()) add_near_misses(result.trace, result, rule, all);
  // Of a model's decision the tables on the way; what those would have given is not the decision's value.
  for (const Value& table : list_in(result.trace, "tables")) add_near_misses(table, result, nullptr, all);
  return all;
}

std::vector<PassedRoute> passed_routes(const Workflow& workflow, const CaseRecord& record) {
  std::vector<PassedRoute> passed;
  if (workflow.route(record.route) == nullptr) return passed;
  const Context facts = with_decisions(workflow, record, record.facts);
  for (const Route& route : workflow.routes) {
    if (route.id == record.route) break;
    if (!route.condition) continue;  // a person waved it through
    const feel::Expression& condition = route.condition->expression;
    PassedRoute one{route.id, fold_space(condition.text()), {}};
    for (const std::string& path : condition.paths()) {
      const auto read = feel::Expression::parse(path, feel::Scope::of(facts));
      if (read) one.values.put(path, read->evaluate(facts).value);
    }
    passed.push_back(std::move(one));
  }
  return passed;
}

Paragraph letter_paragraph(const Workflow& workflow, const CaseRecord& record, const std::string& language) {
  Paragraph paragraph{language, {}, {}};
  for (const DecisionResult& decision : record.decisions) {
    for (const FiredRule& fired : decision.fired) {
      const std::string own = reason_in(workflow, decision.id, fired.number, language);
      const std::string& reason = own.empty() ? fired.reason : own;
      if (trim(reason).empty()) continue;
      if (!paragraph.text.empty()) paragraph.text += ' ';
      paragraph.text += sentence(reason, fired.reference);
      if (own.empty() && language != language_of_case(workflow, record))
        paragraph.missing.push_back(decision.id + ", rule " + std::to_string(fired.number));
    }
  }
  return paragraph;
}

std::string language_of_case(const Workflow& workflow, const CaseRecord& record) {
  for (const Filing& filing : record.filings) {
    if (const ocr::Form* form = workflow.form(filing.form))
      return form->locale.substr(0, form->locale.find('-'));
  }
  return "en";
}

}  // namespace mailroom::workflows

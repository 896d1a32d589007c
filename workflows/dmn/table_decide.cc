// Deciding by a compiled table: which rules match, and what the hit policy makes of them (DMN 1.5, 8.2.8).
#include <algorithm>

#include "workflows/dmn/table_code.h"
#include "workflows/feel/operations.h"

namespace mailroom::dmn {

bool TableCode::in_force(const TableRule& rule, std::optional<Date> effective) const {
  if (!effective) return true;
  return (!rule.valid_from || *rule.valid_from <= *effective) &&
         (!rule.valid_to || *effective <= *rule.valid_to);
}

bool TableCode::matches(feel::Machine& machine, size_t rule, const List& inputs, RuleTrace* trace) const {
  bool matched = true;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const feel::NodePtr& test = rules_[rule].when[i];
    const bool passed = matched && (!test || test->eval(machine).is_true());
    if (trace) {
      trace->cells.push_back(
          {source_.inputs[i].label, source_.rules[rule].when[i].text, inputs[i], matched, passed});
    }
    matched = passed;
    if (!matched && !trace) return false;
  }
  return matched;
}

List TableCode::outputs_of(feel::Machine& machine, size_t rule) const {
  List outputs;
  for (size_t i = 0; i < outputs_.size(); ++i) {
    Value value = rules_[rule].then[i]->eval(machine);
    if (!feel::conforms(value, *source_.outputs[i].type))
      value = feel::coerce(std::move(value), *source_.outputs[i].type);
    if (outputs_[i].allowed) {
      machine.locals[outputs_[i].local] = value;
      if (!value.is_null() && !outputs_[i].allowed->eval(machine).is_true()) {
        value = machine.null("an output is not among its allowed values");
      }
    }
    outputs.push_back(std::move(value));
  }
  return outputs;
}

Value TableCode::row(const List& outputs) const {
  if (outputs.size() == 1) return outputs.front();
  Context context;
  for (size_t i = 0; i < outputs.size(); ++i) context.put(source_.outputs[i].name, outputs[i]);
  return Value(std::move(context));
}

Decision TableCode::decide(feel::Machine& machine, std::optional<Date> effective, Trace* trace) const {
  Decision decision;
  if (trace) trace->table = source_.name, trace->hit_policy = source_.hit_policy;
  List inputs;
  inputs.reserve(inputs_.size());
  for (size_t i = 0; i < inputs_.size(); ++i) {
    Value value = inputs_[i].value->eval(machine);
    // The right side of a test may only be compared with what it is: a list of one is its item.
    if (!feel::conforms(value, *source_.inputs[i].type))
      value = feel::coerce(std::move(value), *source_.inputs[i].type);
    machine.locals[inputs_[i].local] = value;
    if (inputs_[i].allowed && !inputs_[i].allowed->eval(machine).is_true()) {
      machine.null("the input '", source_.inputs[i].label, "' is not among its allowed values");
      decision.outcome = Decision::Outcome::invalid_input;
      return decision;
    }
    inputs.push_back(std::move(value));
  }
  std::vector<Hit> hits;
  bool any_in_force = rules_.empty();
  for (size_t r = 0; r < rules_.size() && machine.step(); ++r) {
    const TableRule& rule = source_.rules[r];
    RuleTrace* traced = nullptr;
    if (trace) {
      trace->rules.push_back({r + 1, rule.id, rule.reference, rule.reason, true, false, {}});
      traced = &trace->rules.back();
    }
    if (!in_force(rule, effective)) {
      if (traced) traced->in_force = false;
      continue;
    }
    any_in_force = true;
    const bool matched = matches(machine, r, inputs, traced);
    if (traced) traced->matched = matched;
    if (matched) {
      hits.push_back({r + 1, {}});
      if (source_.hit_policy == HitPolicy::first && !trace) break;
    }
  }
  if (!any_in_force) {
    decision.outcome = Decision::Outcome::not_in_force;
    machine.null("no rule is in force on ", to_string(*effective));
    return decision;
  }
  settle(machine, hits, decision);
  return decision;
}

void TableCode::settle(feel::Machine& machine, std::vector<Hit>& hits, Decision& decision) const {
  const HitPolicy policy = source_.hit_policy;
  if (policy == HitPolicy::first && hits.size() > 1) hits.resize(1);
  for (const Hit& hit : hits) decision.fired.push_back(hit.number);
  if (hits.empty()) {
    if (has_default_) {
      List outputs;
      for (const Output& output : outputs_)
        outputs.push_back(output.otherwise ? output.otherwise->eval(machine) : Value());
      decision.value = row(outputs);
      return;
    }
    decision.outcome = Decision::Outcome::no_match;
    if (policy == HitPolicy::collect_count) {
      decision.value = Value(0);
    } else if (policy == HitPolicy::collect || policy == HitPolicy::rule_order ||
               policy == HitPolicy::output_order) {
      decision.value = Value(List{});
    } else {
      machine.null("no rule of the table '", source_.name, "' matches");
    }
    return;
  }
  if (policy == HitPolicy::unique && hits.size() > 1) {
    decision.outcome = Decision::Outcome::conflict;
    machine.null("rules ", std::to_string(hits[0].number), " and ", std::to_string(hits[1].number),
                 " both match: the hit policy is unique");
    return;
  }
  for (Hit& hit : hits) hit.outputs = outputs_of(machine, hit.number - 1);
  switch (policy) {
    case HitPolicy::any:
      for (const Hit& hit : hits) {
        if (hit.outputs == hits.front().outputs) continue;
        decision.outcome = Decision::Outcome::conflict;
        machine.null("rules ", std::to_string(hits.front().number), " and ", std::to_string(hit.number),
                     " both match with different outputs: the hit policy is any");
        return;
      }
      [[fallthrough]];
    case HitPolicy::unique:
    case HitPolicy::first:
      decision.value = row(hits.front().outputs);
      return;
    case HitPolicy::priority:
      sort_by_priority(machine, hits);
      decision.value = row(hits.front().outputs);
      decision.fired = {hits.front().number};
      return;
    case HitPolicy::output_order:
      sort_by_priority(machine, hits);
      break;
    default:
      break;
  }
  decision.value = collected(machine, hits);
}

Value TableCode::collected(feel::Machine& machine, const std::vector<Hit>& hits) const {
  const HitPolicy policy = source_.hit_policy;
  List rows;
  for (const Hit& hit : hits) rows.push_back(row(hit.outputs));
  if (policy == HitPolicy::collect_count) return Value(rows.size());
  if (policy == HitPolicy::collect_sum) {
    Value total = rows.front();
    for (size_t i = 1; i < rows.size(); ++i) total = feel::add(machine, total, rows[i]);
    return total;
  }
  if (policy == HitPolicy::collect_min || policy == HitPolicy::collect_max) {
    const int wanted = policy == HitPolicy::collect_min ? -1 : 1;
    const Value* best = &rows.front();
    for (const Value& r : rows) {
      const auto order = feel::compare(r, *best);
      if (!order)
        return machine.null("cannot compare ", feel::kind_word(r), " with ", feel::kind_word(*best));
      if (*order == wanted) best = &r;
    }
    return *best;
  }
  return Value(std::move(rows));
}

void TableCode::sort_by_priority(feel::Machine& machine, std::vector<Hit>& hits) const {
  // The place of each output among its allowed values; what is not there comes last.
  std::vector<List> orders;
  for (const Output& output : outputs_) {
    const Value order = output.allowed_in_order ? output.allowed_in_order->eval(machine) : Value();
    orders.push_back(order.is(Value::Kind::list) ? order.list() : List{});
  }
  const auto rank = [&](const Hit& hit) {
    std::vector<size_t> places;
    for (size_t i = 0; i < orders.size(); ++i) {
      const auto found = std::find_if(orders[i].begin(), orders[i].end(), [&](const Value& allowed) {
        return feel::is_in(hit.outputs[i], allowed) == true;
      });
      places.push_back(static_cast<size_t>(found - orders[i].begin()));
    }
    return places;
  };
  std::stable_sort(hits.begin(), hits.end(), [&](const Hit& a, const Hit& b) { return rank(a) < rank(b); });
}

Value TableNode::eval(feel::Machine& machine) const {
  std::vector<Trace>* const traces = machine.environment().traces;
  if (!traces) return code_->decide(machine, std::nullopt, nullptr).value;
  Trace trace;
  Value value = code_->decide(machine, std::nullopt, &trace).value;
  traces->push_back(std::move(trace));
  return value;
}

}  // namespace mailroom::dmn

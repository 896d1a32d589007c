// Deciding by a compiled table: which rules match, and what the hit policy makes of them (DMN 1.5, 8.2.8).
#include <algorithm>
#include <bit>

#include "workflows/dmn/table_code.h"
#include "workflows/feel/operations.h"

namespace mailroom::dmn {

bool TableCode::in_force(const TableRule& rule, std::optional<Date> effective) const {
  if (!effective) return true;
  return (!rule.valid_from || *rule.valid_from <= *effective) &&
         (!rule.valid_to || *effective <= *rule.valid_to);
}

bool TableCode::any_in_force(std::optional<Date> effective) const {
  return rules_.empty() || !effective || !has_dates_ ||
         std::any_of(source_.rules.begin(), source_.rules.end(),
                     [&](const TableRule& rule) { return in_force(rule, effective); });
}

bool TableCode::take_inputs(feel::Machine& machine) const {
  for (size_t i = 0; i < inputs_.size(); ++i) {
    Value value = inputs_[i].value->eval(machine);
    // The right side of a test may only be compared with what it is: a list of one is its item.
    if (!feel::conforms(value, *source_.inputs[i].type))
      value = feel::coerce(std::move(value), *source_.inputs[i].type);
    machine.locals[inputs_[i].local] = std::move(value);
    if (inputs_[i].allowed && !inputs_[i].allowed->eval(machine).is_true()) {
      machine.null("the input '", source_.inputs[i].label, "' is not among its allowed values");
      return false;
    }
  }
  return true;
}

bool TableCode::passes(feel::Machine& machine, size_t rule, size_t input) const {
  const feel::NodePtr& test = rules_[rule].when[input];
  return !test || test->eval(machine).is_true();
}

std::vector<size_t> TableCode::matching(feel::Machine& machine, std::optional<Date> effective) const {
  std::vector<size_t> found;
  const bool one_is_enough = source_.hit_policy == HitPolicy::first;
  // False: no rule after this one needs to be looked at.
  const auto look_at = [&](size_t rule, const auto& all_pass) {
    if (!machine.step()) return false;
    if ((has_dates_ && !in_force(source_.rules[rule], effective)) || !all_pass()) return true;
    found.push_back(rule + 1);
    return !one_is_enough;
  };
  TableIndex::Rows rows;
  const auto value_of = [&](size_t input) -> const Value& { return machine.locals[inputs_[input].local]; };
  if (!index_.find(value_of, rows)) {
    for (size_t rule = 0; rule < rules_.size(); ++rule) {
      size_t i = 0;
      const auto all_pass = [&] {
        while (i < inputs_.size() && passes(machine, rule, i)) ++i;
        return i == inputs_.size();
      };
      if (!look_at(rule, all_pass)) break;
    }
    return found;
  }
  for (size_t word = 0; word < index_.words(); ++word) {
    for (uint64_t bits = rows.word(word); bits != 0; bits &= bits - 1) {
      const size_t rule = 64 * word + static_cast<size_t>(std::countr_zero(bits));
      const auto& open = index_.open_cells(rule);
      const auto all_pass = [&] {
        return std::all_of(open.begin(), open.end(), [&](size_t i) { return passes(machine, rule, i); });
      };
      if (!look_at(rule, all_pass)) return found;
    }
  }
  return found;
}

std::vector<size_t> TableCode::matching_traced(feel::Machine& machine, std::optional<Date> effective,
                                               Trace& trace) const {
  trace.table = source_.name;
  trace.hit_policy = source_.hit_policy;
  std::vector<size_t> found;
  for (size_t r = 0; r < rules_.size() && machine.step(); ++r) {
    const TableRule& rule = source_.rules[r];
    trace.rules.push_back(
        {r + 1, rule.id, rule.reference, rule.reason, in_force(rule, effective), false, {}});
    RuleTrace& traced = trace.rules.back();
    if (!traced.in_force) continue;
    traced.matched = true;
    for (size_t i = 0; i < inputs_.size(); ++i) {
      const bool evaluated = traced.matched;
      const size_t notices = machine.notices() ? machine.notices()->size() : 0;
      const bool passed = passes(machine, r, i);
      // What a cell says that no longer matters is no news.
      if (!evaluated && machine.notices()) machine.notices()->resize(notices);
      traced.cells.push_back(
          {source_.inputs[i].label, rule.when[i].text, machine.locals[inputs_[i].local], evaluated, passed});
      traced.matched = evaluated && passed;
    }
    if (traced.matched) found.push_back(r + 1);
  }
  return found;
}

Value TableCode::output_of(feel::Machine& machine, size_t rule, size_t output) const {
  Value value = rules_[rule].then[output]->eval(machine);
  if (!feel::conforms(value, *source_.outputs[output].type))
    value = feel::coerce(std::move(value), *source_.outputs[output].type);
  if (!outputs_[output].allowed) return value;
  machine.locals[outputs_[output].local] = value;
  if (!value.is_null() && !outputs_[output].allowed->eval(machine).is_true()) {
    return machine.null("an output is not among its allowed values");
  }
  return value;
}

List TableCode::outputs_of(feel::Machine& machine, size_t rule) const {
  List outputs;
  outputs.reserve(outputs_.size());
  for (size_t i = 0; i < outputs_.size(); ++i) outputs.push_back(output_of(machine, rule, i));
  return outputs;
}

Value TableCode::row(List outputs) const {
  if (outputs.size() == 1) return std::move(outputs.front());
  Context context;
  for (size_t i = 0; i < outputs.size(); ++i) context.put(source_.outputs[i].name, std::move(outputs[i]));
  return Value(std::move(context));
}

Value TableCode::defaults(feel::Machine& machine) const {
  List outputs;
  for (const Output& output : outputs_)
    outputs.push_back(output.otherwise ? output.otherwise->eval(machine) : Value());
  return row(std::move(outputs));
}

Decision TableCode::decide(feel::Machine& machine, std::optional<Date> effective, Trace* trace) const {
  Decision decision;
  if (!take_inputs(machine)) {
    if (trace) trace->table = source_.name, trace->hit_policy = source_.hit_policy;
    decision.outcome = Decision::Outcome::invalid_input;
    return decision;
  }
  decision.fired = trace ? matching_traced(machine, effective, *trace) : matching(machine, effective);
  if (!decision.fired.empty()) {
    settle(machine, decision);
  } else if (any_in_force(effective)) {
    settle_none(machine, decision);
  } else {
    decision.outcome = Decision::Outcome::not_in_force;
    machine.null("no rule is in force on ", to_string(*effective));
  }
  return decision;
}

void TableCode::settle_none(feel::Machine& machine, Decision& decision) const {
  if (has_default_) {
    decision.value = defaults(machine);
    return;
  }
  const HitPolicy policy = source_.hit_policy;
  decision.outcome = Decision::Outcome::no_match;
  if (policy == HitPolicy::collect_count) {
    decision.value = Value(0);
  } else if (policy == HitPolicy::collect || policy == HitPolicy::rule_order ||
             policy == HitPolicy::output_order) {
    decision.value = Value(List{});
  } else {
    machine.null("no rule of the table '", source_.name, "' matches");
  }
}

void TableCode::settle(feel::Machine& machine, Decision& decision) const {
  const HitPolicy policy = source_.hit_policy;
  std::vector<size_t>& fired = decision.fired;
  if (policy == HitPolicy::first) fired.resize(1);
  if (policy == HitPolicy::unique && fired.size() > 1) {
    decision.outcome = Decision::Outcome::conflict;
    machine.null("rules ", std::to_string(fired[0]), " and ", std::to_string(fired[1]),
                 " both match: the hit policy is unique");
    return;
  }
  if (policy == HitPolicy::unique || policy == HitPolicy::first) {
    decision.value =
        outputs_.size() == 1 ? output_of(machine, fired[0] - 1, 0) : row(outputs_of(machine, fired[0] - 1));
    return;
  }
  std::vector<Hit> hits;
  for (const size_t number : fired) hits.push_back({number, outputs_of(machine, number - 1)});
  if (policy == HitPolicy::any) {
    const auto other = std::find_if(hits.begin(), hits.end(),
                                    [&](const Hit& hit) { return !(hit.outputs == hits.front().outputs); });
    if (other == hits.end()) {
      decision.value = row(std::move(hits.front().outputs));
      return;
    }
    decision.outcome = Decision::Outcome::conflict;
    machine.null("rules ", std::to_string(hits.front().number), " and ", std::to_string(other->number),
                 " both match with different outputs: the hit policy is any");
    return;
  }
  if (policy == HitPolicy::priority || policy == HitPolicy::output_order) sort_by_priority(machine, hits);
  if (policy == HitPolicy::priority) {
    decision.value = row(hits.front().outputs);
    fired = {hits.front().number};
    return;
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

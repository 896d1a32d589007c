#include "workflows/feel/node_control.h"

#include <algorithm>

#include "workflows/feel/frame.h"
#include "workflows/feel/operations.h"

namespace mailroom::feel {

using Kind = Value::Kind;

namespace {

constexpr size_t kNoLocal = static_cast<size_t>(-1);

// Calls `visit` for each value of an iteration's domain until it answers false. False: it did, or the domain
// is none (then `failed` is set and a notice made).
template <class Visit>
bool for_each(Machine& machine, const Iteration& iteration, bool& failed, const Visit& visit) {
  const auto fail = [&](std::string_view got) {
    machine.null("an iteration expected list or range, got ", got);
    failed = true;
    return false;
  };
  const Value domain = iteration.domain->eval(machine);
  Value low = domain, high;
  bool low_included = true, high_included = true;
  if (iteration.to) {
    high = iteration.to->eval(machine);
  } else if (const RangeValue* range = as_range(domain)) {
    low = range->low, high = range->high;
    low_included = range->low_included, high_included = range->high_included;
  } else if (domain.is(Kind::list)) {
    for (const Value& item : domain.list()) {
      if (!machine.step() || !visit(item)) return false;
    }
    return true;
  } else if (domain.is_null()) {
    return fail("null");
  } else {
    return machine.step() && visit(domain);  // a single value is a list of itself
  }
  const bool dates = low.is(Kind::date) && high.is(Kind::date);
  int64_t from = 0, to = 0;
  if (dates) {
    from = days_since_epoch(low.date()), to = days_since_epoch(high.date());
  } else {
    const auto first = low.is(Kind::number) ? low.number().to_integer() : std::nullopt;
    const auto last = high.is(Kind::number) ? high.number().to_integer() : std::nullopt;
    if (!first || !last) return fail("a range without whole numbers or dates");
    from = *first, to = *last;
  }
  const int64_t step = from <= to ? 1 : -1;
  if (!low_included) from += step;
  if (!high_included) {
    if (from == to) return true;
    to -= step;
  }
  if ((to - from) * step < 0) return true;
  for (int64_t i = from;; i += step) {
    if (!machine.step() || !visit(dates ? Value(date_from_days(i)) : Value(i))) return false;
    if (i == to) return true;
  }
}

}  // namespace

Value ForNode::eval(Machine& machine) const {
  List results;
  mark(machine);
  if (uses_partial_) machine.locals[partial_local_] = List();
  if (!run(machine, 0, results)) return {};
  return Value(std::move(results));
}

bool ForNode::run(Machine& machine, size_t level, List& results) const {
  if (level == iterations_.size()) {
    if (uses_partial_) {
      if (!machine.spend(results.size() * sizeof(Value))) return false;
      machine.locals[partial_local_] = results;
    }
    results.push_back(body_->eval(machine));
    return machine.spend(sizeof(Value));
  }
  bool failed = false;
  return for_each(machine, iterations_[level], failed, [&](Value item) {
    machine.locals[iterations_[level].local] = std::move(item);
    return run(machine, level + 1, results);
  });
}

Value QuantifiedNode::eval(Machine& machine) const {
  bool unknown = false;
  mark(machine);
  switch (run(machine, 0, unknown)) {
    case Verdict::decided:
      return !every_;
    case Verdict::failed:
      return {};
    case Verdict::undecided:
      break;
  }
  if (unknown) return {};
  return every_;
}

QuantifiedNode::Verdict QuantifiedNode::run(Machine& machine, size_t level, bool& unknown) const {
  if (level == iterations_.size()) {
    const Value holds = condition_->eval(machine);
    if (machine.aborted()) return Verdict::failed;
    if (boxed_ && !holds.is(Kind::boolean) && !holds.is_null()) return Verdict::failed;
    if (!holds.is(Kind::boolean)) return unknown = true, Verdict::undecided;
    return holds.boolean() != every_ ? Verdict::decided : Verdict::undecided;
  }
  bool failed = false;
  Verdict verdict = Verdict::undecided;
  for_each(machine, iterations_[level], failed, [&](Value item) {
    machine.locals[iterations_[level].local] = std::move(item);
    verdict = run(machine, level + 1, unknown);
    return verdict == Verdict::undecided;
  });
  return failed || machine.aborted() ? Verdict::failed : verdict;
}

Value BuiltinCallNode::eval(Machine& machine) const {
  Frame<4> arguments(arguments_.size());
  for (size_t i = 0; i < arguments_.size(); ++i) {
    if (arguments_[i]) arguments[i] = arguments_[i]->eval(machine);
  }
  if (!machine.step()) return {};
  mark(machine);
  return builtin_.call(machine, arguments.data(), arguments.size());
}

Value CallNode::eval(Machine& machine) const {
  const Value callee = callee_->eval(machine);
  const FunctionValue* function = as_function(callee);
  if (!function) {
    mark(machine);
    if (callee.is_null()) return machine.null("'", what_, "' is not a known function");
    return machine.null("'", what_, "' is no function but ", kind_word(callee));
  }
  const size_t wanted = function->signature().members.size();
  Frame<4> arguments(names_.empty() ? arguments_.size() : wanted);
  for (size_t i = 0; i < arguments_.size(); ++i) {
    const size_t index = names_.empty() ? i : function->index_of(names_[i]);
    if (index >= arguments.size()) {
      mark(machine);
      return machine.null("'", what_, "' has no parameter '", names_[i], "'");
    }
    arguments[index] = arguments_[i]->eval(machine);
  }
  mark(machine);
  if (!function->accepts(names_.empty() ? arguments_.size() : names_.size())) {
    return machine.null("'", what_, "' expected ", std::to_string(wanted), " arguments, got ",
                        std::to_string(arguments_.size()));
  }
  if (machine.aborted()) return {};
  return function->call(machine, arguments.data(), arguments.size());
}

Value call_code(Machine& machine, const FunctionCode& code, const Value* arguments, size_t count,
                const std::vector<Value>& captured, const std::shared_ptr<const OpaqueValue>& self) {
  if (!machine.enter()) return {};
  Frame<8> frame(code.frame_size);
  Value result;
  bool fits = true;
  for (size_t i = 0; i < count && fits; ++i) {
    const auto& [name, type] = code.signature.members[i];
    if (conforms(arguments[i], *type)) {
      frame[i] = arguments[i];
      continue;
    }
    frame[i] = coerce(arguments[i], *type);
    if (frame[i].is_null()) {
      machine.null("the argument '", name, "' expected ", to_string(*type), ", got ",
                   kind_word(arguments[i]));
      fits = false;
    }
  }
  if (fits) {
    for (size_t i = 0; i < captured.size(); ++i) frame[code.capture_locals[i]] = captured[i];
    if (code.self_local != kNoLocal) frame[code.self_local] = Value(self);
    Value* const outer = machine.locals;
    machine.locals = frame.data();
    result = code.body->eval(machine);
    machine.locals = outer;
  }
  machine.leave();
  return result;
}

Value ClosureValue::call(Machine& machine, const Value* arguments, size_t count) const {
  return call_code(machine, *code_, arguments, count, captured_, shared_from_this());
}

Value FunctionNode::eval(Machine& machine) const {
  std::vector<Value> captured;
  captured.reserve(captures_.size());
  for (const NodePtr& capture : captures_) captured.push_back(capture->eval(machine));
  return Value(
      std::shared_ptr<const OpaqueValue>(std::make_shared<ClosureValue>(code_, std::move(captured))));
}

BuiltinValue::BuiltinValue(std::string name, std::shared_ptr<const Builtins> owner)
    : name_(std::move(name)), owner_(std::move(owner)), alternatives_(owner_->find(name_)) {
  signature_.kind = Type::Kind::function;
  for (const std::string& parameter : alternatives_->front().parameters) {
    signature_.members.emplace_back(parameter, any());
  }
  signature_.element = any();
}

bool BuiltinValue::accepts(size_t count) const {
  return std::any_of(alternatives_->begin(), alternatives_->end(), [&](const Builtin& b) {
    return count >= b.required && (b.variadic || count <= b.parameters.size());
  });
}

bool BuiltinValue::equals(const OpaqueValue& other) const {
  const auto* builtin = dynamic_cast<const BuiltinValue*>(&other);
  return builtin && builtin->name_ == name_;
}

Value BuiltinValue::call(Machine& machine, const Value* arguments, size_t count) const {
  for (const Builtin& b : *alternatives_) {
    if (count < b.required || (!b.variadic && count > b.parameters.size())) continue;
    if (!machine.enter()) return {};
    Value result = b.call(machine, arguments, count);
    machine.leave();
    return result;
  }
  return machine.null("'", name_, "' does not take ", std::to_string(count), " arguments");
}

Value UnaryTest::eval(Machine& machine) const {
  const Value operand = operand_->eval(machine);
  const Value input = input_->eval(machine);
  mark(machine);
  if (op_) return compare_values(machine, *op_, input, operand);
  if (mentions_input_ && (operand.is(Kind::boolean) || operand.is_null())) return operand;
  const std::optional<bool> in = is_in(input, operand);
  if (in == true) return true;
  // An expression may be a condition of its own: it passes if it is true.
  if (operand.is_true() && !input.is(Kind::boolean)) return true;
  if (!in) return machine.null("cannot test ", kind_word(input), " against ", kind_word(operand));
  return *in;
}

std::optional<ValueSet> UnaryTest::passing() const {
  const Value* bound = operand_->constant();
  if (!bound) return std::nullopt;
  if (!op_) return ValueSet::in(*bound);
  if (!is_ordered(bound->kind())) return std::nullopt;
  const ValueSet same(bound->kind(), {{*bound, *bound, true, true}});
  if (*op_ == Operator::equal) return same;
  if (*op_ == Operator::not_equal) return same.complement();
  if (bound->is(Kind::boolean)) return std::nullopt;
  const bool included = *op_ == Operator::less_equal || *op_ == Operator::greater_equal;
  const bool below = *op_ == Operator::less || *op_ == Operator::less_equal;
  return ValueSet(bound->kind(),
                  {below ? Interval{{}, *bound, false, included} : Interval{*bound, {}, included, false}});
}

Value AnyTest::eval(Machine& machine) const {
  bool unknown = false;
  for (const NodePtr& test : tests_) {
    const Value passed = test->eval(machine);
    if (passed.is_true()) return !negated_;
    unknown |= !passed.is(Kind::boolean);
  }
  if (unknown) return {};
  return negated_;
}

std::optional<ValueSet> AnyTest::passing() const {
  std::optional<ValueSet> all;
  for (const NodePtr& test : tests_) {
    std::optional<ValueSet> one = test->passing();
    if (!one || (all && one->kind() != all->kind())) return std::nullopt;
    all = all ? all->united(*one) : std::move(one);
  }
  if (all && negated_) return all->complement();
  return all;
}

Value InNode::eval(Machine& machine) const {
  machine.locals[local_] = value_->eval(machine);
  return test_->eval(machine);
}

}  // namespace mailroom::feel

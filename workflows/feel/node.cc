#include "workflows/feel/node.h"

#include <algorithm>

#include "workflows/feel/operations.h"

namespace mailroom::feel {

using Kind = Value::Kind;

Value ItemNameNode::eval(Machine& machine) const {
  const Value item = item_->eval(machine);
  if (item.is(Kind::context)) {
    if (const Value* found = item.context().find(name_)) return *found;
    if (!outside_) {
      mark(machine);
      return machine.null("the item has no entry '", name_, "'");
    }
  }
  if (outside_) return outside_->eval(machine);
  mark(machine);
  return member(machine, item, name_);
}

Value NullNode::eval(Machine& machine) const {
  mark(machine);
  return machine.null(why_);
}

Value NegateNode::eval(Machine& machine) const {
  const Value operand = operand_->eval(machine);
  mark(machine);
  return negate(machine, operand);
}

Value compare_values(Machine& machine, Operator op, const Value& a, const Value& b) {
  if (op == Operator::equal || op == Operator::not_equal) {
    const std::optional<bool> same = equal(a, b);
    if (!same) return machine.null("cannot compare ", kind_word(a), " with ", kind_word(b));
    return *same == (op == Operator::equal);
  }
  const std::optional<int> order = compare(a, b);
  if (!order) return machine.null("cannot compare ", kind_word(a), " with ", kind_word(b));
  switch (op) {
    case Operator::less:
      return *order < 0;
    case Operator::less_equal:
      return *order <= 0;
    case Operator::greater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

Value BinaryNode::eval(Machine& machine) const {
  const Value left = left_->eval(machine);
  const Value right = right_->eval(machine);
  if (machine.aborted()) return {};
  mark(machine);
  switch (op_) {
    case Operator::add:
      return add(machine, left, right);
    case Operator::subtract:
      return subtract(machine, left, right);
    case Operator::multiply:
      return multiply(machine, left, right);
    case Operator::divide:
      return divide(machine, left, right);
    case Operator::power:
      return power(machine, left, right);
    default:
      return compare_values(machine, op_, left, right);
  }
}

Value LogicNode::eval(Machine& machine) const {
  // Kleene's logic: the deciding value (false for and, true for or) decides whatever the other is.
  const bool deciding = !conjunction_;
  const Value left = left_->eval(machine);
  if (left.is(Kind::boolean) && left.boolean() == deciding) return left;
  const Value right = right_->eval(machine);
  if (right.is(Kind::boolean) && right.boolean() == deciding) return right;
  if (left.is(Kind::boolean) && right.is(Kind::boolean)) return !deciding;
  mark(machine);
  const Value& culprit = left.is(Kind::boolean) ? right : left;
  return machine.null("'", conjunction_ ? "and" : "or", "' expected boolean, got ", kind_word(culprit));
}

Value BetweenNode::eval(Machine& machine) const {
  const Value value = value_->eval(machine), low = low_->eval(machine), high = high_->eval(machine);
  // value >= low and value <= high, in three values: one false decides.
  const std::optional<int> above = compare(value, low), below = compare(value, high);
  if ((above && *above < 0) || (below && *below > 0)) return false;
  if (above && below) return true;
  mark(machine);
  return machine.null("cannot tell whether ", kind_word(value), " is between ", kind_word(low), " and ",
                      kind_word(high));
}

Value IfNode::eval(Machine& machine) const {
  const Value condition = condition_->eval(machine);
  if (!condition.is(Kind::boolean)) {
    mark(machine);
    machine.null("the condition expected boolean, got ", kind_word(condition));
    if (boxed_) return {};
  }
  return condition.is_true() ? then_->eval(machine) : otherwise_->eval(machine);
}

Value ListNode::eval(Machine& machine) const {
  List items;
  items.reserve(items_.size());
  for (const NodePtr& item : items_) items.push_back(item->eval(machine));
  return machine.spend(items.size() * sizeof(Value)) ? Value(std::move(items)) : Value();
}

Value ContextNode::eval(Machine& machine) const {
  Context context;
  for (const Entry& entry : entries_) {
    Value value = entry.value->eval(machine);
    machine.locals[entry.local] = value;
    if (!result_) context.put(entry.name, std::move(value));
  }
  if (result_) return result_->eval(machine);
  return machine.spend(entries_.size() * sizeof(Value) * 2) ? Value(std::move(context)) : Value();
}

Value RangeNode::eval(Machine& machine) const {
  auto range = std::make_shared<RangeValue>();
  if (low_) range->low = low_->eval(machine);
  if (high_) range->high = high_->eval(machine);
  range->low_included = low_included_ && !range->low.is_null();
  range->high_included = high_included_ && !range->high.is_null();
  mark(machine);
  if (range->low.is_null() && range->high.is_null()) return machine.null("a range has no bound at all");
  if (!range->low.is_null() && !range->high.is_null()) {
    const std::optional<int> order = compare(range->low, range->high);
    if (!order) {
      return machine.null("a range cannot go from ", kind_word(range->low), " to ", kind_word(range->high));
    }
    if (*order > 0) return machine.null("a range's start is greater than its end");
  } else if (const Value& bound = range->low.is_null() ? range->high : range->low; !compare(bound, bound)) {
    return machine.null("a range of ", kind_word(bound), " has no order");
  }
  return Value(std::shared_ptr<const OpaqueValue>(std::move(range)));
}

Value OperatorRangeNode::eval(Machine& machine) const {
  auto range = std::make_shared<RangeValue>();
  range->from_operator = true;
  Value operand = operand_->eval(machine);
  switch (op_) {
    case Operator::equal:
      range->low = range->high = std::move(operand);
      range->low_included = range->high_included = true;
      break;
    case Operator::not_equal:
      range->low = std::move(operand);
      range->excludes = true;
      break;
    case Operator::less:
    case Operator::less_equal:
      range->high = std::move(operand);
      range->high_included = op_ == Operator::less_equal;
      break;
    default:
      range->low = std::move(operand);
      range->low_included = op_ == Operator::greater_equal;
  }
  return Value(std::shared_ptr<const OpaqueValue>(std::move(range)));
}

Value SlotEntryNode::eval(Machine& machine) const {
  if (machine.reads) machine.reads->insert(path_);
  mark(machine);
  return member(machine, machine.slots[slot_], name_);
}

Value PathNode::eval(Machine& machine) const {
  const Value base = base_->eval(machine);
  mark(machine);
  return member(machine, base, name_);
}

Value FilterNode::eval(Machine& machine) const {
  const Value base = list_->eval(machine);
  if (machine.aborted()) return {};
  const bool is_list = base.is(Kind::list);
  const List single = is_list || base.is_null() ? List{} : List{base};
  const List& list = is_list ? base.list() : single;
  List kept;
  for (size_t i = 0; i < std::max<size_t>(list.size(), 1); ++i) {
    if (!machine.step()) return {};
    machine.locals[item_local_] = list.empty() ? Value() : list[i];
    // An empty list has no item to judge; what the filter makes of nothing is no news.
    const Value verdict = filter_->eval(machine);
    if (i == 0 && verdict.is(Kind::number)) {
      const std::optional<int64_t> index = verdict.number().to_integer();
      const auto size = static_cast<int64_t>(list.size());
      mark(machine);
      if (!index || *index == 0 || *index > size || *index < -size) {
        return machine.null("there is no item ", verdict.number().to_string(), " in a list of ",
                            std::to_string(size));
      }
      return list[static_cast<size_t>(*index > 0 ? *index - 1 : size + *index)];
    }
    if (!list.empty() && verdict.is_true()) kept.push_back(list[i]);
  }
  if (base.is_null()) {
    mark(machine);
    machine.null("null is filtered as an empty list");
  }
  return Value(std::move(kept));
}

Value InstanceOfNode::eval(Machine& machine) const {
  const Value value = value_->eval(machine);
  if (value.is_null()) return wanted_->kind == Type::Kind::null;
  if (wanted_->kind == Type::Kind::null) return false;
  return is_instance(value, *wanted_);
}

CoerceNode::CoerceNode(NodePtr value, TypeRef wanted, std::string what)
    : value_(std::move(value)), wanted_(std::move(wanted)), what_(std::move(what)) {
  type = wanted_;
}

Value CoerceNode::eval(Machine& machine) const {
  Value value = value_->eval(machine);
  if (conforms(value, *wanted_)) return value;
  Value coerced = coerce(value, *wanted_);
  if (coerced.is_null()) {
    mark(machine);
    return machine.null(what_, " expected ", to_string(*wanted_), ", got ", kind_word(value));
  }
  return coerced;
}

}  // namespace mailroom::feel

// A compiled expression: a tree of nodes with names already resolved to slots. Nodes are immutable and shared
// between threads; what an evaluation changes lives in its Machine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "workflows/feel/function_value.h"
#include "workflows/feel/machine.h"
#include "workflows/feel/value_set.h"

namespace mailroom::feel {

class Node {
 public:
  virtual ~Node() = default;
  virtual Value eval(Machine& machine) const = 0;
  // The value if it is the same in every evaluation.
  virtual const Value* constant() const { return nullptr; }
  // Of a unary test: the values that pass it, where that is known beforehand.
  virtual std::optional<ValueSet> passing() const { return std::nullopt; }

  // Where it stands in its text.
  uint32_t offset = 0, length = 0;
  TypeRef type = any();

 protected:
  // Notices made from here on are placed at this node.
  void mark(Machine& machine) const { machine.offset = offset, machine.length = length; }
};
using NodePtr = std::unique_ptr<Node>;

class ConstantNode final : public Node {
 public:
  explicit ConstantNode(Value value) : value_(std::move(value)) { type = type_of(value_); }
  Value eval(Machine&) const override { return value_; }
  const Value* constant() const override { return &value_; }

 private:
  Value value_;
};

class SlotNode final : public Node {
 public:
  SlotNode(size_t slot, std::string name) : slot_(slot), name_(std::move(name)) {}
  Value eval(Machine& machine) const override {
    if (machine.reads) machine.reads->insert(name_);
    return machine.slots[slot_];
  }
  size_t slot() const { return slot_; }
  const std::string& name() const { return name_; }

 private:
  size_t slot_;
  std::string name_;
};

// An entry of a slot's value, which is not copied for it.
class SlotEntryNode final : public Node {
 public:
  SlotEntryNode(const SlotNode& slot, std::string name)
      : slot_(slot.slot()), path_(slot.name() + "." + name), name_(std::move(name)) {}
  Value eval(Machine& machine) const override;

 private:
  size_t slot_;
  std::string path_, name_;
};

class LocalNode final : public Node {
 public:
  explicit LocalNode(size_t index) : index_(index) {}
  Value eval(Machine& machine) const override { return machine.locals[index_]; }
  size_t index() const { return index_; }

 private:
  size_t index_;
};

// A name inside a filter whose items are not known beforehand: the item's entry if it has one, otherwise what
// the name means outside (null: nothing).
class ItemNameNode final : public Node {
 public:
  ItemNameNode(NodePtr item, std::string name, NodePtr outside)
      : item_(std::move(item)), name_(std::move(name)), outside_(std::move(outside)) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr item_;
  std::string name_;
  NodePtr outside_;
};

// Null, and the notice that says why: a name nobody gives, arguments no function takes.
class NullNode final : public Node {
 public:
  explicit NullNode(std::string why) : why_(std::move(why)) {}
  Value eval(Machine& machine) const override;

 private:
  std::string why_;
};

class NegateNode final : public Node {
 public:
  explicit NegateNode(NodePtr operand) : operand_(std::move(operand)) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr operand_;
};

enum class Operator {
  add,
  subtract,
  multiply,
  divide,
  power,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal
};

class BinaryNode final : public Node {
 public:
  BinaryNode(Operator op, NodePtr left, NodePtr right)
      : op_(op), left_(std::move(left)), right_(std::move(right)) {}
  Value eval(Machine& machine) const override;

 private:
  Operator op_;
  NodePtr left_, right_;
};
// One comparison, as the node and the unary tests make it; null with a notice if it cannot be made.
Value compare_values(Machine& machine, Operator op, const Value& a, const Value& b);

class LogicNode final : public Node {
 public:
  LogicNode(bool conjunction, NodePtr left, NodePtr right)
      : conjunction_(conjunction), left_(std::move(left)), right_(std::move(right)) {}
  Value eval(Machine& machine) const override;

 private:
  bool conjunction_;
  NodePtr left_, right_;
};

class BetweenNode final : public Node {
 public:
  BetweenNode(NodePtr value, NodePtr low, NodePtr high)
      : value_(std::move(value)), low_(std::move(low)), high_(std::move(high)) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr value_, low_, high_;
};

class IfNode final : public Node {
 public:
  // `boxed`: DMN's conditional, which is null if its condition is no boolean; FEEL's takes the else.
  IfNode(NodePtr condition, NodePtr then, NodePtr otherwise, bool boxed = false)
      : condition_(std::move(condition)),
        then_(std::move(then)),
        otherwise_(std::move(otherwise)),
        boxed_(boxed) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr condition_, then_, otherwise_;
  bool boxed_;
};

class ListNode final : public Node {
 public:
  explicit ListNode(std::vector<NodePtr> items) : items_(std::move(items)) {}
  Value eval(Machine& machine) const override;

 private:
  std::vector<NodePtr> items_;
};

// Each entry's value is also a local, which the entries after it see.
class ContextNode final : public Node {
 public:
  struct Entry {
    std::string name;
    NodePtr value;
    size_t local;
  };
  // With a result the node's value is that, and the entries are only names for it (DMN's boxed context).
  ContextNode(std::vector<Entry> entries, NodePtr result)
      : entries_(std::move(entries)), result_(std::move(result)) {}
  Value eval(Machine& machine) const override;

 private:
  std::vector<Entry> entries_;
  NodePtr result_;
};

class RangeNode final : public Node {
 public:
  RangeNode(NodePtr low, bool low_included, NodePtr high, bool high_included)
      : low_(std::move(low)),
        high_(std::move(high)),
        low_included_(low_included),
        high_included_(high_included) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr low_, high_;  // null: no bound
  bool low_included_, high_included_;
};

// "< 10" and the like as a value: a range.
class OperatorRangeNode final : public Node {
 public:
  OperatorRangeNode(Operator op, NodePtr operand) : op_(op), operand_(std::move(operand)) {}
  Value eval(Machine& machine) const override;

 private:
  Operator op_;
  NodePtr operand_;
};

class PathNode final : public Node {
 public:
  PathNode(NodePtr base, std::string name) : base_(std::move(base)), name_(std::move(name)) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr base_;
  std::string name_;
};

class FilterNode final : public Node {
 public:
  FilterNode(NodePtr list, NodePtr filter, size_t item_local)
      : list_(std::move(list)), filter_(std::move(filter)), item_local_(item_local) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr list_, filter_;
  size_t item_local_;
};

class InstanceOfNode final : public Node {
 public:
  InstanceOfNode(NodePtr value, TypeRef wanted) : value_(std::move(value)), wanted_(std::move(wanted)) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr value_;
  TypeRef wanted_;
};

// A value coerced to a declared type (DMN's typeRef).
class CoerceNode final : public Node {
 public:
  CoerceNode(NodePtr value, TypeRef wanted, std::string what);
  Value eval(Machine& machine) const override;

 private:
  NodePtr value_;
  TypeRef wanted_;
  std::string what_;  // for the notice: "the result of 'Fee'"
};

}  // namespace mailroom::feel

// Nodes that repeat, call and test: loops, quantifiers, function calls and definitions, unary tests.
#pragma once

#include "workflows/feel/builtins.h"
#include "workflows/feel/node.h"

namespace mailroom::feel {

// What a `for`, `some` or `every` runs over: a list, or the numbers or days from one to another.
struct Iteration {
  size_t local;
  NodePtr domain;  // a list or range
  NodePtr to;      // with it, `domain` is the first of a sequence and this the last
};

class ForNode final : public Node {
 public:
  ForNode(std::vector<Iteration> iterations, NodePtr body, size_t partial_local, bool uses_partial)
      : iterations_(std::move(iterations)),
        body_(std::move(body)),
        partial_local_(partial_local),
        uses_partial_(uses_partial) {}
  Value eval(Machine& machine) const override;

 private:
  bool run(Machine& machine, size_t level, List& results) const;

  std::vector<Iteration> iterations_;
  NodePtr body_;
  size_t partial_local_;
  bool uses_partial_;
};

class QuantifiedNode final : public Node {
 public:
  // `boxed`: DMN's, which is null if any condition is neither boolean nor null.
  QuantifiedNode(bool every, std::vector<Iteration> iterations, NodePtr condition, bool boxed = false)
      : every_(every), iterations_(std::move(iterations)), condition_(std::move(condition)), boxed_(boxed) {}
  Value eval(Machine& machine) const override;

 private:
  enum class Verdict { decided, undecided, failed };
  Verdict run(Machine& machine, size_t level, bool& unknown) const;

  bool every_;
  std::vector<Iteration> iterations_;
  NodePtr condition_;
  bool boxed_;
};

// A call of a built-in whose alternative was chosen while parsing. Arguments left out in the middle of named
// ones are null nodes.
class BuiltinCallNode final : public Node {
 public:
  BuiltinCallNode(const Builtin& builtin, std::shared_ptr<const Builtins> owner,
                  std::vector<NodePtr> arguments)
      : builtin_(builtin), owner_(std::move(owner)), arguments_(std::move(arguments)) {}
  Value eval(Machine& machine) const override;

 private:
  const Builtin& builtin_;
  std::shared_ptr<const Builtins> owner_;
  std::vector<NodePtr> arguments_;
};

// A call of whatever function the callee's value is.
class CallNode final : public Node {
 public:
  CallNode(NodePtr callee, std::vector<NodePtr> arguments, std::vector<std::string> names, std::string what)
      : callee_(std::move(callee)),
        arguments_(std::move(arguments)),
        names_(std::move(names)),
        what_(std::move(what)) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr callee_;
  std::vector<NodePtr> arguments_;
  std::vector<std::string> names_;  // empty: positional
  std::string what_;                // the callee's text, for notices
};

// The body of a function, shared by all its closures.
struct FunctionCode {
  Type signature;
  NodePtr body;
  size_t frame_size = 0;               // parameters first, then captured values, then what the body declares
  std::vector<size_t> capture_locals;  // where captured values go
  size_t self_local = static_cast<size_t>(-1);
  std::string name;  // may be empty
};

class ClosureValue final : public FunctionValue, public std::enable_shared_from_this<ClosureValue> {
 public:
  ClosureValue(std::shared_ptr<const FunctionCode> code, std::vector<Value> captured)
      : code_(std::move(code)), captured_(std::move(captured)) {}
  const Type& signature() const override { return code_->signature; }
  Value call(Machine& machine, const Value* arguments, size_t count) const override;

 private:
  std::shared_ptr<const FunctionCode> code_;
  std::vector<Value> captured_;
};

class FunctionNode final : public Node {
 public:
  FunctionNode(std::shared_ptr<const FunctionCode> code, std::vector<NodePtr> captures)
      : code_(std::move(code)), captures_(std::move(captures)) {}
  Value eval(Machine& machine) const override;

 private:
  std::shared_ptr<const FunctionCode> code_;
  std::vector<NodePtr> captures_;  // evaluated where the function is defined
};

// A built-in as a value: `sort(list, my function)`, `count = count`.
class BuiltinValue final : public FunctionValue {
 public:
  BuiltinValue(std::string name, std::shared_ptr<const Builtins> owner);
  const Type& signature() const override { return signature_; }
  bool accepts(size_t count) const override;
  bool equals(const OpaqueValue& other) const override;
  Value call(Machine& machine, const Value* arguments, size_t count) const override;

 private:
  std::string name_;
  std::shared_ptr<const Builtins> owner_;
  const std::vector<Builtin>* alternatives_;
  Type signature_;
};

// A call of a function with its frame: what every kind of function with a body does.
Value call_code(Machine& machine, const FunctionCode& code, const Value* arguments, size_t count,
                const std::vector<Value>& captured, const std::shared_ptr<const OpaqueValue>& self);

// One positive unary test against `?`.
class UnaryTest final : public Node {
 public:
  // With an operator the operand is compared; otherwise `x in operand`, or the operand's own truth if it is
  // about `?`.
  UnaryTest(NodePtr input, std::optional<Operator> op, NodePtr operand, bool mentions_input)
      : input_(std::move(input)), op_(op), operand_(std::move(operand)), mentions_input_(mentions_input) {}
  Value eval(Machine& machine) const override;
  std::optional<ValueSet> passing() const override;

 private:
  NodePtr input_;
  std::optional<Operator> op_;
  NodePtr operand_;
  bool mentions_input_;
};

// True if any of the tests is; negated by not(…).
class AnyTest final : public Node {
 public:
  AnyTest(std::vector<NodePtr> tests, bool negated) : tests_(std::move(tests)), negated_(negated) {}
  Value eval(Machine& machine) const override;
  std::optional<ValueSet> passing() const override;

 private:
  std::vector<NodePtr> tests_;
  bool negated_;
};

// value in tests: the value is computed once into a local, which the tests read.
class InNode final : public Node {
 public:
  InNode(NodePtr value, size_t local, NodePtr test)
      : value_(std::move(value)), local_(local), test_(std::move(test)) {}
  Value eval(Machine& machine) const override;

 private:
  NodePtr value_;
  size_t local_;
  NodePtr test_;
};

}  // namespace mailroom::feel

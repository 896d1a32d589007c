// FEEL's functions and ranges as values: the kinds of value that only expressions understand. Immutable,
// shared, thread safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "workflows/feel/type.h"

namespace mailroom::feel {

class Machine;

class FunctionValue : public OpaqueValue {
 public:
  std::string_view kind_name() const override { return "function"; }
  std::string to_string() const override;
  bool equals(const OpaqueValue& other) const override { return this == &other; }

  // Its parameters' names and types, and its result: a Type of kind function.
  virtual const Type& signature() const = 0;
  // How many arguments may be given; by default exactly the parameters.
  virtual bool accepts(size_t count) const { return count == signature().members.size(); }
  // The argument's index of a parameter's name, or npos.
  size_t index_of(std::string_view parameter) const;
  virtual Value call(Machine& machine, const Value* arguments, size_t count) const = 0;
};

// An interval, or what a unary test with an operator stands for: "> 10" is (10..null), "!= 10" excludes.
class RangeValue final : public OpaqueValue {
 public:
  Value low, high;  // null: no bound
  bool low_included = false, high_included = false;
  bool excludes = false;       // everything but `low`
  bool from_operator = false;  // written "< 10", which is not "(null..10)"

  std::string_view kind_name() const override { return "range"; }
  std::string to_string() const override;
  bool equals(const OpaqueValue& other) const override;
};

// The value's function or range, or null if it is something else.
const FunctionValue* as_function(const Value& value);
const RangeValue* as_range(const Value& value);

}  // namespace mailroom::feel

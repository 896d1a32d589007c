// Which values a unary test lets pass, known without evaluating it: disjoint intervals of one scalar kind, in
// ascending order. It says nothing about null and values of other kinds. Decision tables are indexed by it
// and reasoned about with it. A value type; thread safe as any value. Source of the meaning:
// DMN 1.5, 10.3.1.2 and table 55.
#pragma once

#include <optional>
#include <vector>

#include "workflows/feel/function_value.h"

namespace mailroom::feel {

struct Interval {
  Value low, high;  // null: no bound
  bool low_included = false, high_included = false;
};

// Numbers, texts, booleans, dates and both durations: kinds whose values all compare with each other.
bool is_ordered(Value::Kind kind);
// -1, 0 or 1 of two values of one ordered kind; false is before true.
int order_of(const Value& a, const Value& b);
bool contains(const Interval& interval, const Value& value);

class ValueSet {
 public:
  ValueSet(Value::Kind kind, std::vector<Interval> intervals);
  // What `? in operand` lets pass: a scalar, a range, a list of them. None if that cannot be said.
  static std::optional<ValueSet> in(const Value& operand);

  Value::Kind kind() const { return kind_; }
  const std::vector<Interval>& intervals() const { return intervals_; }
  bool empty() const { return intervals_.empty(); }

  ValueSet complement() const;
  // Both of one kind.
  ValueSet united(const ValueSet& other) const;

 private:
  Value::Kind kind_;
  std::vector<Interval> intervals_;
};

}  // namespace mailroom::feel

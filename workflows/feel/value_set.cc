#include "workflows/feel/value_set.h"

#include <algorithm>

#include "workflows/feel/operations.h"

namespace mailroom::feel {

namespace {

using Kind = Value::Kind;

// Where an interval starts or ends among those of its kind: no bound is before (after) all.
int order_of_lows(const Interval& a, const Interval& b) {
  if (a.low.is_null() || b.low.is_null()) return static_cast<int>(b.low.is_null()) - a.low.is_null();
  const int order = order_of(a.low, b.low);
  return order != 0 ? order : static_cast<int>(b.low_included) - a.low_included;
}
int order_of_highs(const Interval& a, const Interval& b) {
  if (a.high.is_null() || b.high.is_null()) return static_cast<int>(a.high.is_null()) - b.high.is_null();
  const int order = order_of(a.high, b.high);
  return order != 0 ? order : static_cast<int>(a.high_included) - b.high_included;
}

bool is_empty(const Interval& i) {
  if (i.low.is_null() || i.high.is_null()) return false;
  const int order = order_of(i.low, i.high);
  return order > 0 || (order == 0 && !(i.low_included && i.high_included));
}

// Whether nothing lies between the end of `a` and the start of `b`, which starts no earlier than `a`.
bool touches(const Interval& a, const Interval& b) {
  if (a.high.is_null() || b.low.is_null()) return true;
  const int order = order_of(b.low, a.high);
  return order < 0 || (order == 0 && (a.high_included || b.low_included));
}

// false and true are all the booleans there are: bounds between them are written as the points they leave.
std::vector<Interval> booleans(const std::vector<Interval>& intervals) {
  std::vector<Interval> points;
  for (const bool value : {false, true}) {
    if (std::any_of(intervals.begin(), intervals.end(),
                    [&](const Interval& i) { return contains(i, value); })) {
      points.push_back({value, value, true, true});
    }
  }
  return points;
}

std::optional<ValueSet> in_range(const RangeValue& range) {
  const Value& bound = range.low.is_null() ? range.high : range.low;
  if (!is_ordered(bound.kind()) || bound.is(Kind::boolean)) return std::nullopt;
  if (range.excludes) return ValueSet(bound.kind(), {{bound, bound, true, true}}).complement();
  if (!range.from_operator && (range.low.is_null() || range.high.is_null())) return std::nullopt;
  if (!range.low.is_null() && !range.high.is_null() && range.low.kind() != range.high.kind())
    return std::nullopt;
  return ValueSet(bound.kind(), {{range.low, range.high, range.low_included, range.high_included}});
}

}  // namespace

bool is_ordered(Kind kind) {
  return kind == Kind::number || kind == Kind::text || kind == Kind::boolean || kind == Kind::date ||
         kind == Kind::months || kind == Kind::duration;
}

int order_of(const Value& a, const Value& b) {
  if (a.is(Kind::boolean)) return static_cast<int>(a.boolean()) - static_cast<int>(b.boolean());
  return compare(a, b).value_or(0);
}

bool contains(const Interval& interval, const Value& value) {
  if (!interval.low.is_null()) {
    const int order = order_of(interval.low, value);
    if (order > 0 || (order == 0 && !interval.low_included)) return false;
  }
  if (interval.high.is_null()) return true;
  const int order = order_of(value, interval.high);
  return order < 0 || (order == 0 && interval.high_included);
}

ValueSet::ValueSet(Kind kind, std::vector<Interval> intervals) : kind_(kind) {
  std::erase_if(intervals, is_empty);
  std::sort(intervals.begin(), intervals.end(),
            [](const Interval& a, const Interval& b) { return order_of_lows(a, b) < 0; });
  if (kind == Kind::boolean) intervals = booleans(intervals);
  for (Interval& next : intervals) {
    if (intervals_.empty() || !touches(intervals_.back(), next)) {
      intervals_.push_back(std::move(next));
    } else if (order_of_highs(intervals_.back(), next) < 0) {
      intervals_.back().high = std::move(next.high);
      intervals_.back().high_included = next.high_included;
    }
  }
}

std::optional<ValueSet> ValueSet::in(const Value& operand) {
  if (const RangeValue* range = as_range(operand)) return in_range(*range);
  if (is_ordered(operand.kind())) return ValueSet(operand.kind(), {{operand, operand, true, true}});
  if (!operand.is(Kind::list) || operand.list().empty()) return std::nullopt;
  std::vector<Interval> all;
  std::optional<Kind> kind;
  for (const Value& item : operand.list()) {
    const auto set = item.is(Kind::list) ? std::nullopt : in(item);
    if (!set || set->kind() != kind.value_or(set->kind())) return std::nullopt;
    kind = set->kind();
    all.insert(all.end(), set->intervals().begin(), set->intervals().end());
  }
  return ValueSet(*kind, std::move(all));
}

ValueSet ValueSet::complement() const {
  std::vector<Interval> gaps;
  Interval gap;  // from the end of the last interval to the start of the next
  for (const Interval& i : intervals_) {
    gap.high = i.low;
    gap.high_included = !i.low_included;
    if (!gap.high.is_null()) gaps.push_back(gap);
    if (i.high.is_null()) return ValueSet(kind_, std::move(gaps));
    gap = {i.high, {}, !i.high_included, false};
  }
  gaps.push_back(gap);
  return ValueSet(kind_, std::move(gaps));
}

ValueSet ValueSet::united(const ValueSet& other) const {
  std::vector<Interval> all = intervals_;
  all.insert(all.end(), other.intervals_.begin(), other.intervals_.end());
  return ValueSet(kind_, std::move(all));
}

}  // namespace mailroom::feel

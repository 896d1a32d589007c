#include "workflows/condition_words.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "workflows/feel/expression.h"
#include "workflows/identifier_functions.h"

namespace mailroom::workflows {

namespace {

using feel::Interval;

constexpr size_t kMostPoints = 4;  // that are listed: "3, not 1 or 2"

bool is_point(const Interval& one) {
  return !one.low.is_null() && !one.high.is_null() && feel::order_of(one.low, one.high) == 0;
}

std::string shown(const Value& value) {
  if (value.is(Value::Kind::text)) return "'" + to_display(value) + "'";
  return to_display(value);
}

bool is_below(const Value& value, const Interval& one) {
  if (one.low.is_null()) return false;
  const int order = feel::order_of(value, one.low);
  return order < 0 || (order == 0 && !one.low_included);
}

// How one value stands to a bound: amounts lie below it, days before it.
struct Sides {
  const char *below, *not_below, *above, *not_above;
};
Sides sides_of(Value::Kind kind) {
  if (kind == Value::Kind::date) return {"before", "not before", "after", "not after"};
  return {"below", "not below", "above", "not above"};
}

// "is below 120"; empty if the value lies between two intervals, or in one.
std::string beside(const Value& value, const std::vector<Interval>& intervals) {
  const Interval &first = intervals.front(), &last = intervals.back();
  const Sides sides = sides_of(value.kind());
  const auto is = [](const char* side, const Value& bound) {
    return std::string("is ") + side + " " + to_display(bound);
  };
  if (is_below(value, first)) return is(first.low_included ? sides.below : sides.not_above, first.low);
  if (last.high.is_null()) return {};
  const int order = feel::order_of(value, last.high);
  const bool is_above = order > 0 || (order == 0 && !last.high_included);
  return is_above ? is(last.high_included ? sides.above : sides.not_below, last.high) : "";
}

}  // namespace

std::string name_in_words(std::string_view input) {
  const bool is_path = !input.empty() && std::all_of(input.begin(), input.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '.' || c >= 0x80;
  });
  if (!is_path) return std::string(input);
  return replace_all(std::string(input.substr(input.rfind('.') + 1)), "_", " ");
}

std::string unmet_in_words(std::string_view input, std::string_view test, const Value& actual) {
  const std::string name = name_in_words(input);
  if (actual.is_null()) return name + " is not known";
  feel::Scope scope(workflow_functions());
  scope.set_open(true);
  const auto compiled = feel::Expression::parse_unary_tests(test, scope);
  const auto passing = compiled ? compiled->passing() : std::nullopt;
  if (passing && !passing->empty() && passing->kind() == actual.kind()) {
    const std::vector<Interval>& intervals = passing->intervals();
    if (intervals.size() <= kMostPoints && std::all_of(intervals.begin(), intervals.end(), is_point)) {
      std::vector<std::string> points;
      for (const Interval& one : intervals) points.push_back(shown(one.low));
      return name + " is " + shown(actual) + ", not " + join(points, " or ");
    }
    const std::string where = actual.is(Value::Kind::text) ? "" : beside(actual, intervals);
    if (!where.empty()) return name + " " + to_display(actual) + " " + where;
  }
  return name + " " + shown(actual) + " is not " + fold_space(test);
}

}  // namespace mailroom::workflows

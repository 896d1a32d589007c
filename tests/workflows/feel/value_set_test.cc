#include "workflows/feel/value_set.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "workflows/feel/expression.h"
#include "workflows/feel/text_of.h"

namespace mailroom::feel {
namespace {

// The values that pass unary tests, in mathematics' writing; "?" if that is not known.
std::string passing(std::string_view tests) {
  Scope scope;
  scope.add("x");
  const auto expression = Expression::parse_unary_tests(tests, scope);
  const auto set = expression ? expression->passing() : std::nullopt;
  if (!set) return "?";
  std::vector<std::string> parts;
  for (const Interval& i : set->intervals()) {
    parts.push_back((i.low_included ? "[" : "(") + (i.low.is_null() ? "" : literal_text(i.low)) + ".." +
                    (i.high.is_null() ? "" : literal_text(i.high)) + (i.high_included ? "]" : ")"));
  }
  return join(parts, " ");
}

TEST(ValueSet, ComparisonsRangesAndListsAreIntervals) {
  EXPECT_EQ(passing("< 120"), "(..120)");
  EXPECT_EQ(passing("[120..240)"), "[120..240)");
  EXPECT_EQ(passing("3"), "[3..3]");
  EXPECT_EQ(passing("-3"), "[-3..-3]");
  EXPECT_EQ(passing("(> 3)"), "(3..)");
  EXPECT_EQ(passing("1, [5..7], [6..9], 9"), "[1..1] [5..9]");
  EXPECT_EQ(passing("[1, 2]"), "[1..1] [2..2]");
  EXPECT_EQ(passing("\"a\", \"b\""), "[\"a\"..\"a\"] [\"b\"..\"b\"]");
  EXPECT_EQ(passing(">= date(\"2026-01-01\")"), "[2026-01-01..)");
}

TEST(ValueSet, WhatTouchesIsOneInterval) {
  EXPECT_EQ(passing("[1..2), [2..3]"), "[1..3]");
  EXPECT_EQ(passing("[1..2), (2..3]"), "[1..2) (2..3]");
  EXPECT_EQ(passing("< 5, >= 5"), "(..)");
}

TEST(ValueSet, NotIsTheComplement) {
  EXPECT_EQ(passing("not(2)"), "(..2) (2..)");
  EXPECT_EQ(passing("!= 2"), "(..2) (2..)");
  EXPECT_EQ(passing("not([1..3), > 7)"), "(..1) [3..7]");
  EXPECT_EQ(passing("not(< 5, >= 5)"), "");
}

TEST(ValueSet, ThereAreTwoBooleans) {
  EXPECT_EQ(passing("true"), "[true..true]");
  EXPECT_EQ(passing("not(true)"), "[false..false]");
  EXPECT_EQ(passing("true, false"), "[false..false] [true..true]");
}

TEST(ValueSet, WhatDependsOnOtherThingsIsNotKnown) {
  for (const char* tests :
       {"x", "> x", "[1..x]", "? > 3", "null", "1, \"a\"", "[3..1]", "> true", "-", "{a: 1}"}) {
    EXPECT_EQ(passing(tests), "?") << tests;
  }
}

// What is folded while parsing says as much as before.
TEST(ValueSet, AConstantThatCannotBeIsSaidWhenItIsEvaluated) {
  const auto expression = Expression::parse("[1..\"a\"]", Scope());
  ASSERT_TRUE(expression);
  const Result result = expression->evaluate(Context{});
  ASSERT_EQ(result.notices.size(), 1u);
  EXPECT_EQ(result.notices[0].message, "a range cannot go from number to string");
}

TEST(ValueSet, AReversedRangeIsToldWhereItIsWritten) {
  Scope scope;
  scope.add("x");
  std::vector<Problem> problems;
  EXPECT_FALSE(Expression::parse("x in [3..1]", scope, &problems));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].code, "range_reversed");
  EXPECT_EQ(problems[0].offset, 5u);
  EXPECT_EQ(problems[0].length, 6u);
}

}  // namespace
}  // namespace mailroom::feel

#include "tests/workflows/feel/support.h"

namespace mailroom::feel {
namespace {

TEST(Expression, ComputesInDecimals) {
  EXPECT_EQ(feel("0.1 + 0.2"), "0.3");
  EXPECT_EQ(feel("742.50 * 12 / 52"), "171.3461538461538461538461538461538");
  EXPECT_EQ(feel("2 ** 10 - 4 * (3 + 1)"), "1008");
  EXPECT_EQ(feel("-5 + 3"), "-2");
  EXPECT_EQ(feel("1 / 0"), "null");
}

TEST(Expression, ComparesWithThreeValues) {
  EXPECT_EQ(feel("1 < 2"), "true");
  EXPECT_EQ(feel("1 = \"1\""), "null");
  EXPECT_EQ(feel("null = null"), "true");
  EXPECT_EQ(feel("true and null"), "null");
  EXPECT_EQ(feel("false and null"), "false");
  EXPECT_EQ(feel("true or null"), "true");
  EXPECT_EQ(feel("5 between 1 and 5"), "true");
}

TEST(Expression, NamesMayHoldBlanksAndOperators) {
  const Context context{
      {"net pay", Value(100)}, {"profit-and-loss", Value(7)}, {"a", Value(5)}, {"b", Value(2)}};
  EXPECT_EQ(feel("net pay * 2", context), "200");
  EXPECT_EQ(feel("profit-and-loss + 1", context), "8");
  EXPECT_EQ(feel("a-b", context), "3");
  EXPECT_EQ(feel("{full name: \"x\", y: full name + \"z\"}.full name"), "\"x\"");
}

TEST(Expression, FiltersAndWalksLists) {
  const Context context{
      {"rows", Value(List{Value(Context{{"net pay", Value(3)}}), Value(Context{{"net pay", Value(9)}})})}};
  EXPECT_EQ(feel("rows.net pay", context), "[3, 9]");
  EXPECT_EQ(feel("rows[net pay > 5].net pay", context), "[9]");
  EXPECT_EQ(feel("rows[-1].net pay", context), "9");
  EXPECT_EQ(feel("[1, 2, 3, 4][item > 2]"), "[3, 4]");
  EXPECT_EQ(feel("sum(rows.net pay)", context), "12");
}

TEST(Expression, LoopsAndQuantifies) {
  EXPECT_EQ(feel("for x in 1..3, y in [10, 20] return x * y"), "[10, 20, 20, 40, 30, 60]");
  EXPECT_EQ(feel("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]"), "[1, 1, 2, 3, 5]");
  EXPECT_EQ(feel("some x in [1, 5] satisfies x > 4"), "true");
  EXPECT_EQ(feel("every x in [1, 5] satisfies x > 4"), "false");
}

TEST(Expression, FunctionsCloseOverNamesAndCallThemselves) {
  EXPECT_EQ(feel("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r"), "120");
  EXPECT_EQ(feel("{k: 3, f: function(x) x * k, r: for i in [1, 2] return f(i)}.r"), "[3, 6]");
  EXPECT_EQ(feel("{f: function(a, b) a - b, r: f(b: 1, a: 10)}.r"), "9");
  EXPECT_EQ(feel("sort([3, 1, 2], function(x, y) x > y)"), "[3, 2, 1]");
}

TEST(Expression, AnExternalFunctionIsNotDescribedByWhatIsInScope) {
  const Context context{{"a", Value("java.lang.Math")}};
  EXPECT_EQ(
      feel("function(x: number) external {java: {class: a, method signature: \"abs(double)\"}}", context),
      "null");
  EXPECT_EQ(
      feel("function(x) function(y) external [x, a, for i in 1..100000000 return i]", context).substr(0, 8),
      "function");
}

TEST(Expression, EndlessRecursionIsNullWithANotice) {
  EXPECT_EQ(feel("{f: function(n) f(n + 1), r: f(1)}.r"), "null");
  EXPECT_THAT(notice("{f: function(n) f(n + 1), r: f(1)}.r"), ::testing::HasSubstr("given up"));
  EXPECT_EQ(feel("count(for a in 1..100000, b in 1..100000 return 1)"), "null");
}

TEST(Expression, DeepNestingAndLongChainsAreProblemsNotCrashes) {
  EXPECT_THAT(feel(std::string(10'000, '(') + "1"), ::testing::HasSubstr("250 deep"));
  EXPECT_THAT(feel(std::string(10'000, '[') + "1"), ::testing::HasSubstr("250 deep"));
  EXPECT_THAT(feel(std::string(10'000, '-') + "1"), ::testing::HasSubstr("250 deep"));
  std::string sum = "1";
  for (int i = 0; i < 50'000; ++i) sum += "+1";
  EXPECT_THAT(feel(sum), ::testing::HasSubstr("10,000 operators"));
  EXPECT_THAT(feel(std::string(10 << 20, ' ')), ::testing::HasSubstr("1 MB"));
}

TEST(Expression, ComputesWithDates) {
  EXPECT_EQ(feel("date(\"2026-01-31\") + duration(\"P1M\")"), "2026-02-28");
  EXPECT_EQ(feel("(@\"2026-11-23\" - @\"2026-11-01\").days"), "22");
  EXPECT_EQ(feel("@\"2026-11-23\".weekday"), "1");
  EXPECT_EQ(feel("date and time(\"2026-11-23T08:30:00@Europe/London\") + duration(\"PT1H\")"),
            "2026-11-23T09:30:00@Europe/London");
  EXPECT_EQ(feel("years and months duration(@\"2011-12-22\", @\"2013-08-24\")"), "P1Y8M");
}

TEST(Expression, AnUnknownNameInAClosedScopeIsAProblemWithTheNearestName) {
  Scope scope;
  scope.add("claim", context_of({{"household_size", simple(Type::Kind::number)}}));
  std::vector<Problem> problems;
  EXPECT_FALSE(Expression::parse("claim.houshold_size > 1", scope, &problems));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].code, "unknown_member");
  EXPECT_EQ(problems[0].hint, "did you mean 'household_size'?");
  EXPECT_EQ(problems[0].offset, 6u);
  EXPECT_EQ(problems[0].length, 13u);
  problems.clear();
  EXPECT_FALSE(Expression::parse("clam = 1", scope, &problems));
  EXPECT_EQ(problems.at(0).code, "unknown_name");
}

TEST(Expression, TellsWhichNamesAndPathsItUses) {
  Scope scope;
  scope.add("claim",
            context_of({{"nino", simple(Type::Kind::text)}, {"weekly_tax", simple(Type::Kind::number)}}));
  scope.add("rate");
  const auto e = Expression::parse("if claim.nino = \"x\" then claim.weekly_tax * rate else 0", scope);
  ASSERT_TRUE(e);
  EXPECT_EQ(e->names(), (std::vector<std::string>{"claim", "rate"}));
  EXPECT_EQ(e->paths(), (std::vector<std::string>{"claim.nino", "claim.weekly_tax", "rate"}));
}

TEST(Expression, ABuiltinOfTheCallersMayHaveBlanks) {
  auto builtins = std::make_shared<Builtins>(*Builtins::standard());
  builtins->add("is nino", {"text"},
                [](Machine&, const Value* a, size_t) { return Value(a[0].is(Value::Kind::text)); });
  const Scope scope{builtins};
  const auto e = Expression::parse("is nino(\"AB123456C\") and is(1, 1)", scope);
  ASSERT_TRUE(e);
  EXPECT_TRUE(e->evaluate({}).value.is_true());
}

TEST(UnaryTests, CellsOfATable) {
  EXPECT_EQ(passes("-", Value(1)), "true");
  EXPECT_EQ(passes("< 120", Value(100)), "true");
  EXPECT_EQ(passes("[120..240)", Value(240)), "false");
  EXPECT_EQ(passes("1, 2, > 10", Value(11)), "true");
  EXPECT_EQ(passes("not(1, 2)", Value(2)), "false");
  EXPECT_EQ(passes("\"a\", \"b\"", Value("b")), "true");
  EXPECT_EQ(passes("? * 2 > 10", Value(6)), "true");
  EXPECT_EQ(passes("contains(?, \"x\")", Value("axb")), "true");
  EXPECT_EQ(passes("null", Value()), "true");
  EXPECT_EQ(passes("false", Value(false)), "true");
}

}  // namespace
}  // namespace mailroom::feel

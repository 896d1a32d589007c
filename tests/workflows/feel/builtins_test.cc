#include "base/clock.h"
#include "tests/workflows/feel/support.h"

namespace mailroom::feel {
namespace {

struct Case {
  const char* expression;
  const char* value;
};

class Builtin : public ::testing::TestWithParam<Case> {};

TEST_P(Builtin, AnswersAsTheStandardSays) {
  EXPECT_EQ(feel(GetParam().expression), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Standard, Builtin,
    ::testing::Values(
        Case{"round half up(1.125, 2)", "1.13"}, Case{"round half down(1.125, 2)", "1.12"},
        Case{"round up(-1.121, 2)", "-1.13"}, Case{"round down(1.129, 2)", "1.12"},
        Case{"decimal(2.5, 0)", "2"}, Case{"floor(-1.5)", "-2"}, Case{"ceiling(1.53, 1)", "1.6"},
        Case{"modulo(-12, 5)", "3"}, Case{"abs(@\"-PT5H\")", "PT5H"}, Case{"odd(5)", "true"},
        Case{"number(\"1 000,5\", \" \", \",\")", "1000.5"}, Case{"number(\"abc\")", "null"},
        Case{"string length(\"\\U01F40Eab\")", "3"}, Case{"substring(\"foobar\", -2, 1)", "\"a\""},
        Case{"upper case(\"straße\")", "\"STRASSE\""},
        Case{"substring before(\"foobar\", \"bar\")", "\"foo\""},
        Case{"string join([\"a\", null, \"b\"], \"-\")", "\"a-b\""},
        Case{"string([1, \"a\", {b: @\"2026-01-01\"}])", "\"[1, \\\"a\\\", {b: 2026-01-01}]\""},
        Case{"list contains([1, null], null)", "true"}, Case{"sublist([4, 5, 6], -2)", "[5, 6]"},
        Case{"insert before([1, 3], 2, 2)", "[1, 2, 3]"}, Case{"remove([1, 2, 3], -1)", "[1, 2]"},
        Case{"list replace([2, 4, 7], function(item, new) item < new, 5)", "[5, 5, 7]"},
        Case{"index of([1, 2, 1], 1)", "[1, 3]"}, Case{"union([1, 2], [2, 3])", "[1, 2, 3]"},
        Case{"flatten([1, [2, [3]]])", "[1, 2, 3]"}, Case{"sum([])", "null"}, Case{"count([])", "0"},
        Case{"mean(1, 2, 3)", "2"}, Case{"median([6, 1, 2, 3])", "2.5"},
        Case{"mode([6, 1, 9, 6, 1])", "[1, 6]"},
        Case{"stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931"}, Case{"product([2, 3, 4])", "24"},
        Case{"min(\"b\", \"a\")", "\"a\""}, Case{"all([true, null])", "null"},
        Case{"any([null, true])", "true"}, Case{"week of year(date(2005, 1, 1))", "53"},
        Case{"day of week(@\"2026-11-23\")", "\"Monday\""}, Case{"date(2026, 2, 29)", "null"},
        Case{"time(\"24:00:00\")", "00:00:00"},
        Case{"date and time(\"2026-12-31T24:00:00\")", "2027-01-01T00:00:00"},
        Case{"before([1..5), 5)", "true"}, Case{"overlaps([1..5], (5..8])", "false"},
        Case{"during(3, [1..5])", "true"}, Case{"get value({a: {b: 1}}, [\"a\", \"b\"])", "1"},
        Case{"context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"},
        Case{"context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"}, Case{"5 in (< 3, >= 5)", "true"},
        Case{"is(@\"23:00:50\", @\"23:00:50Z\")", "false"}, Case{"range(\"[1..3)\") = [1..3)", "true"},
        Case{"[1, 2] instance of list<number>", "true"},
        Case{"{a: 1} instance of context<a: string>", "false"},
        Case{"substring(start position: 2, string: \"abc\")", "\"bc\""}));

TEST(Builtin, NowIsTheGivenClocks) {
  const FakeClock clock(*parse_rfc3339("2026-11-23T08:31:00Z"));
  Environment environment;
  environment.clock = &clock;
  const auto e = Expression::parse("[today(), now()]", Scope());
  EXPECT_EQ(literal_text(e->evaluate({}, environment).value), "[2026-11-23, 2026-11-23T08:31:00Z]");
}

TEST(Builtin, WrongArgumentsAreAProblemInAClosedScope) {
  std::vector<Problem> problems;
  EXPECT_FALSE(Expression::parse("substring(\"a\")", Scope(), &problems));
  EXPECT_EQ(problems.at(0).code, "wrong_arguments");
  EXPECT_EQ(problems.at(0).hint, "write substring(string, start position, length)");
}

}  // namespace
}  // namespace mailroom::feel

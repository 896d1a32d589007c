#include "workflows/dmn/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflows/feel/text_of.h"

namespace mailroom::dmn {
namespace {

using feel::literal_text;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A table of two inputs; each rule is "test | test | output".
TableSource source(HitPolicy policy, const std::vector<std::vector<std::string>>& rules) {
  TableSource t;
  t.name = "band";
  t.hit_policy = policy;
  t.inputs = {{{"weekly_income", {"w.yaml", 5, 10}}, {}, {}},
              {{"household_size", {"w.yaml", 5, 30}}, {}, {}}};
  t.outputs.resize(1);
  t.outputs[0].name = "band";
  int line = 7;
  for (const auto& cells : rules) {
    TableRule rule;
    rule.when = {{cells[0], {"w.yaml", line, 5}}, {cells[1], {"w.yaml", line, 20}}};
    rule.then = {{cells[2], {"w.yaml", line, 40}}};
    rule.place = {"w.yaml", line++, 1};
    t.rules.push_back(std::move(rule));
  }
  return t;
}

const feel::Scope& scope() {
  static const feel::Scope kScope = [] {
    feel::Scope s;
    s.add("weekly_income", feel::simple(feel::Type::Kind::number));
    s.add("household_size", feel::simple(feel::Type::Kind::number));
    return s;
  }();
  return kScope;
}

Decision decide(const TableSource& t, int income, int size, std::optional<Date> effective = std::nullopt,
                Trace* trace = nullptr) {
  std::vector<Diagnostic> diagnostics;
  const auto table = Table::compile(t, scope(), &diagnostics);
  EXPECT_TRUE(table) << (diagnostics.empty() ? "" : diagnostics[0].message);
  if (!table) return {};
  return table->decide({{"weekly_income", Value(income)}, {"household_size", Value(size)}}, effective, trace);
}

const std::vector<std::vector<std::string>> kBands = {{"< 120", "-", "\"full\""},
                                                      {"[120..240)", ">= 2", "\"half\""},
                                                      {"[120..240)", "1", "\"third\""},
                                                      {">= 240", "-", "\"none\""}};

TEST(DecisionTable, UniqueAnswersTheOneMatchingRule) {
  const Decision d = decide(source(HitPolicy::unique, kBands), 150, 3);
  EXPECT_EQ(d.outcome, Decision::Outcome::decided);
  EXPECT_EQ(literal_text(d.value), "\"half\"");
  EXPECT_THAT(d.fired, ElementsAre(2));
}

TEST(DecisionTable, UniqueReportsBothMatchingRows) {
  const Decision d = decide(source(HitPolicy::unique, {{"< 200", "-", "1"}, {"> 100", "-", "2"}}), 150, 1);
  EXPECT_EQ(d.outcome, Decision::Outcome::conflict);
  EXPECT_TRUE(d.value.is_null());
  EXPECT_THAT(d.fired, ElementsAre(1, 2));
  EXPECT_THAT(d.notices.at(0).message, HasSubstr("rules 1 and 2 both match"));
}

TEST(DecisionTable, NoMatchIsNullWithANoticeUnlessThereIsADefault) {
  TableSource t = source(HitPolicy::unique, {{"< 10", "-", "1"}});
  const Decision none = decide(t, 150, 1);
  EXPECT_EQ(none.outcome, Decision::Outcome::no_match);
  EXPECT_THAT(none.notices.at(0).message, HasSubstr("no rule of the table 'band' matches"));
  t.outputs[0].otherwise = Cell{"7", {}};
  EXPECT_EQ(literal_text(decide(t, 150, 1).value), "7");
}

TEST(DecisionTable, FirstCollectAndAggregatorsUseAllTheyShould) {
  const std::vector<std::vector<std::string>> rules = {
      {"> 100", "-", "5"}, {"> 50", "-", "3"}, {"> 200", "-", "9"}};
  EXPECT_EQ(literal_text(decide(source(HitPolicy::first, rules), 150, 1).value), "5");
  EXPECT_EQ(literal_text(decide(source(HitPolicy::collect, rules), 150, 1).value), "[5, 3]");
  EXPECT_EQ(literal_text(decide(source(HitPolicy::collect_sum, rules), 150, 1).value), "8");
  EXPECT_EQ(literal_text(decide(source(HitPolicy::collect_min, rules), 150, 1).value), "3");
  EXPECT_EQ(literal_text(decide(source(HitPolicy::collect_max, rules), 150, 1).value), "5");
  EXPECT_EQ(literal_text(decide(source(HitPolicy::collect_count, rules), 150, 1).value), "2");
  EXPECT_EQ(literal_text(decide(source(HitPolicy::rule_order, rules), 150, 1).value), "[5, 3]");
}

TEST(DecisionTable, PriorityFollowsTheOrderOfTheOutputsValues) {
  TableSource t = source(HitPolicy::priority, {{"-", "-", "\"low\""}, {"> 100", "-", "\"high\""}});
  t.outputs[0].allowed = Cell{"\"high\", \"low\"", {}};
  const Decision d = decide(t, 150, 1);
  EXPECT_EQ(literal_text(d.value), "\"high\"");
  EXPECT_THAT(d.fired, ElementsAre(2));
  t.hit_policy = HitPolicy::output_order;
  EXPECT_EQ(literal_text(decide(t, 150, 1).value), "[\"high\", \"low\"]");
}

TEST(DecisionTable, AnyAcceptsEqualOutputsOnly) {
  EXPECT_EQ(literal_text(decide(source(HitPolicy::any, {{"-", "-", "1"}, {"> 1", "-", "1"}}), 5, 1).value),
            "1");
  EXPECT_EQ(decide(source(HitPolicy::any, {{"-", "-", "1"}, {"> 1", "-", "2"}}), 5, 1).outcome,
            Decision::Outcome::conflict);
}

TEST(DecisionTable, RulesOutOfForceAreLeftOutAndADateNobodyCoversIsNoGuess) {
  TableSource t = source(HitPolicy::unique, {{"-", "-", "1"}, {"-", "-", "2"}});
  t.rules[0].valid_to = Date{2026, 3, 31};
  t.rules[1].valid_from = Date{2026, 4, 1};
  t.rules[1].valid_to = Date{2027, 3, 31};
  EXPECT_EQ(literal_text(decide(t, 1, 1, Date{2026, 3, 31}).value), "1");
  EXPECT_EQ(literal_text(decide(t, 1, 1, Date{2026, 4, 1}).value), "2");
  const Decision d = decide(t, 1, 1, Date{2027, 4, 1});
  EXPECT_EQ(d.outcome, Decision::Outcome::not_in_force);
  EXPECT_EQ(d.notices.at(0).message, "no rule is in force on 2027-04-01");
}

TEST(DecisionTable, TheTraceTellsEachCellsTestAndActualValue) {
  TableSource t = source(HitPolicy::unique, kBands);
  t.rules[2].reference = "reg 4(3)";
  Trace trace;
  decide(t, 150, 1, std::nullopt, &trace);
  ASSERT_EQ(trace.rules.size(), 4u);
  EXPECT_TRUE(trace.rules[2].matched);
  EXPECT_EQ(trace.rules[2].reference, "reg 4(3)");
  EXPECT_EQ(trace.rules[1].cells[1].test, ">= 2");
  EXPECT_EQ(literal_text(trace.rules[1].cells[1].actual), "1");
  EXPECT_FALSE(trace.rules[1].cells[1].matched);
  EXPECT_FALSE(trace.rules[0].cells[1].evaluated);
}

TEST(DecisionTable, AProblemInACellIsPlacedInItsFile) {
  std::vector<Diagnostic> diagnostics;
  EXPECT_FALSE(
      Table::compile(source(HitPolicy::unique, {{"< 120", "> houshold_size", "1"}}), scope(), &diagnostics));
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].place.line, 7);
  EXPECT_EQ(diagnostics[0].place.column, 22);
  EXPECT_EQ(diagnostics[0].place.length, 13);
  EXPECT_EQ(diagnostics[0].hint, "did you mean 'household_size'?");
}

TEST(DecisionTable, SeveralOutputsHaveNamesOfTheirOwn) {
  TableSource table = source(HitPolicy::first, {{"-", "-", "1"}});
  table.outputs.resize(2);
  table.rules[0].then.push_back({"2", {}});
  const auto refused = [&](const char* second) {
    table.outputs[1].name = second;
    std::vector<Diagnostic> diagnostics;
    Table::compile(table, scope(), &diagnostics);
    return diagnostics.empty() ? "" : diagnostics[0].message;
  };
  EXPECT_EQ(refused("amount"), "");
  EXPECT_EQ(refused(""), "one of the table's 2 outputs has no name");
  EXPECT_EQ(refused("band"), "two outputs are called 'band'");
}

TEST(DecisionTable, HitPoliciesHaveNamesAndLetters) {
  EXPECT_EQ(parse_hit_policy("Unique"), HitPolicy::unique);
  EXPECT_EQ(parse_hit_policy("C+"), HitPolicy::collect_sum);
  EXPECT_EQ(parse_hit_policy("RULE ORDER"), HitPolicy::rule_order);
  EXPECT_EQ(parse_hit_policy("uniq"), std::nullopt);
}

}  // namespace
}  // namespace mailroom::dmn

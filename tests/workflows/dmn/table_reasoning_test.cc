#include "workflows/dmn/table_reasoning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/text.h"
#include "workflows/dmn/model.h"

namespace mailroom::dmn {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A table of the inputs a, b (numbers) and c (any); a rule is "test | test | … | output".
TableSource table(HitPolicy policy, const std::vector<std::string>& inputs,
                  const std::vector<std::string>& rules) {
  TableSource t;
  t.name = "t";
  t.hit_policy = policy;
  t.place = {"w.yaml", 1, 1, 0};
  for (const std::string& input : inputs) t.inputs.push_back({{input, {}}, {}, {}});
  t.outputs.resize(1);
  int line = 2;
  for (const std::string& text : rules) {
    TableRule rule;
    int column = 1;
    for (const auto part : split(text, '|')) {
      auto& side = rule.when.size() < inputs.size() ? rule.when : rule.then;
      side.push_back({std::string(trim(part)), {"w.yaml", line, column++}});
    }
    rule.place = {"w.yaml", line++, 1, 0};
    t.rules.push_back(std::move(rule));
  }
  return t;
}

feel::Scope scope() {
  feel::Scope s;
  for (const char* name : {"a", "b"}) s.add(name, feel::simple(feel::Type::Kind::number));
  s.add("c");
  s.add("yes", feel::simple(feel::Type::Kind::boolean));
  s.add("day", feel::simple(feel::Type::Kind::date));
  s.add("many", feel::list_of(feel::simple(feel::Type::Kind::number)));
  return s;
}

std::vector<std::string> findings(const TableSource& source) {
  std::vector<Diagnostic> problems;
  const auto compiled = Table::compile(source, scope(), &problems);
  EXPECT_TRUE(compiled) << (problems.empty() ? "" : problems.front().message);
  std::vector<std::string> said;
  if (!compiled) return said;
  for (const Diagnostic& one : compiled->findings()) {
    EXPECT_EQ(one.severity, Severity::warning);
    said.push_back(std::to_string(one.place.line) + ": " + one.message);
  }
  return said;
}

TEST(TableReasoning, AGapIsToldWithAnExample) {
  EXPECT_THAT(
      findings(table(HitPolicy::unique, {"a", "b"},
                     {"< 120 | - | 1", "[120..240) | >= 2 | 2", "[120..240) | 1 | 3", "> 240 | - | 4"})),
      ElementsAre("1: no rule covers a 120, b 0", "1: no rule covers a 240"));
}

TEST(TableReasoning, WhatIsAllowedBoundsTheGaps) {
  TableSource t = table(HitPolicy::unique, {"a"}, {"[1..4] | 1", "[5..9] | 2"});
  t.inputs[0].allowed = Cell{"[1..9]", {}};
  EXPECT_THAT(findings(t), IsEmpty());
  t.inputs[0].allowed = Cell{"[0..9]", {}};
  EXPECT_THAT(findings(t), ElementsAre("1: no rule covers a 0"));
  t.inputs[0].allowed = Cell{"? > b", {}};  // nobody knows
  EXPECT_THAT(findings(t), IsEmpty());
}

TEST(TableReasoning, NumbersAreAsFineAsTheColumnWritesThem) {
  EXPECT_THAT(findings(table(HitPolicy::unique, {"a"}, {"<= 119 | 1", ">= 120 | 2"})), IsEmpty());
  EXPECT_THAT(findings(table(HitPolicy::unique, {"a"}, {"<= 119.98 | 1", ">= 120 | 2"})),
              ElementsAre("1: no rule covers a 119.99"));
}

TEST(TableReasoning, DatesHaveNothingBetweenOneDayAndTheNext) {
  EXPECT_THAT(findings(table(HitPolicy::unique, {"day"},
                             {"<= date(\"2026-03-31\") | 1", ">= date(\"2026-04-01\") | 2"})),
              IsEmpty());
  EXPECT_THAT(
      findings(table(HitPolicy::unique, {"day"}, {"< date(\"2026-03-31\") | 1", ">= @\"2026-04-01\" | 2"})),
      ElementsAre("1: no rule covers day 2026-03-31"));
}

TEST(TableReasoning, OfTextsOnlyThoseMentionedAreExpected) {
  EXPECT_THAT(findings(table(HitPolicy::unique, {"c", "yes"},
                             {"\"car\" | - | 1", "\"van\" | true | 2", "\"van\" | false | 3"})),
              IsEmpty());
  TableSource t = table(HitPolicy::unique, {"c", "yes"}, {"\"car\" | - | 1", "\"van\" | true | 2"});
  EXPECT_THAT(findings(t), ElementsAre("1: no rule covers c \"van\", yes false"));
  t.inputs[0].allowed = Cell{"\"car\", \"van\", \"bus\"", {}};
  EXPECT_THAT(findings(t),
              ElementsAre("1: no rule covers c \"bus\"", "1: no rule covers c \"van\", yes false"));
}

TEST(TableReasoning, ADefaultOrAListOfOutputsLeavesNoGap) {
  TableSource t = table(HitPolicy::unique, {"a"}, {"< 3 | 1"});
  t.outputs[0].otherwise = Cell{"0", {}};
  EXPECT_THAT(findings(t), IsEmpty());
  EXPECT_THAT(findings(table(HitPolicy::collect, {"a"}, {"< 3 | 1"})), IsEmpty());
}

TEST(TableReasoning, OverlapsBreakUnique) {
  EXPECT_THAT(findings(table(HitPolicy::unique, {"a", "b"},
                             {"< 200 | - | 1", "> 100 | >= 1 | 2", "> 100 | < 1 | 3"})),
              ElementsAre("3: rules 1 and 2 both match a 101, b 1: the hit policy is unique",
                          "4: rules 1 and 3 both match a 101, b 0: the hit policy is unique"));
}

TEST(TableReasoning, OverlapsBreakAnyIfTheOutputsDiffer) {
  EXPECT_THAT(findings(table(HitPolicy::any, {"a"}, {"< 200 | 1", "> 100 | 1"})), IsEmpty());
  EXPECT_THAT(findings(table(HitPolicy::any, {"a"}, {"< 200 | 1", "> 100 | 2"})),
              ElementsAre("3: rules 1 and 2 both match a 101 with different outputs: the hit policy is any"));
  EXPECT_THAT(findings(table(HitPolicy::any, {"a"}, {"< 200 | a + 1", "> 100 | 2"})), IsEmpty());
}

TEST(TableReasoning, RulesInForceAtDifferentTimesDoNotOverlap) {
  TableSource t = table(HitPolicy::unique, {"a"}, {"- | 1", "- | 2"});
  t.rules[0].valid_to = parse_date("2026-03-31");
  t.rules[1].valid_from = parse_date("2026-04-01");
  EXPECT_THAT(findings(t), IsEmpty());
  t.rules[1].valid_from = parse_date("2026-03-31");
  EXPECT_THAT(findings(t),
              ElementsAre("3: rules 1 and 2 both match the date 2026-03-31: the hit policy is unique"));
}

TEST(TableReasoning, ARuleBelowItsBettersNeverDecides) {
  EXPECT_THAT(findings(table(HitPolicy::first, {"a"}, {"< 10 | 1", "[3..5] | 2", "- | 3"})),
              ElementsAre("3: rule 2 never decides: the rules above it cover all that it matches"));
  // By two together, too.
  EXPECT_THAT(findings(table(HitPolicy::first, {"a"}, {"< 4 | 1", ">= 4 | 2", "[3..5] | 3", "- | 4"})),
              ElementsAre("4: rule 3 never decides: the rules above it cover all that it matches"));
}

TEST(TableReasoning, ALastRuleForWhatIsMissingDecides) {
  // Null passes neither "< 4" nor ">= 4", nor does a text that no cell mentions.
  EXPECT_THAT(findings(table(HitPolicy::first, {"a"}, {"< 4 | 1", ">= 4 | 2", "- | 3"})), IsEmpty());
  EXPECT_THAT(findings(table(HitPolicy::first, {"c"}, {"\"car\" | 1", "\"van\" | 2", "- | 3"})), IsEmpty());
  // Between 3 and 4 there are numbers that the column does not write.
  EXPECT_THAT(findings(table(HitPolicy::first, {"a"}, {"<= 3 | 1", ">= 4 | 2", "[3..4] | 3", "- | 4"})),
              IsEmpty());
}

TEST(TableReasoning, ByPriorityThePreferredOutputsDecide) {
  TableSource t = table(HitPolicy::priority, {"a"}, {"[1..3] | \"low\"", "< 5 | \"high\"", "- | \"low\""});
  t.outputs[0].allowed = Cell{"\"high\", \"low\"", {}};
  EXPECT_THAT(findings(t),
              ElementsAre("2: rule 1 never decides: rules that are preferred cover all that it matches"));
}

TEST(TableReasoning, ExpressionsAreNotGuessedAt) {
  EXPECT_THAT(findings(table(HitPolicy::unique, {"a"}, {"< b | 1", "> 3 | 2"})), IsEmpty());
  EXPECT_THAT(findings(table(HitPolicy::first, {"a"}, {"? > b or ? <= b | 1", "> 3 | 2", "- | 3"})),
              IsEmpty());
  // Inputs that depend on each other are not anything each.
  EXPECT_THAT(findings(table(HitPolicy::unique, {"a", "a / 12"}, {"< 12 | < 1 | 1", ">= 12 | >= 1 | 2"})),
              IsEmpty());
  // What a function answers may not be everything: a count is never negative.
  EXPECT_THAT(findings(table(HitPolicy::unique, {"count(many)"}, {"0 | 1", ">= 1 | 2"})), IsEmpty());
  // A list is tested in a way of its own.
  EXPECT_THAT(findings(table(HitPolicy::unique, {"many"}, {"1 | 1", "2 | 2"})), IsEmpty());
}

TEST(TableReasoning, CellsOfTheWrongKindAreTold) {
  EXPECT_THAT(findings(table(HitPolicy::first, {"a"}, {"\"full\" | 1", "- | 2"})),
              ElementsAre("2: 'a' is a number, '\"full\"' compares it with a text: no number passes it"));
}

TEST(TableReasoning, ARuleThatNothingAllowedPassesIsTold) {
  TableSource t = table(HitPolicy::first, {"a"}, {"> 10 | 1", "- | 2"});
  t.inputs[0].allowed = Cell{"[1..10]", {}};
  EXPECT_THAT(findings(t), ElementsAre("2: rule 1 never matches: nothing that 'a' can be passes '> 10'"));
}

// Against trying all inputs: what is said is so, and on columns of whole numbers all is said.
TEST(TableReasoning, SaysWhatTryingEverythingFinds) {
  const char* const kCells[] = {"-", "< 2",  ">= 2",   "[1..3]",      "(0..2)",
                                "3", "0, 2", "not(1)", "not([1..2])", "4"};
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> rules;
    const size_t count = 2 + random() % 6;
    for (size_t r = 0; r < count; ++r) {
      const auto cell = [&] { return std::string(kCells[random() % std::size(kCells)]); };
      rules.push_back(cell() + " | " + cell() + " | " + std::to_string(r));
    }
    for (const HitPolicy policy : {HitPolicy::unique, HitPolicy::first}) {
      TableSource source = table(policy, {"a", "b"}, rules);
      for (TableInput& input : source.inputs) input.allowed = Cell{"0, 1, 2, 3, 4", {}};
      const auto compiled = Table::compile(source, scope(), nullptr);
      bool hole = false, conflict = false;
      std::set<size_t> decided;
      for (int a = 0; a <= 4; ++a) {
        for (int b = 0; b <= 4; ++b) {
          const Decision decision = compiled->decide({{"a", Value(a)}, {"b", Value(b)}});
          hole |= decision.outcome == Decision::Outcome::no_match;
          conflict |= decision.outcome == Decision::Outcome::conflict;
          if (decision.outcome == Decision::Outcome::decided) decided.insert(decision.fired.front());
        }
      }
      bool says_hole = false, says_overlap = false;
      std::set<size_t> says_dead;
      for (const Diagnostic& one : compiled->findings()) {
        says_hole |= one.code == "no_rule_covers";
        says_overlap |= one.code == "rules_overlap";
        if (one.code == "rule_unreachable" || one.code == "rule_never_matches")
          says_dead.insert(static_cast<size_t>(one.place.line - 1));
      }
      ASSERT_EQ(says_hole, hole) << join(rules, "\n");
      ASSERT_EQ(says_overlap, conflict) << join(rules, "\n");
      if (policy != HitPolicy::first) continue;
      for (size_t r = 1; r <= count; ++r)
        ASSERT_NE(says_dead.count(r), decided.count(r)) << join(rules, "\n");
    }
  }
}

TEST(TableReasoning, AModelsTablesAreReasonedAboutWithItsTypes) {
  constexpr const char* kModel =
      R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">
<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"car", "van", "bus"</text></allowedValues></itemDefinition>
<inputData id="k" name="Kind"><variable name="Kind" typeRef="tKind"/></inputData>
<decision id="d" name="Fee"><variable name="Fee" typeRef="number"/>
<informationRequirement><requiredInput href="#k"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE">
<input><inputExpression typeRef="tKind"><text>Kind</text></inputExpression></input><output/>
<rule><inputEntry><text>"car"</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
<rule><inputEntry><text>"van", "car"</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
</decisionTable></decision></definitions>)";
  std::vector<Diagnostic> problems;
  const auto model = Model::parse(kModel, "fee.dmn", &problems);
  ASSERT_TRUE(model);
  std::vector<std::string> said;
  for (const Diagnostic& one : model->findings())
    said.push_back(std::to_string(one.place.line) + ": " + one.message);
  EXPECT_THAT(said, ElementsAre("9: rules 1 and 2 both match Kind \"car\": the hit policy is unique",
                                "6: no rule covers Kind \"bus\""));
}

TEST(TableReasoning, LargeTablesAreReasonedAboutToo) {
  std::mt19937 random(3);
  std::vector<std::string> rules;
  for (int r = 0; r < 1000; ++r) {
    std::string rule;
    for (int i = 0; i < 2; ++i) {
      const int low = static_cast<int>(random() % 60);
      rule += "[" + std::to_string(low) + ".." + std::to_string(low + 40) + "] | ";
    }
    rules.push_back(rule + std::to_string(r));
  }
  const auto said = findings(table(HitPolicy::first, {"a", "b"}, rules));
  EXPECT_FALSE(said.empty());
}

}  // namespace
}  // namespace mailroom::dmn

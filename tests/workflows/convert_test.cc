// Decisions from YAML to `.dmn` and back: the same decisions all the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/json.h"
#include "base/text.h"
#include "workflows/dmn/model.h"
#include "workflows/table_source.h"

namespace mailroom::workflows {
namespace {

using ::testing::HasSubstr;

std::vector<dmn::DecisionSource> from_yaml(const std::string& text) {
  std::vector<Diagnostic> problems;
  const auto root = yaml::parse(text, "rules.yaml", problems);
  auto decisions = decision_sources(*root, problems);
  EXPECT_TRUE(problems.empty()) << problems.front().message;
  return decisions;
}

std::string as_dmn(const std::vector<dmn::DecisionSource>& decisions) {
  std::vector<Diagnostic> problems;
  std::string xml = dmn::write_dmn("rules", decisions, problems);
  EXPECT_TRUE(problems.empty()) << problems.front().message;
  return xml;
}

// There and back: the second file must be the first.
std::string as_dmn_again(const std::string& xml) {
  std::vector<Diagnostic> problems;
  const auto decisions = dmn::read_dmn(xml, "rules.dmn", problems);
  EXPECT_TRUE(problems.empty()) << problems.front().message;
  return as_dmn(from_yaml(decisions_as_yaml(decisions)));
}

dmn::Model model_of(const std::string& xml) {
  std::vector<Diagnostic> problems;
  auto model = dmn::Model::parse(xml, "rules.dmn", &problems);
  EXPECT_TRUE(problems.empty()) << problems.front().message;
  return *model;
}

constexpr const char* kBands = R"yaml(decisions:
  - id: award
    value: 'if band.band = "none" then 0 else band.weekly * 52'
  - id: band
    hit_policy: first
    inputs: [weekly_income, {expression: claim.household_size, label: people, allowed: ">= 1"}]
    outputs: [band, {name: weekly, otherwise: "0"}]
    rules:
      - {when: ["< 120", "-"], then: ['"full"', "claim.weekly_tax"], reference: reg 4(2), note: "as 'before'", valid_from: 2026-04-01}
      - {when: ["< 100", "-"], then: ['"full"', "claim.weekly_tax"], valid_to: 2026-03-31}
      - {when: ["[120..240)", ">= 2"], then: ['"half"', "claim.weekly_tax / 2"], id: half, reason: because}
)yaml";

TEST(Convert, DecisionsThatNeedEachOtherKeepTheirMeaning) {
  const std::string xml = as_dmn(from_yaml(kBands));
  const dmn::Model model = model_of(xml);
  const auto award = [&](int income, const char* date) {
    const Context facts{{"weekly_income", Value(income)},
                        {"claim", Context{{"household_size", Value(2)}, {"weekly_tax", Value(30)}}},
                        {"effective", *parse_date(date)}};
    return to_json(model.decide("award", facts)->value);
  };
  EXPECT_EQ(award(110, "2026-05-01"), "1560");
  EXPECT_EQ(award(110, "2026-03-31"), "0");
  EXPECT_EQ(award(90, "2026-03-31"), "1560");
  EXPECT_EQ(award(130, "2026-03-31"), "780");
  ASSERT_EQ(as_dmn_again(xml), xml);
}

TEST(Convert, AModellerFindsADiagramAndWhatARuleIsFounded) {
  const std::string xml = as_dmn(from_yaml(kBands));
  EXPECT_THAT(xml, HasSubstr("<dmndi:DMNShape id=\"band_shape\" dmnElementRef=\"band\">"));
  EXPECT_THAT(xml,
              HasSubstr("<dmndi:DMNEdge id=\"award_needs_band_edge\" dmnElementRef=\"award_needs_band\">"));
  EXPECT_THAT(xml, HasSubstr("<annotation name=\"reference\" />"));
  EXPECT_THAT(xml, HasSubstr("<text>as 'before'</text>"));
}

TEST(Convert, RandomTablesDecideAsBefore) {
  const char* const kCells[] = {"-", "< 3", "[1..4)", "not(2, 3)", "1, 4", "? > y", "\"a'b\"", "> 1 + 1"};
  const auto& policies = dmn::hit_policy_names();
  std::mt19937 random(8);
  for (int round = 0; round < 100; ++round) {
    dmn::DecisionSource decision{"d", {}, dmn::TableSource{}, {}};
    dmn::TableSource& table = *decision.table;
    table.name = "d";
    table.hit_policy = *dmn::parse_hit_policy(policies[random() % policies.size()]);
    for (const char* name : {"x", "y"}) table.inputs.push_back({{name, {}}, {}, {}});
    table.outputs.resize(1);
    table.outputs[0].name = "d";
    table.outputs[0].allowed = dmn::Cell{"1, 2, 3, 4, 5", {}};
    if (random() % 2) table.outputs[0].otherwise = dmn::Cell{"0", {}};
    for (int r = 0; r < 5; ++r) {
      const auto cell = [&] { return dmn::Cell{kCells[random() % std::size(kCells)], {}}; };
      table.rules.push_back(
          {{cell(), cell()}, {{std::to_string(1 + random() % 5), {}}}, {}, {}, {}, {}, {}, {}, {}});
    }
    feel::Scope scope;
    for (const char* name : {"x", "y"}) scope.add(name);
    const auto before = dmn::Table::compile(table, scope, nullptr);
    ASSERT_TRUE(before);
    const std::string xml = as_dmn({decision});
    ASSERT_EQ(as_dmn_again(xml), xml);
    const dmn::Model after = model_of(xml);
    for (const Value& x : {Value(), Value(1), Value(2), Value(3), Value(5), Value("a'b")}) {
      for (const Value& y : {Value(), Value(1), Value(4), Value("a'b")}) {
        const Context facts{{"x", x}, {"y", y}};
        ASSERT_TRUE(after.decide("d", facts)->value == before->decide(facts).value) << xml;
      }
    }
  }
}

TEST(Convert, WhatYamlHasNoWordsForIsSaidWithItsPlace) {
  std::vector<Diagnostic> problems;
  dmn::read_dmn(
      R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<decision id="d" name="d"><context/></decision>
<businessKnowledgeModel id="k" name="Rate"/></definitions>)",
      "m.dmn", problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].message, "a knowledge model 'Rate' cannot be written in YAML");
  EXPECT_EQ(problems[0].place.line, 3);
  EXPECT_EQ(problems[1].message,
            "the decision 'd' is neither a table nor an expression: it cannot be written in YAML");
}

TEST(Convert, AFunctionThatDmnDoesNotHaveIsSaid) {
  std::vector<Diagnostic> problems;
  dmn::write_dmn("m", from_yaml("decisions:\n  - id: d\n    value: is nino(claim.nino)\n"), problems);
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].place.line, 3);
}

}  // namespace
}  // namespace mailroom::workflows

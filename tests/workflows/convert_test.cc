// Decisions from YAML to `.dmn` and back: the same decisions all the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/json.h"
#include "base/text.h"
#include "workflows/dmn/model.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/model_file.h"

namespace mailroom::workflows {
namespace {

using ::testing::HasSubstr;

dmn::ModelSource from_yaml(const std::string& text) {
  std::vector<Diagnostic> problems;
  const auto root = yaml::parse(text, "rules.yaml", problems);
  auto model = read_model(*root, problems);
  EXPECT_TRUE(problems.empty()) << problems.front().message << "\n" << text;
  return model;
}

std::string as_dmn(const dmn::ModelSource& model) {
  std::vector<Diagnostic> problems;
  std::string xml = dmn::write_dmn("rules", model, {}, problems);
  EXPECT_TRUE(problems.empty()) << problems.front().message;
  return xml;
}

std::string as_yaml(const std::string& xml) {
  std::vector<Diagnostic> problems;
  const auto model = dmn::read_dmn(xml, "rules.dmn", {}, problems);
  EXPECT_TRUE(problems.empty()) << problems.front().message;
  return model_as_yaml(model);
}

// There and back: the second file must be the first.
std::string as_dmn_again(const std::string& xml) {
  return as_dmn(from_yaml(as_yaml(xml)));
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

TEST(Convert, AllowedValuesThatSayNothingAreNone) {
  const std::string yaml = as_yaml(R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m"
 name="m" namespace="urn:m"><inputData id="a" name="a"><variable name="a" typeRef="number"/></inputData>
<decision id="d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#a"/></informationRequirement>
<decisionTable><input><inputExpression typeRef="number"><text>a</text></inputExpression><inputValues/></input>
<output><outputValues><text> </text></outputValues><defaultOutputEntry/></output>
<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable></decision>
</definitions>)");
  EXPECT_EQ(yaml.find("allowed"), std::string::npos) << yaml;
  EXPECT_EQ(yaml.find("otherwise"), std::string::npos) << yaml;
  from_yaml(yaml);
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
    dmn::ElementSource decision;
    decision.logic.kind = dmn::Logic::Kind::table;
    decision.logic.name = "d";
    dmn::TableSource& table = decision.logic.table.emplace();
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
    dmn::ModelSource source;
    source.decisions.push_back(decision);
    const std::string xml = as_dmn(source);
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

TEST(Convert, WhatCannotBeCarriedIsSaidWithItsPlace) {
  std::vector<Diagnostic> problems;
  dmn::read_dmn(
      R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<import name="p" namespace="urn:p" importType="http://www.dmg.org/PMML-4_1"/>
<decision id="d" name="d"><informationRequirement><requiredInput href="#gone"/></informationRequirement>
<literalExpression expressionLanguage="urn:groovy"><text>1</text></literalExpression></decision>
<textAnnotation id="t"><text>mind the gap</text></textAnnotation><group id="g"/><group id="h"/></definitions>)",
      "m.dmn", {}, problems);
  std::vector<std::string> said;
  for (const Diagnostic& one : problems)
    said.push_back(std::to_string(one.place.line) + (one.severity == Severity::error ? " " : " warning ") +
                   one.message);
  EXPECT_THAT(said,
              ::testing::ElementsAre("2 an import of 'http://www.dmg.org/PMML-4_1' cannot be converted",
                                     "4 the expression language 'urn:groovy' cannot be converted",
                                     "3 '#gone' refers to nothing",
                                     "5 warning 'group', 2 times, is left out: nothing is decided by it",
                                     "5 warning 'textAnnotation' is left out: nothing is decided by it"));
}

// Everything that nests, as an author writes it.
constexpr const char* kEverything = R"yaml(model: 'Loan desk'
namespace: 'urn:loans'
description: 'what we lend'
types:
  - name: 'tApplicant'
    members:
      - name: 'age'
        type: 'number'
        allowed: '[0..130]'
      - name: 'incomes'
        type: 'number'
        list: true
  - name: 'tRate'
    parameters: [{name: 'years', type: 'number'}]
    result: 'number'
inputs:
  - {name: 'applicant', type: 'tApplicant', description: 'who asks'}
  - 'years asked for'
knowledge:
  - id: 'rate'
    description: 'in percent'
    parameters: [{name: 'years', type: 'number'}, 'kind']
    result: 'number'
    hit_policy: first
    inputs:
      - 'years'
      - expression: 'kind'
        type: 'string'
    outputs:
      - name: 'rate'
        label: 'Rate'
        otherwise: '9'
    rules:
      - when: ['< 5', '"car"']
        then: ['4']
        reference: 'sec 12'
decisions:
  - id: 'income'
    title: 'Income a year'
    question: 'how much comes in?'
    reference: 'sec 7(1)'
    type: 'number'
    value: 'sum(applicant.incomes)'
  - id: 'offer'
    reference: ['sec 7(2)', 'sec 12']
    context:
      - name: 'percent'
        invoke: 'rate'
        with:
          - name: 'years'
            value: 'years asked for'
          - name: 'kind'
            value: '"car"'
      - name: 'steps'
        columns: ['from', {name: 'share', type: 'number'}]
        rows:
          - ['0', '0.1']
          - - '1000'
            - if: 'percent > 4'
              then: '0.2'
              else: '0.3'
      - name: 'double'
        function:
          parameters: ['x']
          value: 'x * 2'
      - name: 'fitting'
        in: 'steps'
        match: 'from <= income'
      - name: 'shares'
        for: 'step'
        in: 'fitting'
        return: 'double(step.share)'
      - name: 'any'
        some: 's'
        in: 'shares'
        satisfies: 's > 0.5'
      - value: |-
          if any then max(shares)
          else min(shares)
  - id: 'both'
    as: 'Any'
    list:
      - 'income'
      - list:
          - 'offer'
services:
  - id: 'desk'
    outputs: ['both']
    encapsulated: ['income', 'offer']
    inputs: ['applicant', 'years asked for']
)yaml";

TEST(Convert, EverythingThatDmnBoxesComesBackAsItWasWritten) {
  const std::string xml = as_dmn(from_yaml(kEverything));
  EXPECT_EQ(as_yaml(xml), kEverything);
  const dmn::Model model = model_of(xml);
  const Context facts{{"applicant", Context{{"age", Value(30)}, {"incomes", List{Value(600), Value(700)}}}},
                      {"years asked for", Value(3)}};
  EXPECT_EQ(to_json(model.decide("both", facts)->value), "[1300, [0.6]]");
  EXPECT_EQ(to_json(model.serve("desk", facts)->value), "[1300, [0.6]]");
}

TEST(Convert, TheDiagramHoldsEveryKindOfElement) {
  const std::string xml = as_dmn(from_yaml(kEverything));
  for (const char* const element : {"rate", "income", "offer", "desk", "applicant", "sec_7_1_"})
    EXPECT_THAT(xml, HasSubstr("dmnElementRef=\"" + std::string(element) + "\"")) << element;
  EXPECT_THAT(xml, HasSubstr("dmnElementRef=\"offer_needs_rate\""));
  EXPECT_THAT(xml, HasSubstr("dmnElementRef=\"income_needs_sec_7_1_\""));
}

TEST(Convert, WhatIsWrittenTwiceOrUnknownInsideABoxIsSaidAtItsPlace) {
  std::vector<Diagnostic> problems;
  const auto root = yaml::parse(
      "decisions:\n  - id: d\n    context:\n      - {name: a, valeu: '1'}\n      - {value: '1', list: "
      "['2']}\n",
      "m.yaml", problems);
  read_model(*root, problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].message, "unknown key 'valeu'");
  EXPECT_EQ(problems[0].place.line, 4);
  EXPECT_EQ(problems[1].message, "'value' and 'list': one of them decides");
  EXPECT_EQ(problems[1].place.line, 5);
}

TEST(Convert, TwoElementsOfOneNameAreSaid) {
  std::vector<Diagnostic> problems;
  dmn::write_dmn("m", from_yaml("inputs: [d]\ndecisions:\n  - id: d\n    value: '1'\n"), {}, problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].message, "two elements are called 'd'");
  EXPECT_EQ(problems[0].place.line, 1);
}

TEST(Convert, AFunctionThatDmnDoesNotHaveIsSaid) {
  std::vector<Diagnostic> problems;
  dmn::write_dmn("m", from_yaml("decisions:\n  - id: d\n    value: is nino(claim.nino)\n"), {}, problems);
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].place.line, 3);
}

}  // namespace
}  // namespace mailroom::workflows

// What is told of wrong decision models: tests/data/model_diagnostics.golden.
#include <gtest/gtest.h>

#include "tests/mistakes.h"
#include "workflows/dmn/model.h"

namespace mailroom::dmn {
namespace {

constexpr std::string_view kModel = R"(<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:award" name="award" id="award">
  <itemDefinition name="tClaim">
    <itemComponent name="income"><typeRef>number</typeRef></itemComponent>
    <itemComponent name="status"><typeRef>string</typeRef></itemComponent>
  </itemDefinition>
  <inputData name="claim" id="i1"><variable name="claim" typeRef="tClaim"/></inputData>
  <decision name="weekly income" id="d1">
    <variable name="weekly income" typeRef="number"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <literalExpression><text>claim.income * 12 / 52</text></literalExpression>
  </decision>
  <decision name="band" id="d2">
    <variable name="band" typeRef="string"/>
    <informationRequirement><requiredDecision href="#d1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="number"><text>weekly income</text></inputExpression></input>
      <output name="band" typeRef="string"/>
      <rule><inputEntry><text>&lt; 120</text></inputEntry><outputEntry><text>"full"</text></outputEntry></rule>
      <rule><inputEntry><text>[120..240)</text></inputEntry><outputEntry><text>"half"</text></outputEntry></rule>
      <rule><inputEntry><text>&gt;= 240</text></inputEntry><outputEntry><text>"none"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
)";

constexpr Mistake kMistakes[] = {
    {"a tag that is not closed", "</itemDefinition>", ""},
    {"another XML", "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"", "<html"},
    {"an entity that is none", "&lt; 120", "< 120"},
    {"an expression that is cut off", "claim.income * 12 / 52", "claim.income * 12 /"},
    {"a name misspelt", "claim.income * 12", "clam.income * 12"},
    {"a part misspelt", "claim.income * 12", "claim.icome * 12"},
    {"a function of another language", "claim.income * 12 / 52", "ROUND(claim.income)"},
    {"a type misspelt", "typeRef=\"tClaim\"", "typeRef=\"tClam\""},
    {"a decision of another type", "<variable name=\"weekly income\" typeRef=\"number\"/>",
     "<variable name=\"weekly income\" typeRef=\"date\"/>"},
    {"a reference to nothing", "href=\"#d1\"", "href=\"#d3\""},
    {"decisions that need each other", "<variable name=\"weekly income\" typeRef=\"number\"/>",
     "<variable name=\"weekly income\" typeRef=\"number\"/>\n    <informationRequirement><requiredDecision "
     "href=\"#d2\"/></informationRequirement>"},
    {"a decision that needs itself", "<variable name=\"weekly income\" typeRef=\"number\"/>",
     "<variable name=\"weekly income\" typeRef=\"number\"/>\n    <informationRequirement><requiredDecision "
     "href=\"#d1\"/></informationRequirement>"},
    {"a test that is none", "[120..240)", "[120..240"},
    {"a test of another type", "[120..240)", "\"half\""},
    {"a text without its quotes", "\"half\"", "half"},
    {"a rule with a cell too few", "<inputEntry><text>[120..240)</text></inputEntry>", ""},
    {"rules that overlap", "[120..240)", "[100..240)"},
    {"a gap between rules", "[120..240)", "[120..200)"},
    {"a rule that never matches", "[120..240)", "[240..120)"},
    {"a rule that no number passes", "[120..240)", "(120..120)"},
    {"a rule that never decides",
     "<decisionTable hitPolicy=\"UNIQUE\">\n      <input><inputExpression typeRef=\"number\"><text>weekly "
     "income</text></inputExpression></input>\n      <output name=\"band\" typeRef=\"string\"/>\n",
     "<decisionTable hitPolicy=\"FIRST\">\n      <input><inputExpression typeRef=\"number\"><text>weekly "
     "income</text></inputExpression></input>\n      <output name=\"band\" typeRef=\"string\"/>\n      "
     "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>\"none\"</text></outputEntry></"
     "rule>\n"},
    {"a hit policy that is none", "hitPolicy=\"UNIQUE\"", "hitPolicy=\"UNIQE\""},
    {"an output without its name", "<output name=\"band\" typeRef=\"string\"/>",
     "<output typeRef=\"string\"/><output name=\"b\"/>"},
    {"an expression in another language", "<literalExpression>",
     "<literalExpression expressionLanguage=\"http://www.ecma-international.org/ecma-262/\">"},
    {"an expression that is empty",
     "<literalExpression><text>claim.income * 12 / 52</text></literalExpression>", "<literalExpression/>"},
    {"a model that is not beside it", "  <itemDefinition",
     "  <import name=\"other\" namespace=\"urn:other\" "
     "importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>\n  <itemDefinition"},
};

TEST(ModelMistakes, EveryMistakeIsExplainedAtItsPlace) {
  expect_golden("model_diagnostics", explained(kModel, kMistakes, [](const std::string& text) {
                  std::vector<Diagnostic> problems;
                  if (const auto model = Model::load({{"award.dmn", text}}, "award.dmn", &problems))
                    for (Diagnostic& finding : model->findings()) problems.push_back(std::move(finding));
                  std::string said;
                  for (const Diagnostic& problem : problems) said += to_text(problem, text);
                  return said;
                }));
}

}  // namespace
}  // namespace mailroom::dmn

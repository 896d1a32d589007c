#include "workflows/dmn/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "workflows/feel/text_of.h"

namespace mailroom::dmn {
namespace {

using feel::literal_text;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A model of these elements; the prefix is one a modeller might use.
std::string model(const std::string& elements,
                  const std::string& version = "https://www.omg.org/spec/DMN/20230324/MODEL/") {
  return "<?xml version=\"1.0\"?>\n<d:definitions xmlns:d=\"" + version +
         "\" namespace=\"urn:test\" name=\"test\">\n" + elements + "\n</d:definitions>\n";
}

const char* const kAward = R"(
<d:itemDefinition name="tClaim"><d:itemComponent name="net pay"><d:typeRef>number</d:typeRef></d:itemComponent></d:itemDefinition>
<d:inputData name="claim" id="i1"><d:variable name="claim" typeRef="tClaim"/></d:inputData>
<d:decision name="weekly income" id="d1"><d:variable name="weekly income" typeRef="number"/>
  <d:informationRequirement><d:requiredInput href="#i1"/></d:informationRequirement>
  <d:literalExpression><d:text>claim.net pay * 12 / 52</d:text></d:literalExpression></d:decision>
<d:decision name="band" id="d2"><d:variable name="band" typeRef="string"/>
  <d:informationRequirement><d:requiredDecision href="#d1"/></d:informationRequirement>
  <d:decisionTable hitPolicy="UNIQUE">
    <d:input><d:inputExpression typeRef="number"><d:text>weekly income</d:text></d:inputExpression></d:input>
    <d:output name="band"/>
    <d:rule><d:inputEntry><d:text>&lt; 120</d:text></d:inputEntry><d:outputEntry><d:text>"full"</d:text></d:outputEntry></d:rule>
    <d:rule><d:inputEntry><d:text>&gt;= 120</d:text></d:inputEntry><d:outputEntry><d:text>"half"</d:text></d:outputEntry></d:rule>
  </d:decisionTable></d:decision>)";

Value decide(const std::string& xml, const std::string& decision, const Context& inputs = {}) {
  const auto m = Model::parse(xml, "test.dmn", nullptr);
  if (!m) return "no model";
  const auto answer = m->decide(decision, inputs);
  return answer ? answer->value : Value("no decision");
}

TEST(DmnModel, DecidesThroughWhatADecisionRequires) {
  const Context claim{{"claim", Context{{"net pay", Decimal::parse("472.50").value()}}}};
  EXPECT_EQ(literal_text(decide(model(kAward), "band", claim)), "\"full\"");
  const auto m = Model::parse(model(kAward), "test.dmn", nullptr);
  ASSERT_TRUE(m);
  EXPECT_THAT(m->decisions(), ElementsAre("weekly income", "band"));
  const auto answer = m->decide("band", claim, true);
  ASSERT_EQ(answer->traces.size(), 1u);
  EXPECT_TRUE(answer->traces[0].rules[0].matched);
}

TEST(DmnModel, ReadsEveryVersionsNamespace) {
  for (const char* version :
       {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/"}) {
    const Context claim{{"claim", Context{{"net pay", Value(5200)}}}};
    EXPECT_EQ(literal_text(decide(model(kAward, version), "band", claim)), "\"half\"") << version;
  }
}

TEST(DmnModel, ValuesOfTheWrongTypeAreNullWithANotice) {
  const auto m = Model::parse(model(kAward), "test.dmn", nullptr);
  const auto answer = m->decide("weekly income", Context{{"claim", Value("x")}});
  EXPECT_TRUE(answer->value.is_null());
  EXPECT_THAT(answer->notices.at(0).message, HasSubstr("'claim' expected tClaim"));
}

TEST(DmnModel, KnowledgeModelsMayCallThemselvesAndEndlessOnesAreGivenUp) {
  const std::string factorial = model(R"(
<d:businessKnowledgeModel name="fact" id="b1"><d:variable name="fact"/>
  <d:encapsulatedLogic><d:formalParameter name="n" typeRef="number"/>
    <d:literalExpression><d:text>if n &lt;= 1 then 1 else n * fact(n - 1)</d:text></d:literalExpression></d:encapsulatedLogic>
  <d:knowledgeRequirement><d:requiredKnowledge href="#b1"/></d:knowledgeRequirement></d:businessKnowledgeModel>
<d:businessKnowledgeModel name="ping" id="b2"><d:encapsulatedLogic>
    <d:literalExpression><d:text>pong()</d:text></d:literalExpression></d:encapsulatedLogic>
  <d:knowledgeRequirement><d:requiredKnowledge href="#b3"/></d:knowledgeRequirement></d:businessKnowledgeModel>
<d:businessKnowledgeModel name="pong" id="b3"><d:encapsulatedLogic>
    <d:literalExpression><d:text>ping()</d:text></d:literalExpression></d:encapsulatedLogic>
  <d:knowledgeRequirement><d:requiredKnowledge href="#b2"/></d:knowledgeRequirement></d:businessKnowledgeModel>
<d:decision name="ten" id="d1"><d:knowledgeRequirement><d:requiredKnowledge href="#b1"/></d:knowledgeRequirement>
  <d:literalExpression><d:text>fact(10)</d:text></d:literalExpression></d:decision>
<d:decision name="never" id="d2"><d:knowledgeRequirement><d:requiredKnowledge href="#b2"/></d:knowledgeRequirement>
  <d:literalExpression><d:text>ping()</d:text></d:literalExpression></d:decision>)");
  EXPECT_EQ(literal_text(decide(factorial, "ten")), "3628800");
  EXPECT_TRUE(decide(factorial, "never").is_null());
}

TEST(DmnModel, DecisionsThatRequireEachOtherAreNull) {
  const std::string circle = model(R"(
<d:decision name="a" id="a"><d:informationRequirement><d:requiredDecision href="#b"/></d:informationRequirement>
  <d:literalExpression><d:text>b</d:text></d:literalExpression></d:decision>
<d:decision name="b" id="b"><d:informationRequirement><d:requiredDecision href="#a"/></d:informationRequirement>
  <d:literalExpression><d:text>a</d:text></d:literalExpression></d:decision>)");
  EXPECT_TRUE(decide(circle, "a").is_null());
}

TEST(DmnModel, AProblemIsADiagnosticInTheFileAndTheRestStillWorks) {
  const std::string xml = model(
      "<d:decision name=\"bad\" id=\"a\"><d:literalExpression><d:text>1 "
      "+</d:text></d:literalExpression></d:decision>\n"
      "<d:decision name=\"good\" "
      "id=\"b\"><d:literalExpression><d:text>2</d:text></d:literalExpression></d:decision>");
  std::vector<Diagnostic> diagnostics;
  const auto m = Model::parse(xml, "rules/test.dmn", &diagnostics);
  ASSERT_TRUE(m);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].place.file, "rules/test.dmn");
  EXPECT_EQ(diagnostics[0].place.line, 3);
  EXPECT_EQ(literal_text(m->decide("good", Context{})->value), "2");
  EXPECT_TRUE(m->decide("bad", Context{})->value.is_null());
}

TEST(DmnModel, AProblemBehindAnEntityIsPointedAtWhereItStandsInTheFile) {
  const std::string text = "if 1 &lt; 2 and \"&#xe4;\" = \"a\" then nothing here else 2";
  const std::string xml = model("<d:decision name=\"bad\" id=\"a\"><d:literalExpression>\n<d:text>" + text +
                                "</d:text></d:literalExpression></d:decision>");
  std::vector<Diagnostic> diagnostics;
  ASSERT_TRUE(Model::parse(xml, "rules/test.dmn", &diagnostics));
  ASSERT_FALSE(diagnostics.empty());
  const Place& place = diagnostics[0].place;
  const std::string_view line = split(xml, '\n').at(static_cast<size_t>(place.line) - 1);
  EXPECT_EQ(line.substr(static_cast<size_t>(place.column) - 1, 7), "nothing");
}

TEST(DmnModel, EntitiesAreNotExpandedAndRubbishIsADiagnostic) {
  std::vector<Diagnostic> diagnostics;
  const std::string bomb =
      "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"1111111111\"><!ENTITY b \"&a;&a;&a;\">"
      "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
      "<definitions namespace=\"x\" name=\"x\"><decision name=\"d\" "
      "id=\"d\"><literalExpression><text>\"&b;&f;\"</text>"
      "</literalExpression></decision></definitions>";
  const auto m = Model::parse(bomb, "bomb.dmn", &diagnostics);
  if (m) {
    EXPECT_EQ(literal_text(m->decide("d", Context{})->value), "\"&b;&f;\"");
  }
  EXPECT_FALSE(Model::parse("not xml", "x.dmn", &diagnostics));
  std::string deep = "<definitions>";
  for (int i = 0; i < 10'000; ++i) deep += "<context>";
  EXPECT_FALSE(Model::parse(deep, "deep.dmn", &diagnostics));
}

}  // namespace
}  // namespace mailroom::dmn

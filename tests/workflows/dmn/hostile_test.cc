// Models and expressions made to hurt: each is an error within limits, none takes the program with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/workflows/dmn/hostile_models.h"
#include "workflows/dmn/model.h"
#include "workflows/feel/text_of.h"

namespace mailroom::dmn {
namespace {

using ::testing::HasSubstr;

// What is wrong with it first, and what its decision `d` answers.
struct Outcome {
  std::string problem, answer;
};
Outcome load(std::string xml) {
  std::vector<Diagnostic> problems;
  const auto model = Model::parse(std::move(xml), "hostile.dmn", &problems);
  Outcome outcome;
  if (!problems.empty()) outcome.problem = problems.front().message;
  if (model && model->decide("d", Context{}))
    outcome.answer = feel::literal_text(model->decide("d", Context{})->value);
  return outcome;
}

TEST(HostileModel, TenThousandLevelsOfParenthesesListsAndContextsAreRefused) {
  for (const auto& [open, close] : {std::pair("(", ")"),
                                    {"[", "]"},
                                    {"{a: ", "}"},
                                    {"-", ""},
                                    {"abs(", ")"},
                                    {"if true then ", " else 1"},
                                    {"function(x) ", ""},
                                    {"for x in ", " return 1"}}) {
    const Outcome outcome = load(model_of(literal(repeated(open, 10'000) + "1" + repeated(close, 10'000))));
    EXPECT_THAT(outcome.problem, HasSubstr("nested at most 250 deep")) << open;
    EXPECT_EQ(outcome.answer, "null");
  }
}

TEST(HostileModel, TenMegabytesOfExpressionAreRefused) {
  const Outcome outcome = load(model_of(literal("1" + repeated(" + 1", 2'500'000))));
  EXPECT_NE(outcome.problem, "");
  EXPECT_EQ(outcome.answer, "null");
}

TEST(HostileModel, ElementsNestedTenThousandAndAMillionDeepAreRefused) {
  for (const size_t levels : {10'000u, 1'000'000u}) {
    EXPECT_EQ(load(model_of(repeated("<context>", levels) + repeated("</context>", levels))).problem,
              "elements are nested more than 500 deep");
  }
}

TEST(HostileModel, EntitiesAreNotExpanded) {
  std::string bomb = "<!DOCTYPE d [<!ENTITY e0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "&e" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY e" + std::to_string(i) + " \"" + repeated(last, 10) + "\">";
  }
  bomb += "<!ENTITY file SYSTEM \"file:///etc/hostname\">]>";
  EXPECT_EQ(load(bomb + model_of(literal("\"&e29;&file;\""))).answer, "\"&e29;&file;\"");
}

TEST(HostileModel, ABoxedExpressionWithoutOneOfItsPartsIsAnError) {
  const std::string list = literal("[1, 2]");
  EXPECT_EQ(load(model_of("<filter><in>" + list + "</in><match>item</match></filter>")).problem,
            "expected an expression in 'match' of 'filter', got none");
  EXPECT_EQ(
      load(model_of("<conditional><then>" + list + "</then><else>" + list + "</else></conditional>")).problem,
      "expected an expression in 'if' of 'conditional', got none");
}

TEST(HostileModel, DecisionsThatRequireEachOtherEnd) {
  const Outcome outcome = load(R"(<definitions id="m" name="m" namespace="urn:m">
<decision id="d" name="d"><informationRequirement><requiredDecision href="#e"/></informationRequirement>
<literalExpression><text>e</text></literalExpression></decision>
<decision id="e" name="e"><informationRequirement><requiredDecision href="#d"/></informationRequirement>
<literalExpression><text>d</text></literalExpression></decision></definitions>)");
  EXPECT_EQ(outcome.answer, "null");
}

TEST(HostileModel, ATextThatDoublesEndsAtTheLimit) {
  const Outcome outcome = load(model_of(literal(
      R"({grow: function(s, n) if n = 0 then s else grow(s + s, n - 1), all: grow("0123456789", 60)}.all)")));
  EXPECT_EQ(outcome.answer, "null");
}

TEST(HostileModel, AProblemBehindAnEntityAndBareCarriageReturnsIsPlaced) {
  for (const size_t behind : {17u, 18u}) {
    const Outcome outcome = load(model_of(
        literal("1" + repeated("\r", 66) + "&lt;" + repeated("\r", 41) + "?" + repeated("\r", behind))));
    EXPECT_NE(outcome.problem, "");
    EXPECT_EQ(outcome.answer, "null");
  }
}

TEST(HostileModel, ControlCharactersAndBrokenUtf8AreNoXml) {
  for (const char* name : {"a\x11", "a\xff", "a&#1;"}) {
    std::vector<Diagnostic> problems;
    EXPECT_FALSE(
        Model::parse("<definitions name=\"m\">\n<decision name=\"" + std::string(name) + "\"/></definitions>",
                     "x.dmn", &problems));
    ASSERT_EQ(problems.size(), 1u) << name;
    EXPECT_EQ(problems[0].code, "xml_invalid");
    EXPECT_EQ(problems[0].place.line, 2);
  }
  EXPECT_TRUE(Model::parse("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><definitions name=\"Geb\xfchr\"/>",
                           "x.dmn", nullptr));
}

TEST(HostileModel, BytesThatAreNoXmlAreRefusedWithTheirPlace) {
  std::vector<Diagnostic> problems;
  EXPECT_FALSE(Model::parse("<definitions>\n<a\xff\x00<<", "x.dmn", &problems));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].code, "xml_invalid");
  EXPECT_EQ(problems[0].place.line, 2);
}

}  // namespace
}  // namespace mailroom::dmn

#include "workflows/identifier_functions.h"

#include <gtest/gtest.h>

#include "base/identifier.h"
#include "base/text.h"
#include "workflows/feel/expression.h"

namespace mailroom::workflows {
namespace {

Value evaluated(const std::string& text) {
  const feel::Scope scope(workflow_functions());
  std::vector<feel::Problem> problems;
  const auto expression = feel::Expression::parse(text, scope, &problems);
  EXPECT_TRUE(expression) << text << ": " << (problems.empty() ? "" : problems.front().message);
  return expression ? expression->evaluate(Context{}).value : Value();
}

TEST(IdentifierFunctions, ThereIsOneForEachFormat) {
  for (const IdentifierFormat& format : identifier_formats()) {
    const std::string function = "is " + replace_all(std::string(format.name), "-", " ");
    EXPECT_EQ(evaluated(function + "(\"" + std::string(format.example) + "\")"), Value(true)) << function;
    EXPECT_EQ(evaluated(function + "(\"?\")"), Value(false)) << function;
    EXPECT_EQ(evaluated(function + "(null)"), Value(false)) << function;
  }
}

}  // namespace
}  // namespace mailroom::workflows

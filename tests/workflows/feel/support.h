// Short forms for tests of expressions.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/json.h"
#include "workflows/feel/expression.h"
#include "workflows/feel/text_of.h"

namespace mailroom::feel {

// The value of an expression as FEEL writes it, "problem: …" if it cannot be parsed.
inline std::string feel(std::string_view text, const Context& context = {}) {
  std::vector<Problem> problems;
  const auto expression = Expression::parse(text, Scope::of(context), &problems);
  if (!expression)
    return "problem: " + (problems.empty() ? std::string("none told") : problems.front().message);
  return literal_text(expression->evaluate(context).value);
}

// The first notice of an evaluation.
inline std::string notice(std::string_view text, const Context& context = {}) {
  const auto expression = Expression::parse(text, Scope::of(context));
  if (!expression) return "cannot be parsed";
  const Result result = expression->evaluate(context);
  return result.notices.empty() ? "" : result.notices.front().message;
}

// What unary tests say of an input.
inline std::string passes(std::string_view tests, const Value& input, const Context& context = {}) {
  std::vector<Problem> problems;
  const auto expression = Expression::parse_unary_tests(tests, Scope::of(context), &problems);
  if (!expression)
    return "problem: " + (problems.empty() ? std::string("none told") : problems.front().message);
  return literal_text(expression->test(input, context).value);
}

}  // namespace mailroom::feel

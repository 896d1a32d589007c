// FEEL from a stranger: any bytes are parsed as an expression and as unary tests, evaluated within small
// limits, and what comes of them is written out and read as an expression again.
#include <cstdlib>

#include "workflows/feel/expression.h"
#include "workflows/feel/text_of.h"

namespace {

using namespace mailroom;

feel::Environment small_limits() {
  feel::Environment environment;
  environment.limits = {20'000, 100, 1 << 20};
  return environment;
}

feel::Scope scope() {
  feel::Scope s;
  s.set_open(true);
  for (const char* name : {"a", "b", "income", "claim", "days open"}) s.add(name);
  return s;
}

const Context& facts() {
  static const Context kFacts{{"a", Value(3)},
                              {"b", Value("text")},
                              {"income", *Decimal::parse("119.50")},
                              {"claim", Context{{"size", Value(2)}, {"list", List{Value(1), Value()}}}},
                              {"days open", *parse_date("2026-11-26")}};
  return kFacts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const feel::Scope kScope = scope();
  static const feel::Environment kEnvironment = small_limits();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<feel::Problem> problems;
  if (const auto expression = feel::Expression::parse(text, kScope, &problems)) {
    const feel::Result result = expression->evaluate(facts(), kEnvironment);
    feel::literal_text(result.value);
  } else if (problems.empty()) {
    std::abort();  // refused without a reason
  }
  for (const feel::Problem& problem : problems) {
    if (problem.offset > size || problem.message.empty()) std::abort();
  }
  if (const auto tests = feel::Expression::parse_unary_tests(text, kScope)) {
    const auto passing = tests->passing();
    for (const Value& input :
         {Value(), Value(3), Value("text"), Value(true), Value(*parse_date("2026-11-26"))}) {
      const bool passes = tests->test(input, facts(), kEnvironment).value.is_true();
      if (!passing || passing->kind() != input.kind()) continue;
      // What is known beforehand is what evaluating finds.
      bool known = false;
      for (const feel::Interval& interval : passing->intervals()) known |= feel::contains(interval, input);
      if (known != passes) std::abort();
    }
  }
  return 0;
}

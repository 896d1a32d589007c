// A FEEL expression (DMN 1.5, chapter 10), parsed and compiled once: immutable and thread safe, cheap to
// copy (shared). Evaluation never throws: what has no value is null, with a notice that says why. Steps,
// depth and memory are limited, so an endless recursion is a null with a notice at its place.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "workflows/feel/notice.h"
#include "workflows/feel/scope.h"
#include "workflows/feel/value_set.h"

namespace mailroom::dmn {
struct Trace;
}

namespace mailroom::feel {

struct Limits {
  uint64_t steps = 10'000'000;    // function calls, iterations and list items
  uint32_t depth = 1'000;         // nested function calls
  uint64_t bytes = 256ull << 20;  // of texts and lists made, roughly
};

// What was read of inputs: a name, or a name with an entry ("claim.nino") where no more than that was.
using Reads = std::set<std::string>;

// What an evaluation sees besides its inputs. The default clock is the system's, in UTC.
struct Environment {
  const Clock* clock = nullptr;
  TimeZone zone{TimeZone::Kind::offset, 0, nullptr};  // of now() and today()
  Limits limits;
  // Where the decision tables that are evaluated on the way say what they compared; may be null.
  std::vector<dmn::Trace>* traces = nullptr;
  // Where what is read of the inputs is noted; may be null. What a condition never comes to is not read.
  Reads* reads = nullptr;
};

struct Result {
  Value value;
  std::vector<Notice> notices;
};

struct Program;  // internal

class Expression {
 public:
  // All problems found are added to `problems` (which may be null); none is returned if there are errors.
  static std::optional<Expression> parse(std::string_view text, const Scope& scope,
                                         std::vector<Problem>* problems = nullptr);
  // A decision table's cell: "< 120", "[120..240)", "\"a\", \"b\"", "not(1)", "-" or any expression with `?`.
  // `input_type`: of the value that is tested.
  static std::optional<Expression> parse_unary_tests(std::string_view text, const Scope& scope,
                                                     std::vector<Problem>* problems = nullptr,
                                                     TypeRef input_type = any());

  // Inputs by name; what is missing is null.
  Result evaluate(const Context& inputs, const Environment& environment = {}) const;
  // Whether `input` passes the unary tests; null if that cannot be said (with a notice).
  Result test(const Value& input, const Context& inputs, const Environment& environment = {}) const;
  // The quick way: values by the scope's slots; `slots` has as many as the scope has entries.
  Value evaluate_slots(const Value* slots, std::vector<Notice>* notices = nullptr,
                       const Environment& environment = {}) const;
  Value test_slots(const Value& input, const Value* slots, std::vector<Notice>* notices = nullptr,
                   const Environment& environment = {}) const;

  const std::string& text() const;
  // The scope's names it uses, in order of first use, each once.
  const std::vector<std::string>& names() const;
  // The same with the members that follow, as far as they are plain: "claim.nino", "claim.household.size".
  const std::vector<std::string>& paths() const;
  // Of unary tests: the values that pass, where that is known beforehand.
  std::optional<ValueSet> passing() const;
  // What is known of the result's type.
  const TypeRef& type() const;

 private:
  explicit Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace mailroom::feel

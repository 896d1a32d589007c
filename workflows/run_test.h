// One test run by the case runner itself, with a store that forgets, connectors that answer as they are told
// and a clock that stands still: what became of it, and what was expected otherwise. Nothing is read, stored
// or sent.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "workflows/test_case.h"
#include "workflows/told_answers.h"

namespace mailroom::workflows {

// How far everything goes by itself.
struct TestOutcome {
  std::vector<CaseRecord> cases;
  std::vector<SentDelivery> sent;  // in their order
  // After each of the test's steps; the first that could not be done is the last, and says why.
  struct Step {
    std::vector<CaseRecord> cases;
    std::vector<SentDelivery> sent;
    std::optional<Error> refused;
  };
  std::vector<Step> steps;
};

// The case that a test is about: the only one, or the only one of its workflow; null if there is none such.
const CaseRecord* case_of(const TestCase& test, const std::vector<CaseRecord>& cases);

// Runs tests one after the other; holds what is dear to make for each. Not thread safe: use one per thread.
class TestRunner {
 public:
  TestRunner(std::filesystem::path site, PostRules post) : site_(std::move(site)), post_(std::move(post)) {}

  // `read`: what its files say, in their order.
  TestOutcome run(const TestCase& test, const std::vector<ReadDocument>& read = {});

 private:
  std::shared_ptr<const connectors::Connector> real_connector(const std::string& workflow,
                                                              const DeliverySpec& delivery);

  std::filesystem::path site_;
  PostRules post_;
  std::map<std::string, std::shared_ptr<const connectors::Connector>> real_;  // by "workflow/delivery"
};

// What did not come out as expected: a diagnostic each, at the expectation's place, with the reason why it
// came out otherwise (the rule that fired instead, what a person is asked) as its hint.
std::vector<Diagnostic> failures_of(const TestCase& test, const TestOutcome& outcome);

}  // namespace mailroom::workflows

// Tests run, several at once, and what came of them. Plain values.
#pragma once

#include <functional>
#include <vector>

#include "base/clock.h"
#include "workflows/coverage.h"
#include "workflows/run_test.h"

namespace mailroom::cli {

struct TestResult {
  const workflows::TestCase* test = nullptr;
  std::vector<Diagnostic> failures;
  std::chrono::microseconds took{0};
  std::vector<workflows::CaseRecord> cases;
  bool passed() const { return failures.empty(); }
};

struct TestRun {
  std::vector<TestResult> results;  // in the order of the tests
  std::chrono::microseconds took{0};
  std::vector<workflows::Coverable> coverage;
  size_t failed() const;
};

// `documents`: what a test's files say. Called in any thread.
using DocumentsOf = std::function<std::vector<workflows::ReadDocument>(const workflows::TestCase&)>;

TestRun run_tests(const std::vector<const workflows::TestCase*>& tests, const workflows::Workflows& workflows,
                  const std::filesystem::path& site, const DocumentsOf& documents, int jobs);

}  // namespace mailroom::cli

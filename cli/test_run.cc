#include "cli/test_run.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <mutex>
#include <thread>

namespace mailroom::cli {

size_t TestRun::failed() const {
  return static_cast<size_t>(
      std::count_if(results.begin(), results.end(), [](const TestResult& one) { return !one.passed(); }));
}

TestRun run_tests(const std::vector<const workflows::TestCase*>& tests, const workflows::Workflows& workflows,
                  const std::filesystem::path& site, const DocumentsOf& documents, int jobs) {
  const SystemClock clock;
  const Instant begin = clock.now();
  TestRun run;
  run.results.resize(tests.size());
  std::atomic<size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      workflows::TestRunner runner(site, workflows.post());
      for (size_t i = next++; i < tests.size(); i = next++) {
        const Instant start = clock.now();
        TestResult& result = run.results[i];
        result.test = tests[i];
        workflows::TestOutcome outcome = runner.run(*tests[i], documents(*tests[i]));
        result.failures = workflows::failures_of(*tests[i], outcome);
        result.cases = std::move(outcome.cases);
        // What came to pass on the way counts for the coverage, too.
        for (workflows::TestOutcome::Step& step : outcome.steps)
          std::move(step.cases.begin(), step.cases.end(), std::back_inserter(result.cases));
        result.took = clock.now() - start;
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      next = tests.size();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < jobs; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
  run.took = clock.now() - begin;
  workflows::Coverage coverage(workflows);
  for (const TestResult& result : run.results)
    for (const workflows::CaseRecord& record : result.cases) coverage.count(record);
  run.coverage = coverage.all();
  return run;
}

}  // namespace mailroom::cli

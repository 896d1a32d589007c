// What came of tests: for people, and for what collects such results. Pure functions of their arguments.
#pragma once

#include <string>

#include "base/value.h"
#include "cli/terminal.h"
#include "cli/test_run.h"

namespace mailroom::cli {

// A line for each workflow and the total; what failed was shown before. The clock where a test does not say.
std::string show_test_run(const TestRun& run, const Terminal& terminal);
// A line for each workflow, and what no test came to with its place.
std::string show_coverage(const TestRun& run, const Terminal& terminal);
// A failed test's name, above what it expected.
std::string show_failed_test(const TestResult& result, const Terminal& terminal);

// TAP version 14 (testanything.org), with what failed as YAML below.
std::string to_tap(const TestRun& run);
// The XML that build servers read as JUnit's: a suite for each file.
std::string to_junit(const TestRun& run);
Value to_value(const TestRun& run);

}  // namespace mailroom::cli

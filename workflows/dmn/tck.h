// Runs the DMN Technology Compatibility Kit's test cases (testCases.xsd): for each file of tests its model is
// loaded, each test's inputs are given, each result compared. Nothing is skipped or known by name.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace mailroom::dmn {

struct TckResult {
  std::string suite;     // the folder's name
  std::string file;      // of the tests
  std::string testcase;  // its id
  std::string node;      // the decision
  bool success = false;
  std::string detail;  // "expected …, got …" and the first notice; empty if fine
};

struct TckCount {
  size_t passed = 0, failed = 0;  // test cases: one passes if all its results do
};

// All test files below `folder`, in the order of their paths. Error{usage} if there are none.
TckCount run_tck(const std::filesystem::path& folder, const std::function<void(const TckResult&)>& tell);

}  // namespace mailroom::dmn

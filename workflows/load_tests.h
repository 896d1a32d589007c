// A site's tests/*.yaml: several tests a file. Every problem of a file is found in one run and becomes a
// diagnostic with its place: names that a workflow, a form or a delivery does not have, values that a field
// cannot hold, expressions that cannot be read. The keys are in workflows/test_language.h. Functions are
// thread safe and touch only the files they are given.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "workflows/test_case.h"

namespace mailroom::workflows {

// What is wrong with a test leaves it out. `file` names it in messages.
std::vector<TestCase> parse_tests(std::string_view yaml, const std::filesystem::path& file,
                                  const std::filesystem::path& site, const Workflows& workflows,
                                  std::vector<Diagnostic>& problems);
// Error{usage} if the file cannot be read at all.
std::vector<TestCase> load_tests(const std::filesystem::path& file, const std::filesystem::path& site,
                                 const Workflows& workflows, std::vector<Diagnostic>& problems);
// SITE/tests/*.yaml in the order of their names.
std::vector<std::filesystem::path> test_files(const std::filesystem::path& site);

}  // namespace mailroom::workflows

// A site's workflows with their tests, as commands load them: all that is wrong is said. Plain values; the
// site is read once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "daemon/site.h"
#include "workflows/load_tests.h"

namespace mailroom::cli {

struct SiteTests {
  std::filesystem::path folder;
  std::optional<daemon::Site> site;  // none: mailroom.yaml is wrong
  workflows::Workflows workflows;
  std::vector<workflows::TestCase> tests;
  std::vector<Diagnostic> problems;
};

// `files`: those alone; empty: all of the site's. Tests are looked at only if the workflows are fine: what is
// wrong with these is told once and in its place. Error{usage} if a file cannot be read at all.
SiteTests load_site_tests(const std::filesystem::path& folder, const std::vector<std::string>& files = {});

}  // namespace mailroom::cli

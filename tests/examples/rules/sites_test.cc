// The example sites load as they are: every template and every workflow without a complaint.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/diagnostic.h"
#include "ocr/form_file.h"
#include "workflows/load.h"

namespace mailroom {
namespace {

namespace fs = std::filesystem;

std::string told(const std::vector<Diagnostic>& problems) {
  std::string text;
  for (const Diagnostic& problem : problems) {
    std::ifstream file(problem.place.file);
    const std::string source((std::istreambuf_iterator<char>(file)), {});
    text += to_text(problem, source);
  }
  return text;
}

class Site : public testing::TestWithParam<const char*> {
 protected:
  const fs::path folder = fs::path(MAILROOM_SOURCE) / "examples" / GetParam();
  std::vector<Diagnostic> problems;
  const std::vector<ocr::Form> forms = ocr::load_forms(folder / "forms", problems);
};

TEST_P(Site, LoadsItsTemplatesWithoutAComplaint) {
  EXPECT_FALSE(forms.empty());
  EXPECT_TRUE(problems.empty()) << told(problems);
}

TEST_P(Site, LoadsItsWorkflowsWithoutAComplaint) {
  workflows::LoadOptions options;
  options.site = folder;
  options.forms = &forms;
  const workflows::Workflows loaded = workflows::load_workflows(options, problems);
  EXPECT_EQ(loaded.all().size(), 2U);
  EXPECT_TRUE(problems.empty()) << told(problems);
}

INSTANTIATE_TEST_SUITE_P(ExampleSites, Site, testing::Values("benefits-office", "tax-office"),
                         [](const auto& site) {
                           return site.param[0] == 'b' ? "BenefitsOffice" : "TaxOffice";
                         });

}  // namespace
}  // namespace mailroom

#include "cli/site_tests.h"

#include "ocr/form_file.h"
#include "workflows/load.h"

namespace mailroom::cli {

SiteTests load_site_tests(const std::filesystem::path& folder, const std::vector<std::string>& files) {
  SiteTests all;
  all.folder = folder;
  all.site = daemon::load_site(folder, all.problems);
  const std::vector<ocr::Form> forms = ocr::load_forms(folder / "forms", all.problems);
  workflows::LoadOptions how;
  how.site = folder;
  how.forms = &forms;
  if (all.site) how.post = all.site->post;
  all.workflows = workflows::load_workflows(how, all.problems);
  if (has_errors(all.problems)) return all;
  std::vector<std::filesystem::path> paths(files.begin(), files.end());
  if (files.empty()) paths = workflows::test_files(folder);
  for (const auto& path : paths) {
    for (auto& test : workflows::load_tests(path, folder, all.workflows, all.problems))
      all.tests.push_back(std::move(test));
  }
  return all;
}

}  // namespace mailroom::cli

// `mailroom check`: everything that is wrong with a site's workflows, templates and tests, in one run.
#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/sarif.h"
#include "cli/show_problems.h"
#include "cli/site_folder.h"
#include "daemon/open_store.h"
#include "daemon/site.h"
#include "daemon/workflow_versions.h"
#include "ocr/confusable_forms.h"
#include "ocr/form_file.h"
#include "workflows/dmn/model.h"
#include "workflows/findings.h"
#include "workflows/load.h"
#include "workflows/load_tests.h"

namespace mailroom::cli {

void add_check_command(CLI::App& app, Program& program);

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string site;
  bool json = false;
  bool sarif = false;
};

bool is_form(const std::string& file) {
  const std::string suffix(ocr::kFormSuffix);
  return file.size() > suffix.size() && file.substr(file.size() - suffix.size()) == suffix;
}

bool is_model(const fs::path& file) {
  return file.extension() == ".dmn";
}

void add(std::vector<Diagnostic>& problems, std::vector<Diagnostic> more) {
  problems.insert(problems.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void check_model(const fs::path& file, std::vector<Diagnostic>& problems) {
  const auto model = dmn::Model::load(file, &problems);
  if (!model) return;
  add(problems, model->findings());
}

// A model that a workflow decides by is read with it, and for itself: what is wrong is said once.
void drop_repeated(std::vector<Diagnostic>& problems) {
  std::set<std::tuple<std::string, int, int, std::string>> said;
  problems.erase(std::remove_if(problems.begin(), problems.end(),
                                [&](const Diagnostic& one) {
                                  const Place& at = one.place;
                                  return !said.emplace(at.file, at.line, at.column, one.message).second;
                                }),
                 problems.end());
}

bool is_of_tests(const fs::path& file, const fs::path& site) {
  std::error_code failed;
  return fs::equivalent(fs::absolute(file).parent_path(), site / "tests", failed);
}

// How many there are. What is expected of a workflow that is wrong itself can only be told once that is
// right.
size_t check_tests(const std::vector<fs::path>& files, const fs::path& site,
                   const workflows::Workflows& loaded, std::vector<Diagnostic>& problems) {
  if (has_errors(problems)) return 0;
  size_t count = 0;
  for (const fs::path& file : files) count += workflows::load_tests(file, site, loaded, problems).size();
  return count;
}

std::vector<fs::path> models_of(const fs::path& site) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(site / "rules", failed)) {
    if (is_model(entry.path())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What was changed under a number that cases are on. A site that never ran has none; a store that cannot be
// looked at is the daemon's to complain about.
void check_versions(const daemon::Site& site, const workflows::Workflows& loaded,
                    std::vector<Diagnostic>& problems) {
  std::error_code failed;
  if (!fs::exists(site.data / "site.key", failed)) return;
  try {
    const SystemClock clock;
    const daemon::SiteKey key = daemon::SiteKey::load(site.data / "site.key");
    const auto store = daemon::open_store(site, key, clock, daemon::Access::look);
    for (Diagnostic& problem : daemon::changed_versions(loaded, *store))
      problems.push_back(std::move(problem));
  } catch (const Error&) {
    return;
  }
}

std::optional<daemon::Site> check_site(const fs::path& folder, std::vector<Diagnostic>& problems) {
  std::vector<Diagnostic> found;
  auto site = daemon::load_site(folder, found);
  for (Diagnostic& problem : found) problem.place.file = (folder / daemon::kSiteFile).string();
  add(problems, std::move(found));
  return site;
}

int check(const Options& options, Program& program) {
  // Decision models stand for themselves; everything else belongs to a site.
  const bool only_models =
      !options.files.empty() && std::all_of(options.files.begin(), options.files.end(), is_model);
  const fs::path folder = only_models
                              ? fs::path()
                              : site_folder(options.site, options.files.empty() ? "" : options.files.front());
  std::vector<Diagnostic> problems;
  size_t workflows = 0, forms = 0, models = 0, tests = 0;
  const std::vector<ocr::Form> templates = [&] {
    std::vector<Diagnostic> of_forms;
    if (only_models) return std::vector<ocr::Form>();
    auto loaded = ocr::load_forms(folder / "forms", of_forms);
    forms = options.files.empty() ? loaded.size() : 0;
    // Asked about single files, what is wrong with other templates matters only if it is an error.
    for (Diagnostic& problem : of_forms) {
      const bool asked =
          options.files.empty() ||
          std::any_of(options.files.begin(), options.files.end(), [&](const std::string& file) {
            std::error_code failed;
            return fs::equivalent(file, problem.place.file, failed);
          });
      if (asked || problem.severity == Severity::error) problems.push_back(std::move(problem));
    }
    return loaded;
  }();
  workflows::LoadOptions load;
  load.site = folder;
  load.forms = &templates;
  if (options.files.empty()) {
    const auto site = check_site(folder, problems);
    if (site) load.post = site->post;
    const workflows::Workflows loaded = workflows::load_workflows(load, problems);
    workflows = loaded.all().size();
    for (const auto& workflow : loaded.all()) add(problems, workflows::findings_of(*workflow));
    tests = check_tests(workflows::test_files(folder), folder, loaded, problems);
    if (site) check_versions(*site, loaded, problems);
    add(problems, ocr::confusable_forms(templates));
    for (const fs::path& file : models_of(folder)) {
      ++models;
      check_model(file, problems);
    }
  } else {
    for (const std::string& file : options.files) {
      if (is_form(file)) {
        open_for_reading(file);  // says so if it is not there
        ++forms;
      } else if (fs::path(file).filename() == daemon::kSiteFile) {
        check_site(fs::absolute(file).parent_path(), problems);
      } else if (is_model(file)) {
        ++models;
        check_model(file, problems);
      } else if (is_of_tests(file, folder)) {
        tests += check_tests({file}, folder, workflows::load_workflows(load, problems), problems);
      } else {
        ++workflows;
        if (const auto workflow = workflows::load_workflow(file, load, problems))
          add(problems, workflows::findings_of(*workflow));
      }
    }
  }
  drop_repeated(problems);
  const auto errors = std::count_if(problems.begin(), problems.end(),
                                    [](const Diagnostic& one) { return one.severity == Severity::error; });
  const auto warnings = static_cast<std::ptrdiff_t>(problems.size()) - errors;
  if (options.sarif) {
    for (Diagnostic& problem : problems) problem.place.file = shown_file(problem.place.file);
    program.out << to_json(to_sarif(problems, MAILROOM_VERSION), 2) << "\n";
    return errors > 0 ? kWrongUse : kFine;
  }
  if (options.json) {
    List list;
    for (const Diagnostic& problem : problems) list.push_back(to_value(problem));
    program.out << to_json(Context{{"errors", errors}, {"warnings", warnings}, {"problems", std::move(list)}})
                << "\n";
    return errors > 0 ? kWrongUse : kFine;
  }
  show_problems(std::move(problems), program);
  if (errors > 0) {
    program.out << count_of(errors, "error") << (warnings > 0 ? ", " + count_of(warnings, "warning") : "")
                << "; the daemon keeps what it has\n";
    return kWrongUse;
  }
  std::string what;
  if (workflows > 0) what = count_of(static_cast<long long>(workflows), "workflow");
  if (models > 0)
    what += (what.empty() ? "" : ", ") + count_of(static_cast<long long>(models), "decision model");
  if (forms > 0) what += (what.empty() ? "" : ", ") + count_of(static_cast<long long>(forms), "form");
  if (tests > 0) what += (what.empty() ? "" : ", ") + count_of(static_cast<long long>(tests), "test");
  program.out << (what.empty() ? "nothing to check" : what) << ": "
              << (warnings > 0 ? count_of(warnings, "warning") : "all fine") << "\n";
  return kFine;
}

}  // namespace

void add_check_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app, {"check", "say everything that is wrong with workflows, templates and tests", Group::author,
            "mailroom check  # the whole site\n"
            "mailroom check workflows/ctr.yaml\n"
            "mailroom check --sarif > check.sarif  # for a code host to show beside the lines",
            "Every problem of a file is shown in one run, with its place and what to write "
            "instead. Decision tables are "
            "reasoned about: inputs that no rule covers, rules that overlap or never decide. "
            "Exit code 2 if there is an error."});
  add_option(
      command, "FILE", options->files,
      "workflows, decision models (.dmn), templates, files of tests or mailroom.yaml (all of the site)");
  add_site_option(command, options->site);
  add_json_option(command, options->json);
  add_flag(command, "--sarif", options->sarif, "print SARIF 2.1.0, for code hosts and editors");
  on_run(command, program, [options](Program& p) { return check(*options, p); });
}

}  // namespace mailroom::cli

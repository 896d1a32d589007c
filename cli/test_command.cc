// `mailroom test`: a site's tests, each a case from what is given to what goes out. Nothing is stored or
// sent.
#include <poll.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/interruption.h"
#include "cli/show_problems.h"
#include "cli/show_test_run.h"
#include "cli/site_folder.h"
#include "cli/site_tests.h"
#include "cli/test_documents.h"
#include "daemon/site_watch.h"

namespace mailroom::cli {

void add_test_command(CLI::App& app, Program& program);

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> filters;
  std::string site, junit;
  int jobs = 0;
  bool tap = false, json = false, coverage = false, watch = false;
};

bool is_file_of_tests(const std::string& filter) {
  const std::string extension = fs::path(filter).extension().string();
  return extension == ".yaml" || extension == ".yml";
}

fs::path site_of_tests(const Options& options) {
  const auto file = std::find_if(options.filters.begin(), options.filters.end(), is_file_of_tests);
  return site_folder(options.site, file == options.filters.end() ? "" : *file);
}

// Whether a filter names its file or its workflow, or stands in its name.
bool is_wanted(const workflows::TestCase& test, const std::vector<std::string>& filters) {
  if (filters.empty()) return true;
  const std::string name = to_lower_ascii(test.name.text);
  return std::any_of(filters.begin(), filters.end(), [&](const std::string& filter) {
    std::error_code failed;
    if (is_file_of_tests(filter)) return fs::equivalent(filter, test.name.place.file, failed);
    return filter == test.workflow->id || name.find(to_lower_ascii(filter)) != std::string::npos;
  });
}

void show(const Options& options, const TestRun& run, Program& program) {
  if (!options.junit.empty()) write_file(options.junit, to_junit(run));
  if (options.tap) {
    program.out << to_tap(run);
  } else if (options.json) {
    program.out << to_json(to_value(run)) << "\n";
  } else {
    for (const TestResult& result : run.results) {
      if (result.passed()) continue;
      program.out << show_failed_test(result, program.terminal);
      show_problems(result.failures, program);
    }
    program.out << show_test_run(run, program.terminal);
    if (options.coverage) program.out << show_coverage(run, program.terminal);
  }
  program.out << std::flush;
}

int test_once(const Options& options, const fs::path& folder, TestDocuments& documents, Program& program) {
  SiteTests site = load_site_tests(folder);
  if (has_errors(site.problems)) {
    std::erase_if(site.problems, [](const Diagnostic& one) { return one.severity != Severity::error; });
    const auto errors = static_cast<long long>(site.problems.size());
    Program complaints{program.err, program.err, program.error_terminal, program.error_terminal};
    show_problems(std::move(site.problems), complaints);
    program.err << count_of(errors, "error") << "; no test was run\n";
    return kWrongUse;
  }
  std::vector<const workflows::TestCase*> wanted;
  for (const workflows::TestCase& test : site.tests)
    if (is_wanted(test, options.filters)) wanted.push_back(&test);
  if (wanted.empty()) {
    throw Error(Fault::usage, "no_tests",
                site.tests.empty() ? "the site has no tests" : "no test is called so", folder.string(),
                site.tests.empty()
                    ? "write one in tests/NAME.yaml, or let `mailroom dry-run … --save-as-test NAME` "
                      "write it"
                    : "without a filter all " + std::to_string(site.tests.size()) + " are run");
  }
  documents.read(site, wanted, program);
  const int jobs =
      options.jobs > 0 ? options.jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const TestRun run = run_tests(
      wanted, site.workflows, folder,
      [&](const workflows::TestCase& test) { return documents.of(test, site); }, jobs);
  show(options, run, program);
  return run.failed() > 0 ? kDidNotPass : kFine;
}

// Again whenever something of the site is saved, until Ctrl-C.
int watch(const Options& options, const fs::path& folder, TestDocuments& documents, Program& program) {
  constexpr int kQuiet = 50, kLookUp = 500;  // milliseconds; editors write in several steps
  daemon::SiteWatch watched(folder, {"tests", "samples"});
  if (watched.descriptor() < 0)
    throw Error(Fault::machine, "no_notices", "the system tells of no changes", folder.string(),
                "run it without --watch");
  const Interruption interruption;
  int code = kFine;
  bool is_due = true;
  while (!interruption.is_wished()) {
    if (is_due) {
      try {
        code = test_once(options, folder, documents, program);
      } catch (const Error& error) {
        report(error, "test", program);
        code = kWrongUse;
      }
      program.out << "watching " << folder.filename().string() << "; Ctrl-C ends it\n" << std::flush;
      is_due = false;
    }
    pollfd notices{watched.descriptor(), POLLIN, 0};
    if (::poll(&notices, 1, kLookUp) <= 0) continue;
    do {
      is_due |= watched.take_notices();
    } while (::poll(&notices, 1, kQuiet) > 0);
    watched.follow();
  }
  return code;
}

int test(const Options& options, Program& program) {
  const fs::path folder = site_of_tests(options);
  TestDocuments documents(folder);
  return options.watch ? watch(options, folder, documents, program)
                       : test_once(options, folder, documents, program);
}

}  // namespace

void add_test_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"test", "run the tests of the site's workflows", Group::author,
       "mailroom test\n"
       "mailroom test council-tax-reduction  # of one workflow\n"
       "mailroom test tests/ctr.yaml savings  # a file's, and those with a word in their names\n"
       "mailroom test --coverage  # and the rules that none of them came to\n"
       "mailroom test --watch  # again whenever something is saved",
       "Tests stand in the site's tests/*.yaml (docs/testing.md): documents or what stands on them, answers "
       "of "
       "destinations, a fixed clock; and what is expected to become of it. Nothing is stored, looked up or "
       "sent. Exit code 1 if a test fails, 2 if a workflow or a test is written wrong."});
  add_option(command, "FILTER", options->filters,
             "files of tests, ids of workflows, parts of tests' names; default: all");
  add_option(command, "--jobs", options->jobs, "how many tests run at once (one a processor)")
      .between(1, 1024);
  add_option(command, "--junit", options->junit, "write the results as JUnit's XML, too").type_name("FILE");
  add_flag(command, "--tap", options->tap, "print the results as TAP");
  add_flag(command, "--watch", options->watch, "run them again whenever something of the site is saved");
  add_flag(command, "--coverage", options->coverage,
           "list the rules, routes and checks that no test came to");
  add_site_option(command, options->site);
  add_json_option(command, options->json);
  on_run(command, program, [options](Program& p) { return test(*options, p); });
}

}  // namespace mailroom::cli

// `mailroom dry-run`: what would become of some documents, with pictures of what was read where. Nothing is
// stored and nothing is sent.
#include <algorithm>
#include <iterator>
#include <memory>
#include <ostream>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/local_time.h"
#include "base/text.h"
#include "cli/case_documents.h"
#include "cli/command.h"
#include "cli/dry_run_changes.h"
#include "cli/dry_run_page.h"
#include "cli/last_values.h"
#include "cli/saved_test.h"
#include "cli/show_dry_run.h"
#include "cli/show_reading.h"
#include "cli/site_folder.h"
#include "cli/site_reader.h"
#include "cli/watch_site.h"
#include "daemon/secrets.h"
#include "daemon/site.h"
#include "daemon/workflow_connectors.h"
#include "ocr/overlay.h"
#include "workflows/load.h"

namespace mailroom::cli {

void add_dry_run_command(CLI::App& app, Program& program);

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files, arrival;
  std::string site, received, out = "out", html, against, save_as_test;
  bool json = false, show = false, look_up = false, pictures = true, watch = false, made_up = false;
};

bool is_workflow(const std::string& file) {
  const std::string extension = fs::path(file).extension().string();
  return extension == ".yaml" || extension == ".yml";
}

workflows::Workflows load(const Options& options, const fs::path& site, const std::vector<ocr::Form>& forms,
                          Program& program) {
  workflows::LoadOptions how;
  how.site = site;
  how.forms = &forms;
  std::vector<Diagnostic> problems;
  if (const auto loaded = daemon::load_site(site, problems)) how.post = loaded->post;
  std::vector<std::shared_ptr<const workflows::Workflow>> named;
  for (const std::string& file : options.files) {
    if (!is_workflow(file)) continue;
    if (auto workflow = workflows::load_workflow(file, how, problems)) named.push_back(std::move(workflow));
  }
  const bool any_named = std::any_of(options.files.begin(), options.files.end(), is_workflow);
  workflows::Workflows all =
      any_named ? workflows::Workflows(std::move(named), how.post) : workflows::load_workflows(how, problems);
  if (!has_errors(problems)) return all;
  for (const Diagnostic& problem : problems) {
    if (problem.severity != Severity::error) continue;
    const std::string source = problem.place.line > 0 ? read_file(problem.place.file) : "";
    program.err << to_text(problem, source, program.error_terminal.colour);
  }
  throw Error(Fault::usage, "workflow_invalid", "the workflow has errors", "",
              "`mailroom check` shows them all");
}

// The date on which the office received it: as told, as the scanner's sidecar says, or now.
Instant received_of(const std::string& file, const Options& options, const Clock& clock) {
  if (!options.received.empty()) {
    const auto day = parse_date(options.received);
    if (!day) {
      throw Error(Fault::usage, "wrong_date",
                  "--received: expected a date such as 2026-11-23, got '" + options.received + "'");
    }
    return start_of_local_day(*day);
  }
  if (const auto said = received_by_sidecar(file)) return *said;
  return clock.now();
}

// "--arrival sender=ada@example.org": what an inbox would say.
Context arrival_of(const std::string& file, const Options& options) {
  Context arrival{{"file", fs::path(file).filename().string()}};
  for (const std::string& one : options.arrival) {
    const size_t equals = one.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(Fault::usage, "wrong_arrival", "--arrival: expected NAME=VALUE, got '" + one + "'", {},
                  "for example --arrival sender=ada@example.org");
    }
    arrival.put(one.substr(0, equals), one.substr(equals + 1));
  }
  return arrival;
}

void write_pictures(const ocr::DocumentReading& reading, const fs::path& folder) {
  for (const ocr::PageReading& page : reading.pages) {
    const auto drawn = ocr::overlay(page, reading.fields);
    if (!drawn) continue;
    make_folder(folder);
    write_file(folder / ("page-" + std::to_string(page.page) + ".png"), ocr::to_png(*drawn));
  }
}

// Writes SITE/tests/NAME.yaml, where there is none.
fs::path save_test(const Options& options, const workflows::DryRun& run, const workflows::Workflows& all,
                   const fs::path& site, const Clock& clock, size_t& replaced) {
  if (run.cases.size() != 1) {
    throw Error(Fault::usage, "not_a_test",
                "a test is about one case, these documents make " + std::to_string(run.cases.size()), "",
                "name the documents of one");
  }
  std::string name = to_lower_ascii(options.save_as_test);
  for (char& c : name)
    if (c == ' ' || c == '/') c = '-';
  const fs::path file = site / "tests" / (name + ".yaml");
  std::error_code failed;
  if (fs::exists(file, failed)) {
    throw Error(Fault::usage, "test_exists", "there is such a test already", file.string(),
                "choose another name, or remove it first");
  }
  const SavedTest saved =
      save_as_test(options.save_as_test, run.cases.front(), all, site, clock.now(), options.made_up);
  make_folder(file.parent_path());
  write_file(file, saved.yaml);
  replaced = saved.replaced;
  return file;
}

bool would_look_up(const workflows::Workflows& all) {
  return std::any_of(all.all().begin(), all.all().end(),
                     [](const auto& workflow) { return !workflow->lookups.empty(); });
}

std::vector<std::string> documents_of(const Options& options) {
  std::vector<std::string> files;
  for (const std::string& file : options.files) {
    if (!is_workflow(file)) files.push_back(file);
  }
  if (files.empty()) {
    throw Error(Fault::usage, "no_documents", "no document is named", "",
                "mailroom dry-run workflows/ctr.yaml scan-017.tif");
  }
  return files;
}

ocr::ReadOptions how_to_read(const Options& options, const workflows::Workflows& all) {
  ocr::ReadOptions how;
  how.pictures = options.pictures || !options.html.empty();
  for (const auto& workflow : all.all())
    how.error_budget = std::min(how.error_budget, workflow->error_budget);
  return how;
}

// What was read, as the runner takes it.
std::vector<workflows::ReadDocument> to_be_filed(const std::vector<ocr::DocumentReading>& readings,
                                                 const Options& options, const Clock& clock) {
  CaseDocuments documents;
  for (const ocr::DocumentReading& reading : readings) {
    const std::string file = reading.file.substr(0, reading.file.find(": "));
    documents.add(reading, received_of(file, options, clock), arrival_of(file, options));
  }
  return documents.take();
}

void show_readings(const std::vector<ocr::DocumentReading>& readings, const Options& options,
                   Program& program) {
  for (const ocr::DocumentReading& reading : readings) {
    if (!options.json) program.out << to_text(reading, program.terminal);
    if (!options.pictures) continue;
    const std::string name = fs::path(replace_all(reading.file, ": ", "-")).filename().string();
    write_pictures(reading, fs::path(options.out) / fs::path(name).stem());
  }
}

FinishedRun earlier_run(const Options& options) {
  return finished_run(parse_json(read_file(options.against), options.against), options.against);
}

// One run, from the workflows as they are now; documents are read only if they were not before.
int run_once(const Options& options, const fs::path& folder, SiteReader& reader, Program& program) {
  // What is wrong with mailroom.yaml is for `mailroom check` to say: documents are read all the same.
  std::vector<Diagnostic> unsaid;
  const auto site = daemon::load_site(folder, unsaid);
  const workflows::Workflows all = load(options, folder, reader.forms(), program);
  std::vector<SiteReader::Document> documents;
  for (const std::string& file : documents_of(options)) documents.push_back({file});
  std::vector<ocr::DocumentReading> readings;
  for (Readings& of_file : reader.read(documents, how_to_read(options, all)))
    std::move(of_file.begin(), of_file.end(), std::back_inserter(readings));
  if (reader.was_new()) show_readings(readings, options, program);
  const SystemClock clock;
  workflows::Runner::Lookups lookups;
  if (options.look_up && site)
    lookups = daemon::lookups_of(all, daemon::Secrets::of_site(*site), *site, clock);
  const FinishedRun finished{
      workflows::dry_run(all, folder, clock, to_be_filed(readings, options, clock), std::move(lookups)),
      readings};
  const workflows::DryRun& run = finished.run;
  if (options.made_up)
    for (const workflows::CaseRecord& record : run.cases) keep_last_values(folder, record);
  std::optional<std::vector<std::string>> changes;
  if (!options.against.empty()) changes = changes_between(earlier_run(options), finished);
  if (!options.html.empty()) write_file(options.html, dry_run_page(run, all, readings, changes), 0600);
  size_t replaced = 0;
  const fs::path test =
      options.save_as_test.empty() ? fs::path() : save_test(options, run, all, folder, clock, replaced);
  if (options.json) {
    Context answer = to_value(run).context();
    if (!test.empty()) answer.put("test", test.string());
    List read;
    for (const ocr::DocumentReading& reading : readings) read.push_back(ocr::to_value(reading));
    answer.put("documents", std::move(read));
    program.out << to_json(Value(std::move(answer))) << "\n";
  } else {
    program.out << to_text(run, all, options.show, program.terminal);
    if (changes) program.out << "\n" << to_text(*changes, program.terminal);
    program.out << "nothing sent"
                << (would_look_up(all) && !options.look_up ? ", nothing looked up (--look-up)" : "")
                << (options.pictures ? " · pictures: " + options.out + "/" : "")
                << (options.html.empty() ? "" : " · page: " + options.html) << "\n";
    if (!test.empty()) {
      program.out << "saved as " << fs::relative(test).string() << ", "
                  << (options.made_up ? "as it is"
                                      : count_of(static_cast<long long>(replaced), "value") + " made up")
                  << ": look at it before you share it\n";
    }
  }
  const bool through = std::all_of(
      run.cases.begin(), run.cases.end(),
      [](const workflows::CaseRecord& record) { return record.state == workflows::State::closed; });
  return through ? kFine : kDidNotPass;
}

int dry_run(const Options& options, Program& program) {
  const std::vector<std::string> files = documents_of(options);
  const std::string& first = options.files.front();
  const fs::path folder = site_folder(options.site, is_workflow(first) ? first : "");
  if (options.watch && !options.save_as_test.empty()) {
    throw Error(Fault::usage, "wrong_use", "--save-as-test writes a test once, --watch runs again and again",
                "", "leave one of them out");
  }
  SiteReader reader(folder);
  if (!options.watch) return run_once(options, folder, reader, program);
  return watch_site(folder, files, program, [&] { run_once(options, folder, reader, program); });
}

}  // namespace

void add_dry_run_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"dry-run", "show what would become of documents, and send nothing", Group::author,
       "mailroom dry-run workflows/ctr.yaml scan-017.tif\n"
       "mailroom dry-run scan-017.tif payslip.pdf  # by all workflows of the site\n"
       "mailroom dry-run --show scan-017.tif  # with what would be sent\n"
       "mailroom dry-run scan-017.tif --save-as-test half-award  # a test from what happened\n"
       "mailroom dry-run --html out.html --watch scan-017.tif  # a page, written anew on every save",
       "Fields with value, confidence and source; checks; decisions with the rule that fired; what would be "
       "sent; a picture of each page with its fields. Exit code 1 if a case would wait for something."});
  add_option(command, "FILE", options->files, "a workflow, if only it is to be tried, and the documents")
      .required();
  add_flag(command, "--show", options->show, "show what would be sent");
  add_flag(command, "--look-up", options->look_up,
           "look up what the workflows look up; otherwise that is null");
  add_option(command, "--received", options->received, "the date received (the sidecar's, or today)")
      .type_name("DATE");
  add_option(command, "--arrival", options->arrival, "how it came, as rules see it: sender=ada@example.org")
      .type_name("NAME=VALUE")
      .one_each_time();
  add_option(command, "--save-as-test", options->save_as_test,
             "write a test from what happened, with made-up values for personal ones")
      .type_name("NAME");
  add_flag(command, "--made-up", options->made_up,
           "the documents are nobody's: a test keeps their values, and editors show them");
  add_option(command, "--out", options->out, "where to put the pictures (out)").type_name("DIR");
  add_flag(command, "!--no-pictures", options->pictures, "make no pictures");
  add_option(command, "--html", options->html, "write a page with pictures, tables and what would be sent")
      .type_name("FILE");
  add_option(command, "--against", options->against, "tell what is otherwise than in an earlier run's --json")
      .type_name("FILE");
  add_flag(command, "--watch", options->watch, "run again whenever the site's files are saved, until Ctrl-C");
  add_site_option(command, options->site);
  add_json_option(command, options->json);
  on_run(command, program, [options](Program& p) { return dry_run(*options, p); });
}

}  // namespace mailroom::cli

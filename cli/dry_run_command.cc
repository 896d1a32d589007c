// `mailroom dry-run`: what would become of some documents, with pictures of what was read where. Nothing is
// stored and nothing is sent.
#include <algorithm>
#include <memory>
#include <ostream>
#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/document_reading.h"
#include "cli/show_dry_run.h"
#include "cli/show_reading.h"
#include "daemon/secrets.h"
#include "daemon/site.h"
#include "daemon/workflow_connectors.h"
#include "ocr/batch.h"
#include "ocr/overlay.h"
#include "workflows/load.h"

namespace mailroom::cli {

void add_dry_run_command(CLI::App& app, Program& program);

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files, arrival;
  std::string site, received, out = "out";
  bool json = false, show = false, look_up = false, pictures = true;
};

bool is_workflow(const std::string& file) {
  const std::string extension = fs::path(file).extension().string();
  return extension == ".yaml" || extension == ".yml";
}

fs::path site_folder(const Options& options) {
  const fs::path start = !options.site.empty() ? fs::path(options.site)
                         : is_workflow(options.files.front())
                             ? fs::absolute(options.files.front()).parent_path()
                             : fs::current_path();
  const auto found = daemon::find_site(start);
  if (!found) {
    throw Error(Fault::usage, "no_site", "there is no site in '" + start.string() + "' or above it", "",
                "name one with --site DIR, or make one with `mailroom init DIR`");
  }
  return *found;
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

// A mail's own text is not a document beside the ones it carries (as the daemon does it).
void leave_out_messages(std::vector<workflows::ReadDocument>& documents) {
  constexpr std::string_view kMessage = ": message.txt";
  const auto mail_of = [](const std::string& name) { return name.substr(0, name.find(": ")); };
  std::vector<workflows::ReadDocument> kept;
  for (const workflows::ReadDocument& one : documents) {
    const std::string& name = one.reading.file;
    const bool is_message = name.ends_with(kMessage);
    const bool has_others = std::any_of(documents.begin(), documents.end(), [&](const auto& other) {
      return other.reading.file != name && mail_of(other.reading.file) == mail_of(name);
    });
    if (!is_message || !has_others) kept.push_back(one);
  }
  documents = std::move(kept);
}

// The date on which the office received it: as told, as the scanner's sidecar says, or now.
Instant received_of(const std::string& file, const Options& options, const Clock& clock) {
  if (!options.received.empty()) {
    const auto day = parse_date(options.received);
    if (!day) {
      throw Error(Fault::usage, "wrong_date",
                  "--received: expected a date such as 2026-11-23, got '" + options.received + "'");
    }
    return start_of(*day);
  }
  const fs::path sidecar = file + ".meta.json";
  std::error_code failed;
  if (fs::exists(sidecar, failed)) {
    const Value meta = parse_json(read_file(sidecar), sidecar.string());
    const std::string said = meta.is(Value::Kind::context) ? meta.context().at("received").text_or("") : "";
    if (const auto day = parse_date(said.substr(0, 10))) return start_of(*day);
  }
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

bool would_look_up(const workflows::Workflows& all) {
  return std::any_of(all.all().begin(), all.all().end(),
                     [](const auto& workflow) { return !workflow->lookups.empty(); });
}

int dry_run(const Options& options, Program& program) {
  std::vector<std::string> files;
  for (const std::string& file : options.files) {
    if (!is_workflow(file)) files.push_back(file);
  }
  if (files.empty()) {
    throw Error(Fault::usage, "no_documents", "no document is named", "",
                "mailroom dry-run workflows/ctr.yaml scan-017.tif");
  }
  const fs::path folder = site_folder(options);
  ocr::ReaderOptions reader_options;
  reader_options.forms = {folder / "forms"};
  reader_options.jobs = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  // What is wrong with mailroom.yaml is for `mailroom check` to say: documents are read all the same.
  std::vector<Diagnostic> unsaid;
  const auto site = daemon::load_site(folder, unsaid);
  if (site) reader_options.calibration = site->calibration;
  ocr::Reader reader(reader_options);
  const workflows::Workflows all = load(options, folder, reader.forms(), program);

  const SystemClock clock;
  ocr::ReadOptions how;
  how.pictures = options.pictures;
  for (const auto& workflow : all.all())
    how.error_budget = std::min(how.error_budget, workflow->error_budget);
  std::vector<workflows::ReadDocument> documents;
  List read;
  const auto take = [&](const ocr::DocumentReading& reading) {
    if (options.json) {
      read.push_back(ocr::to_value(reading));
    } else {
      program.out << to_text(reading, program.terminal);
    }
    const std::string file = reading.file.substr(0, reading.file.find(": "));
    if (options.pictures) {
      const std::string name = fs::path(replace_all(reading.file, ": ", "-")).filename().string();
      write_pictures(reading, fs::path(options.out) / fs::path(name).stem());
    }
    for (ocr::DocumentReading& part : ocr::split_batch(reading)) {
      workflows::ReadDocument document;
      document.document_id = "document-" + std::to_string(documents.size() + 1);
      document.file = fs::path(reading.file).filename().string();
      document.received = received_of(file, options, clock);
      document.arrival = arrival_of(file, options);
      document.reading = std::move(part);
      for (ocr::PageReading& page : document.reading.pages) page.picture.reset();
      documents.push_back(std::move(document));
    }
  };
  read_files(reader, files, how, reader_options.jobs, take, [](size_t) {});

  leave_out_messages(documents);
  workflows::Runner::Lookups lookups;
  if (options.look_up && site)
    lookups = daemon::lookups_of(all, daemon::Secrets::of_site(*site), *site, clock);
  const workflows::DryRun run = workflows::dry_run(all, folder, clock, documents, std::move(lookups));
  if (options.json) {
    Context answer = to_value(run).context();
    answer.put("documents", std::move(read));
    program.out << to_json(Value(std::move(answer))) << "\n";
  } else {
    program.out << to_text(run, all, options.show, program.terminal) << "nothing sent"
                << (would_look_up(all) && !options.look_up ? ", nothing looked up (--look-up)" : "")
                << (options.pictures ? " · pictures: " + options.out + "/" : "") << "\n";
  }
  const bool through = std::all_of(
      run.cases.begin(), run.cases.end(),
      [](const workflows::CaseRecord& record) { return record.state == workflows::State::closed; });
  return through ? kFine : kDidNotPass;
}

}  // namespace

void add_dry_run_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"dry-run", "show what would become of documents, and send nothing", Group::author,
       "mailroom dry-run workflows/ctr.yaml scan-017.tif\n"
       "mailroom dry-run scan-017.tif payslip.pdf  # by all workflows of the site\n"
       "mailroom dry-run --show scan-017.tif  # with what would be sent",
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
  add_option(command, "--out", options->out, "where to put the pictures (out)").type_name("DIR");
  add_flag(command, "!--no-pictures", options->pictures, "make no pictures");
  add_site_option(command, options->site);
  add_json_option(command, options->json);
  on_run(command, program, [options](Program& p) { return dry_run(*options, p); });
}

}  // namespace mailroom::cli

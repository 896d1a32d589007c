// `mailroom read`: what stands on some documents, by the templates of a folder.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <thread>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/document_reading.h"
#include "cli/interruption.h"
#include "cli/progress_line.h"
#include "cli/reading_csv.h"
#include "cli/results_file.h"
#include "cli/show_reading.h"
#include "ocr/overlay.h"

namespace mailroom::cli {

void add_read_command(CLI::App& app, Program& program);

namespace {

struct Options {
  std::vector<std::string> files, forms;
  bool json = false, csv = false, resume = false;
  int jobs = 0;
  std::string budget = "0.1%", out, overlays, calibration;
};

// OUT/scan-017.page-1.png for each page of the document.
void write_overlays(const ocr::DocumentReading& reading, const std::filesystem::path& folder) {
  const std::string name = std::filesystem::path(reading.file).filename().string();
  for (const ocr::PageReading& page : reading.pages) {
    const auto drawn = ocr::overlay(page, reading.fields);
    if (!drawn) continue;
    write_file(folder / (name + ".page-" + std::to_string(page.page) + ".png"), ocr::to_png(*drawn));
  }
}

[[noreturn]] void wrong_use(std::string message, std::string hint) {
  throw Error(Fault::usage, "wrong_use", std::move(message), {}, std::move(hint));
}

// What the name of the output says need not be said again.
Options completed(Options options) {
  if (options.out.ends_with(".jsonl") || options.out.ends_with(".json")) options.json = true;
  if (options.out.ends_with(".csv")) options.csv = true;
  if (options.json && options.csv) wrong_use("expected --json or --csv, got both", "use one of them");
  if (!options.out.empty() && !options.json && !options.csv) {
    wrong_use("'--out': expected a name that ends in '.jsonl' or '.csv', got '" + options.out + "'",
              "or say --json or --csv");
  }
  if (options.resume && (options.out.empty() || !options.json)) {
    wrong_use("'--resume' goes on with a file of JSON lines", "write it with --out FILE.jsonl");
  }
  return options;
}

ocr::ReaderOptions reader_options(const Options& options) {
  ocr::ReaderOptions how;
  how.forms.assign(options.forms.begin(), options.forms.end());
  how.jobs = options.jobs > 0 ? options.jobs : static_cast<int>(std::thread::hardware_concurrency());
  if (!options.calibration.empty()) how.calibration = ocr::Calibration::load(options.calibration);
  return how;
}

std::optional<ResultsFile> results_file(const Options& options) {
  if (options.out.empty()) return std::nullopt;
  if (options.resume) return ResultsFile::resume(options.out, options.files);
  return ResultsFile::create(options.out, options.csv ? kReadingCsvHeader : "");
}

void say_how_to_go_on(const Options& options, size_t done, size_t total, Program& program) {
  if (program.error_terminal.is_terminal) program.err << "\n";  // below the progress
  program.err << "mailroom read: stopped after " << with_thousands(static_cast<long long>(done)) << " of "
              << count_of(static_cast<long long>(total), "file") << "\n  "
              << (options.json && !options.out.empty() ? "go on by the same command with --resume"
                                                       : "a run with --out FILE.jsonl can be gone on with")
              << "\n";
}

int read(const Options& given, Program& program) {
  const Options options = completed(given);
  ocr::ReadOptions how;
  how.error_budget = parse_budget(options.budget);
  how.pictures = !options.overlays.empty();
  if (how.pictures) make_folder(options.overlays);
  const ocr::ReaderOptions with = reader_options(options);
  auto results = results_file(options);
  std::vector<std::string> files = options.files;
  if (results) std::erase_if(files, [&](const std::string& file) { return results->has(file); });
  ocr::Reader reader(with);

  bool all_read = true;
  std::string lines;  // of the file that is being taken
  if (options.csv && !results) lines = kReadingCsvHeader;
  const auto take = [&](const ocr::DocumentReading& reading) {
    all_read &= !reading.failure;
    if (how.pictures) write_overlays(reading, options.overlays);
    lines += options.json  ? to_json(ocr::to_value(reading)) + "\n"
             : options.csv ? to_csv(reading)
                           : to_text(reading, program.terminal);
  };
  const ProgressLine bar("reading", files.size(), program, results || !program.terminal.is_terminal);
  const auto progress = [&](size_t done) {
    if (results) {
      results->append(lines);
    } else {
      program.out << lines << std::flush;
    }
    lines.clear();
    bar(done);
  };
  const Interruption interruption;
  const size_t done = read_files(reader, files, how, with.jobs, take, progress,
                                 [&interruption] { return interruption.is_wished(); });
  if (done < files.size()) {
    const size_t before = options.files.size() - files.size();
    say_how_to_go_on(options, before + done, options.files.size(), program);
    return kInterrupted;
  }
  return all_read ? kFine : kDidNotPass;
}

}  // namespace

void add_read_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"read", "read what stands on documents, by their forms' templates", Group::author,
       "mailroom read --forms forms scan-017.tif\n"
       "mailroom read --forms forms --json inbox/*.pdf  # one line of JSON a document\n"
       "mailroom read --forms forms --out results.jsonl archive/*.tif  # stop it with Ctrl-C …\n"
       "mailroom read --forms forms --out results.jsonl --resume archive/*.tif  # … and go on\n"
       "mailroom read --forms forms --overlays out scan-017.tif  # and pictures of what was read where",
       "A mail or archive is read document by document. Values are shown in full: nothing is stored and "
       "nobody is told.\n"
       "With --csv there is a row for each field, and for each page or document that is unknown one that "
       "says why; a text that a spreadsheet would take for a formula is led by an apostrophe.\n"
       "What is written on a scanned page beside its fields (a note, a stamp, a signature) is told with the "
       "page: in JSON as \"notes\", each with its kind and its zone in points. A stamp without a frame is a "
       "note. A page that is a letter has \"letter\": the kinds that it is of, each with the phrase that "
       "told; a page that was recognised whole has its \"language\"; a cell of a table has \"table\", "
       "\"row\" and \"column\"."});
  add_option(command, "FILE", options->files, "the documents to read: PDF, TIFF, JPEG, PNG, mail, ZIP")
      .required();
  add_option(command, "--forms", options->forms, "the folder with the templates (*.form.yaml)")
      .required()
      .one_each_time()
      .type_name("DIR");
  add_json_option(command, options->json);
  add_flag(command, "--csv", options->csv, "print the answer as CSV, a row a field");
  add_option(command, "--out", options->out, "write it to this new file: .jsonl for JSON, .csv for CSV")
      .type_name("FILE");
  add_flag(command, "--resume", options->resume, "go on with the file of --out: leave out what is in it");
  add_option(command, "--jobs", options->jobs, "how many documents to read at once (all cores)")
      .type_name("N")
      .between(1, 256);
  add_option(command, "--budget", options->budget,
             "share of wrong values tolerated among accepted ones (0.1%)")
      .type_name("SHARE");
  add_option(command, "--calibration", options->calibration,
             "what confidences are worth, by 'mailroom calibrate' (as shipped)")
      .type_name("FILE");
  add_option(command, "--overlays", options->overlays, "where to put a picture of each page with its fields")
      .type_name("DIR");
  on_run(command, program, [options](Program& p) { return read(*options, p); });
}

}  // namespace mailroom::cli

// `mailroom calibrate`: what confidences are worth, counted on documents whose truth is known.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <thread>

#include "base/file.h"
#include "base/text.h"
#include "cli/acceptance_curve.h"
#include "cli/command.h"
#include "cli/document_reading.h"
#include "cli/progress_line.h"
#include "cli/reliability_diagram.h"
#include "cli/truth.h"

namespace mailroom::cli {

void add_calibrate_command(CLI::App& app, Program& program);

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> folders, forms;
  std::string out = "calibration.yaml", budget = "0.1%", curves;
  int jobs = 0;
};

// Two halves of the documents: a table fitted on one is judged by the other, which it has never seen.
struct Counted {
  Claims all, even, odd;
};

Counted count(const Options& options, Program& program) {
  std::vector<TrueDocument> documents;
  for (const std::string& folder : options.folders) {
    for (TrueDocument& one : load_truth(folder)) documents.push_back(std::move(one));
  }
  std::vector<std::string> files;
  for (const TrueDocument& document : documents) files.push_back(document.file.string());

  ocr::ReaderOptions reader_options;
  reader_options.forms.assign(options.forms.begin(), options.forms.end());
  reader_options.jobs =
      options.jobs > 0 ? options.jobs : static_cast<int>(std::thread::hardware_concurrency());
  reader_options.calibration = ocr::Calibration();  // the recogniser's own claims
  ocr::Reader reader(reader_options);

  Counted counted;
  size_t next = 0;
  const auto take = [&](const ocr::DocumentReading& reading) {
    if (reading.file != files[next]) return;  // a part of a mail: truth is about whole files
    add_claims(documents[next], reading, counted.all);
    add_claims(documents[next], reading, next % 2 == 0 ? counted.even : counted.odd);
  };
  const ProgressLine progress("reading", files.size(), program);
  read_files(reader, files, {}, reader_options.jobs, take, [&](size_t done) {
    next = done;
    progress(done);
  });
  return counted;
}

// A group that was never met keeps what is shipped for it.
ocr::Calibration fit(const Claims& claims) {
  ocr::Calibration fitted = ocr::Calibration::shipped();
  for (const auto& [group, of_group] : claims.by_group) fitted.set(group, ocr::fit_calibration(of_group));
  for (const auto& [group, of_group] : claims.alternatives) {
    std::vector<ocr::Claim> by_confidence = of_group;
    for (ocr::Claim& one : by_confidence) one.confidence = fitted.apply(group, one.confidence);
    fitted.set_alternatives(group, ocr::fit_calibration(std::move(by_confidence)));
  }
  return fitted;
}

void add_accepted(const Claims& fitted_on, const Claims& judged_on, double budget, AcceptedClaims& sum) {
  const ocr::Calibration calibration = fit(fitted_on);
  for (const auto& [group, claims] : judged_on.by_group) {
    const AcceptedClaims accepted =
        accepted_from(calibration.threshold(group, budget).value_or(2), group, calibration, claims);
    sum.fields += accepted.fields;
    sum.wrong += accepted.wrong;
  }
}

// The figure that may be believed: fields that the table was not fitted on.
std::string judgement(const Counted& counted, double budget) {
  AcceptedClaims sum;
  add_accepted(counted.even, counted.odd, budget, sum);
  add_accepted(counted.odd, counted.even, budget, sum);
  return "fitted on each half of the documents and judged on the other: " + with_thousands(sum.wrong) +
         " wrong among " + with_thousands(sum.fields) + " accepted\n";
}

int calibrate(const Options& options, Program& program) {
  const double budget = parse_budget(options.budget);
  const Counted counted = count(options, program);
  if (counted.all.by_group.empty()) {
    throw Error(Fault::document, "nothing_counted", "no recognised field has a known value",
                join(options.folders, ", "),
                "truth.json names fields by their PDF names ('acroform' in the templates), pages from 0");
  }
  const ocr::Calibration fitted = fit(counted.all);
  if (!options.curves.empty()) make_folder(options.curves);
  for (const auto& [group, claims] : counted.all.by_group) {
    program.out << acceptance_curve(group, fitted, claims, budget, program.terminal);
    if (options.curves.empty()) continue;
    write_file(fs::path(options.curves) / (std::string(ocr::to_string(group)) + ".svg"),
               reliability_diagram(group, fitted, claims));
  }
  program.out << judgement(counted, budget);
  if (counted.all.unread > 0) {
    program.out << "left out: " << count_of(counted.all.unread, "field")
                << " on pages that were not identified\n";
  }
  write_file(options.out, fitted.to_yaml());
  program.out << clean(options.out) << ": from " << count_of(counted.all.documents, "document")
              << "; use it with 'calibration: " << clean(options.out)
              << "' in mailroom.yaml or with 'mailroom read "
              << "--calibration'\n";
  return kFine;
}

}  // namespace

void add_calibrate_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"calibrate", "find out what confidences are worth, on documents whose truth is known", Group::author,
       "mailroom calibrate --forms forms specimens -o calibration.yaml --curves curves",
       "Reads the documents of each FOLDER, compares with its truth.json, and writes a table of the share "
       "found right for what was claimed, and how often an alternative said what a wrong value did not. "
       "Prints, for each group of fields (letters, figures, blank, "
       "mark), what would be accepted from where on and where the error budget draws the line. Counts of "
       "few fields promise little: 400 right of 400 are worth 99.75%, so a budget of 0.1% needs some "
       "thousand fields of a group."});
  add_option(command, "FOLDER", options->folders, "folders with documents and their truth.json").required();
  add_option(command, "--forms", options->forms, "the folder with the templates (*.form.yaml)")
      .required()
      .one_each_time()
      .type_name("DIR");
  add_option(command, "-o,--out", options->out, "where to write the table (calibration.yaml)")
      .type_name("FILE");
  add_option(command, "--budget", options->budget,
             "share of wrong values tolerated among accepted ones (0.1%)")
      .type_name("SHARE");
  add_option(command, "--curves", options->curves, "where to put a diagram of each group (SVG)")
      .type_name("DIR");
  add_option(command, "--jobs", options->jobs, "how many documents to read at once (all cores)")
      .type_name("N")
      .between(1, 256);
  on_run(command, program, [options](Program& p) { return calibrate(*options, p); });
}

}  // namespace mailroom::cli

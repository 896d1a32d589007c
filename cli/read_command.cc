// `mailroom read`: what stands on some documents, by the templates of a folder.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <thread>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/document_reading.h"
#include "cli/show_reading.h"
#include "ocr/overlay.h"

namespace mailroom::cli {

void add_read_command(CLI::App& app, Program& program);

namespace {

struct Options {
  std::vector<std::string> files, forms;
  bool json = false;
  int jobs = 0;
  std::string budget = "0.1%";
  std::string overlays;
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

int read(const Options& options, Program& program) {
  ocr::ReadOptions how;
  how.error_budget = parse_budget(options.budget);
  how.pictures = !options.overlays.empty();
  if (how.pictures) make_folder(options.overlays);
  ocr::ReaderOptions reader_options;
  reader_options.forms.assign(options.forms.begin(), options.forms.end());
  reader_options.jobs =
      options.jobs > 0 ? options.jobs : static_cast<int>(std::thread::hardware_concurrency());
  ocr::Reader reader(reader_options);

  const bool shows_progress = program.error_terminal.is_terminal && !program.terminal.is_terminal;
  bool all_read = true;
  const auto take = [&](const ocr::DocumentReading& reading) {
    all_read &= !reading.failure;
    if (how.pictures) write_overlays(reading, options.overlays);
    program.out << (options.json ? to_json(ocr::to_value(reading)) + "\n"
                                 : to_text(reading, program.terminal));
    program.out.flush();
  };
  const auto progress = [&](size_t done) {
    if (!shows_progress) return;
    program.err << "\r"
                << progress_bar("reading", static_cast<long long>(done),
                                static_cast<long long>(options.files.size()), program.error_terminal.width)
                << (done == options.files.size() ? "\n" : "") << std::flush;
  };
  read_files(reader, options.files, how, reader_options.jobs, take, progress);
  return all_read ? kFine : kDidNotPass;
}

}  // namespace

void add_read_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app, {"read", "read what stands on documents, by their forms' templates", Group::author,
            "mailroom read --forms forms scan-017.tif\n"
            "mailroom read --forms forms --json inbox/*.pdf  # one line of JSON a document\n"
            "mailroom read --forms forms --overlays out scan-017.tif  # and pictures of what was read where",
            "A mail or archive is read document by document. Values are shown in full: nothing is stored and "
            "nobody is told."});
  command.add_option("FILE", options->files, "the documents to read: PDF, TIFF, JPEG, PNG, mail, ZIP")
      ->required();
  command.add_option("--forms", options->forms, "the folder with the templates (*.form.yaml)")
      ->required()
      ->expected(1)
      ->allow_extra_args(false)  // the files follow
      ->type_name("DIR")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_json_option(command, options->json);
  command.add_option("--jobs", options->jobs, "how many documents to read at once (all cores)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command
      .add_option("--budget", options->budget, "share of wrong values tolerated among accepted ones (0.1%)")
      ->type_name("SHARE");
  command.add_option("--overlays", options->overlays, "where to put a picture of each page with its fields")
      ->type_name("DIR");
  on_run(command, program, [options](Program& p) { return read(*options, p); });
}

}  // namespace mailroom::cli

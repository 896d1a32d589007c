// `mailroom form fill`: specimens of forms, filled in with made-up values, printed and scanned, with what
// they truly say.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <span>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "ocr/form_file.h"
#include "ocr/specimen/specimen.h"

namespace mailroom::cli {

void add_form_fill_command(CLI::App& form, Program& program);

namespace {

namespace fs = std::filesystem;
namespace specimen = ocr::specimen;

struct FillOptions {
  std::vector<std::string> forms, with;
  int count = 1;
  std::string scan = "office", out;
  bool by_hand = false;
  double filled = 0.5;
  uint64_t seed = 1;
};

constexpr std::pair<std::string_view, bool specimen::Extras::*> kExtras[] = {
    {"stamps", &specimen::Extras::stamps},         {"struck", &specimen::Extras::struck},
    {"notes", &specimen::Extras::notes},           {"folds", &specimen::Extras::folds},
    {"crops", &specimen::Extras::crops},           {"holes", &specimen::Extras::holes},
    {"signatures", &specimen::Extras::signatures},
};

Error unknown_word(const std::string& option, const std::string& word,
                   const std::vector<std::string>& known) {
  const auto meant = nearest_name(word, known);
  return Error(Fault::usage, "wrong_use",
               "'" + option + "': expected " + quoted_list(known) + ", got '" + word + "'", {},
               meant ? "write '" + *meant + "'" : "");
}

specimen::SpecimenOptions options_of(const FillOptions& typed) {
  specimen::SpecimenOptions options;
  const auto scan = specimen::parse_scan(typed.scan);
  if (!scan) throw unknown_word("--scan", typed.scan, {"office", "grey", "fax", "photo", "none"});
  options.scan = *scan;
  options.by_hand = typed.by_hand;
  options.filled = typed.filled;
  options.seed = typed.seed;
  for (const std::string& word : typed.with) {
    bool found = false;
    for (const auto& [name, member] : kExtras)
      if (word == name || word == "all") options.with.*member = found = true;
    if (found) continue;
    std::vector<std::string> known;
    for (const auto& [name, member] : kExtras) known.emplace_back(name);
    known.emplace_back("all");
    throw unknown_word("--with", word, known);
  }
  return options;
}

// The templates that were named: files, and the fixed forms of folders.
std::vector<ocr::Form> load_named(const std::vector<std::string>& names) {
  std::vector<ocr::Form> forms;
  for (const std::string& name : names) {
    if (!fs::is_directory(name)) {
      forms.push_back(ocr::load_form(name));
      continue;
    }
    const size_t before = forms.size();
    for (ocr::Form& form : ocr::load_forms(name))
      if (form.layout == ocr::Form::Layout::fixed) forms.push_back(std::move(form));
    if (forms.size() == before) {
      throw Error(Fault::usage, "no_forms",
                  "no form with fields in fixed places in the folder '" + name + "'", {},
                  "make one with 'mailroom form new BLANK.pdf -o " + name + "'");
    }
  }
  // Their names in one folder.
  for (size_t i = 0; i < forms.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (forms[i].id != forms[j].id) continue;
      throw Error(Fault::usage, "duplicate_id", "form '" + forms[i].id + "' is there twice",
                  forms[i].file.string(), "it is also in '" + forms[j].file.string() + "'; fill one of them");
    }
  }
  return forms;
}

// "ctr1-2026-03.tif": as many figures as the last one needs.
std::string file_name(const std::string& id, int number, int count) {
  std::string figures = std::to_string(number);
  figures.insert(0, std::to_string(count).size() - figures.size(), '0');
  return id + "-" + figures;
}

int fill_forms(const FillOptions& typed, Program& program) {
  const specimen::SpecimenOptions options = options_of(typed);
  std::vector<ocr::Form> forms = load_named(typed.forms);
  make_folder(typed.out);
  const fs::path out = typed.out;
  const auto total = static_cast<long long>(forms.size()) * typed.count;
  const bool shows_progress = program.error_terminal.is_terminal;
  List truth;
  long long pages = 0, struck = 0;
  for (ocr::Form& form : forms) {
    specimen::SpecimenMaker maker(std::move(form));
    for (int number = 1; number <= typed.count; ++number) {
      const specimen::Specimen made = maker.make(static_cast<uint64_t>(number), options);
      const specimen::SpecimenFile file = specimen::to_file(made);
      const std::string name = file_name(maker.form().id, number, typed.count) + file.suffix;
      write_file(out / name, file.bytes);
      truth.push_back(specimen::to_truth(made, name));
      pages += static_cast<long long>(made.pages.size());
      struck +=
          std::count_if(made.filling.begin(), made.filling.end(), [](const auto& e) { return e.altered; });
      if (shows_progress) {
        program.err << "\r"
                    << progress_bar("filling in", static_cast<long long>(truth.size()), total,
                                    program.error_terminal.width)
                    << (static_cast<long long>(truth.size()) == total ? "\n" : "") << std::flush;
      }
    }
  }
  write_file(out / "truth.json", to_json(Value(std::move(truth))) + "\n");
  program.out << clean(out.string()) << ": " << count_of(total, "specimen") << " of "
              << count_of(static_cast<long long>(forms.size()), "form") << ", " << count_of(pages, "page");
  if (struck > 0) program.out << ", " << count_of(struck, "field") << " struck out";
  program.out << "; what they say is in truth.json\n";
  return kFine;
}

}  // namespace

void add_form_fill_command(CLI::App& form, Program& program) {
  auto options = std::make_shared<FillOptions>();
  CLI::App& command = add_command(
      form, {"fill", "make filled-in and scanned specimens, to try and calibrate reading with", Group::author,
             "mailroom form fill forms/ctr1-2026.form.yaml --random 20 -o specimens\n"
             "mailroom form fill forms --random 50 --scan fax --with stamps,struck --seed 7 -o faxes\n"
             "mailroom read --forms forms --json specimens/*.tif  # compare with specimens/truth.json",
             "The people are made up; identifiers pass their check digits. Writes the scans (TIFF; grey: "
             "PDF; photo: "
             "JPEG of the first page) and truth.json: for each file its form and every field's true value. "
             "The same "
             "seed gives the same files on the same machine; another one may have other typefaces."});
  add_option(command, "FORM", options->forms, "templates, NAME.form.yaml, or folders of them").required();
  add_option(command, "--random", options->count, "how many of each form (1)")
      .type_name("N")
      .between(1, 1'000'000);
  add_option(command, "--scan", options->scan,
             "office, grey, fax, photo or none: straight and clean (office)")
      .type_name("KIND");
  add_option(command, "--with", options->with,
             "also: stamps, struck, notes, signatures, folds, crops, holes, or all; with commas")
      .type_name("WHAT")
      .commas();
  add_flag(command, "--hand", options->by_hand, "written by hand, as far as the installed typefaces can");
  add_option(command, "--filled", options->filled, "share of fields that are filled in (0.5)")
      .type_name("SHARE")
      .between(0.0, 1.0);
  add_option(command, "--seed", options->seed, "another number, other specimens (1)").type_name("S");
  add_option(command, "-o,--out", options->out, "the folder for scans and truth.json")
      .required()
      .type_name("DIR");
  on_run(command, program, [options](Program& p) { return fill_forms(*options, p); });
}

}  // namespace mailroom::cli

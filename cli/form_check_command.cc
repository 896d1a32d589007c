// `mailroom form check`: what is wrong with templates, and which of them cannot be told apart.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/show_problems.h"
#include "ocr/form_file.h"
#include "ocr/form_likeness.h"
#include "ocr/reader.h"

namespace mailroom::cli {

void add_form_check_command(CLI::App& parent, Program& program);

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> forms;
  bool json = false;
};

std::vector<ocr::Form> load(const Options& options, std::vector<Diagnostic>& problems) {
  std::vector<ocr::Form> forms;
  std::map<std::string, std::string> files;
  const auto add = [&](ocr::Form form) {
    const auto [first, is_new] = files.emplace(form.id, form.file.string());
    if (is_new) {
      forms.push_back(std::move(form));
    } else if (first->second != form.file.string()) {
      problems.push_back({Severity::error,
                          {form.file.string(), 0, 0, 0},
                          "duplicate_id",
                          "form '" + form.id + "' is there twice, first in '" + first->second + "'",
                          "give one of them another id"});
    }
  };
  for (const std::string& name : options.forms) {
    if (fs::is_directory(name)) {
      for (ocr::Form& form : ocr::load_forms(name, problems)) add(std::move(form));
    } else if (auto form = ocr::load_form(name, problems)) {
      add(std::move(*form));
    }
  }
  return forms;
}

// The blanks' pictures, opened by the reader as any document; each form's once.
class Blanks {
 public:
  // Null if there is none.
  const ocr::PageReading* page(const ocr::PageOfForm& wanted) {
    auto at = readings_.find(wanted.form->id);
    if (at == readings_.end()) at = readings_.emplace(wanted.form->id, read(*wanted.form)).first;
    for (const ocr::PageReading& page : at->second.pages) {
      if (page.page == wanted.page && page.picture) return &page;
    }
    return nullptr;
  }

 private:
  ocr::DocumentReading read(const ocr::Form& form) {
    if (form.blank.empty()) return {};
    if (!reader_) reader_ = std::make_unique<ocr::Reader>(ocr::ReaderOptions());
    const FileDescriptor file = open_for_reading(form.blank);
    ocr::ReadOptions how;
    how.pictures = true;
    return reader_->read(form.blank.string(), file.get(), how);
  }

  std::unique_ptr<ocr::Reader> reader_;
  std::map<std::string, ocr::DocumentReading> readings_;
};

std::string name_of(const ocr::PageOfForm& page) {
  return "page " + std::to_string(page.page) + " of '" + page.form->id + "'";
}

std::string place_of(const ocr::Zone& zone) {
  return std::to_string(std::lround(zone.x0)) + ", " + std::to_string(std::lround(zone.y0));
}

// "'2025' at 510, 38 and 2 more only on 'a'"; empty if there is nothing.
std::string words_only_on(const ocr::Form& form, const std::vector<ocr::BlankWord>& words, size_t count) {
  if (count == 0) return {};
  std::vector<std::string> parts;
  for (const ocr::BlankWord& word : words) parts.push_back("'" + word.text + "' at " + place_of(word.zone));
  std::string text = join(parts, ", ");
  if (count > words.size()) text += " and " + std::to_string(count - words.size()) + " more";
  return text + " only on '" + form.id + "'";
}

Diagnostic nearly_alike(const ocr::Likeness& pair, const std::string& by) {
  return {Severity::note,
          {pair.b.form->file.string(), 0, 0, 0},
          "forms_nearly_alike",
          name_of(pair.b) + " and " + name_of(pair.a) + " share " +
              count_of(static_cast<long long>(pair.shared), "printed word") + " and are told apart by " + by,
          "places are in points from the page's top left; a page on which they cannot be seen is unknown"};
}

Diagnostic describe(const ocr::Likeness& pair, Blanks& blanks) {
  const size_t different = pair.only_on_a + pair.only_on_b;
  if (different > 0) {
    std::vector<std::string> parts;
    for (std::string part : {words_only_on(*pair.b.form, pair.on_b, pair.only_on_b),
                             words_only_on(*pair.a.form, pair.on_a, pair.only_on_a)}) {
      if (!part.empty()) parts.push_back(std::move(part));
    }
    return nearly_alike(pair, count_of(static_cast<long long>(different), "word") + ": " + join(parts, "; "));
  }
  const ocr::PageReading *a = blanks.page(pair.a), *b = blanks.page(pair.b);
  if (a != nullptr && b != nullptr) {
    const std::vector<ocr::Zone> places =
        ocr::picture_differences(*a->picture, *b->picture, a->picture_dpi, pair.a, pair.b);
    if (!places.empty()) {
      return nearly_alike(
          pair, "what is drawn at " + place_of(places.front()) +
                    (places.size() > 1
                         ? " and in " + count_of(static_cast<long long>(places.size()) - 1, "other place")
                         : ""));
    }
  }
  return {Severity::warning,
          {pair.b.form->file.string(), 0, 0, 0},
          "forms_alike",
          name_of(pair.b) + " and " + name_of(pair.a) + " cannot be told apart: the same " +
              count_of(static_cast<long long>(pair.shared), "word") + " are printed at the same places",
          "print something on one that the other has not, for example its edition, or load one of the two"};
}

int check(const Options& options, Program& program) {
  std::vector<Diagnostic> problems;
  const std::vector<ocr::Form> forms = load(options, problems);
  Blanks blanks;
  for (const ocr::Likeness& pair : ocr::alike_pages(forms)) problems.push_back(describe(pair, blanks));

  const auto count = [&](Severity severity) {
    return std::ranges::count(problems, severity, &Diagnostic::severity);
  };
  const auto errors = count(Severity::error), warnings = count(Severity::warning);
  if (options.json) {
    List list;
    for (const Diagnostic& problem : problems) list.push_back(to_value(problem));
    program.out << to_json(Context{{"errors", errors}, {"warnings", warnings}, {"problems", std::move(list)}})
                << "\n";
    return errors > 0 ? kWrongUse : kFine;
  }
  show_problems(std::move(problems), program);
  std::string verdict = errors == 0 && warnings == 0 ? "all fine" : "";
  if (errors > 0) verdict = count_of(errors, "error");
  if (warnings > 0) verdict += (verdict.empty() ? "" : ", ") + count_of(warnings, "warning");
  program.out << count_of(static_cast<long long>(forms.size()), "form") << ": " << verdict << "\n";
  return errors > 0 ? kWrongUse : kFine;
}

}  // namespace

void add_form_check_command(CLI::App& parent, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      parent,
      {"check", "say what is wrong with templates, and which cannot be told apart", Group::author,
       "mailroom form check forms\n"
       "mailroom form check forms/ctr1-2025.form.yaml forms/ctr1-2026.form.yaml",
       "Zones that overlap, leave their page or are too small; ids that no expression can name; combs "
       "without a number of cells; and pages of two forms that print the same, or nearly, with what "
       "tells them apart and where. Exit code 2 if there is an error."});
  add_option(command, "FORM", options->forms, "templates (NAME.form.yaml), or folders with templates")
      .required();
  add_json_option(command, options->json);
  on_run(command, program, [options](Program& p) { return check(*options, p); });
}

}  // namespace mailroom::cli

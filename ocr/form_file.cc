#include "ocr/form_file.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/yaml_problems.h"
#include "ocr/form_yaml.h"

namespace mailroom::ocr {
namespace {

constexpr uint64_t kMaxTemplateBytes = 16ull << 20;

std::string companion(const std::filesystem::path& form_file, std::string_view suffix) {
  std::string name = form_file.string();
  if (name.ends_with(kFormSuffix)) name.resize(name.size() - kFormSuffix.size());
  return name.append(suffix);
}

std::string to_words(const Form& form) {
  std::string out =
      "# printed on the blank: page, left, top, right, bottom (points from the top left), word\n";
  for (size_t p = 0; p < form.pages.size(); ++p) {
    for (const BlankWord& word : form.pages[p].words.list()) {
      char line[128];
      std::snprintf(line, sizeof line, "%zu\t%.1f\t%.1f\t%.1f\t%.1f\t", p + 1, word.zone.x0, word.zone.y0,
                    word.zone.x1, word.zone.y1);
      out += line;
      for (const char c : word.text) out += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
      out += '\n';
    }
  }
  return out;
}

void parse_words(std::string_view text, const std::string& file, Form& form,
                 std::vector<Diagnostic>& problems) {
  std::vector<std::vector<BlankWord>> words(form.pages.size());
  int line_number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    double n[5] = {};
    const char* at = line.data();
    const char* const end = line.data() + line.size();
    bool good = true;
    for (double& number : n) {
      const auto [stop, bad] = std::from_chars(at, end, number);
      good = good && bad == std::errc() && stop != end && *stop == '\t';
      if (!good) break;
      at = stop + 1;
    }
    if (!good || n[0] < 1 || n[0] > static_cast<double>(form.pages.size())) {
      problems.push_back({Severity::error,
                          {file, line_number, 1, 0},
                          "words_invalid",
                          "expected page, left, top, right, bottom and a word, separated by tabs",
                          "make the template again with 'mailroom form new'"});
      return;
    }
    words[static_cast<size_t>(n[0]) - 1].push_back({std::string(at, end), Zone{n[1], n[2], n[3], n[4]}});
  }
  for (size_t p = 0; p < words.size(); ++p) form.pages[p].words = PrintedWords(words[p]);
}

// If there is an error among them.
void throw_first_error(const std::vector<Diagnostic>& problems) {
  for (const Diagnostic& problem : problems) {
    if (problem.severity != Severity::error) continue;
    std::string where = problem.place.file;
    if (problem.place.line > 0) {
      where += ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column);
    }
    throw Error(Fault::usage, "form_invalid", problem.message, where, problem.hint);
  }
}

}  // namespace

std::string words_file(const std::filesystem::path& form_file) {
  return companion(form_file, ".words.tsv");
}
std::string blank_file(const std::filesystem::path& form_file) {
  return companion(form_file, ".blank.tif");
}

FormFiles to_files(const Form& form) {
  FormFiles files;
  files.yaml = to_yaml(form);
  if (form.layout == Form::Layout::fixed) files.words = to_words(form);
  return files;
}

std::optional<Form> parse_form(std::string_view yaml, std::string_view words,
                               const std::filesystem::path& file, std::vector<Diagnostic>& problems) {
  FormText read = parse_form_yaml(yaml, file.string());
  std::vector<Diagnostic>& found = read.problems;
  for (Diagnostic& problem : read.of_text)
    if (problem.code == "yaml_empty") problem.hint = "make one with 'mailroom form new'";
  if (read.root.is_mapping()) check_form(read.form, read.places, found);
  if (!read.is_yaml) yaml::drop_doubtful(found, read.of_text);
  found.insert(found.end(), std::make_move_iterator(read.of_text.begin()),
               std::make_move_iterator(read.of_text.end()));
  yaml::sort_by_place(found);
  read.form.file = file;
  if (!has_errors(found)) parse_words(words, words_file(file), read.form, found);
  const bool failed = has_errors(found);
  problems.insert(problems.end(), std::make_move_iterator(found.begin()),
                  std::make_move_iterator(found.end()));
  return failed ? std::nullopt : std::optional(std::move(read.form));
}

std::optional<Form> load_form(const std::filesystem::path& file, std::vector<Diagnostic>& problems) {
  if (!file.filename().string().ends_with(kFormSuffix)) {
    throw Error(Fault::usage, "wrong_name",
                "expected a template, NAME" + std::string(kFormSuffix) + ", got '" + file.string() + "'", {},
                "make one with 'mailroom form new'");
  }
  const std::string yaml = read_file(file, kMaxTemplateBytes);
  std::string words;
  if (std::filesystem::exists(words_file(file))) words = read_file(words_file(file), kMaxTemplateBytes);
  auto form = parse_form(yaml, words, file, problems);
  if (form) find_blank(*form, problems);
  return form;
}

void find_blank(Form& form, std::vector<Diagnostic>& problems) {
  if (form.layout != Form::Layout::fixed) return;
  std::string blank = blank_file(form.file);
  std::error_code unknown;
  if (std::filesystem::exists(blank, unknown)) {
    form.blank = std::move(blank);
  } else {
    problems.push_back({Severity::warning,
                        {form.file.string(), 0, 0, 0},
                        "blank_missing",
                        "the blank's picture '" + std::filesystem::path(blank).filename().string() +
                            "' is not beside the template: scans of this form cannot be read",
                        "make the template again with 'mailroom form new'"});
  }
}

namespace {

std::vector<Form> load_folder(const std::filesystem::path& folder, const LoadForm& load,
                              std::vector<Diagnostic>& problems) {
  std::error_code failed;
  std::vector<std::filesystem::path> files;
  for (auto it = std::filesystem::directory_iterator(folder, failed);
       !failed && it != std::filesystem::directory_iterator(); it.increment(failed)) {
    if (it->path().native().ends_with(kFormSuffix)) files.push_back(it->path());
  }
  if (failed) {
    throw Error(
        Fault::usage, "folder_unreadable",
        "cannot read the folder of templates '" + folder.string() + "': " + system_reason(failed.value()));
  }
  std::ranges::sort(files, {}, &std::filesystem::path::native);
  std::vector<Form> forms;
  forms.reserve(files.size());
  std::map<std::string, std::string> ids;
  for (const auto& file : files) {
    auto form = load(file, problems);
    if (!form) continue;
    const auto [at, is_new] = ids.emplace(form->id, file.string());
    if (!is_new) {
      problems.push_back({Severity::error,
                          {file.string(), 0, 0, 0},
                          "duplicate_id",
                          "form '" + form->id + "' is there twice, first in '" + at->second + "'",
                          "give one of them another id"});
      continue;
    }
    forms.push_back(std::move(*form));
  }
  return forms;
}

std::optional<Form> load_by_itself(const std::filesystem::path& file, std::vector<Diagnostic>& problems) {
  return load_form(file, problems);
}

}  // namespace

std::vector<Form> load_forms(const std::filesystem::path& folder, std::vector<Diagnostic>& problems) {
  return load_folder(folder, load_by_itself, problems);
}

std::vector<Form> load_forms(const std::filesystem::path& folder, const LoadForm& load) {
  std::vector<Diagnostic> problems;
  auto forms = load_folder(folder, load, problems);
  throw_first_error(problems);
  return forms;
}

std::vector<Form> load_forms(const std::filesystem::path& folder) {
  return load_forms(folder, LoadForm(load_by_itself));
}

Form load_form(const std::filesystem::path& file) {
  std::vector<Diagnostic> problems;
  std::optional<Form> form = load_form(file, problems);
  throw_first_error(problems);
  return std::move(form).value();
}

void write_form_files(const std::filesystem::path& file, const FormFiles& files) {
  if (!file.filename().string().ends_with(kFormSuffix)) {
    throw Error(Fault::usage, "wrong_name",
                "expected a template's name that ends in '" + std::string(kFormSuffix) + "', got '" +
                    file.string() + "'");
  }
  // The template last: where it is, its companions are.
  if (!files.blank_tiff.empty()) write_file(blank_file(file), files.blank_tiff);
  if (!files.words.empty()) write_file(words_file(file), files.words);
  write_file(file, files.yaml);
}

}  // namespace mailroom::ocr

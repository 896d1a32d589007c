// A template on disk: three files that travel together.
//
//   X.form.yaml   what an author reads and edits: id, title, fields, zones
//   X.words.tsv   what the blank has printed, word by word with its place (for identification by text layer);
//                 made by `mailroom form new`, not edited; a line a word, so that editions can be compared
//   X.blank.tif   the blank's picture: one G4 page a page at kBlankDpi; all pages again, once a setting, if
//   it
//                 was printed in other typefaces, too (its PDF names fonts without bringing them)
//
// The last two are named after the first and may be missing (a free layout has neither). Every problem of a
// file is reported, as a Diagnostic with its place. Functions are thread safe.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "ocr/form.h"

namespace mailroom::ocr {

inline constexpr std::string_view kFormSuffix = ".form.yaml";

// The contents of the three files.
struct FormFiles {
  std::string yaml;
  std::string words;       // empty: no such file
  std::string blank_tiff;  // empty: no such file
};

// The form's YAML and words; `blank_tiff` stays empty.
FormFiles to_files(const Form& form);

// Parses and checks one template. None if there is an error among `problems`; warnings do not prevent it.
// `file` names it in messages and gives Form::file; `words` is the content of X.words.tsv.
std::optional<Form> parse_form(std::string_view yaml, std::string_view words,
                               const std::filesystem::path& file, std::vector<Diagnostic>& problems);

// The template at `file` with what lies beside it. Error{usage} if it cannot be read at all.
std::optional<Form> load_form(const std::filesystem::path& file, std::vector<Diagnostic>& problems);
// Throws Error{usage, "form_invalid"} with the place of the first error.
Form load_form(const std::filesystem::path& file);

// All templates *.form.yaml of a folder (not of folders below), by file name; two with one id are an error.
std::vector<Form> load_forms(const std::filesystem::path& folder, std::vector<Diagnostic>& problems);
// Throws Error{usage, "form_invalid"} with the place of the first error.
std::vector<Form> load_forms(const std::filesystem::path& folder);
// The same by somebody who may have a template's form already; else he calls load_form().
using LoadForm =
    std::function<std::optional<Form>(const std::filesystem::path& file, std::vector<Diagnostic>& problems)>;
std::vector<Form> load_forms(const std::filesystem::path& folder, const LoadForm& load);
// Sets Form::blank by Form::file; a warning if the blank's picture is missing.
void find_blank(Form& form, std::vector<Diagnostic>& problems);

// Writes the template at `file` (which must end in .form.yaml) and its companions beside it.
void write_form_files(const std::filesystem::path& file, const FormFiles& files);

// The companions' paths of a template's file.
std::string words_file(const std::filesystem::path& form_file);
std::string blank_file(const std::filesystem::path& form_file);

}  // namespace mailroom::ocr

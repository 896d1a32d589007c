// The templates of some folders as they were parsed, in one file that the reader and its client map: the
// records of all forms, the index of what they have printed, and each page's words, which are read when
// somebody looks at the page. A cache: whatever is wrong with the file, it is made again
// (docs/decisions/0009).
//
// The file, in this machine's byte order: a header, the records, the index, a checksum of all these, and the
// words, each page's with a checksum of its own. What it holds of a form is what its two text files say;
// where they and the blank lie is not in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/form.h"
#include "ocr/print_index.h"
#include "ocr/template_cache.h"

namespace mailroom::ocr {

// What a form was parsed from.
struct FormSource {
  uint32_t folder = 0;  // index in the list of folders
  std::string name;     // of the template's file
  FileState yaml, words;
  friend bool operator==(const FormSource&, const FormSource&) = default;
};

struct CompiledForms {
  std::vector<FormSource> sources;          // by folder, then by name
  std::vector<Form> forms;                  // one a source; `file` and `blank` are empty
  std::shared_ptr<const PrintIndex> index;  // of `forms`
};

// Maps the file, which lives as long as what came of it; none if it is not there, damaged or of another
// version.
std::optional<CompiledForms> open_compiled_forms(const std::filesystem::path& file);

// The bytes of such a file; a source for each form.
std::string compiled_forms_file(const std::vector<FormSource>& sources, const std::vector<Form>& forms);

}  // namespace mailroom::ocr

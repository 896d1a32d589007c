// The templates of several folders as one set, as the reader and its client both load them: from the compiled
// file where that is still true (ocr/compiled_forms.h), else from their own files.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "ocr/form.h"
#include "ocr/print_index.h"
#include "ocr/template_cache.h"

namespace mailroom::ocr {

struct FormSet {
  std::vector<Form> forms;                  // in the order of the folders, then by file name
  std::shared_ptr<const PrintIndex> index;  // of `forms`
};

// Of templates whose files did not change nothing is parsed; what did change is, and the file in `cache` is
// made again. An empty `cache`, or one that cannot be written, costs time and nothing else. Throws
// Error{usage, "form_invalid"} for the first template that is wrong, and for an id that two templates of
// different folders share.
FormSet load_form_folders(const std::vector<std::filesystem::path>& folders,
                          const std::filesystem::path& cache = template_cache());

}  // namespace mailroom::ocr

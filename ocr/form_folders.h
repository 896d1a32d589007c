// The templates of several folders as one set, as the reader and its client both load them.
#pragma once

#include <filesystem>
#include <vector>

#include "ocr/form.h"

namespace mailroom::ocr {

// In the order of the folders, then by file name. Throws Error{usage, "form_invalid"} for the first template
// that is wrong, and for an id that two templates of different folders share.
std::vector<Form> load_form_folders(const std::vector<std::filesystem::path>& folders);

}  // namespace mailroom::ocr

#include "ocr/form_folders.h"

#include <map>

#include "base/error.h"
#include "ocr/form_file.h"

namespace mailroom::ocr {

std::vector<Form> load_form_folders(const std::vector<std::filesystem::path>& folders) {
  std::vector<Form> forms;
  std::map<std::string, std::filesystem::path> seen;
  for (const auto& folder : folders) {
    for (Form& form : load_forms(folder)) {
      const auto [first, is_new] = seen.emplace(form.id, form.file);
      if (!is_new) {
        throw Error(Fault::usage, "form_invalid",
                    "form '" + form.id + "' is also in " + first->second.string(), form.file.string(),
                    "give one of them another id");
      }
      forms.push_back(std::move(form));
    }
  }
  return forms;
}

}  // namespace mailroom::ocr

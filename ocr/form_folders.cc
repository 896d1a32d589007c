#include "ocr/form_folders.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "base/error.h"
#include "ocr/compiled_forms.h"
#include "ocr/form_file.h"

namespace mailroom::ocr {
namespace {

namespace fs = std::filesystem;

// Loads one template after the other, in the order in which they are compiled, and knows afterwards whether
// all were there.
class TemplateLoader {
 public:
  explicit TemplateLoader(std::optional<CompiledForms> compiled)
      : is_complete_(compiled.has_value()), compiled_(std::move(compiled).value_or(CompiledForms())) {}

  std::optional<Form> load(uint32_t folder, const fs::path& file, std::vector<Diagnostic>& problems) {
    // Before it is read: what changes meanwhile is then seen next time.
    const std::string& path = file.native();
    FormSource source{folder, path.substr(path.rfind('/') + 1), state_of(path), state_of(words_file(file))};
    std::optional<Form> form = take(source);
    if (form) {
      form->file = file;
      find_blank(*form, problems);
    } else {
      is_complete_ = false;
      form = load_form(file, problems);
    }
    if (form) sources_.push_back(std::move(source));
    return form;
  }

  bool is_complete() const { return is_complete_ && sources_.size() == compiled_.sources.size(); }
  const std::vector<FormSource>& sources() const { return sources_; }  // of all that were loaded
  const std::shared_ptr<const PrintIndex>& index() const { return compiled_.index; }

 private:
  std::optional<Form> take(const FormSource& source) {
    const auto key = [](const FormSource& s) { return std::tie(s.folder, s.name); };
    const auto at = std::ranges::lower_bound(compiled_.sources, key(source), {}, key);
    if (at == compiled_.sources.end() || !(*at == source)) return std::nullopt;
    return std::move(compiled_.forms[static_cast<size_t>(at - compiled_.sources.begin())]);
  }

  bool is_complete_;
  CompiledForms compiled_;
  std::vector<FormSource> sources_;
};

std::vector<Form> load(const std::vector<fs::path>& folders, TemplateLoader& loader) {
  std::vector<Form> forms;
  std::map<std::string, fs::path> seen;
  for (size_t i = 0; i < folders.size(); ++i) {
    const auto one = [&](const fs::path& file, std::vector<Diagnostic>& problems) {
      return loader.load(static_cast<uint32_t>(i), file, problems);
    };
    for (Form& form : load_forms(folders[i], one)) {
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

// What is damaged is not handed on to the next file.
void renew_damaged(std::vector<Form>& forms) {
  for (Form& form : forms) {
    const auto is_damaged = [](const FormPage& page) { return page.words.is_damaged(); };
    if (std::ranges::any_of(form.pages, is_damaged)) form = load_form(form.file);
  }
}

}  // namespace

FormSet load_form_folders(const std::vector<fs::path>& folders, const fs::path& cache) {
  const fs::path file = folders.empty() ? fs::path() : cache_file(cache, "forms", folders);
  TemplateLoader loader(open_compiled_forms(file));
  std::vector<Form> forms = load(folders, loader);
  if (loader.is_complete()) {
    use_cache_file(file);
    return {std::move(forms), loader.index()};
  }
  renew_damaged(forms);
  if (!file.empty() && write_cache_file(file, compiled_forms_file(loader.sources(), forms))) {
    // Mapped, they need no memory of this process.
    TemplateLoader mapped(open_compiled_forms(file));
    forms = load(folders, mapped);
    if (mapped.is_complete()) return {std::move(forms), mapped.index()};
  }
  auto index = PrintIndex::of(forms);
  return {std::move(forms), std::move(index)};
}

}  // namespace mailroom::ocr

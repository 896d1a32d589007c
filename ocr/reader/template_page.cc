#include "ocr/reader/template_page.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/file.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kFewestPatches = 4;

Bits picture_of(const std::string& tiff, int page, const Form& form) {
  Raster pix(pixReadMemTiff(reinterpret_cast<const l_uint8*>(tiff.data()), tiff.size(), page - 1));
  if (pix && pixGetDepth(pix.get()) != 1) pix.reset(pixConvertTo1(pix.get(), 128));
  if (pix) return Bits::from_pix(*pix);
  throw Error(Fault::usage, "blank_unreadable",
              "form '" + form.id + "': its picture '" + form.blank.filename().string() + "' has no page " +
                  std::to_string(page),
              form.blank.string(), "make the template again with 'mailroom form new'");
}

// The pages of compiled templates by their blank and their number.
class PageIndex {
 public:
  explicit PageIndex(const CompiledTemplates* templates) {
    if (templates == nullptr) return;
    for (const CompiledPage& page : templates->pages()) pages_.push_back(&page);
    std::ranges::sort(pages_, {}, key_of);
  }
  const CompiledPage* find(const std::array<char, 64>& source, int number) const {
    const auto key = std::pair(std::string_view(source.data(), source.size()), number);
    const auto at = std::ranges::lower_bound(pages_, key, {}, key_of);
    return at != pages_.end() && key_of(*at) == key ? *at : nullptr;
  }

 private:
  static std::pair<std::string_view, int> key_of(const CompiledPage* page) {
    return {std::string_view(page->source.data(), page->source.size()), page->number};
  }
  std::vector<const CompiledPage*> pages_;
};

struct BlankForm {
  const Form* form;
  std::array<char, 64> source;  // of its blank
};

bool has_all(const PageIndex& index, const std::vector<BlankForm>& forms) {
  for (const auto& [form, source] : forms)
    for (int number = 1; number <= static_cast<int>(form->pages.size()); ++number)
      if (index.find(source, number) == nullptr) return false;
  return true;
}

// The forms of one folder.
std::shared_ptr<const CompiledTemplates> compiled(const std::vector<BlankForm>& forms,
                                                  const std::filesystem::path& file) {
  auto known = file.empty() ? nullptr : CompiledTemplates::open(file);
  const PageIndex index(known.get());
  if (known != nullptr && has_all(index, forms)) {
    use_cache_file(file);
    return known;
  }
  std::vector<PreparedPage> pages;
  for (const auto& [form, source] : forms) {
    std::string tiff;
    for (int number = 1; number <= static_cast<int>(form->pages.size()); ++number) {
      if (const CompiledPage* page = index.find(source, number)) {
        pages.push_back({*page, std::string()});
        continue;
      }
      if (tiff.empty()) tiff = read_file(form->blank);
      pages.push_back(prepare_template_page(picture_of(tiff, number, *form), source, number));
    }
  }
  for (PreparedPage& page : pages)
    if (page.data.empty()) page.data = known->data(page.page);
  std::string bytes = make_file(pages);
  if (!file.empty() && write_cache_file(file, bytes)) {
    if (auto written = CompiledTemplates::open(file)) return written;
  }
  // No room for it: then it lives in memory.
  return CompiledTemplates::from_bytes(std::move(bytes));
}

}  // namespace

std::vector<TemplatePage> load_template_pages(const std::vector<Form>& forms,
                                              const std::filesystem::path& cache) {
  std::map<std::string, std::vector<BlankForm>> folders;  // by their whole paths
  std::string last, folder;
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::fixed || form.blank.empty()) continue;
    const std::string& blank = form.blank.native();
    const size_t name = blank.rfind('/') + 1;
    if (folder.empty() || blank.compare(0, name, last) != 0) {
      last = blank.substr(0, name);
      folder = std::filesystem::absolute(form.blank).lexically_normal().parent_path().string();
    }
    folders[folder].push_back({&form, source_of(folder + "/" + blank.substr(name))});
  }
  std::vector<TemplatePage> pages;
  for (const auto& [of_forms, its_forms] : folders) {
    const auto templates = compiled(its_forms, cache_file(cache, "templates", {of_forms}));
    const PageIndex index(templates.get());
    for (const auto& [form, source] : its_forms) {
      for (int number = 1; number <= static_cast<int>(form->pages.size()); ++number) {
        const CompiledPage* page = index.find(source, number);
        if (page == nullptr || page->patches < kFewestPatches) continue;
        pages.push_back({form, number, templates, page});
      }
    }
  }
  return pages;
}

}  // namespace mailroom::ocr::reader

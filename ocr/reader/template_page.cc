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

Error unreadable(const Form& form, const std::string& why) {
  return Error(Fault::usage, "blank_unreadable",
               "form '" + form.id + "': its picture '" + form.blank.filename().string() + "' " + why,
               form.blank.string(), "make the template again with 'mailroom form new'");
}

// All pictures of a blank: as many as its form has pages, or several times as many.
std::vector<Bits> pictures_of(const Form& form) {
  const std::string tiff = read_file(form.blank);
  std::vector<Bits> pictures;
  size_t offset = 0;
  do {
    Raster pix(
        pixReadMemFromMultipageTiff(reinterpret_cast<const l_uint8*>(tiff.data()), tiff.size(), &offset));
    if (pix && pixGetDepth(pix.get()) != 1) pix.reset(pixConvertTo1(pix.get(), 128));
    if (!pix) throw unreadable(form, "is damaged at page " + std::to_string(pictures.size() + 1));
    pictures.push_back(Bits::from_pix(*pix));
  } while (offset != 0);
  if (form.pages.empty() || pictures.size() % form.pages.size() != 0)
    throw unreadable(form, "has " + std::to_string(pictures.size()) + " pages, and the form has " +
                               std::to_string(form.pages.size()));
  return pictures;
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

// The pictures of a blank; none if they are not all there.
std::vector<const CompiledPage*> pictures_in(const PageIndex& index, const std::array<char, 64>& source) {
  const CompiledPage* first = index.find(source, 1);
  std::vector<const CompiledPage*> pictures;
  for (int number = 1; first != nullptr && number <= first->pictures; ++number) {
    pictures.push_back(index.find(source, number));
    if (pictures.back() == nullptr) return {};
  }
  return pictures;
}

// The forms of one folder.
std::shared_ptr<const CompiledTemplates> compiled(const std::vector<BlankForm>& forms,
                                                  const std::filesystem::path& file) {
  auto known = file.empty() ? nullptr : CompiledTemplates::open(file);
  const PageIndex index(known.get());
  const auto is_known = [&](const BlankForm& blank) { return !pictures_in(index, blank.source).empty(); };
  if (known != nullptr && std::ranges::all_of(forms, is_known)) {
    use_cache_file(file);
    return known;
  }
  std::vector<PreparedPage> pages;
  for (const auto& [form, source] : forms) {
    const auto pictures = pictures_in(index, source);
    for (const CompiledPage* page : pictures) pages.push_back({*page, std::string()});
    if (!pictures.empty()) continue;
    const std::vector<Bits> made = pictures_of(*form);
    for (size_t i = 0; i < made.size(); ++i)
      pages.push_back(
          prepare_template_page(made[i], source, static_cast<int>(i) + 1, static_cast<int>(made.size())));
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
      const auto pictures = pictures_in(index, source);
      for (size_t i = 0; i < std::min(form->pages.size(), pictures.size()); ++i) {
        if (pictures[i]->patches < kFewestPatches) continue;
        TemplatePage page{form, static_cast<int>(i) + 1, templates, pictures[i], {}};
        for (size_t same = i + form->pages.size(); same < pictures.size(); same += form->pages.size())
          page.settings.push_back(pictures[same]);
        pages.push_back(std::move(page));
      }
    }
  }
  return pages;
}

}  // namespace mailroom::ocr::reader

#include "ocr/reader/template_page.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "base/digest.h"
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

using Key = std::pair<std::array<char, 64>, int>;  // source, number
using Index = std::map<Key, const CompiledPage*>;

Index index_of(const CompiledTemplates* templates) {
  Index index;
  if (templates != nullptr)
    for (const CompiledPage& page : templates->pages()) index[{page.source, page.number}] = &page;
  return index;
}

// The forms of one folder.
std::shared_ptr<const CompiledTemplates> compiled(const std::vector<const Form*>& forms,
                                                  const std::filesystem::path& file) {
  auto known = file.empty() ? nullptr : CompiledTemplates::open(file);
  const Index index = index_of(known.get());
  std::vector<PreparedPage> pages;
  bool is_complete = true;
  for (const Form* form : forms) {
    const auto source = source_of(form->blank);
    std::string tiff;
    for (int number = 1; number <= static_cast<int>(form->pages.size()); ++number) {
      if (const auto at = index.find({source, number}); at != index.end()) {
        pages.push_back({*at->second, std::string()});
        continue;
      }
      is_complete = false;
      if (tiff.empty()) tiff = read_file(form->blank);
      pages.push_back(prepare_template_page(picture_of(tiff, number, *form), source, number));
    }
  }
  if (is_complete && known != nullptr) return known;
  for (PreparedPage& page : pages)
    if (page.data.empty()) page.data = known->data(page.page);
  std::string bytes = make_file(pages);
  if (!file.empty()) {
    try {
      make_folder(file.parent_path());
      write_file(file, bytes);
      if (auto written = CompiledTemplates::open(file)) return written;
    } catch (const Error&) {
      // No room for it: then it lives in memory.
    }
  }
  return CompiledTemplates::from_bytes(std::move(bytes));
}

}  // namespace

std::filesystem::path template_cache() {
  const auto value = [](const char* name) {
    const char* text = std::getenv(name);
    return std::string_view(text != nullptr ? text : "");
  };
  // systemd.exec(5), CacheDirectory=: may name several, the first is ours.
  if (const auto own = value("CACHE_DIRECTORY"); !own.empty()) return own.substr(0, own.find(':'));
  if (const auto user = value("XDG_CACHE_HOME"); user.starts_with('/'))
    return std::filesystem::path(user) / "mailroom";
  if (const auto home = value("HOME"); home.starts_with('/'))
    return std::filesystem::path(home) / ".cache/mailroom";
  return {};
}

std::vector<TemplatePage> load_template_pages(const std::vector<Form>& forms,
                                              const std::filesystem::path& cache) {
  std::map<std::filesystem::path, std::vector<const Form*>> folders;
  for (const Form& form : forms)
    if (form.layout == Form::Layout::fixed && !form.blank.empty())
      folders[std::filesystem::absolute(form.blank.parent_path()).lexically_normal()].push_back(&form);
  std::vector<TemplatePage> pages;
  for (const auto& [folder, its_forms] : folders) {
    const std::filesystem::path file =
        cache.empty() ? cache : cache / ("templates-" + sha256(folder.string()).substr(0, 32));
    const auto templates = compiled(its_forms, file);
    const Index index = index_of(templates.get());
    for (const Form* form : its_forms) {
      const auto source = source_of(form->blank);
      for (int number = 1; number <= static_cast<int>(form->pages.size()); ++number) {
        const auto at = index.find({source, number});
        if (at == index.end() || at->second->patches < kFewestPatches) continue;
        pages.push_back({form, number, templates, at->second});
      }
    }
  }
  return pages;
}

}  // namespace mailroom::ocr::reader

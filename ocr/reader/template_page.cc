#include "ocr/reader/template_page.h"

#include <leptonica/allheaders.h>

#include "base/error.h"
#include "base/file.h"
#include "ocr/reader/ink_page.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kPatches = 28, kFewestPatches = 4, kFinePatches = 120;

Raster unpacked(const std::string& tiff, int page, const Form& form) {
  Raster pix(pixReadMemTiff(reinterpret_cast<const l_uint8*>(tiff.data()), tiff.size(), page - 1));
  if (pix && pixGetDepth(pix.get()) != 1) pix.reset(pixConvertTo1(pix.get(), 128));
  if (pix) return pix;
  throw Error(Fault::usage, "blank_unreadable",
              "form '" + form.id + "': its picture '" + form.blank.filename().string() + "' has no page " +
                  std::to_string(page),
              form.blank.string(), "make the template again with 'mailroom form new'");
}

}  // namespace

Bits TemplatePage::full() const {
  return Bits::from_pix(*unpacked(*tiff, number, *form));
}

std::vector<TemplatePage> load_template_pages(const std::vector<Form>& forms) {
  std::vector<TemplatePage> pages;
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::fixed || form.blank.empty()) continue;
    const auto tiff = std::make_shared<const std::string>(read_file(form.blank));
    for (size_t i = 0; i < form.pages.size(); ++i) {
      TemplatePage page;
      page.form = &form;
      page.number = static_cast<int>(i) + 1;
      page.tiff = tiff;
      const Raster picture = unpacked(*tiff, page.number, form);
      page.quarter = quartered(*picture);
      page.patches = distinct_patches(page.quarter, 64, 36, kPatches);
      if (page.patches.size() < kFewestPatches) continue;
      const Bits full = Bits::from_pix(*picture);
      page.width = full.width(), page.height = full.height();
      page.fine_patches = distinct_patches(full, 64, 48, kFinePatches);
      page.landmarks = landmarks(full, kTemplateLandmarks);
      page.signature = signature(page.quarter);
      page.density = density(page.quarter);
      pages.push_back(std::move(page));
    }
  }
  return pages;
}

}  // namespace mailroom::ocr::reader

// One page of a form as identification and registration need it: a view of the folder's compiled templates.
// Made once before any fork, read by all children; what is large is unpacked when it is looked at, because a
// thousand unpacked pages would be half a gigabyte. Cheap to copy.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/compiled_templates.h"
#include "ocr/template_cache.h"

namespace mailroom::ocr::reader {

struct TemplatePage {
  const Form* form = nullptr;
  int number = 1;  // of the form
  std::shared_ptr<const CompiledTemplates> templates;
  const CompiledPage* page = nullptr;         // of `templates`
  std::vector<const CompiledPage*> settings;  // the same page in other typefaces, if its print has any

  const Signature& signature() const { return page->signature; }
  DensityView density() const { return templates->density(*page); }
  Bits quarter() const { return templates->quarter(*page); }
  Bits full() const { return full(*page); }  // at kBlankDpi
  Bits full(const CompiledPage& setting) const { return templates->full(setting); }
  std::span<const Patch> patches() const { return templates->patches(*page); }
  std::span<const Patch> fine_patches() const { return templates->fine_patches(*page); }
  std::span<const Landmark> landmarks() const { return templates->landmarks(*page); }
};

// All pages of fixed forms, which must outlive them. Forms without a blank are left out: they are found by
// other evidence. Pages without enough printed ink to be recognised are left out as well. What `cache` has of
// unchanged blanks is taken from there, and the rest added to it; a cache that cannot be written costs time
// and nothing else. Throws Error{usage, "blank_unreadable"} for a blank that cannot be read.
std::vector<TemplatePage> load_template_pages(const std::vector<Form>& forms,
                                              const std::filesystem::path& cache = template_cache());

// From points of the blank to its pixels.
inline constexpr double kPixelsPerPoint = kBlankDpi / 72.0;

}  // namespace mailroom::ocr::reader

// One page of a form as identification and registration need it: made once per template before any fork,
// read by all children. The full picture stays packed (G4) in memory and is unpacked when it is looked at,
// because a sandboxed child opens no files and a thousand unpacked pages would be half a gigabyte.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/bits.h"
#include "ocr/reader/landmarks.h"
#include "ocr/reader/match.h"
#include "ocr/reader/signature.h"

namespace mailroom::ocr::reader {

struct TemplatePage {
  const Form* form = nullptr;
  int number = 1;  // of the form
  std::shared_ptr<const std::string> tiff;
  Bits quarter;
  Signature signature;
  Density density;
  std::vector<Patch> patches;       // at the quarter scale
  std::vector<Patch> fine_patches;  // of the full picture
  std::vector<Landmark> landmarks;
  int width = 0, height = 0;  // of the full picture, pixels

  // The blank at kBlankDpi. Throws Error{usage, "blank_unreadable"}.
  Bits full() const;
};

// All pages of fixed forms. Forms without a blank are left out: they are found by other evidence. Pages
// without enough printed ink to be recognised are left out as well. Throws Error{usage} for a blank that
// cannot be read.
std::vector<TemplatePage> load_template_pages(const std::vector<Form>& forms);

// From points of the blank to its pixels.
inline constexpr double kPixelsPerPoint = kBlankDpi / 72.0;

}  // namespace mailroom::ocr::reader

// Specimens: a form filled in with made-up values, printed and scanned, and what it truly says. For
// calibration, training and tests, in process or as files (`mailroom form fill`). Everything follows from the
// seed: the same template, options, seed and number give the same bytes on the same machine (another one may
// have other fonts). See docs/decisions/0007.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/value.h"
#include "ocr/form.h"
#include "ocr/specimen/annotations.h"
#include "ocr/specimen/filling.h"
#include "ocr/specimen/scan.h"

namespace mailroom::ocr::specimen {

// What happens to forms besides being filled in; each one is there on some of the specimens.
struct Extras {
  bool stamps = false;      // an office's stamps: told in the truth, as notes and signatures are
  bool struck = false;      // entries struck out, written over and written anew: told in the truth
  bool notes = false;       // in the margins and between the boxes, by hand
  bool folds = false;       // creases, corners that are missing
  bool crops = false;       // laid so that an edge is cut off; the scanner's black lid beside it
  bool holes = false;       // punched for a file
  bool signatures = false;  // where the form asks for one, with the day beside it
};

struct SpecimenOptions {
  Scan scan = Scan::office;
  bool by_hand = false;
  Extras with;
  double filled = 0.5;        // share of fields that are not left blank
  double struck = 0.08;       // share of filled fields that are altered, on forms that have such entries
  double overwritten = 0.25;  // share of these in which one character is written over another
  uint64_t seed = 1;
  // What is written instead, if anything; all chance stays as it was. For comparing two pages.
  std::function<void(Filling&)> rewrite = {};
};

struct Specimen {
  const Form* form = nullptr;  // borrowed from its maker
  Scan scan = Scan::office;
  Filling filling;                      // as Form::fields
  std::vector<Annotation> annotations;  // what is written beside the fields
  int jpeg_quality = 75;                // of 100, if the machine sends JPEG
  std::vector<ScannedPage> pages;       // as many as the machine sent: a photo is of the first page only
};

// Owns a template and its blank. Not thread safe (Pango's fonts are the thread's own): one a thread.
class SpecimenMaker {
 public:
  // Error{usage, "no_blank"} if there is no picture of the blank beside the template, and for a free layout.
  explicit SpecimenMaker(Form form);

  const Form& form() const { return form_; }
  // The specimen of this number; borrows the form.
  Specimen make(uint64_t number, const SpecimenOptions& options);

 private:
  const std::vector<Picture>& blank_at(int dpi);

  Form form_;
  std::vector<Picture> blank_;   // at kBlankDpi
  std::vector<Picture> larger_;  // at the grey scan's; made when first wanted
};

// As the machine would have sent it.
struct SpecimenFile {
  std::string suffix;  // ".tif"
  std::string bytes;
};
SpecimenFile to_file(const Specimen& specimen);

// One object of truth.json: {"file", "form", "pages", "dpi", "fields": [{"page" (from 0), "name" (the field's
// acroform name, or its id), "type": "text"|"checkbox", "rect" (points from the top left), "value", "altered"
// (if true), "alteration" (how) and "before" (what was written first)}], "notes" (what stands beside the
// fields, if anything): [{"page" (from 0), "kind": "note"|"stamp"|"signature", "rect", "text"}]}. Fields of
// pages that were not sent are left out.
Value to_truth(const Specimen& specimen, const std::string& file);

}  // namespace mailroom::ocr::specimen

// What is written in one field: its place on the page found exactly, the print taken away, and the pieces of
// ink that belong to the field. Everything in pixels of the blank (kBlankDpi).
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/reader/ink_page.h"
#include "ocr/reader/registration.h"
#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

inline constexpr int kPrintSlack = 2;  // pixels by which print may be off or have spread

struct Area {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  int width() const { return x1 - x0; }
  int height() const { return y1 - y0; }
};

struct FieldInk {
  Homography blank_to_page;       // exact around this field
  Area zone;                      // the field's
  Area around;                    // the cut: the zone and a margin
  Bits ink, blank, written;       // of the cut
  std::vector<Component> pieces;  // of `written`, those that are this field's; coordinates of the cut
  std::vector<Component> specks;  // too small to be told from dirt, but a thin point may look like that
  std::vector<int> labels;        // of the cut's pixels: to which piece each belongs
  bool touches_edge = false;      // writing goes on beyond the zone
  bool shaded = false;            // the zone is printed in grey, which scans as a cloud of dots
  bool blackened = false;         // so dark a cloud that nothing in it can be read
  long zone_ink = 0;              // pixels in the zone that are no print, specks and crumbs included
};

FieldInk field_ink(const Field& field, const Bits& blank, const InkPage& page,
                   const FineRegistration& registration);

}  // namespace mailroom::ocr::reader

// Which pages of a set of templates cannot be told apart, or only by little: first by the words that their
// blanks have printed and where, then, where the words are the same, by the blanks' pictures. What lies in a
// field's zone does not count: that is where people write. Pure; places in points.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/picture.h"

namespace mailroom::ocr {

struct PageOfForm {
  const Form* form = nullptr;  // borrowed
  int page = 1;
};

struct Likeness {
  PageOfForm a, b;
  size_t shared = 0;  // words printed at the same place on both
  // What one has and the other has not; at most kMostDifferences of each are listed.
  size_t only_on_a = 0, only_on_b = 0;
  std::vector<BlankWord> on_a, on_b;
};

inline constexpr size_t kMostDifferences = 3;

// All pairs of pages of different forms that differ in so few words that an edition's mark is all there is.
// Pages with hardly any words are left out. The forms must outlive the result.
std::vector<Likeness> alike_pages(const std::vector<Form>& forms);

// Where two blanks' pictures (grey, of one resolution) differ outside of both pages' zones, within a hair of
// misplacement: the box around each difference, largest first.
std::vector<Zone> picture_differences(const Picture& a, const Picture& b, double dpi,
                                      const PageOfForm& page_a, const PageOfForm& page_b);

}  // namespace mailroom::ocr

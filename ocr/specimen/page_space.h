// Where a page of a specimen is free and where something is written: what decides where stamps and notes go,
// and how much of an edge may be lost without losing an entry. Points from the page's top left. A plain
// value.
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/specimen/filling.h"
#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

class PageSpace {
 public:
  PageSpace(const Form& form, int page, const Filling& filling);

  double width() const { return width_; }
  double height() const { return height_; }
  // Of so many places that chance proposes inside `area`, the one that covers least of what is written.
  Zone free_place(const Zone& area, double width, double height, Random& random) const;
  bool is_free(const Zone& zone) const;
  // The rectangle that holds all entries; the whole page's middle if there are none.
  const Zone& written() const { return written_; }

 private:
  double width_, height_;
  std::vector<Zone> entries_;
  Zone written_;
};

}  // namespace mailroom::ocr::specimen

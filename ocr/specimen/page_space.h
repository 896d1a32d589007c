// Where a page of a specimen is free, printed, and written on: what decides where stamps and notes go,
// and how much of an edge may be lost without losing an entry. Points from the page's top left. A plain
// value.
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/picture.h"
#include "ocr/specimen/filling.h"
#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

class PageSpace {
 public:
  // `blank`: the page's picture at kBlankDpi.
  PageSpace(const Form& form, int page, const Filling& filling, const Picture& blank);

  double width() const { return width_; }
  double height() const { return height_; }
  // Of so many places that chance proposes inside `area`, the one that covers least of what is written, of
  // where something could be, and of print.
  Zone free_place(const Zone& area, double width, double height, Random& random) const;
  // Share of the zone that is written on, a field's, or printed (print covers more than its ink).
  double covered(const Zone& zone) const;
  void occupy(const Zone& zone) { entries_.push_back(zone); }
  bool is_free(const Zone& zone) const;
  // The rectangle that holds all entries; the whole page's middle if there are none.
  const Zone& written() const { return written_; }

 private:
  double printed(const Zone& zone) const;  // square points that letters and rules take up

  double width_, height_;
  std::vector<Zone> fields_;
  int columns_ = 0, rows_ = 0;  // of `print_`
  std::vector<bool> print_;     // in small cells, whether there is print
  std::vector<Zone> entries_;
  Zone written_;
};

}  // namespace mailroom::ocr::specimen

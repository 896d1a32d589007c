// What a page of a known form paints in a field's zone that neither the blank nor the text layer explains:
// letters drawn as curves, a picture of handwriting, text that names no characters.
// Such a zone must be looked at, for a value could stand there that the text layer does not have. By
// geometry, without rendering. The painting must outlive it; not thread safe.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ocr/reader/bits.h"
#include "ocr/reader/painting.h"
#include "ocr/reader/text_page.h"

namespace mailroom::ocr::reader {

// The blank's page at kBlankDpi, none if there is no picture of it; asked for only where something is drawn.
using BlankInk = std::function<std::optional<Bits>()>;

class Unexplained {
 public:
  Unexplained(const Painting& painting, const Fit& fit, BlankInk blank);

  // Places are on the page; `margin` is the part of the zone's sides that is its own outline, in points.
  bool is_drawn_in(const Zone& zone, double margin) const;
  // Text there may not be what the eye sees there: it is white, or has been painted over.
  bool is_text_hidden_in(const Zone& zone) const;
  // Something that may be a barcode: a picture, or very many lines, where the blank has nothing.
  bool may_hold_a_code() const;

 private:
  bool is_on_blank(double x, double y) const;
  double stray_length(const DrawnLine& line, const Zone& zone, double enough) const;
  const Bits* blank() const;

  const Painting& painting_;
  Fit fit_;
  BlankInk load_blank_;
  mutable bool is_loaded_ = false;
  mutable std::optional<Bits> blank_;
  std::vector<std::vector<uint32_t>> rows_;  // lines by the rows they touch
};

}  // namespace mailroom::ocr::reader

// The fields of a page that no scanner has touched: PDF values first, then the text layer. Where something is
// drawn in a zone that neither explains the page's picture is read as well, so that no value is lost; where
// the sources say different things the field is a conflict. Pure but for what it is handed.
#pragma once

#include <functional>
#include <vector>

#include "ocr/reader/page.h"
#include "ocr/reader/text_identify.h"
#include "ocr/reader/unexplained.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// What is asked for only where text and widgets leave a doubt, because it costs many times as much.
struct PictureEvidence {
  BlankInk blank;
  // All fields of the page as its picture shows them; none if it cannot be read as a picture.
  std::function<std::vector<FieldReading>()> read;
  // The page at kProofDpi, for marks where it cannot; may be null.
  std::function<Raster()> proof;
};
inline constexpr double kProofDpi = 100;

// `unexplained` is the page's, judged by the same blank.
std::vector<FieldReading> read_born_digital(const OpenedPage& page, const TextPage& text,
                                            const TextPlacement& placement, const Unexplained& unexplained,
                                            const PictureEvidence& picture);

}  // namespace mailroom::ocr::reader

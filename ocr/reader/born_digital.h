// The fields of a page that no scanner has touched: PDF values first, then the text layer, then marks that
// are drawn. Where the PDF's value says something else than what is seen on the page the field is a conflict.
// Pure but for the proof, which renders.
#pragma once

#include <functional>
#include <vector>

#include "ocr/reader/page.h"
#include "ocr/reader/text_identify.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// The page's picture at kProofDpi; asked for only where letters leave a doubt.
using Proof = std::function<Raster()>;
inline constexpr double kProofDpi = 100;

std::vector<FieldReading> read_born_digital(const OpenedPage& page, const TextPage& text,
                                            const TextPlacement& placement, const Proof& proof);

}  // namespace mailroom::ocr::reader

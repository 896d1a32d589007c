// Where a sheet was folded before it was scanned: a line of dots all across the page or all down it, as no
// writing is. Pure, thread safe.
#pragma once

#include "ocr/reader/bits.h"

namespace mailroom::ocr::reader {

// The bands of the page along its creases, inked. `left`: what of the page's ink is no print; `hidden`: where
// print or fields keep that from being seen.
Bits creases(const Bits& left, const Bits& hidden);

}  // namespace mailroom::ocr::reader

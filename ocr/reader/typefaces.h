// Fonts that a PDF names without bringing them (Helvetica, Arial, Times, Courier; ISO 32000-1, 9.6.2.2
// and 9.8.3). Whoever shows the PDF takes a typeface of the same widths, and there are two families of those:
// Nimbus here, Helvetica on a Mac and in a printer; Liberation here, Arial and its relatives on Windows.
// Their letters differ by more than two editions of a form do, so that a blank must be known in both.
// Included where qpdf is spoken; its exceptions pass through. Not thread safe.
#pragma once

#include <qpdf/QPDF.hh>

namespace mailroom::ocr::reader {

// Has the PDF's text that is in such fonts shown in Liberation's. False if there is none, or no such typeface
// here.
bool set_in_liberation(QPDF& pdf);

}  // namespace mailroom::ocr::reader

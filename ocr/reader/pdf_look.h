// What a PDF page paints: is it a scan, does it hide text, can its one picture be taken out as it is, and
// what is drawn where? Included by pdf_file.cc alone, for it speaks qpdf.
#pragma once

#include <qpdf/QPDFPageObjectHelper.hh>

#include "ocr/reader/pdf_file.h"
#include "ocr/reader/pdf_painter.h"

namespace mailroom::ocr::reader {

// `to_display` leads from user space to points from the top left of the displayed page, whose size is given;
// `rotation`: degrees clockwise for display. qpdf's exceptions pass through.
PdfPageLook look_at_page(QPDFPageObjectHelper& page, const Matrix& to_display, double width, double height,
                         int rotation);

// The picture as Leptonica has it, or null where only a renderer would do it justice (masks, odd colours,
// JPEG 2000, JBIG2). No larger than the page's limit: the caller checks.
Raster take_out_picture(QPDFObjectHandle image);

}  // namespace mailroom::ocr::reader

// What must be known of a PDF's font to follow its text without showing it. Included where qpdf is spoken;
// its exceptions pass through. Pure.
#pragma once

#include <qpdf/QPDFObjectHandle.hh>

namespace mailroom::ocr::reader {

struct PdfFont {
  // Its text can be seen but not be taken from the file: glyphs drawn by the document itself (Type 3), glyph
  // numbers without a way back to characters, made-up glyph names (ISO 32000-1, 9.10.2).
  bool is_nameless = false;
  int bytes_per_letter = 1;
};

PdfFont look_at_font(QPDFObjectHandle font);

}  // namespace mailroom::ocr::reader

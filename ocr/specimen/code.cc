#include "ocr/specimen/code.h"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <ZXing/TextUtfEncoding.h>

#include "base/error.h"

namespace mailroom::ocr::specimen {
namespace {

ZXing::BarcodeFormat format_of(CodeKind kind) {
  switch (kind) {
    case CodeKind::qr:
      return ZXing::BarcodeFormat::QRCode;
    case CodeKind::data_matrix:
      return ZXing::BarcodeFormat::DataMatrix;
    case CodeKind::pdf417:
      return ZXing::BarcodeFormat::PDF417;
    case CodeKind::code128:
      return ZXing::BarcodeFormat::Code128;
    case CodeKind::code39:
      return ZXing::BarcodeFormat::Code39;
  }
  return ZXing::BarcodeFormat::None;
}

}  // namespace

PrintedCode encode(CodeKind kind, const std::string& text) {
  const bool is_bars = kind == CodeKind::code128 || kind == CodeKind::code39;
  try {
    const ZXing::BitMatrix matrix = ZXing::MultiFormatWriter(format_of(kind))
                                        .setMargin(0)
                                        .encode(ZXing::TextUtfEncoding::FromUtf8(text), 0, is_bars ? 1 : 0);
    PrintedCode code{matrix.width(), is_bars ? 1 : matrix.height(), {}};
    for (int y = 0; y < code.height; ++y) {
      for (int x = 0; x < code.width; ++x) code.dark.push_back(matrix.get(x, y));
    }
    return code;
  } catch (const std::exception&) {
    throw Error(Fault::usage, "wrong_use",
                "a barcode of kind '" + std::string(to_string(kind)) + "' cannot hold this text", {},
                "shorten it, or take another kind");
  }
}

void draw_code(const PrintedCode& code, Point at, double module, double bars, InkLayer& ink) {
  const double height = code.is_bars() ? bars : module;
  for (int y = 0; y < code.height; ++y) {
    for (int x = 0; x < code.width;) {
      int end = x;
      while (end < code.width && code.is_dark(end, y)) ++end;
      if (end > x) {
        ink.fill_rectangle(
            {at.x + x * module, at.y + y * height, at.x + end * module, at.y + (y + 1) * height}, 1);
      }
      x = end + 1;
    }
  }
}

}  // namespace mailroom::ocr::specimen

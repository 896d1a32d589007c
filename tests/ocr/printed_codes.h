// Sheets with one barcode among print, scanned by the specimens' machines: for counting how many are read.
// Seeded: the same every time.
#pragma once

#include <string>

#include "ocr/reader/document.h"
#include "ocr/reader/find_codes.h"
#include "ocr/specimen/code.h"
#include "ocr/specimen/image_file.h"
#include "ocr/specimen/random.h"
#include "ocr/specimen/scan.h"

namespace mailroom::ocr::specimen {

struct CodedSheet {
  CodeKind kind = CodeKind::qr;
  Scan scan = Scan::office;
  double module = 1;  // points
  int turned = 0;     // degrees clockwise: 0, 90, 180, 270
  uint64_t seed = 1;
};

// What offices print: a form's number for bars, a return's values for the others.
inline std::string made_up_text(CodeKind kind, Random random) {
  const auto figures = [&](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
    return text;
  };
  if (kind == CodeKind::code128) return "CTR" + figures(2) + "-" + figures(6);
  if (kind == CodeKind::code39) return "SA" + figures(3) + "-" + figures(4);
  std::string text = "form-" + figures(4) + "\n";
  const int lines = random.between(2, 8);
  for (int i = 0; i < lines; ++i) text += "field_" + figures(2) + "=" + figures(5) + "." + figures(2) + "\n";
  return text;
}

inline Picture turned(const Picture& picture, int degrees) {
  if (degrees == 0) return picture;
  Picture quarter{picture.height, picture.width, 1, std::vector<uint8_t>(picture.pixels.size())};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) *quarter.at(picture.height - 1 - y, x) = *picture.at(x, y);
  }
  return turned(quarter, degrees - 90);
}

// All ways to lay a sheet, but for a fax machine, which is no wider than the sheet.
inline int turn_for(Scan scan, int i) {
  return scan == Scan::fax ? i % 2 * 180 : i % 4 * 90;
}

struct ScannedCode {
  std::string text;   // what it says
  Zone zone;          // where it is on the upright sheet, points
  std::string bytes;  // the scan's file
};

inline ScannedCode scanned_code(const CodedSheet& wanted) {
  Random random = Random(wanted.seed).fork(to_string(wanted.kind)).fork(to_string(wanted.scan));
  const int dpi = sheet_dpi(wanted.scan);
  constexpr double kWidth = 595.28, kHeight = 841.89;
  Picture page{static_cast<int>(kWidth * dpi / 72), static_cast<int>(kHeight * dpi / 72), 1, {}};
  page.pixels.assign(static_cast<size_t>(page.width) * static_cast<size_t>(page.height), 255);
  ScannedCode result;
  result.text = made_up_text(wanted.kind, random.fork("text"));
  const PrintedCode code = encode(wanted.kind, result.text);
  const double bars = random.between(18, 40), width = code.width * wanted.module;
  const double height = code.is_bars() ? bars : code.height * wanted.module;
  const Point at{random.uniform(50, kWidth - 50 - width), random.uniform(50, kHeight - 50 - height)};
  result.zone = {at.x, at.y, at.x + width, at.y + height};
  InkLayer ink(page.width, page.height, dpi);
  draw_code(code, at, wanted.module, bars, ink);
  // Print around it, as on a form; the quiet zone is kept.
  constexpr double kQuiet = 14;
  for (double y = 60; y < kHeight - 50; y += 22) {
    if (y > at.y - kQuiet && y < at.y + height + kQuiet + 9) continue;
    ink.write("Please tell us about any change within a month of " + std::to_string(random.below(9999)),
              {"sans", false, 9}, {60, y}, 0.9);
    if (random.chance(0.4)) ink.outline({330, y - 10, 540, y + 4}, 0.7, 0.9);
  }
  ink.print_on(page, random.uniform(-0.4, 0.6));
  Sheet sheet{turned(page, wanted.turned), static_cast<double>(dpi)};
  const ScannedPage scanned = scan_sheet(wanted.scan, std::move(sheet), random.fork("scan"));
  if (is_bilevel(wanted.scan))
    result.bytes = to_tiff({scanned});
  else if (wanted.scan == Scan::photo)
    result.bytes = to_jpeg(scanned, random.between(60, 92));
  else
    result.bytes = to_pdf({scanned}, random.between(60, 92));
  return result;
}

}  // namespace mailroom::ocr::specimen

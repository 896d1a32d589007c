#include "ocr/reader/confirm.h"

#include <leptonica/allheaders.h>

#include <algorithm>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kMargin = 3;         // points around the value
constexpr int kBorder = 12;           // pixels of white around a line
constexpr int kHeights[] = {34, 48};  // pixels of the letters' boxes in the two looks
constexpr double kTrusted = 0.7;      // the page's own confidence, without which agreement means little
constexpr double kThreeAgree = 0.9995;
constexpr double kTwoAgree = 0.97;
constexpr double kAlone = 0.5;

Raster cut_line(const Raster& page, double dpi_x, double dpi_y, const Zone& zone, int height) {
  const auto left = static_cast<int>((zone.x0 - kMargin) * dpi_x / kPointsPerInch);
  const auto top = static_cast<int>((zone.y0 - kMargin) * dpi_y / kPointsPerInch);
  const auto right = static_cast<int>((zone.x1 + kMargin) * dpi_x / kPointsPerInch);
  const auto bottom = static_cast<int>((zone.y1 + kMargin) * dpi_y / kPointsPerInch);
  const std::unique_ptr<Box, void (*)(Box*)> box(boxCreate(left, top, right - left, bottom - top),
                                                 [](Box* b) { boxDestroy(&b); });
  const Raster cut(box != nullptr ? pixClipRectangle(page.get(), box.get(), nullptr) : nullptr);
  if (cut == nullptr) return nullptr;
  const Raster grey(pixConvertTo8(cut.get(), 0));
  const double letters_x = zone.height() * dpi_x / kPointsPerInch,
               letters_y = zone.height() * dpi_y / kPointsPerInch;
  if (grey == nullptr || letters_x < 2 || letters_y < 2) return nullptr;
  const Raster scaled(pixScale(grey.get(), static_cast<l_float32>(height / letters_x),
                               static_cast<l_float32>(height / letters_y)));
  return scaled == nullptr
             ? nullptr
             : Raster(pixAddBorderGeneral(scaled.get(), kBorder, kBorder, kBorder, kBorder, 255));
}

}  // namespace

void confirm_by_line(const InkReader& ink, const Raster& page, double dpi_x, double dpi_y,
                     const std::string& language, FieldReading& reading) {
  const std::string wanted = fold_space(reading.text);
  if (wanted.empty() || page == nullptr) return;
  int agree = 0;
  for (const int height : kHeights) {
    const Raster line = cut_line(page, dpi_x, dpi_y, reading.zone, height);
    const std::string again = line != nullptr ? ink.read_line(line, language) : std::string();
    if (again == wanted) {
      ++agree;
    } else if (!again.empty()) {
      reading.alternatives.push_back({Value(again), (1 - kTwoAgree) / 2});
    }
  }
  const double together = agree == 2 ? kThreeAgree : agree == 1 ? kTwoAgree : kAlone;
  // A doubt of another kind (two values beside one label) stays.
  reading.confidence = reading.confidence >= kTrusted ? together : std::min(reading.confidence, together);
}

}  // namespace mailroom::ocr::reader

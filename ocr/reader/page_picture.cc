#include "ocr/reader/page_picture.h"

#include <leptonica/allheaders.h>

#include <algorithm>

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kCropMargin = 4;  // points
constexpr int kDark = 128;         // of 255

Picture to_picture(Pix* grey) {
  Picture picture;
  if (grey == nullptr) return picture;
  picture.width = pixGetWidth(grey);
  picture.height = pixGetHeight(grey);
  picture.pixels.resize(static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height));
  for (int y = 0; y < picture.height; ++y) {
    const l_uint32* line = pixGetData(grey) + static_cast<ptrdiff_t>(y) * pixGetWpl(grey);
    uint8_t* to = picture.at(0, y);
    for (int x = 0; x < picture.width; ++x) to[x] = static_cast<uint8_t>(GET_DATA_BYTE(line, x));
  }
  return picture;
}

}  // namespace

Picture reduced_picture(const Raster& raster, double dpi_x, double dpi_y, double wanted_dpi) {
  if (raster == nullptr || dpi_x <= 0 || dpi_y <= 0) return {};
  const auto sx = static_cast<l_float32>(std::min(1.0, wanted_dpi / dpi_x));
  const auto sy = static_cast<l_float32>(std::min(1.0, wanted_dpi / dpi_y));
  const Raster grey(pixConvertTo8(raster.get(), 0));
  if (grey == nullptr) return {};
  const Raster small(pixScaleAreaMap(grey.get(), sx, sy));
  return to_picture(small != nullptr ? small.get() : grey.get());
}

Picture crop_picture(const Raster& raster, double dpi_x, double dpi_y, const Zone& zone) {
  if (raster == nullptr) return {};
  const int width = pixGetWidth(raster.get()), height = pixGetHeight(raster.get());
  const auto pixel = [](double points, double dpi, int limit) {
    return std::clamp(static_cast<int>(points * dpi / kPointsPerInch), 0, limit);
  };
  const int x0 = pixel(zone.x0 - kCropMargin, dpi_x, width), x1 = pixel(zone.x1 + kCropMargin, dpi_x, width);
  const int y0 = pixel(zone.y0 - kCropMargin, dpi_y, height),
            y1 = pixel(zone.y1 + kCropMargin, dpi_y, height);
  if (x1 <= x0 || y1 <= y0) return {};
  const std::unique_ptr<Box, void (*)(Box*)> box(boxCreate(x0, y0, x1 - x0, y1 - y0),
                                                 [](Box* b) { boxDestroy(&b); });
  const Raster cut(pixClipRectangle(raster.get(), box.get(), nullptr));
  if (cut == nullptr) return {};
  const Raster grey(pixConvertTo8(cut.get(), 0));
  return to_picture(grey.get());
}

double ink_share(const Raster& raster) {
  if (raster == nullptr) return 0;
  const bool is_bits = pixGetDepth(raster.get()) == 1;
  const Raster bits(is_bits ? pixClone(raster.get()) : pixThresholdToBinary(raster.get(), kDark));
  l_float32 share = 0;
  if (bits == nullptr || pixForegroundFraction(bits.get(), &share) != 0) return 0;
  return std::clamp(static_cast<double>(share), 0.0, 1.0);
}

}  // namespace mailroom::ocr::reader

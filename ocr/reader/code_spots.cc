#include "ocr/reader/code_spots.h"

#include <leptonica/allheaders.h>

#include <algorithm>

namespace mailroom::ocr::reader {
namespace {

constexpr int kCell = 8;                             // pixels of a side, 3 points at 200 dpi
constexpr int kLeastCells = 3, kLeastLong = 5;       // of a spot's shorter and longer side
constexpr int kRoom = 3;                             // cells around
constexpr double kLeastInk = 0.25, kMostInk = 0.78;  // of a spot; dense text has a fifth
constexpr int kPaper = 15;                           // cells within which there is paper to be seen
constexpr size_t kMostSpots = 24;

// The page a cell a pixel: how light it is.
Raster in_cells(const Pix& page) {
  Pix* given = const_cast<Pix*>(&page);
  if (pixGetDepth(given) == 1) return Raster(pixScaleToGray8(given));
  const Raster half(pixScaleAreaMap2(given));
  const Raster quarter(half != nullptr ? pixScaleAreaMap2(half.get()) : nullptr);
  return Raster(quarter != nullptr ? pixScaleAreaMap2(quarter.get()) : nullptr);
}

// How much of a cell's paper is ink, of 255.
Raster ink_by_cell(const Raster& light) {
  Raster even(pixBlockconv(light.get(), 1, 1));
  const Raster paper(pixDilateGray(light.get(), kPaper, kPaper));  // its lightest near by
  if (even == nullptr || paper == nullptr) return nullptr;
  for (int y = 0; y < pixGetHeight(even.get()); ++y) {
    l_uint32* line = pixGetData(even.get()) + static_cast<ptrdiff_t>(y) * pixGetWpl(even.get());
    const l_uint32* white = pixGetData(paper.get()) + static_cast<ptrdiff_t>(y) * pixGetWpl(paper.get());
    for (int x = 0; x < pixGetWidth(even.get()); ++x) {
      const int light_here = GET_DATA_BYTE(line, x), light_there = std::max<int>(1, GET_DATA_BYTE(white, x));
      SET_DATA_BYTE(line, x, std::clamp(255 - 255 * light_here / light_there, 0, 255));
    }
  }
  return even;
}

double mean(const Raster& cells, int x, int y, int width, int height) {
  double sum = 0;
  for (int row = y; row < y + height; ++row) {
    const l_uint32* line = pixGetData(cells.get()) + static_cast<ptrdiff_t>(row) * pixGetWpl(cells.get());
    for (int column = x; column < x + width; ++column) sum += GET_DATA_BYTE(line, column);
  }
  return sum / (255.0 * width * height);
}

}  // namespace

std::vector<CodeSpot> code_spots(const Pix& page) {
  const Raster light = in_cells(page);
  const Raster ink = light != nullptr ? ink_by_cell(light) : nullptr;
  if (ink == nullptr) return {};
  const Raster sparse(pixThresholdToBinary(ink.get(), static_cast<int>(255 * kLeastInk)));
  const Raster dense(sparse != nullptr ? pixInvert(nullptr, sparse.get()) : nullptr);
  Boxa* boxes = dense != nullptr ? pixConnCompBB(dense.get(), 8) : nullptr;
  std::vector<CodeSpot> spots;
  for (int i = 0, count = boxes != nullptr ? boxaGetCount(boxes) : 0; i < count; ++i) {
    l_int32 x = 0, y = 0, width = 0, height = 0;
    boxaGetBoxGeometry(boxes, i, &x, &y, &width, &height);
    if (std::min(width, height) < kLeastCells || std::max(width, height) < kLeastLong) continue;
    const double share = mean(ink, x, y, width, height);
    if (share < kLeastInk / 2 || share > kMostInk) continue;  // turned by 45 degrees it fills half of its box
    spots.push_back({std::max(0, (x - kRoom) * kCell), std::max(0, (y - kRoom) * kCell),
                     (width + 2 * kRoom) * kCell, (height + 2 * kRoom) * kCell});
  }
  boxaDestroy(&boxes);
  std::sort(spots.begin(), spots.end(), [](const CodeSpot& a, const CodeSpot& b) {
    return static_cast<int64_t>(a.width) * a.height > static_cast<int64_t>(b.width) * b.height;
  });
  if (spots.size() > kMostSpots) spots.resize(kMostSpots);
  const int page_width = pixGetWidth(const_cast<Pix*>(&page)),
            page_height = pixGetHeight(const_cast<Pix*>(&page));
  for (CodeSpot& spot : spots) {
    spot.width = std::min(spot.width, page_width - spot.x);
    spot.height = std::min(spot.height, page_height - spot.y);
  }
  return spots;
}

}  // namespace mailroom::ocr::reader

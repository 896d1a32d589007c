#include "ocr/reader/ink_page.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

#include "ocr/form.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kSheetInches = 11.3;  // between A4 and Letter

struct Resolution {
  double x, y;
};

Resolution resolution(const Pix* pix, double dpi) {
  Pix* p = const_cast<Pix*>(pix);
  double x = pixGetXRes(p), y = pixGetYRes(p);
  if (x < 50 || y < 50 || x > 2400 || y > 2400) x = y = dpi;
  const double longer = std::max(pixGetWidth(p), pixGetHeight(p));
  // A camera writes any number: a page is neither a stamp nor a poster.
  if (x < 50 || longer / x < 5 || longer / x > 18) x = y = longer / kSheetInches;
  return {x, y};
}

// Uneven light is evened out first. Local thresholds would hollow out printed bars: one threshold follows.
Raster bilevel(const Raster& grey) {
  constexpr int kPaper = 200, kThreshold = 150;
  Raster even(pixBackgroundNorm(grey.get(), nullptr, nullptr, 20, 30, 70, 60, kPaper, 2, 1));
  return Raster(pixThresholdToBinary(even ? even.get() : grey.get(), kThreshold));
}

}  // namespace

Bits quartered(const Bits& full) {
  const Raster pix = full.to_pix();
  return Bits::from_pix(*Raster(pixReduceRankBinaryCascade(pix.get(), 1, 2, 0, 0)));
}

Raster turned(const Raster& image, int degrees) {
  return Raster(degrees == 0 ? pixClone(image.get()) : pixRotateOrth(image.get(), degrees / 90));
}

Homography turned_to_original(int degrees, int width, int height) {
  switch (degrees) {
    case 90:
      return {{0, 1, 0, -1, 0, height - 1.0, 0, 0, 1}};
    case 180:
      return {{-1, 0, width - 1.0, 0, -1, height - 1.0, 0, 0, 1}};
    case 270:
      return {{0, -1, width - 1.0, 1, 0, 0, 0, 0, 1}};
    default:
      return {};
  }
}

double skew(const Bits& quarter) {
  const Raster pix = quarter.to_pix();
  float angle = 0, confidence = 0;
  const bool found = pixFindSkewSweepAndSearch(pix.get(), &angle, &confidence, 1, 1, 7.0F, 1.0F, 0.02F) == 0;
  return found && confidence > 2.0F ? static_cast<double>(angle) : 0;
}

InkPage prepare_page(const Raster& image, double dpi) {
  InkPage page;
  const Resolution res = resolution(image.get(), dpi);
  double fx = kBlankDpi / res.x, fy = kBlankDpi / res.y;
  // Close enough is left alone: resampling costs sharpness.
  if (std::abs(fx - 1) < 0.1 && std::abs(fy - 1) < 0.1) fx = fy = 1;
  page.is_grey = pixGetDepth(image.get()) != 1;
  Raster work(pixClone(image.get()));
  if (page.is_grey && pixGetDepth(work.get()) != 8) work.reset(pixConvertTo8(work.get(), 0));
  if (fx != 1 || fy != 1)
    work.reset(pixGetDepth(work.get()) == 1
                   ? pixScaleBinary(work.get(), static_cast<float>(fx), static_cast<float>(fy))
                   : pixScale(work.get(), static_cast<float>(fx), static_cast<float>(fy)));
  if (page.is_grey) work = bilevel(work);
  page.full = Bits::from_pix(*work);
  page.to_native = Homography::scale(1 / fx, 1 / fy);
  page.quarter = quartered(page.full);
  const double area = std::max(1.0, static_cast<double>(page.full.width()) * page.full.height());
  page.ink = static_cast<double>(page.full.count()) / area;
  return page;
}

}  // namespace mailroom::ocr::reader

#include "ocr/reader/ink_page.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/form.h"
#include "ocr/reader/matrix.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kSheetInches = 11.3;  // between A4 and Letter

constexpr int kPaper = 200, kThreshold = 150;

}  // namespace

// Local thresholds would hollow out printed bars: whoever wants ink takes one threshold afterwards.
Raster evened(const Raster& image) {
  Raster grey(pixGetDepth(image.get()) == 8 ? pixClone(image.get()) : pixConvertTo8(image.get(), 0));
  Raster even(pixBackgroundNorm(grey.get(), nullptr, nullptr, 20, 30, 70, 60, kPaper, 2, 1));
  return even ? std::move(even) : std::move(grey);
}

Resolution resolution_of(const Raster& image, double dpi) {
  double x = pixGetXRes(image.get()), y = pixGetYRes(image.get());
  if (x < 50 || y < 50 || x > 2400 || y > 2400) x = y = dpi;
  const double longer = std::max(pixGetWidth(image.get()), pixGetHeight(image.get()));
  // A camera writes any number: a page is neither a stamp nor a poster.
  if (x < 50 || longer / x < 5 || longer / x > 18) x = y = longer / kSheetInches;
  return {x, y};
}

Bits quartered(const Pix& full) {
  return Bits::from_pix(*Raster(pixReduceRankBinaryCascade(const_cast<Pix*>(&full), 1, 2, 0, 0)));
}

Raster turned(const Raster& image, int degrees) {
  Raster result(degrees == 0 ? pixClone(image.get()) : pixRotateOrth(image.get(), degrees / 90));
  // A fax has not as many lines an inch as columns.
  if (degrees % 180 != 0) pixSetResolution(result.get(), pixGetYRes(image.get()), pixGetXRes(image.get()));
  return result;
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

InkPage turned(const InkPage& page, int degrees) {
  InkPage result;
  result.is_grey = page.is_grey;
  result.ink = page.ink;
  if (page.grey) result.grey = turned(page.grey, degrees);
  result.to_native = page.to_native;
  result.full = page.full;
  result.quarter = page.quarter;
  if (degrees == 0) return result;
  const Raster pix = turned(page.full.to_pix(), degrees);
  result.full = Bits::from_pix(*pix);
  result.quarter = quartered(*pix);
  if (degrees % 180 != 0) std::swap(result.to_native.m[0], result.to_native.m[4]);
  return result;
}

InkPage flattened(const InkPage& page, const Homography& to_page, int width, int height) {
  InkPage result;
  result.is_grey = page.is_grey;
  result.ink = page.ink;
  result.to_native = page.to_native * to_page;
  Raster bits;
  if (page.grey) {
    const cv::Mat from = as_matrix(*page.grey);
    cv::Mat flat;
    cv::warpPerspective(from, flat, cv::Matx33d(to_page.m.data()), cv::Size(width, height),
                        cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar(255));
    result.grey = as_raster(flat);
    bits.reset(pixThresholdToBinary(result.grey.get(), kThreshold));
    result.full = Bits::from_pix(*bits);
  } else {
    result.full = sample(page.full, to_page, 0, 0, width, height);
    bits = result.full.to_pix();
  }
  result.quarter = quartered(*bits);
  return result;
}

InkPage prepare_page(const Raster& image, double dpi) {
  InkPage page;
  const Resolution res = resolution_of(image, dpi);
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
  if (page.is_grey) {
    page.grey = evened(work);
    work.reset(pixThresholdToBinary(page.grey.get(), kThreshold));
  }
  page.full = Bits::from_pix(*work);
  page.to_native = Homography::scale(1 / fx, 1 / fy);
  page.quarter = quartered(*work);
  const double area = std::max(1.0, static_cast<double>(page.full.width()) * page.full.height());
  page.ink = static_cast<double>(page.full.count()) / area;
  return page;
}

}  // namespace mailroom::ocr::reader

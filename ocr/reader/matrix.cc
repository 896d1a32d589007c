#include "ocr/reader/matrix.h"

#include <leptonica/allheaders.h>

namespace mailroom::ocr::reader {

cv::Mat as_matrix(const Pix& grey) {
  Pix* pix = const_cast<Pix*>(&grey);
  cv::Mat picture(pixGetHeight(pix), pixGetWidth(pix), CV_8U);
  const int wpl = pixGetWpl(pix);
  for (int y = 0; y < picture.rows; ++y) {
    const uint32_t* line = pixGetData(pix) + static_cast<ptrdiff_t>(y) * wpl;
    for (int x = 0; x < picture.cols; ++x) picture.ptr(y)[x] = static_cast<uint8_t>(GET_DATA_BYTE(line, x));
  }
  return picture;
}

Raster as_raster(const cv::Mat& picture) {
  Raster pix(pixCreate(picture.cols, picture.rows, 8));
  const int wpl = pixGetWpl(pix.get());
  for (int y = 0; y < picture.rows; ++y) {
    uint32_t* line = pixGetData(pix.get()) + static_cast<ptrdiff_t>(y) * wpl;
    for (int x = 0; x < picture.cols; ++x) SET_DATA_BYTE(line, x, picture.ptr(y)[x]);
  }
  return pix;
}

}  // namespace mailroom::ocr::reader

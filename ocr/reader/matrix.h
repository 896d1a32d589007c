// Grey pictures between Leptonica, which keeps four pixels in a word, the first in its highest byte, and
// OpenCV, which keeps them in order. Both copy.
#pragma once

#include <opencv2/core/mat.hpp>

#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

cv::Mat as_matrix(const Pix& grey);     // 8 bits a pixel
Raster as_raster(const cv::Mat& grey);  // CV_8U

}  // namespace mailroom::ocr::reader

#include "ocr/reader/landmarks.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <opencv2/features2d.hpp>

#include "ocr/reader/matrix.h"
#include "ocr/reader/plane_fit.h"
#include "ocr/reader/processor.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kAlike = 64;               // of 256 bits: descriptors that differ in more show different things
constexpr double kClearlyNearest = 0.9;  // times the second nearest's distance
constexpr double kTolerance = 3;         // quarter-scale pixels
constexpr double kRoughTolerance = 15;   // before perspective is taken into account
constexpr int kFewestAgreeing = 14;

struct Nearest {
  size_t index = 0;
  int first = std::numeric_limits<int>::max(), second = std::numeric_limits<int>::max();
};

MAILROOM_COUNTS_BITS Nearest nearest(const Descriptor& to, const std::vector<Landmark>& among) {
  Nearest found;
  for (size_t i = 0; i < among.size(); ++i) {
    int bits = 0;
    for (size_t k = 0; k < to.size(); ++k) bits += __builtin_popcountll(to[k] ^ among[i].descriptor[k]);
    if (bits < found.first) {
      found = {i, bits, found.first};
    } else if (bits < found.second) {
      found.second = bits;
    }
  }
  return found;
}

}  // namespace

std::vector<Landmark> landmarks(const Bits& full, int most) {
  const Raster grey(pixScaleToGray4(full.to_pix().get()));
  if (grey == nullptr) return {};
  const cv::Mat picture = as_matrix(*grey);
  std::vector<cv::KeyPoint> corners;
  cv::Mat descriptors;
  cv::ORB::create(most, 1.25F, 4)->detectAndCompute(picture, cv::noArray(), corners, descriptors);
  std::vector<Landmark> found(corners.size());
  for (size_t i = 0; i < corners.size(); ++i) {
    found[i].x = corners[i].pt.x;
    found[i].y = corners[i].pt.y;
    std::memcpy(found[i].descriptor.data(), descriptors.ptr(static_cast<int>(i)), sizeof(Descriptor));
  }
  return found;
}

SoughtLandmarks::SoughtLandmarks(const std::vector<Landmark>& of_page) : seen_(kParts * (65'536 / 64)) {
  for (const Landmark& landmark : of_page)
    for (size_t part = 0; part < kParts; ++part) {
      const size_t value = landmark.descriptor[part / 4] >> (part % 4 * 16) & 0xFFFF;
      seen_[part * 1024 + value / 64] |= uint64_t{1} << (value % 64);
    }
}

double SoughtLandmarks::likeness(std::span<const Landmark> of_template) const {
  size_t shared = 0;
  for (const Landmark& landmark : of_template)
    for (size_t part = 0; part < kParts; ++part) {
      const size_t value = landmark.descriptor[part / 4] >> (part % 4 * 16) & 0xFFFF;
      shared += seen_[part * 1024 + value / 64] >> (value % 64) & 1;
    }
  return of_template.empty() ? 0 : static_cast<double>(shared) / static_cast<double>(of_template.size());
}

Sighting sight(std::span<const Landmark> of_template, const std::vector<Landmark>& of_page) {
  std::vector<cv::Point2f> from, to;
  std::vector<PointPair> pairs;
  for (const Landmark& landmark : of_template) {
    const Nearest n = nearest(landmark.descriptor, of_page);
    if (n.first > kAlike || n.first > kClearlyNearest * n.second) continue;
    from.emplace_back(landmark.x, landmark.y);
    to.emplace_back(of_page[n.index].x, of_page[n.index].y);
    pairs.push_back({{landmark.x, landmark.y}, {of_page[n.index].x, of_page[n.index].y}});
  }
  if (agreeing_roughly(pairs, kRoughTolerance) < kFewestAgreeing) return {};
  cv::setRNGSeed(1);  // the same page gives the same answer
  std::vector<uint8_t> agrees;
  const cv::Mat h = cv::findHomography(from, to, cv::RANSAC, kTolerance, agrees, 1000, 0.999);
  if (h.empty()) return {};
  Sighting sighting;
  sighting.agreeing = static_cast<int>(std::count(agrees.begin(), agrees.end(), 1));
  if (sighting.agreeing < kFewestAgreeing) return {};
  for (int i = 0; i < 9; ++i) sighting.to_page.m[static_cast<size_t>(i)] = h.at<double>(i / 3, i % 3);
  return sighting;
}

}  // namespace mailroom::ocr::reader

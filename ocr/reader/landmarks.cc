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

// The descriptors of a page, each in 16 parts of 16 bits: which values of each part occur, numbered.
class PartsSeen {
 public:
  explicit PartsSeen(const std::vector<Landmark>& of_page)
      : values_(kParts * kWords), before_(kParts * kWords) {
    for (const Landmark& landmark : of_page)
      for (size_t part = 0; part < kParts; ++part) {
        const size_t value = value_of(landmark, part);
        values_[part * kWords + value / 64] |= uint64_t{1} << (value % 64);
      }
    for (size_t i = 0; i < values_.size(); ++i) {
      before_[i] = size_;
      size_ += static_cast<uint32_t>(__builtin_popcountll(values_[i]));
    }
  }

  uint32_t size() const { return size_; }

  // The numbers of those that occur in the list as well, each once.
  std::vector<uint32_t> shared_with(std::span<const Landmark> list) const {
    std::vector<uint32_t> shared;
    for (const Landmark& landmark : list)
      for (size_t part = 0; part < kParts; ++part) {
        const size_t value = value_of(landmark, part), word = part * kWords + value / 64;
        const uint64_t bit = uint64_t{1} << (value % 64);
        if ((values_[word] & bit) != 0)
          shared.push_back(before_[word] +
                           static_cast<uint32_t>(__builtin_popcountll(values_[word] & (bit - 1))));
      }
    std::sort(shared.begin(), shared.end());
    shared.erase(std::unique(shared.begin(), shared.end()), shared.end());
    return shared;
  }

 private:
  static constexpr size_t kParts = 16, kWords = 65'536 / 64;
  static size_t value_of(const Landmark& landmark, size_t part) {
    return landmark.descriptor[part / 4] >> (part % 4 * 16) & 0xFFFF;
  }
  std::vector<uint64_t> values_;
  std::vector<uint32_t> before_;  // values that occur in words before this one
  uint32_t size_ = 0;
};

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

std::vector<double> likenesses(const std::vector<Landmark>& of_page,
                               const std::vector<std::span<const Landmark>>& of_templates) {
  const PartsSeen seen(of_page);
  std::vector<uint32_t> lists_with(seen.size());
  std::vector<std::vector<uint32_t>> shared(of_templates.size());
  for (size_t i = 0; i < of_templates.size(); ++i) {
    shared[i] = seen.shared_with(of_templates[i]);
    for (const uint32_t part : shared[i]) ++lists_with[part];
  }
  std::vector<double> likenesses(of_templates.size());
  for (size_t i = 0; i < of_templates.size(); ++i)
    for (const uint32_t part : shared[i]) likenesses[i] += 1.0 / lists_with[part];
  return likenesses;
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

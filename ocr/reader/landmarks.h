// Corners of print with a description that survives turning, scaling and tilting (ORB: Rublee et al., ICCV
// 2011, by OpenCV). Finds forms on photographs and on crooked or cropped pages, where bands of ink say
// nothing. Slower than the signature, and asked only when that found nothing.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ocr/reader/bits.h"
#include "ocr/reader/homography.h"

namespace mailroom::ocr::reader {

using Descriptor = std::array<uint64_t, 4>;

struct Landmark {
  float x = 0, y = 0;  // quarter-scale pixels
  Descriptor descriptor{};
};

// Of a page's full picture, the strongest first.
std::vector<Landmark> landmarks(const Bits& full, int most);
inline constexpr int kTemplateLandmarks = 400, kPageLandmarks = 700;

// How much each list of landmarks has in common with the page's: the parts of descriptors that both have,
// each worth the less the more lists have it (leaders of dots and corners of boxes are everywhere). Cheap,
// and enough to find the few lists worth matching among thousands.
std::vector<double> likenesses(const std::vector<Landmark>& of_page,
                               const std::vector<std::span<const Landmark>>& of_templates);

struct Sighting {
  Homography to_page;  // quarter-scale pixels of the blank → of the page
  int agreeing = 0;    // landmarks; 0: not there
};

Sighting sight(std::span<const Landmark> of_template, const std::vector<Landmark>& of_page);

}  // namespace mailroom::ocr::reader

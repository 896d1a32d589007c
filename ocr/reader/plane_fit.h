// The map between two pictures of one plane from pairs of points, some of which are wrong. Pure and
// deterministic: the same pairs give the same map.
#pragma once

#include <vector>

#include "ocr/reader/homography.h"

namespace mailroom::ocr::reader {

struct PointPair {
  Point from, to;
};

// The map that most pairs agree on within `tolerance` (of `to`'s units); which ones goes to `inliers`. The
// simplest kind of map that serves: a similarity where the points are few or lie along a line; an affine map,
// which is what a scanner does; perspective only where that explains more. False if nothing sensible fits.
bool fit(const std::vector<PointPair>& pairs, double tolerance, Homography& map, std::vector<bool>& inliers);

// How many pairs a map that only turns, scales and shifts explains at best, to within `tolerance`: tells
// pairs that are all wrong from those worth a proper fit.
size_t agreeing_roughly(const std::vector<PointPair>& pairs, double tolerance);

}  // namespace mailroom::ocr::reader

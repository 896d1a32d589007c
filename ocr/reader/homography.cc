#include "ocr/reader/homography.h"

#include <algorithm>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>

namespace mailroom::ocr::reader {

Homography Homography::scale(double x, double y) {
  return {{x, 0, 0, 0, y, 0, 0, 0, 1}};
}
Homography Homography::shift(double x, double y) {
  return {{1, 0, x, 0, 1, y, 0, 0, 1}};
}

Homography Homography::rotation(double degrees) {
  const double a = degrees * M_PI / 180;
  return {{std::cos(a), std::sin(a), 0, -std::sin(a), std::cos(a), 0, 0, 0, 1}};
}

Homography operator*(const Homography& left, const Homography& right) {
  Homography out;
  for (size_t r = 0; r < 3; ++r)
    for (size_t c = 0; c < 3; ++c) {
      out.m[3 * r + c] = 0;
      for (size_t k = 0; k < 3; ++k) out.m[3 * r + c] += left.m[3 * r + k] * right.m[3 * k + c];
    }
  return out;
}

Homography Homography::inverse() const {
  const cv::Matx33d inverted = cv::Matx33d(m.data()).inv();
  Homography out;
  for (size_t i = 0; i < 9; ++i) out.m[i] = inverted.val[i] / inverted.val[8];
  return out;
}

namespace {

// How far the points reach along their narrower direction.
double narrow_spread(const std::vector<cv::Point2f>& points) {
  cv::Scalar mean = cv::mean(points);
  double xx = 0, xy = 0, yy = 0;
  for (const auto& p : points) {
    const double dx = p.x - mean[0], dy = p.y - mean[1];
    xx += dx * dx, xy += dx * dy, yy += dy * dy;
  }
  const auto n = static_cast<double>(points.size());
  const double half = (xx + yy) / 2, root = std::sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
  return std::sqrt(std::max(0.0, half - root) / n);
}

Homography from_affine(const cv::Mat& a) {
  return {{a.at<double>(0, 0), a.at<double>(0, 1), a.at<double>(0, 2), a.at<double>(1, 0), a.at<double>(1, 1),
           a.at<double>(1, 2), 0, 0, 1}};
}

// A page is neither mirrored nor squeezed beyond recognition.
bool sensible(const Homography& h, const std::vector<PointPair>& pairs) {
  for (const auto& pair : pairs) {
    const Point p = h(pair.from), x = h({pair.from.x + 10, pair.from.y}),
                y = h({pair.from.x, pair.from.y + 10});
    const double area = (x.x - p.x) * (y.y - p.y) - (x.y - p.y) * (y.x - p.x);
    if (!(area > 5) || !(area < 2000)) return false;
  }
  return true;
}

}  // namespace

bool fit(const std::vector<PointPair>& pairs, double tolerance, Homography& map, std::vector<bool>& inliers) {
  std::vector<cv::Point2f> from, to;
  for (const auto& p : pairs) {
    from.emplace_back(static_cast<float>(p.from.x), static_cast<float>(p.from.y));
    to.emplace_back(static_cast<float>(p.to.x), static_cast<float>(p.to.y));
  }
  inliers.assign(pairs.size(), false);
  if (pairs.size() < 3) return false;
  cv::setRNGSeed(1);  // the same page gives the same answer
  std::vector<uint8_t> mask;
  const bool flat = narrow_spread(from) < 40;
  Homography best;
  if (pairs.size() >= 12 && !flat) {
    const cv::Mat h = cv::findHomography(from, to, cv::RANSAC, tolerance, mask, 500, 0.999);
    if (h.empty()) return false;
    for (int i = 0; i < 9; ++i) best.m[static_cast<size_t>(i)] = h.at<double>(i / 3, i % 3);
  } else {
    const cv::Mat a = pairs.size() >= 6 && !flat
                          ? cv::estimateAffine2D(from, to, mask, cv::RANSAC, tolerance, 500, 0.999)
                          : cv::estimateAffinePartial2D(from, to, mask, cv::RANSAC, tolerance, 500, 0.999);
    if (a.empty()) return false;
    best = from_affine(a);
  }
  if (!sensible(best, pairs)) return false;
  for (size_t i = 0; i < mask.size() && i < inliers.size(); ++i) inliers[i] = mask[i] != 0;
  map = best;
  return true;
}

Bits sample(const Bits& page, const Homography& to_page, int x0, int y0, int width, int height) {
  Bits out(width, height);
  const auto& m = to_page.m;
  const bool affine = m[6] == 0 && m[7] == 0;
  for (int r = 0; r < height; ++r) {
    const double y = y0 + r;
    double u = m[0] * x0 + m[1] * y + m[2], v = m[3] * x0 + m[4] * y + m[5], w = m[6] * x0 + m[7] * y + m[8];
    if (affine) u /= m[8], v /= m[8];
    const double du = affine ? m[0] / m[8] : m[0], dv = affine ? m[3] / m[8] : m[3];
    for (int c = 0; c < width; ++c) {
      const double px = affine ? u : u / w, py = affine ? v : v / w;
      const int ix = static_cast<int>(px + 0.5), iy = static_cast<int>(py + 0.5);
      if (px >= 0 && py >= 0 && page.get(ix, iy)) out.set(c, r);
      u += du, v += dv, w += m[6];
    }
  }
  return out;
}

}  // namespace mailroom::ocr::reader

#include "ocr/reader/plane_fit.h"

#include <algorithm>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <optional>

namespace mailroom::ocr::reader {
namespace {

constexpr int kTries = 120;                // finds three good pairs of 40% with 99.9%
constexpr double kFlat = 40;               // units: points closer to a line than this say nothing across it
constexpr double kFewExplained = 0.85;     // share of pairs: with fewer, perspective is worth a try
constexpr double kMorePerspective = 1.08;  // times the affine map's pairs, or perspective explains noise

using Pairs = std::vector<PointPair>;

// How far the points reach along their narrower direction.
double narrow_spread(const Pairs& pairs) {
  double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
  for (const PointPair& p : pairs) mx += p.from.x, my += p.from.y;
  const auto n = static_cast<double>(pairs.size());
  mx /= n, my /= n;
  for (const PointPair& p : pairs) {
    const double dx = p.from.x - mx, dy = p.from.y - my;
    xx += dx * dx, xy += dx * dy, yy += dy * dy;
  }
  const double half = (xx + yy) / 2, root = std::sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
  return std::sqrt(std::max(0.0, half - root) / n);
}

// Least squares through the pairs at the given places in the list.
std::optional<Homography> affine_through(const Pairs& pairs, const std::vector<size_t>& chosen) {
  cv::Matx33d normal = cv::Matx33d::zeros();
  cv::Matx31d right_x = cv::Matx31d::zeros(), right_y = cv::Matx31d::zeros();
  const Point origin = pairs[chosen.front()].from;
  for (const size_t i : chosen) {
    const cv::Matx31d p(pairs[i].from.x - origin.x, pairs[i].from.y - origin.y, 1);
    normal += p * p.t();
    right_x += p * pairs[i].to.x;
    right_y += p * pairs[i].to.y;
  }
  bool solvable = false;
  const cv::Matx33d inverse = normal.inv(cv::DECOMP_CHOLESKY, &solvable);
  if (!solvable) return std::nullopt;
  const cv::Matx31d x = inverse * right_x, y = inverse * right_y;
  const Homography map{{x(0), x(1), x(2), y(0), y(1), y(2), 0, 0, 1}};
  return map * Homography::shift(-origin.x, -origin.y);
}

std::optional<Homography> similarity_through(const Pairs& pairs, const std::vector<size_t>& chosen) {
  const auto n = static_cast<double>(chosen.size());
  Point from, to;
  for (const size_t i : chosen) {
    from.x += pairs[i].from.x / n, from.y += pairs[i].from.y / n;
    to.x += pairs[i].to.x / n, to.y += pairs[i].to.y / n;
  }
  double along = 0, across = 0, sum = 0;
  for (const size_t i : chosen) {
    const double px = pairs[i].from.x - from.x, py = pairs[i].from.y - from.y;
    const double qx = pairs[i].to.x - to.x, qy = pairs[i].to.y - to.y;
    along += px * qx + py * qy, across += px * qy - py * qx, sum += px * px + py * py;
  }
  if (sum < 1) return std::nullopt;
  const double a = along / sum, b = across / sum;
  return Homography{{a, -b, to.x - a * from.x + b * from.y, b, a, to.y - b * from.x - a * from.y, 0, 0, 1}};
}

struct Support {
  std::vector<size_t> pairs;
  double worth = 0;
};

Support support_of(const Homography& map, const Pairs& pairs, double tolerance) {
  Support support;
  for (size_t i = 0; i < pairs.size(); ++i) {
    const Point p = map(pairs[i].from);
    const double dx = p.x - pairs[i].to.x, dy = p.y - pairs[i].to.y;
    const double d2 = (dx * dx + dy * dy) / (tolerance * tolerance);
    if (d2 > 1) continue;
    support.pairs.push_back(i);
    support.worth += 1 - d2;
  }
  return support;
}

// Consensus of small samples, then least squares through all that agree.
template <typename Through>
std::optional<Homography> most_agreed(const Pairs& pairs, double tolerance, size_t sample_size,
                                      const Through& through) {
  Support best;
  uint32_t state = 1;
  const auto next = [&](size_t below) {
    state = state * 1664525u + 1013904223u;
    return static_cast<size_t>((static_cast<uint64_t>(state) * below) >> 32);
  };
  std::vector<size_t> chosen(sample_size);
  for (int i = 0; i < kTries && best.pairs.size() * 10 < pairs.size() * 9; ++i) {
    for (size_t& index : chosen) index = next(pairs.size());
    const auto map = through(pairs, chosen);
    if (!map) continue;
    Support support = support_of(*map, pairs, tolerance);
    if (support.worth > best.worth) best = std::move(support);
  }
  if (best.pairs.size() < sample_size) return std::nullopt;
  std::optional<Homography> map;
  for (int round = 0; round < 3 && best.pairs.size() >= sample_size; ++round) {
    map = through(pairs, best.pairs);
    if (!map) return std::nullopt;
    best = support_of(*map, pairs, tolerance);
  }
  return map;
}

std::optional<Homography> perspective(const Pairs& pairs, double tolerance) {
  std::vector<cv::Point2f> from, to;
  for (const PointPair& p : pairs) {
    from.emplace_back(static_cast<float>(p.from.x), static_cast<float>(p.from.y));
    to.emplace_back(static_cast<float>(p.to.x), static_cast<float>(p.to.y));
  }
  cv::setRNGSeed(1);
  const cv::Mat h = cv::findHomography(from, to, cv::RANSAC, tolerance, cv::noArray(), 500, 0.999);
  if (h.empty()) return std::nullopt;
  Homography map;
  for (int i = 0; i < 9; ++i) map.m[static_cast<size_t>(i)] = h.at<double>(i / 3, i % 3);
  return map;
}

// A page is neither mirrored nor squeezed beyond recognition.
bool is_sensible(const Homography& h, const Pairs& pairs) {
  return std::all_of(pairs.begin(), pairs.end(), [&](const PointPair& pair) {
    const Point p = h(pair.from), x = h({pair.from.x + 10, pair.from.y}),
                y = h({pair.from.x, pair.from.y + 10});
    const double area = (x.x - p.x) * (y.y - p.y) - (x.y - p.y) * (y.x - p.x);
    return area > 5 && area < 2000;
  });
}

}  // namespace

size_t agreeing_roughly(const Pairs& pairs, double tolerance) {
  if (pairs.size() < 3) return 0;
  const auto map = most_agreed(pairs, tolerance, 2, similarity_through);
  return map ? support_of(*map, pairs, tolerance).pairs.size() : 0;
}

bool fit(const Pairs& pairs, double tolerance, Homography& map, std::vector<bool>& inliers) {
  inliers.assign(pairs.size(), false);
  if (pairs.size() < 3) return false;
  const bool flat = pairs.size() < 6 || narrow_spread(pairs) < kFlat;
  std::optional<Homography> best = flat ? most_agreed(pairs, tolerance, 2, similarity_through)
                                        : most_agreed(pairs, tolerance, 3, affine_through);
  Support support = best ? support_of(*best, pairs, tolerance) : Support();
  const auto agreeing = static_cast<double>(support.pairs.size());
  if (!flat && pairs.size() >= 12 && agreeing < kFewExplained * static_cast<double>(pairs.size())) {
    if (const auto tilted = perspective(pairs, tolerance)) {
      Support more = support_of(*tilted, pairs, tolerance);
      if (static_cast<double>(more.pairs.size()) > kMorePerspective * agreeing) best = tilted, support = more;
    }
  }
  if (!best || support.pairs.size() < 3 || !is_sensible(*best, pairs)) return false;
  for (const size_t i : support.pairs) inliers[i] = true;
  map = *best;
  return true;
}

}  // namespace mailroom::ocr::reader

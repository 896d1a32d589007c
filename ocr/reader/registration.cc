#include "ocr/reader/registration.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/plane_fit.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kLeading = 48;  // patches
constexpr double kFound = 0.45;  // a patch that correlates less was not found

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Found {
  PointPair pair;
  Match match;
};

std::vector<Found> find_patches(const Bits& blank, std::span<const Patch> patches, const Bits& page,
                                const Homography& map, int reach, double pull) {
  std::vector<Found> found;
  for (const Patch& patch : patches) {
    const Match m = match(blank, patch, page, map, reach, pull);
    const Point c = patch.centre();
    found.push_back({{c, map({c.x + m.dx, c.y + m.dy})}, m});
  }
  return found;
}

// Fits a map to the patches found well enough; their residuals in pixels, and how well all of them agree.
struct Outcome {
  Homography map;
  double agreement = 0, residual = 0;
  std::vector<bool> inlier;  // by patch
};

std::optional<Outcome> fit_found(const std::vector<Found>& found, double tolerance) {
  std::vector<PointPair> pairs;
  std::vector<size_t> which;
  for (size_t i = 0; i < found.size(); ++i)
    if (found[i].match.correlation >= kFound) pairs.push_back(found[i].pair), which.push_back(i);
  Outcome outcome;
  std::vector<bool> inliers;
  if (!fit(pairs, tolerance, outcome.map, inliers)) return std::nullopt;
  outcome.inlier.assign(found.size(), false);
  std::vector<double> off;
  double sum = 0;
  for (size_t k = 0; k < pairs.size(); ++k) {
    if (!inliers[k]) continue;
    outcome.inlier[which[k]] = true;
    const Point p = outcome.map(pairs[k].from);
    off.push_back(std::hypot(p.x - pairs[k].to.x, p.y - pairs[k].to.y));
    sum += found[which[k]].match.correlation;
  }
  outcome.residual = median(off);
  outcome.agreement = sum / static_cast<double>(std::max<size_t>(found.size(), 1));
  return outcome;
}

}  // namespace

std::optional<Registration> register_coarsely(const TemplatePage& blank, const Bits& quarter,
                                              const Homography& guess, int reach) {
  const Bits print = blank.quarter();
  auto outcome = fit_found(find_patches(print, blank.patches(), quarter, guess, reach, 0), 2.5);
  if (!outcome) return std::nullopt;
  // Once more from the better start: what a tilt blurred is sharp now.
  if (auto again = fit_found(find_patches(print, blank.patches(), quarter, outcome->map, 3, 0), 1.2))
    if (again->agreement > outcome->agreement) outcome = again;
  Registration result;
  const Homography down = Homography::scale(0.25, 0.25), up = Homography::scale(4, 4);
  result.blank_to_page = up * outcome->map * down;
  result.agreement = outcome->agreement;
  result.residual = outcome->residual * 4 / kPixelsPerPoint;
  return result;
}

Point Displacement::at(Point blank) const {
  constexpr double kRange = 160, kPrior = 0.05;  // pixels; how strongly no displacement is believed in
  double dx = 0, dy = 0, sum = kPrior;
  for (const Sample& s : samples_) {
    const double d2 = (s.at.x - blank.x) * (s.at.x - blank.x) + (s.at.y - blank.y) * (s.at.y - blank.y);
    if (d2 > 9 * kRange * kRange) continue;
    const double w = s.weight * std::exp(-d2 / (2 * kRange * kRange));
    dx += w * s.dx, dy += w * s.dy, sum += w;
  }
  return {dx / sum, dy / sum};
}

std::optional<FineRegistration> register_finely(const TemplatePage& blank, const Bits& print,
                                                const Bits& page, const Registration& coarse) {
  // The most distinct ones come first: they find the map, then all of them find what it leaves.
  const std::span<const Patch> patches = blank.fine_patches();
  const std::span<const Patch> leading = patches.first(std::min(patches.size(), kLeading));
  auto outcome = fit_found(find_patches(print, leading, page, coarse.blank_to_page, 8, 0), 4);
  if (!outcome) return std::nullopt;
  std::vector<Found> found = find_patches(print, patches, page, outcome->map, 4, 0.0005);
  if (auto again = fit_found(found, 2.5)) outcome = again;
  FineRegistration result;
  result.blank_to_page = outcome->map;
  result.agreement = outcome->agreement;
  result.residual = outcome->residual / kPixelsPerPoint;
  // What is left at each patch, against the final map.
  const Homography back = outcome->map.inverse();
  std::vector<Displacement::Sample> samples;
  for (size_t i = 0; i < found.size(); ++i) {
    if (found[i].match.correlation < kFound) continue;
    const Point seen = back(found[i].pair.to), c = found[i].pair.from;
    const double dx = seen.x - c.x, dy = seen.y - c.y;
    if (std::hypot(dx, dy) < 4) samples.push_back({c, dx, dy, found[i].match.correlation});
  }
  result.local = Displacement(std::move(samples));
  return result;
}

}  // namespace mailroom::ocr::reader

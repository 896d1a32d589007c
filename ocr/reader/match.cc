#include "ocr/reader/match.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

double normalised(long both, long a, long b, long all) {
  const double da = static_cast<double>(a) * static_cast<double>(all - a);
  const double db = static_cast<double>(b) * static_cast<double>(all - b);
  if (da <= 0 || db <= 0) return 0;
  return (static_cast<double>(all) * static_cast<double>(both) -
          static_cast<double>(a) * static_cast<double>(b)) /
         std::sqrt(da * db);
}

// The top of the parabola through three neighbouring values, within half a step.
double peak(double before, double at, double after) {
  const double bend = before - 2 * at + after;
  return bend < -1e-9 ? std::clamp((before - after) / (2 * bend), -0.5, 0.5) : 0;
}

// Correlation of a patch with its neighbour a few pixels on.
double likeness_moved(const Bits& blank, const Patch& p, int dx, int dy) {
  const uint64_t mask = p.width >= 64 ? ~uint64_t{0} : (uint64_t{1} << p.width) - 1;
  long both = 0, here = 0, there = 0;
  for (int y = p.y; y < p.y + p.height; ++y) {
    const uint64_t a = blank.word(p.x, y) & mask, b = blank.word(p.x + dx, y + dy) & mask;
    both += std::popcount(a & b), here += std::popcount(a), there += std::popcount(b);
  }
  return normalised(both, here, there, static_cast<long>(p.width) * p.height);
}

}  // namespace

Match match(const Bits& blank, const Patch& patch, const Bits& page, const Homography& blank_to_page,
            int reach, double pull, double near_x, double near_y) {
  const Bits window = sample(page, blank_to_page, patch.x - reach, patch.y - reach, patch.width + 2 * reach,
                             patch.height + 2 * reach);
  const uint64_t mask = patch.width >= 64 ? ~uint64_t{0} : (uint64_t{1} << patch.width) - 1;
  std::vector<uint64_t> rows(static_cast<size_t>(patch.height));
  long ink = 0;
  for (int y = 0; y < patch.height; ++y) {
    rows[static_cast<size_t>(y)] = blank.word(patch.x, patch.y + y) & mask;
    ink += std::popcount(rows[static_cast<size_t>(y)]);
  }
  const int side = 2 * reach + 1;
  const long all = static_cast<long>(patch.width) * patch.height;
  std::vector<float> scores(static_cast<size_t>(side) * static_cast<size_t>(side));
  std::vector<uint64_t> shifted(static_cast<size_t>(patch.height + 2 * reach));
  std::vector<long> counts(shifted.size() + 1);
  size_t best = 0;
  double best_value = -10;
  for (int dx = 0; dx < side; ++dx) {
    for (size_t y = 0; y < shifted.size(); ++y) {
      shifted[y] = window.word(dx, static_cast<int>(y)) & mask;
      counts[y + 1] = counts[y] + std::popcount(shifted[y]);
    }
    for (int dy = 0; dy < side; ++dy) {
      long both = 0;
      for (size_t y = 0; y < rows.size(); ++y)
        both += std::popcount(rows[y] & shifted[y + static_cast<size_t>(dy)]);
      const long there = counts[static_cast<size_t>(dy + patch.height)] - counts[static_cast<size_t>(dy)];
      const double score = normalised(both, ink, there, all);
      const size_t i = static_cast<size_t>(dy * side + dx);
      scores[i] = static_cast<float>(score);
      const double ax = dx - reach - near_x, ay = dy - reach - near_y;
      const double value = score - pull * (ax * ax + ay * ay);
      if (value > best_value) best_value = value, best = i;
    }
  }
  const int bx = static_cast<int>(best) % side, by = static_cast<int>(best) / side;
  Match result{static_cast<double>(bx - reach), static_cast<double>(by - reach), scores[best]};
  const auto at = [&](int x, int y) {
    return static_cast<double>(scores[static_cast<size_t>(y * side + x)]);
  };
  if (bx > 0 && bx + 1 < side) result.dx += peak(at(bx - 1, by), at(bx, by), at(bx + 1, by));
  if (by > 0 && by + 1 < side) result.dy += peak(at(bx, by - 1), at(bx, by), at(bx, by + 1));
  return result;
}

std::vector<Patch> distinct_patches(const Bits& blank, int width, int height, size_t most) {
  struct Scored {
    double score;
    Patch patch;
  };
  std::vector<Scored> found;
  const int step_x = width / 2, step_y = height / 2;
  for (int y = 0; y + height <= blank.height(); y += step_y)
    for (int x = 0; x + width <= blank.width(); x += step_x) {
      const long ink = blank.count(x, y, x + width, y + height);
      const double share = static_cast<double>(ink) / (static_cast<double>(width) * height);
      if (share < 0.03 || share > 0.6) continue;
      // How alike the patch stays when moved a little: the most in any direction is what counts.
      const Patch patch{x, y, width, height};
      double alike = 0;
      for (const auto& [dx, dy] : {std::array{3, 0}, std::array{0, 3}, std::array{3, 3}, std::array{3, -3}})
        alike = std::max(alike, likeness_moved(blank, patch, dx, dy));
      if (alike < 0.75) found.push_back({(1 - alike) * std::sqrt(share), patch});
    }
  std::sort(found.begin(), found.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  // Spread: no more than a few from any ninth part of the page until all parts had their chance.
  std::vector<Patch> chosen;
  std::vector<bool> taken(found.size(), false);
  for (size_t share = 1; chosen.size() < most && share <= most; share *= 2) {
    std::array<size_t, 24> from_part{};
    for (const Patch& patch : chosen)
      ++from_part[static_cast<size_t>(patch.x * 4 / std::max(blank.width(), 1) +
                                      4 * (patch.y * 6 / std::max(blank.height(), 1)))];
    for (size_t i = 0; i < found.size() && chosen.size() < most; ++i) {
      if (taken[i]) continue;
      const Patch& p = found[i].patch;
      size_t& part = from_part[static_cast<size_t>(p.x * 4 / std::max(blank.width(), 1) +
                                                   4 * (p.y * 6 / std::max(blank.height(), 1)))];
      if (part >= share) continue;
      const bool overlaps = std::any_of(chosen.begin(), chosen.end(), [&](const Patch& other) {
        return std::abs(other.x - p.x) < width && std::abs(other.y - p.y) < height;
      });
      if (overlaps && share < 4) continue;
      ++part;
      taken[i] = true;
      chosen.push_back(p);
    }
  }
  return chosen;
}

}  // namespace mailroom::ocr::reader

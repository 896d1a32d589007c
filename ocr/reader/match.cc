#include "ocr/reader/match.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "ocr/reader/processor.h"

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

constexpr int kTallest = 160;  // pixels, of a patch
constexpr int kFarthest = 12;  // of a search
constexpr int kTallestWindow = kTallest + 2 * kFarthest;

// For each shift of a patch over a window: the ink that both have, and what the window has.
struct Overlap {
  std::array<int32_t, (2 * kFarthest + 1) * (2 * kFarthest + 1)> both, there;
};

// `window`: two words a row, of which 64 + 2 reach pixels are used. Row by row of the result: dy, then dx.
MAILROOM_COUNTS_BITS void count_overlap(const uint64_t* patch, int height, const uint64_t* window, int reach,
                                        uint64_t mask, Overlap& overlap) {
  const int side = 2 * reach + 1, rows = height + 2 * reach;
  std::array<uint64_t, kTallestWindow> shifted;
  for (int dx = 0; dx < side; ++dx) {
    std::array<int32_t, kTallestWindow + 1> above;  // ink above each row
    above[0] = 0;
    for (int y = 0; y < rows; ++y) {
      const uint64_t low = window[2 * y] >> dx, high = dx == 0 ? 0 : window[2 * y + 1] << (64 - dx);
      const uint64_t row = (low | high) & mask;
      const auto at = static_cast<size_t>(y);
      shifted[at] = row;
      above[at + 1] = above[at] + __builtin_popcountll(row);
    }
    for (int dy = 0; dy < side; ++dy) {
      const uint64_t* under = shifted.data() + dy;
      int32_t both = 0;
      for (int y = 0; y < height; ++y) both += __builtin_popcountll(patch[y] & under[y]);
      const auto at = static_cast<size_t>(dy * side + dx);
      overlap.both[at] = both;
      overlap.there[at] = above[static_cast<size_t>(dy + height)] - above[static_cast<size_t>(dy)];
    }
  }
}

uint64_t low_bits(int count) {
  return count >= 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

}  // namespace

Match match(const Bits& blank, const Patch& patch, const Bits& page, const Homography& blank_to_page,
            int reach, double pull, double near_x, double near_y) {
  reach = std::min(reach, kFarthest);
  const int height = std::min(patch.height, kTallest), side = 2 * reach + 1;
  const Bits window =
      sample(page, blank_to_page, patch.x - reach, patch.y - reach, 64 + 2 * reach, height + 2 * reach);
  const uint64_t mask = low_bits(patch.width);
  std::array<uint64_t, kTallest> rows;
  long ink = 0;
  for (int y = 0; y < height; ++y) {
    rows[static_cast<size_t>(y)] = blank.word(patch.x, patch.y + y) & mask;
    ink += std::popcount(rows[static_cast<size_t>(y)]);
  }
  std::array<uint64_t, 2 * kTallestWindow> padded;
  for (int y = 0; y < window.height(); ++y) {
    const auto at = static_cast<size_t>(2 * y);
    padded[at] = window.row(y)[0];
    padded[at + 1] = window.stride() > 1 ? window.row(y)[1] : 0;
  }
  Overlap overlap;
  count_overlap(rows.data(), height, padded.data(), reach, mask, overlap);
  const long all = static_cast<long>(patch.width) * height;
  const auto score = [&](int dx, int dy) {
    const auto at = static_cast<size_t>(dy * side + dx);
    return normalised(overlap.both[at], ink, overlap.there[at], all);
  };
  int best_x = reach, best_y = reach;
  double best_value = -10;
  for (int dy = 0; dy < side; ++dy)
    for (int dx = 0; dx < side; ++dx) {
      const double ax = dx - reach - near_x, ay = dy - reach - near_y;
      const double value = score(dx, dy) - pull * (ax * ax + ay * ay);
      if (value > best_value) best_value = value, best_x = dx, best_y = dy;
    }
  const double top = score(best_x, best_y);
  Match result{static_cast<double>(best_x - reach), static_cast<double>(best_y - reach), top};
  if (best_x > 0 && best_x + 1 < side)
    result.dx += peak(score(best_x - 1, best_y), top, score(best_x + 1, best_y));
  if (best_y > 0 && best_y + 1 < side)
    result.dy += peak(score(best_x, best_y - 1), top, score(best_x, best_y + 1));
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

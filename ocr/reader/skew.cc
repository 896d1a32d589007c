#include "ocr/reader/skew.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/reader/processor.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kStrip = 16;                     // pixels: at kMostSkew a line smears over two rows within it
constexpr double kCoarse = 0.5, kFine = 0.05;  // degrees
constexpr double kDistinct = 1.15;             // times the typical variation: less is no direction

// The ink of each row of each strip; strip after strip.
struct Strips {
  int rows = 0, count = 0;
  std::vector<int16_t> ink;
};

MAILROOM_COUNTS_BITS Strips strips_of(const Bits& picture) {
  Strips strips{picture.height(), (picture.width() + kStrip - 1) / kStrip, {}};
  strips.ink.resize(static_cast<size_t>(strips.rows) * static_cast<size_t>(strips.count));
  for (int y = 0; y < strips.rows; ++y) {
    const uint64_t* words = picture.row(y);
    for (int s = 0; s < strips.count; ++s) {
      const uint64_t piece = words[s / 4] >> (s % 4 * kStrip) & 0xFFFF;
      strips.ink[static_cast<size_t>(s) * static_cast<size_t>(strips.rows) + static_cast<size_t>(y)] =
          static_cast<int16_t>(__builtin_popcountll(piece));
    }
  }
  return strips;
}

MAILROOM_SUMS void add(int16_t* to, const int16_t* from, int count) {
  for (int i = 0; i < count; ++i) to[i] = static_cast<int16_t>(to[i] + from[i]);
}

MAILROOM_SUMS double squared_steps(const int16_t* profile, int count) {
  int64_t sum = 0;
  for (int i = 1; i < count; ++i) {
    const int32_t step = profile[i] - profile[i - 1];
    sum += step * step;
  }
  return static_cast<double>(sum);
}

// How much the ink varies from row to row when the lines rise or fall by this slope.
double variation(const Strips& strips, double slope, std::vector<int16_t>& profile) {
  profile.assign(static_cast<size_t>(strips.rows), 0);
  for (int s = 0; s < strips.count; ++s) {
    const double along = (s - strips.count / 2.0 + 0.5) * kStrip;
    const int shift = static_cast<int>(std::lround(along * slope));
    const int from = std::max(0, shift), to = std::min(strips.rows, strips.rows + shift);
    const int16_t* ink = strips.ink.data() + static_cast<size_t>(s) * static_cast<size_t>(strips.rows);
    if (to > from) add(profile.data() + (from - shift), ink + from, to - from);
  }
  return squared_steps(profile.data(), strips.rows);
}

}  // namespace

double skew(const Bits& quarter) {
  if (quarter.width() < 2 * kStrip || quarter.height() < 2 * kStrip) return 0;
  const Strips strips = strips_of(quarter);
  std::vector<int16_t> profile;
  const auto at = [&](double degrees) { return variation(strips, std::tan(degrees * M_PI / 180), profile); };
  double best = 0, most = at(0), sum = 0;
  int tried = 0;
  for (double degrees = -kMostSkew; degrees <= kMostSkew; degrees += kCoarse, ++tried) {
    const double value = at(degrees);
    sum += value;
    if (value > most) most = value, best = degrees;
  }
  if (most * tried < kDistinct * sum) return 0;
  const double coarse = best;
  for (double degrees = coarse - kCoarse; degrees <= coarse + kCoarse; degrees += kFine) {
    const double value = at(degrees);
    if (value > most) most = value, best = degrees;
  }
  return -best;  // what descends to the right is turned back
}

}  // namespace mailroom::ocr::reader

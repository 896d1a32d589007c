#include "ocr/reader/acceptance.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {

namespace {

// Over 2,279 filled text fields of scanned and faxed pages: accepting from this confidence on, the mean of
// 1 − confidence over what is accepted is that share. Only what the reader claims went into it, no truth.
struct Point {
  double budget, threshold;
};
constexpr Point kCurve[] = {{0.0004, 0.9995}, {0.0005, 0.997}, {0.0006, 0.995}, {0.0008, 0.99},
                            {0.0010, 0.985},  {0.0024, 0.97},  {0.0064, 0.9}};

}  // namespace

double acceptance_threshold(Source source, double budget) {
  if (source != Source::ocr || budget <= kCurve[0].budget) return 1 - budget;
  for (size_t i = 1; i < std::size(kCurve); ++i) {
    if (budget > kCurve[i].budget) continue;
    // Doubt grows by factors, not by steps: interpolated between the logarithms of budget and doubt.
    const Point &low = kCurve[i - 1], &high = kCurve[i];
    const double share = std::log(budget / low.budget) / std::log(high.budget / low.budget);
    return 1 - (1 - low.threshold) * std::pow((1 - high.threshold) / (1 - low.threshold), share);
  }
  return kCurve[std::size(kCurve) - 1].threshold;  // less sure than that is never accepted
}

double acceptance_threshold(const Calibration& calibration, const FieldReading& field, double budget) {
  const auto group = group_of(field);
  const auto counted = group ? calibration.threshold(*group, budget) : std::nullopt;
  return counted ? *counted : acceptance_threshold(field.source, budget);
}

}  // namespace mailroom::ocr::reader

#include "ocr/calibration_fit.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr {

namespace {

// A step that rests on fewer is joined with its neighbour: its share would be noise.
constexpr int64_t kFewestFields = 20;

struct Pool {
  double least = 0;  // claim
  int64_t right = 0, fields = 0;
  double share() const { return (static_cast<double>(right) + 1) / (static_cast<double>(fields) + 2); }
};

// What claims alike cannot be told apart: one pool for each claim.
std::vector<Pool> by_claim(std::vector<Claim>& claims) {
  std::ranges::sort(claims, {}, &Claim::confidence);
  std::vector<Pool> pools;
  for (const Claim& claim : claims) {
    if (pools.empty() || pools.back().least != claim.confidence) pools.push_back({claim.confidence, 0, 0});
    pools.back().right += claim.right;
    ++pools.back().fields;
  }
  return pools;
}

void join_last_two(std::vector<Pool>& pools) {
  const Pool last = pools.back();
  pools.pop_back();
  pools.back().right += last.right;
  pools.back().fields += last.fields;
}

// Joins neighbours for which `must_join(lower, upper)`, until there are none.
template <typename MustJoin>
std::vector<Pool> joined(const std::vector<Pool>& pools, const MustJoin& must_join) {
  std::vector<Pool> result;
  for (const Pool& pool : pools) {
    result.push_back(pool);
    while (result.size() > 1 && must_join(result[result.size() - 2], result.back())) join_last_two(result);
  }
  return result;
}

// The shares as counted, exactly.
bool does_not_rise(const Pool& lower, const Pool& upper) {
  return lower.right * upper.fields >= upper.right * lower.fields;
}
bool is_small_or_does_not_rise(const Pool& lower, const Pool& upper) {
  return lower.fields < kFewestFields || lower.share() >= upper.share();
}

}  // namespace

CalibrationTable fit_calibration(std::vector<Claim> claims) {
  std::vector<Pool> pools = joined(joined(by_claim(claims), does_not_rise), is_small_or_does_not_rise);
  while (pools.size() > 1 && (pools.back().fields < kFewestFields ||
                              is_small_or_does_not_rise(pools[pools.size() - 2], pools.back()))) {
    join_last_two(pools);
  }
  CalibrationTable table;
  for (const Pool& pool : pools) table.push_back({pool.least, pool.share(), pool.fields});
  return table;
}

Interval wilson_interval(int64_t hits, int64_t count) {
  if (count <= 0) return {};
  constexpr double z = 1.959964;
  const double n = static_cast<double>(count), p = static_cast<double>(hits) / n;
  const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double reach = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {std::max(0.0, middle - reach), std::min(1.0, middle + reach)};
}

}  // namespace mailroom::ocr

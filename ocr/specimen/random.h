// Chance that is the same everywhere: SplitMix64 (Steele, Lea, Flood 2014) with distributions of our own,
// because those of the standard library differ from one library to the next. A value type; not thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailroom::ocr::specimen {

class Random {
 public:
  explicit Random(uint64_t seed) : seed_(seed), state_(seed) {}

  // A stream of its own for one purpose: what is drawn from it depends on this one's seed and the purpose
  // alone, so that a further draw in one place changes nothing in another.
  Random fork(std::string_view purpose) const;
  Random fork(uint64_t number) const;

  uint64_t next();
  int below(int n);                  // 0 … n-1
  int between(int first, int last);  // both included
  double uniform(double lo, double hi);
  bool chance(double probability);
  double normal(double sigma);  // sum of twelve: within six sigma, and without libm
  template <class Range>
  const auto& pick(const Range& range) {
    return range[static_cast<size_t>(below(static_cast<int>(std::size(range))))];
  }

 private:
  uint64_t seed_, state_;
};

}  // namespace mailroom::ocr::specimen

#include "workflows/combinations.h"

#include <algorithm>

namespace mailroom::workflows {

// Field by field, keeping the likeliest: the beginning of one of the likeliest combinations is itself one of
// the likeliest beginnings, since whatever beats it goes on in the same way.
std::vector<Combination> likeliest_combinations(const std::vector<std::vector<double>>& fields, size_t most) {
  std::vector<Combination> kept(1);
  for (const std::vector<double>& readings : fields) {
    std::vector<Combination> longer;
    for (const Combination& begun : kept) {
      for (size_t i = 0; i < readings.size(); ++i) {
        longer.push_back(begun);
        longer.back().choice.push_back(i);
        longer.back().probability *= readings[i];
      }
    }
    std::stable_sort(longer.begin(), longer.end(), [](const Combination& a, const Combination& b) {
      return a.probability > b.probability;
    });
    if (longer.size() > most) longer.resize(most);
    kept = std::move(longer);
  }
  return kept;
}

}  // namespace mailroom::workflows

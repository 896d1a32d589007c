// Which combinations of several unsure readings are likeliest, if they err independently of each other. Pure,
// thread safe.
#pragma once

#include <cstddef>
#include <vector>

namespace mailroom::workflows {

struct Combination {
  std::vector<size_t> choice;  // for each field which of its readings, counted from 0
  double probability = 1;
};

// The likeliest first, at most `most` of them; of equal ones that which takes earlier readings. `fields`
// holds the probabilities of each one's readings. A single empty combination for no fields.
std::vector<Combination> likeliest_combinations(const std::vector<std::vector<double>>& fields, size_t most);

}  // namespace mailroom::workflows

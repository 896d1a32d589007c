// What would come out differently by another model: both decide the same samples, and what differs is
// gathered by decision, by both outcomes and by the rules that are responsible. Pure; thread safe.
#pragma once

#include <string>
#include <vector>

#include "workflows/dmn/model.h"

namespace mailroom::dmn {

struct Change {
  std::string decision;
  Value before, after;
  // The rules that fired, as "rule 3, reg 4(2)"; empty if the decision is no table or none did.
  std::vector<std::string> rules_before, rules_after;
  std::vector<size_t> samples;  // which, from 1
};

struct Comparison {
  size_t samples = 0;
  size_t changed = 0;                                // samples of which something comes out differently
  std::vector<Change> changes;                       // the most frequent of a decision first
  std::vector<std::string> only_before, only_after;  // decisions
  std::vector<std::string> never_given;              // inputs of either model that no sample gives
};

// All decisions that both have, or the one that is named.
Comparison compare(const Model& before, const Model& after, const std::vector<Context>& samples,
                   const std::string& decision = {});

}  // namespace mailroom::dmn

// What would come out differently by other rules: both decide the same facts, and what differs is gathered by
// decision, by both outcomes and by the rules that are responsible. Facts are given one after the other and
// not kept, nor are all their names, so that it holds as much of a hundred thousand cases as of a hundred.
// Not thread safe.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "workflows/rules.h"

namespace mailroom::workflows {

struct Difference {
  std::string decision;
  Value before, after;
  std::vector<std::string> rules_before, rules_after;
};

struct CountedDifference : Difference {
  int64_t count = 0;
  std::vector<std::string> names;  // of the first of them (kMostNamed)
};

// What a number in the outcomes comes to over all that was given: the decision's, or one part of it. Null
// counts as nothing.
struct Sum {
  std::string decision, part;
  Decimal before, after;
};

struct Comparison {
  int64_t given = 0, changed = 0;          // changed: of which something comes out differently
  std::vector<CountedDifference> changes;  // of each decision the most frequent first
  // How many differences are in no change, by decision: it has more different ones than are kept apart.
  std::map<std::string, int64_t> uncounted;
  std::vector<Sum> sums;                                   // those that differ
  std::vector<std::string> only_before, only_after;        // decisions
  std::vector<std::pair<std::string, int64_t>> not_given;  // names that either reads: how often not there
};

class Comparer {
 public:
  static constexpr size_t kMostChanges = 1000;  // of a decision that are kept apart
  static constexpr size_t kMostNamed = 100;     // of a change

  struct Compared {
    std::vector<Outcome> before;
    std::vector<Difference> differences;
  };

  // All decisions that both have, or the one that is named. The rules are not owned.
  Comparer(Rules& before, Rules& after, const std::string& decision = {});
  Compared compare(const Given& given);
  Comparison result() const;

 private:
  void note(const Difference& difference, const std::string& name);
  void add_sums(const std::string& decision, const std::string& part, const Value& value, Decimal Sum::*side);

  Rules &before_, &after_;
  std::vector<std::pair<size_t, size_t>> both_;  // places in the outcomes of either
  Comparison comparison_;
  std::unordered_map<std::string, size_t> known_;  // by all that tells a change: its place
  std::map<std::string, size_t> kept_;             // changes by decision
  std::map<std::pair<std::string, std::string>, Sum> sums_;
  std::map<std::string, int64_t> not_given_;
};

}  // namespace mailroom::workflows

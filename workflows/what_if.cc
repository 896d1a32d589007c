#include "workflows/what_if.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "workflows/stored_value.h"

namespace mailroom::workflows {

namespace {

// Unlike what is printed it tells a date from a text that reads alike.
std::string key_of(const Difference& one) {
  const auto texts = [](const std::vector<std::string>& all) { return List(all.begin(), all.end()); };
  return to_json(List{one.decision, to_stored(one.before), to_stored(one.after), texts(one.rules_before),
                      texts(one.rules_after)});
}

}  // namespace

Comparer::Comparer(Rules& before, Rules& after, const std::string& decision)
    : before_(before), after_(after) {
  const auto& old_names = before.decisions();
  const auto& new_names = after.decisions();
  for (size_t i = 0; i < old_names.size(); ++i) {
    const auto found = std::find(new_names.begin(), new_names.end(), old_names[i]);
    if (found == new_names.end()) {
      if (old_names[i] != kTheRoute) comparison_.only_before.push_back(old_names[i]);
    } else if (decision.empty() || decision == old_names[i]) {
      both_.emplace_back(i, static_cast<size_t>(found - new_names.begin()));
    }
  }
  for (const std::string& name : new_names) {
    if (name != kTheRoute && std::find(old_names.begin(), old_names.end(), name) == old_names.end())
      comparison_.only_after.push_back(name);
  }
}

Comparer::Compared Comparer::compare(const Given& given) {
  Compared compared{before_.outcomes(given), {}};
  const std::vector<Outcome> after = after_.outcomes(given);
  for (const auto& [i, j] : both_) {
    const Outcome &was = compared.before[i], &is = after[j];
    add_sums(was.decision, "", was.value, &Sum::before);
    add_sums(was.decision, "", is.value, &Sum::after);
    if (was.value == is.value) continue;
    compared.differences.push_back({was.decision, was.value, is.value, was.rules, is.rules});
    note(compared.differences.back(), given.name);
  }
  std::vector<std::string> missing = before_.not_given(given.facts);
  for (const std::string& name : after_.not_given(given.facts)) missing.push_back(name);
  for (const std::string& name : std::set<std::string>(missing.begin(), missing.end())) ++not_given_[name];
  ++comparison_.given;
  comparison_.changed += compared.differences.empty() ? 0 : 1;
  return compared;
}

void Comparer::note(const Difference& difference, const std::string& name) {
  const std::string key = key_of(difference);
  auto found = known_.find(key);
  if (found == known_.end()) {
    if (kept_[difference.decision] == kMostChanges) {
      ++comparison_.uncounted[difference.decision];
      return;
    }
    ++kept_[difference.decision];
    found = known_.emplace(key, comparison_.changes.size()).first;
    comparison_.changes.push_back({difference, 0, {}});
  }
  CountedDifference& change = comparison_.changes[found->second];
  ++change.count;
  if (change.names.size() < kMostNamed) change.names.push_back(name);
}

void Comparer::add_sums(const std::string& decision, const std::string& part, const Value& value,
                        Decimal Sum::*side) {
  if (value.is(Value::Kind::context)) {
    for (const auto& [name, entry] : value.context().entries())
      add_sums(decision, part.empty() ? name : part + "." + name, entry, side);
  }
  if (!value.is(Value::Kind::number)) return;
  Sum& sum = sums_.try_emplace({decision, part}, Sum{decision, part, {}, {}}).first->second;
  sum.*side = (sum.*side).add(value.number()).value_or(sum.*side);
}

Comparison Comparer::result() const {
  Comparison result = comparison_;
  const auto place_of = [&](const std::string& decision) {
    const auto& names = before_.decisions();
    return std::find(names.begin(), names.end(), decision);
  };
  std::stable_sort(result.changes.begin(), result.changes.end(),
                   [&](const CountedDifference& a, const CountedDifference& b) {
                     if (a.decision != b.decision) return place_of(a.decision) < place_of(b.decision);
                     return a.count > b.count;
                   });
  for (const auto& [name, sum] : sums_) {
    if (sum.before != sum.after) result.sums.push_back(sum);
  }
  result.not_given.assign(not_given_.begin(), not_given_.end());
  return result;
}

}  // namespace mailroom::workflows

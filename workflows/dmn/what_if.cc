#include "workflows/dmn/what_if.h"

#include <algorithm>
#include <set>

namespace mailroom::dmn {

namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What is in the first and not in the second.
std::vector<std::string> without(const std::vector<std::string>& names,
                                 const std::vector<std::string>& others) {
  std::vector<std::string> rest;
  for (const std::string& name : names) {
    if (!has(others, name)) rest.push_back(name);
  }
  return rest;
}

// The rules that fired in the decision's own table, which is the last one decided for it.
std::vector<std::string> rules_of(const Answer& answer, const std::string& decision) {
  std::vector<std::string> fired;
  const auto own = std::find_if(answer.traces.rbegin(), answer.traces.rend(), [&](const Trace& trace) {
    return trace.table == "the decision '" + decision + "'";
  });
  if (own == answer.traces.rend()) return fired;
  for (const RuleTrace* rule : fired_rules(*own))
    fired.push_back("rule " + std::to_string(rule->number) +
                    (rule->reference.empty() ? "" : ", " + rule->reference));
  return fired;
}

void note(std::vector<Change>& changes, Change change, size_t sample) {
  const auto same = std::find_if(changes.begin(), changes.end(), [&](const Change& c) {
    return c.decision == change.decision && c.before == change.before && c.after == change.after &&
           c.rules_before == change.rules_before && c.rules_after == change.rules_after;
  });
  if (same != changes.end()) {
    same->samples.push_back(sample);
  } else {
    change.samples.push_back(sample);
    changes.push_back(std::move(change));
  }
}

std::vector<std::string> never_given(const Model& model, const std::vector<Context>& samples) {
  std::vector<std::string> names;
  for (const auto& [name, type] : model.inputs()) {
    const std::string& input = name;
    if (std::none_of(samples.begin(), samples.end(), [&](const Context& s) { return s.find(input); }))
      names.push_back(input);
  }
  return names;
}

}  // namespace

Comparison compare(const Model& before, const Model& after, const std::vector<Context>& samples,
                   const std::string& decision) {
  Comparison comparison;
  comparison.samples = samples.size();
  const std::vector<std::string> old_names = before.decisions(), new_names = after.decisions();
  comparison.only_before = without(old_names, new_names);
  comparison.only_after = without(new_names, old_names);
  comparison.never_given = never_given(before, samples);
  for (const std::string& name : never_given(after, samples)) {
    if (!has(comparison.never_given, name)) comparison.never_given.push_back(name);
  }
  std::set<size_t> changed;
  for (const std::string& name : old_names) {
    if (!has(new_names, name) || (!decision.empty() && name != decision)) continue;
    std::vector<Change> changes;
    for (size_t i = 0; i < samples.size(); ++i) {
      const auto was = before.decide(name, before.with_declared_types(samples[i]), true);
      const auto is = after.decide(name, after.with_declared_types(samples[i]), true);
      if (was->value == is->value) continue;
      changed.insert(i);
      note(changes, {name, was->value, is->value, rules_of(*was, name), rules_of(*is, name), {}}, i + 1);
    }
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Change& a, const Change& b) { return a.samples.size() > b.samples.size(); });
    for (Change& change : changes) comparison.changes.push_back(std::move(change));
  }
  comparison.changed = changed.size();
  return comparison;
}

}  // namespace mailroom::dmn

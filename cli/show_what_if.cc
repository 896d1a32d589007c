#include "cli/show_what_if.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "cli/reading_csv.h"

namespace mailroom::cli {

namespace {

using workflows::CountedDifference;
using workflows::Difference;
using workflows::Sum;

constexpr size_t kMostShown = 10;  // changes of a decision
constexpr size_t kMostNames = 3;   // named of each

std::string rules_in_words(const std::vector<std::string>& rules) {
  return rules.empty() ? "no rule" : join(rules, " and ");
}

std::string value_in_words(const Value& value) {
  return value.is(Value::Kind::text) ? std::string(value.text()) : to_json(value);
}

std::string names_in_words(const CountedDifference& change, const std::string& noun) {
  const size_t shown = std::min(change.names.size(), kMostNames);
  const std::vector<std::string> few(change.names.begin(),
                                     change.names.begin() + static_cast<std::ptrdiff_t>(shown));
  return noun + (change.count == 1 ? " " : "s ") + join(few, ", ") +
         (change.count > static_cast<int64_t>(shown) ? " …" : "");
}

std::string show_change(const CountedDifference& change, const std::string& noun) {
  const bool is_route = change.decision == workflows::kTheRoute;
  const auto words = is_route ? value_in_words : [](const Value& value) { return to_json(value); };
  std::string out =
      "  " + with_thousands(change.count) + "  " + words(change.before) + " → " + words(change.after) + "\n";
  if (!change.rules_before.empty() || !change.rules_after.empty())
    out += "      " + rules_in_words(change.rules_before) + " → " + rules_in_words(change.rules_after) + "\n";
  return out + "      " + names_in_words(change, noun) + "\n";
}

std::string show_sum(const Sum& sum) {
  const auto difference = sum.after.subtract(sum.before);
  const std::string by =
      difference ? (difference->is_negative() ? ", " : ", +") + difference->to_string() : "";
  return "  together" + (sum.part.empty() ? "" : " " + sum.part) + ": " + sum.before.to_string() + " → " +
         sum.after.to_string() + by + "\n";
}

// One decision: its changes, the most frequent first, those that are too many to show, and its sums.
std::string show_decision(const WhatIf& report, const std::string& decision) {
  std::string out = decision + "\n";
  size_t shown = 0;
  int64_t more = 0;
  for (const CountedDifference& change : report.comparison.changes) {
    if (change.decision != decision) continue;
    if (shown++ < kMostShown) {
      out += show_change(change, report.noun);
    } else {
      more += change.count;
    }
  }
  if (const auto left = report.comparison.uncounted.find(decision); left != report.comparison.uncounted.end())
    more += left->second;
  if (more > 0) out += "  " + with_thousands(more) + "  otherwise: --csv names each\n";
  for (const Sum& sum : report.comparison.sums) {
    if (sum.decision == decision) out += show_sum(sum);
  }
  return out;
}

std::string show_not_given(const WhatIf& report) {
  std::vector<std::string> never;
  std::string out;
  for (const auto& [name, times] : report.comparison.not_given) {
    if (times == report.comparison.given) {
      never.push_back(name);
    } else {
      out += count_of(times, report.noun) + (times == 1 ? " does" : " do") + " not give '" + name +
             "': there it counts as missing\n";
    }
  }
  if (never.empty()) return out;
  return out + "no " + report.noun + " gives " + quoted_list(never, "or") + ": it counts as missing\n";
}

// What of the cases asked for was not decided, and those that stand otherwise.
std::string show_cases_beside(const WhatIf& report) {
  std::vector<std::string> left_out;
  const auto leave_out = [&](int64_t count, const char* why) {
    if (count > 0) left_out.push_back(count_of(count, "case") + " " + why);
  };
  leave_out(report.undecided, "not decided yet");
  leave_out(report.no_facts, "without stored facts");
  leave_out(report.other_workflow, "of another workflow");
  leave_out(report.erased, "erased");
  std::string out;
  if (!left_out.empty()) out += "left out: " + join(left_out, ", ") + "\n";
  if (report.otherwise == 0) return out;
  out += count_of(report.otherwise, "case") + (report.otherwise == 1 ? " stands" : " stand") +
         " otherwise than " + report.before + " decides now";
  if (report.otherwise_by_version > 0)
    out += ", " + with_thousands(report.otherwise_by_version) + " of them on another version";
  return out + "\n";
}

List texts(const std::vector<std::string>& all) {
  return List(all.begin(), all.end());
}

}  // namespace

std::string show_what_if(const WhatIf& report) {
  const workflows::Comparison& found = report.comparison;
  std::string out;
  std::vector<std::string> decisions;
  for (const CountedDifference& change : found.changes) {
    if (decisions.empty() || decisions.back() != change.decision) decisions.push_back(change.decision);
  }
  for (const std::string& decision : decisions) out += show_decision(report, decision);
  if (!found.only_before.empty()) out += "no longer decided: " + quoted_list(found.only_before, "and") + "\n";
  if (!found.only_after.empty()) out += "newly decided: " + quoted_list(found.only_after, "and") + "\n";
  out += show_not_given(report) + show_cases_beside(report);
  return out + count_of(found.given, report.noun) + ": " + with_thousands(found.given - found.changed) +
         " the same, " + with_thousands(found.changed) + " different\n";
}

Value to_value(const WhatIf& report) {
  const workflows::Comparison& found = report.comparison;
  const std::string nouns = report.noun + "s";
  List changes, sums, not_given, uncounted;
  for (const CountedDifference& change : found.changes) {
    changes.emplace_back(Context{{"decision", change.decision},
                                 {"before", change.before},
                                 {"after", change.after},
                                 {"rules_before", texts(change.rules_before)},
                                 {"rules_after", texts(change.rules_after)},
                                 {"count", change.count},
                                 {nouns, texts(change.names)}});
  }
  for (const auto& [decision, count] : found.uncounted)
    uncounted.push_back(Context{{"decision", decision}, {"count", count}});
  for (const Sum& sum : found.sums)
    sums.push_back(Context{
        {"decision", sum.decision}, {"part", sum.part}, {"before", sum.before}, {"after", sum.after}});
  for (const auto& [name, times] : found.not_given)
    not_given.push_back(Context{{"name", name}, {nouns, times}});
  return Context{{"old", report.before},
                 {"new", report.after},
                 {nouns, found.given},
                 {"changed", found.changed},
                 {"changes", std::move(changes)},
                 {"uncounted", std::move(uncounted)},
                 {"sums", std::move(sums)},
                 {"only_before", texts(found.only_before)},
                 {"only_after", texts(found.only_after)},
                 {"not_given", std::move(not_given)},
                 {"left_out", Context{{"undecided", report.undecided},
                                      {"no_facts", report.no_facts},
                                      {"other_workflow", report.other_workflow},
                                      {"erased", report.erased}}},
                 {"stands_otherwise",
                  Context{{nouns, report.otherwise}, {"on_another_version", report.otherwise_by_version}}}};
}

std::string what_if_csv_header(const std::string& noun) {
  return noun + ",decision,before,after,rules_before,rules_after\n";
}

std::string what_if_csv(const std::string& name, const Difference& difference) {
  const std::vector<std::string> cells = {name,
                                          difference.decision,
                                          value_in_words(difference.before),
                                          value_in_words(difference.after),
                                          join(difference.rules_before, "; "),
                                          join(difference.rules_after, "; ")};
  std::string row;
  for (const std::string& cell : cells) row += (row.empty() ? "" : ",") + csv_cell(cell);
  return row + "\n";
}

}  // namespace mailroom::cli

#include "cli/show_weighed.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

constexpr std::array kWords = {
    std::pair{std::string_view("same_outcome"), "same outcome, nobody asked"},
    std::pair{std::string_view("nothing_reads_it"), "nothing hangs on it, nobody asked"},
    std::pair{std::string_view("outcome_differs"), "the outcome hangs on it"},
    std::pair{std::string_view("for_a_person"), "only a person may say"},
    std::pair{std::string_view("names_the_case"), "whose case it is hangs on it"},
    std::pair{std::string_view("unread"), "it may say something else"},
    std::pair{std::string_view("too_many"), "too many readings together"},
    std::pair{std::string_view("goes_on_later"), "the case waits anyway"},
    std::pair{std::string_view("sampled"), "same outcome, a sample: checked unseen"},
};

std::string reading_text(const Value& value) {
  if (value.is(Value::Kind::boolean)) return value.boolean() ? "ticked" : "not ticked";
  const std::string words = clean(to_display(value));
  return words.empty() ? "empty" : words;
}

const Value* decision_of(const Value& reading, const std::string& id) {
  for (const Value& one : list(reading, "decisions"))
    if (text(one, "id") == id) return &one;
  return nullptr;
}

// Whether something of this decision, found by `pick`, is not the same under all readings.
template <typename Pick>
bool differs(const List& readings, const std::string& id, Pick pick) {
  const auto picked = [&](const Value& reading) {
    const Value* decision = decision_of(reading, id);
    return decision != nullptr ? to_json(pick(*decision)) : std::string();
  };
  return std::any_of(readings.begin(), readings.end(),
                     [&](const Value& one) { return picked(one) != picked(readings.front()); });
}

std::string fired_rules(const Value& decision) {
  std::vector<std::string> rules;
  for (const Value& rule : list(decision, "fired")) {
    const std::string reference = text(rule, "reference");
    rules.push_back("rule " + text(rule, "number") + (reference.empty() ? "" : ", " + reference));
  }
  return rules.empty() ? "no rule" : join(rules, "; ");
}

// What of a decision's result is told: what differs from reading to reading; sentences are left to letters.
std::vector<std::string> result_parts(const Value& decision, const List& readings) {
  constexpr int kSentence = 24;
  const Value& value = part(decision, "value");
  if (!value.is(Value::Kind::context)) return {clean(to_display(value))};
  std::vector<std::string> parts;
  for (const auto& [name, entry] : value.context().entries()) {
    const std::string shown = clean(to_display(entry));
    const bool tells = differs(readings, text(decision, "id"),
                               [&](const Value& other) { return part(part(other, "value"), name); });
    if (tells && display_width(shown) <= kSentence) parts.push_back(shown);
  }
  return parts;
}

std::string outcome(const Value& reading, const List& readings) {
  std::vector<std::string> results, rules;
  for (const Value& decision : list(reading, "decisions")) {
    const std::string id = text(decision, "id");
    const bool tells = differs(readings, id, [](const Value& one) {
      return Value(List{part(one, "value"), part(one, "fired")});
    });
    if (!tells) continue;
    for (std::string& one : result_parts(decision, readings)) results.push_back(std::move(one));
    rules.push_back(fired_rules(decision));
  }
  const std::string state = text(reading, "state"), why = text(reading, "why");
  std::string end;
  if (state == "awaiting_review") end = "a person: " + why;
  if (state == "returned") end = "back to the sender: " + why;
  if (state == "checking") end = "waits for a document";
  if (results.empty() && end.empty()) {
    const bool all_same =
        std::all_of(readings.begin(), readings.end(), [](const Value& one) { return flag(one, "same"); });
    results.push_back(all_same                ? "same outcome"
                      : flag(reading, "same") ? "as it was read"
                                              : "something else would be sent");
  }
  return dotted({join(results, ", "), join(rules, "; "), end});
}

std::string either(const std::vector<std::string>& values) {
  std::string all;
  for (size_t i = 0; i < values.size(); ++i)
    all += (i == 0 ? "" : i + 1 == values.size() ? " or " : ", ") + values[i];
  return all;
}

// Readings with the same end together, in the order of the readings.
std::vector<std::pair<std::string, std::string>> by_outcome(const List& readings) {
  std::vector<std::pair<std::vector<std::string>, std::string>> groups;
  for (const Value& reading : readings) {
    const std::string end = outcome(reading, readings);
    const auto known =
        std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.second == end; });
    if (known == groups.end()) groups.push_back({{}, end});
    (known == groups.end() ? groups.back() : *known).first.push_back(reading_text(part(reading, "value")));
  }
  std::vector<std::pair<std::string, std::string>> told;
  for (const auto& [values, end] : groups) told.emplace_back(either(values), end);
  return told;
}

}  // namespace

std::string weight_in_words(const Value& weighed) {
  const std::string weight = text(weighed, "weight");
  for (const auto& [known, words] : kWords)
    if (known == weight) return words;
  return {};
}

std::vector<std::string> hanging_lines(const List& fields, const Terminal& terminal) {
  Table table({Table::Align::left, Table::Align::left, Table::Align::left});
  for (const Value& field : fields) {
    const Value& weighed = part(field, "weighed");
    const std::string words = weight_in_words(weighed);
    if (words.empty()) continue;
    const std::string role = text(field, "role");
    const std::string name = (role.empty() ? "" : role + ".") + text(field, "field");
    const auto outcomes = by_outcome(list(weighed, "readings"));
    if (outcomes.size() < 2) {
      table.row({name, outcomes.empty() ? "" : outcomes.front().first, words});
      continue;
    }
    for (size_t i = 0; i < outcomes.size(); ++i)
      table.row({i == 0 ? name : "", outcomes[i].first, "→ " + outcomes[i].second});
  }
  return lines_of(table, terminal);
}

}  // namespace mailroom::cli

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

// Whether something of this decision, found by `pick`, is not the same under all readings that come to it.
template <typename Pick>
bool differs(const List& readings, const std::string& id, Pick pick) {
  std::vector<std::string> picked;
  for (const Value& reading : readings)
    if (const Value* decision = decision_of(reading, id)) picked.push_back(to_json(pick(*decision)));
  return std::any_of(picked.begin(), picked.end(),
                     [&](const std::string& one) { return one != picked.front(); });
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
std::string result_of(const Value& decision, const List& readings) {
  constexpr int kSentence = 24;
  const Value& value = part(decision, "value");
  if (!value.is(Value::Kind::context)) return clean(to_display(value));
  std::vector<std::string> all, telling;
  for (const auto& [name, entry] : value.context().entries()) {
    const std::string shown = clean(to_display(entry));
    if (display_width(shown) > kSentence) continue;
    all.push_back(shown);
    const bool tells = differs(readings, text(decision, "id"), [&member = name](const Value& other) {
      return part(part(other, "value"), member);
    });
    if (tells) telling.push_back(shown);
  }
  return join(telling.empty() ? all : telling, ", ");
}

std::string outcome(const Value& reading, const List& readings) {
  // Of the decisions that differ the last: it is made of the others.
  std::string result, rules;
  for (const Value& decision : list(reading, "decisions")) {
    const std::string id = text(decision, "id");
    const bool is_everywhere = std::all_of(readings.begin(), readings.end(),
                                           [&](const Value& one) { return decision_of(one, id) != nullptr; });
    const bool tells = !is_everywhere || differs(readings, id, [](const Value& one) {
      return Value(List{part(one, "value"), part(one, "fired")});
    });
    if (!tells) continue;
    result = result_of(decision, readings);
    rules = fired_rules(decision);
  }
  const std::string state = text(reading, "state"), why = text(reading, "why");
  std::string end;
  if (state == "awaiting_review") end = "a person: " + why;
  if (state == "returned") end = "back to the sender: " + why;
  if (state == "checking") end = "waits for a document";
  if (rules.empty() && end.empty()) {
    const bool all_same =
        std::all_of(readings.begin(), readings.end(), [](const Value& one) { return flag(one, "same"); });
    result = all_same                ? "same outcome"
             : flag(reading, "same") ? "as it was read"
                                     : "something else would be sent";
  }
  return dotted({result, rules, end});
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
    auto known =
        std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.second == end; });
    if (known == groups.end()) known = groups.insert(known, {{}, end});
    known->first.push_back(reading_text(part(reading, "value")));
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
    if (!flag(weighed, "asked")) table.row({"", "", "nobody asked: what differs is within the error budget"});
  }
  std::vector<std::string> lines;
  const std::string told = table.to_text(terminal);
  for (const std::string_view line : split(told, '\n'))
    if (!line.empty()) lines.emplace_back(line);
  return lines;
}

}  // namespace mailroom::cli

#include "workflows/dmn/table_reasoning.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "workflows/dmn/table_space.h"
#include "workflows/feel/operations.h"
#include "workflows/feel/plain_name.h"
#include "workflows/feel/text_of.h"

namespace mailroom::dmn {

namespace {

constexpr size_t kMostHoles = 3;
constexpr size_t kMostOfAKind = 20;  // findings of one kind in a table

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// The words of an expression's names; quoted text and numbers left out.
std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  bool quoted = false;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '"') quoted = !quoted;
    size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    if (!quoted && end > i && !std::isdigit(static_cast<unsigned char>(text[i])))
      words.emplace(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return words;
}

// Whether each input can be anything whatever the others are: "income" and "income / 12" cannot.
bool are_independent(const std::vector<TableInput>& inputs) {
  for (size_t a = 0; a < inputs.size(); ++a) {
    for (size_t b = a + 1; b < inputs.size(); ++b) {
      const std::string one = fold_space(inputs[a].expression.text),
                        other = fold_space(inputs[b].expression.text);
      if (one == other) return false;
      if (feel::is_plain_name(one) && feel::is_plain_name(other)) continue;
      const std::set<std::string> words = words_of(one);
      for (const std::string& word : words_of(other)) {
        if (words.count(word)) return false;
      }
    }
  }
  return true;
}

class Reasoning {
 public:
  explicit Reasoning(const TableCode& table) : table_(table), source_(table.source()), space_(table) {}

  std::vector<Diagnostic> findings() {
    find_wrong_kinds();
    find_impossible();
    const HitPolicy policy = source_.hit_policy;
    if (policy == HitPolicy::first || policy == HitPolicy::priority) find_unreachable();
    if (are_independent(source_.inputs)) {
      if (policy == HitPolicy::unique || policy == HitPolicy::any) find_overlaps();
      const bool needs_one = policy == HitPolicy::unique || policy == HitPolicy::any ||
                             policy == HitPolicy::first || policy == HitPolicy::priority;
      if (needs_one && !has_default()) find_holes();
    }
    return std::move(findings_);
  }

 private:
  void warn(const Place& place, std::string code, std::string message, std::string hint) {
    findings_.push_back({Severity::warning, place, std::move(code), std::move(message), std::move(hint)});
  }
  // The first of a kind are shown, the others counted.
  bool is_shown(size_t& count) { return ++count <= kMostOfAKind; }
  void tell_rest(size_t count, std::string code, const std::string& what) {
    if (count <= kMostOfAKind) return;
    warn(source_.place, std::move(code),
         std::to_string(count - kMostOfAKind) + " more " + what + " in this table", {});
  }
  bool has_default() const {
    return std::any_of(source_.outputs.begin(), source_.outputs.end(),
                       [](const TableOutput& output) { return output.otherwise.has_value(); });
  }
  Place whole(const Cell& cell) const {
    Place place = cell.place;
    if (place.length == 0) place.length = static_cast<int>(length_in_code_points(cell.text));
    return place;
  }
  // "weekly_income 150, household_size 0"; empty if no input matters.
  std::string in_words(const TableSpace::Point& point) const {
    std::vector<std::string> parts;
    for (size_t i = 0; i < point.size(); ++i) {
      if (!point[i] || point[i]->is_null()) continue;
      const bool date = i == source_.inputs.size();
      parts.push_back((date ? "the date" : source_.inputs[i].label) + " " + feel::literal_text(*point[i]));
    }
    return join(parts, ", ");
  }

  void find_wrong_kinds();
  void find_impossible();
  void find_unreachable();
  void find_overlaps();
  void find_holes();
  std::optional<std::vector<size_t>> rank_of(size_t rule) const;

  const TableCode& table_;
  const TableSource& source_;
  TableSpace space_;
  std::vector<Diagnostic> findings_;
};

// A cell whose values are of another kind than the input passes nothing.
void Reasoning::find_wrong_kinds() {
  size_t count = 0;
  for (size_t r = 0; r < table_.rules().size(); ++r) {
    for (size_t i = 0; i < source_.inputs.size(); ++i) {
      const feel::NodePtr& test = table_.rules()[r].when[i];
      const auto set = test ? test->passing() : std::nullopt;
      const feel::Type& type = *source_.inputs[i].type;
      const auto kind = value_kind(type);
      if (!set || !kind || *kind == set->kind() || !is_shown(count)) continue;
      warn(whole(source_.rules[r].when[i]), "wrong_type",
           "'" + source_.inputs[i].label + "' is a " + to_string(type) + ", '" +
               fold_space(source_.rules[r].when[i].text) + "' compares it with a " +
               std::string(kind_name(set->kind())) + ": no " + to_string(type) + " passes it",
           "write a " + to_string(type));
    }
  }
  tell_rest(count, "wrong_type", "cells of the wrong kind");
}

void Reasoning::find_impossible() {
  size_t count = 0;
  for (size_t r = 0; r < table_.rules().size(); ++r) {
    const auto input = space_.impossible_input(r);
    if (!input || !is_shown(count)) continue;
    const Cell& cell = source_.rules[r].when[*input];
    warn(whole(cell), "rule_never_matches",
         "rule " + std::to_string(r + 1) + " never matches: nothing that '" + source_.inputs[*input].label +
             "' can be passes '" + fold_space(cell.text) + "'",
         {});
  }
  tell_rest(count, "rule_never_matches", "rules that never match");
}

// The places of its outputs among the allowed values, the first being best; none if that is not known.
std::optional<std::vector<size_t>> Reasoning::rank_of(size_t rule) const {
  std::vector<size_t> rank;
  if (source_.hit_policy != HitPolicy::priority) return rank;
  for (size_t i = 0; i < table_.outputs().size(); ++i) {
    const feel::NodePtr& allowed = table_.outputs()[i].allowed_in_order;
    if (!allowed) continue;
    const Value* order = allowed->constant();
    const Value* value = table_.rules()[rule].then[i]->constant();
    if (!order || !value || !order->is(Value::Kind::list)) return std::nullopt;
    const List& list = order->list();
    rank.push_back(
        static_cast<size_t>(std::find_if(list.begin(), list.end(),
                                         [&](const Value& v) { return feel::is_in(*value, v) == true; }) -
                            list.begin()));
  }
  return rank;
}

// By first: the rules above leave nothing of it. By priority: the rules that are preferred do.
void Reasoning::find_unreachable() {
  size_t count = 0;
  const size_t rules = table_.rules().size();
  std::vector<std::optional<std::vector<size_t>>> ranks;
  for (size_t r = 0; r < rules; ++r) ranks.push_back(rank_of(r));
  for (size_t r = 0; r < rules; ++r) {
    if (!ranks[r] || space_.impossible_input(r)) continue;
    std::vector<size_t> preferred;
    for (size_t other = 0; other < rules; ++other) {
      if (!space_.is_known(other) || !ranks[other] || other == r) continue;
      if (*ranks[other] < *ranks[r] || (*ranks[other] == *ranks[r] && other < r)) preferred.push_back(other);
    }
    if (preferred.empty() || !space_.is_covered(r, preferred) || !is_shown(count)) continue;
    const bool by_first = source_.hit_policy == HitPolicy::first;
    warn(source_.rules[r].place, "rule_unreachable",
         "rule " + std::to_string(r + 1) + " never decides: " +
             (by_first ? "the rules above it" : "rules that are preferred") + " cover all that it matches",
         by_first ? "move it up, or take it out" : "take it out, or change its output");
  }
  tell_rest(count, "rule_unreachable", "rules that never decide");
}

void Reasoning::find_overlaps() {
  size_t count = 0;
  const bool any = source_.hit_policy == HitPolicy::any;
  const auto same_outputs = [&](size_t a, size_t b) {
    const auto& one = table_.rules()[a].then;
    const auto& other = table_.rules()[b].then;
    for (size_t i = 0; i < one.size(); ++i) {
      const Value *x = one[i]->constant(), *y = other[i]->constant();
      if (!x || !y) return true;  // nobody knows
      if (!(*x == *y)) return false;
    }
    return true;
  };
  for (size_t b = 1; b < table_.rules().size(); ++b) {
    for (size_t a = 0; a < b && space_.is_known(b); ++a) {
      if (!space_.is_known(a)) continue;
      const auto example = space_.overlap(a, b);
      if (!example || (any && same_outputs(a, b))) continue;
      if (is_shown(count)) {
        const std::string for_example = in_words(*example);
        warn(source_.rules[b].place, "rules_overlap",
             "rules " + std::to_string(a + 1) + " and " + std::to_string(b + 1) + " both match " +
                 (for_example.empty() ? "everything" : for_example) +
                 (any ? " with different outputs: the hit policy is any" : ": the hit policy is unique"),
             "make one of them narrower, or let the order decide: hit policy first");
      }
      break;  // one conflict a rule is enough to say
    }
  }
  tell_rest(count, "rules_overlap", "rules that overlap");
}

void Reasoning::find_holes() {
  if (source_.rules.empty()) return;
  for (const TableSpace::Point& hole : space_.holes(kMostHoles)) {
    const std::string example = in_words(hole);
    if (example.empty()) continue;
    warn(source_.place, "no_rule_covers", "no rule covers " + example,
         "add a rule or a default, or say what an input can be ('allowed')");
  }
}

}  // namespace

std::vector<Diagnostic> reason_about(const TableCode& table) {
  return Reasoning(table).findings();
}

}  // namespace mailroom::dmn

// Decision tables as they decide: a column is what it tests, a rule is what it asks for and gives, wherever
// it stands, except where a table's order decides.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "workflows/diff_written.h"

namespace mailroom::workflows {

namespace {

using dmn::HitPolicy;
using dmn::TableRule;
using dmn::TableSource;

bool order_decides(HitPolicy policy) {
  return policy == HitPolicy::first || policy == HitPolicy::rule_order || policy == HitPolicy::collect ||
         policy == HitPolicy::priority || policy == HitPolicy::output_order;
}

bool ranks_outputs(HitPolicy policy) {
  return policy == HitPolicy::priority || policy == HitPolicy::output_order;
}

Written cell(const dmn::Cell& cell) {
  return expression(cell.text, cell.place);
}

Written date(const std::optional<Date>& date) {
  return date ? plain(to_string(*date)) : Written();
}

// A table's columns by what makes them this column; of two alike the second is another one.
struct Column {
  std::string key, shown;
};

std::vector<Column> columns_of(const TableSource& table) {
  std::vector<Column> columns;
  const auto add = [&](std::string key, std::string shown) {
    const auto same =
        std::count_if(columns.begin(), columns.end(), [&](const Column& one) { return one.key == key; });
    columns.push_back({same > 0 ? key + " #" + std::to_string(same + 1) : key, std::move(shown)});
  };
  for (const auto& input : table.inputs) {
    const Written tested = cell(input.expression);
    add("input " + tested.meaning, tested.shown);
  }
  for (const auto& output : table.outputs)
    add("output " + output.name, output.name.empty() ? "result" : output.name);
  return columns;
}

// A rule as it is compared: its cells by column; a test of anything is none.
struct Rule {
  size_t number = 0;  // from 1
  const TableRule* source = nullptr;
  std::vector<std::pair<std::string, Written>> cells;
  std::map<std::string, std::string> shown;  // columns
  Reasons reasons;                           // in several languages

  const Written& at(const std::string& column) const {
    static const Written kNothing;
    const auto found =
        std::find_if(cells.begin(), cells.end(), [&](const auto& one) { return one.first == column; });
    return found == cells.end() ? kNothing : found->second;
  }
};

std::vector<Rule> rules_of(const TableSource& table, const std::vector<Reasons>& reasons) {
  const std::vector<Column> columns = columns_of(table);
  std::vector<Rule> rules;
  for (const TableRule& source : table.rules) {
    Rule rule{rules.size() + 1, &source, {}, {}, {}};
    if (rules.size() < reasons.size()) rule.reasons = reasons[rules.size()];
    for (size_t i = 0; i < columns.size(); ++i) {
      const bool is_test = i < source.when.size();
      const dmn::Cell& own = is_test ? source.when[i] : source.then.at(i - source.when.size());
      rule.shown[columns[i].key] = columns[i].shown;
      if (is_test && trim(own.text) == "-") continue;
      rule.cells.emplace_back(columns[i].key, is_test ? tests(own) : cell(own));
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

bool same_cells(const Rule& a, const Rule& b) {
  return a.cells.size() == b.cells.size() &&
         std::all_of(a.cells.begin(), a.cells.end(),
                     [&](const auto& one) { return one.second.meaning == b.at(one.first).meaning; });
}

// The rest of a rule, beside its cells: the law, the reason, when it is in force.
Leaves words_of(const Rule& rule) {
  const TableRule& source = *rule.source;
  Leaves words = {{"id", plain(source.id, source.place)},
                  {"reference", plain(source.reference, source.place)},
                  {"reason", plain(source.reason, source.place)},
                  {"valid_from", date(source.valid_from)},
                  {"valid_to", date(source.valid_to)}};
  for (const auto& [language, reason] : rule.reasons)
    words.emplace_back("reason." + language, plain(reason, source.place));
  return words;
}

bool same_words(const Rule& a, const Rule& b) {
  const Leaves left = words_of(a), right = words_of(b);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.meaning == y.second.meaning;
  });
}

// How much two rules have in common, from 0 to 1; the law counts as a cell.
double likeness(const Rule& a, const Rule& b) {
  std::vector<std::string> columns;
  for (const Rule* rule : {&a, &b})
    for (const auto& [column, cell] : rule->cells)
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
  double same = 0, all = static_cast<double>(columns.size());
  for (const std::string& column : columns) same += a.at(column).meaning == b.at(column).meaning ? 1 : 0;
  if (!a.source->reference.empty() || !b.source->reference.empty()) {
    all += 1;
    same += a.source->reference == b.source->reference ? 1 : 0;
  }
  return all > 0 ? same / all : 1;
}

// Which old rule each new one was; none: it is new.
class Pairing {
 public:
  Pairing(const std::vector<Rule>& before, const std::vector<Rule>& now)
      : before_(before), now_(now), old_of_(now.size()), taken_(before.size(), false) {
    const auto id_of = [](const Rule& rule) { return rule.source->id; };
    pair([&](const Rule& a, const Rule& b) { return !id_of(a).empty() && id_of(a) == id_of(b); });
    pair([](const Rule& a, const Rule& b) { return same_cells(a, b) && same_words(a, b); });
    pair([](const Rule& a, const Rule& b) { return same_cells(a, b); });
    pair_alike();
  }
  const std::optional<size_t>& old_of(size_t index) const { return old_of_[index]; }
  bool is_gone(size_t index) const { return !taken_[index]; }

 private:
  template <class Same>
  void pair(Same same) {
    for (size_t i = 0; i < now_.size(); ++i) {
      for (size_t k = 0; k < before_.size() && !old_of_[i]; ++k)
        if (!taken_[k] && same(before_[k], now_[i])) take(i, k);
    }
  }
  // The likeliest first; of equally likely ones those that stand at the same place.
  void pair_alike() {
    constexpr double kLeast = 0.5;
    struct Pair {
      double likeness;
      size_t apart, now, before;
    };
    std::vector<Pair> pairs;
    for (size_t i = 0; i < now_.size(); ++i) {
      for (size_t k = 0; k < before_.size(); ++k) {
        if (old_of_[i] || taken_[k]) continue;
        const double alike = likeness(before_[k], now_[i]);
        if (alike >= kLeast) pairs.push_back({alike, i > k ? i - k : k - i, i, k});
      }
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
      return a.likeness != b.likeness ? a.likeness > b.likeness : a.apart < b.apart;
    });
    for (const Pair& one : pairs)
      if (!old_of_[one.now] && !taken_[one.before]) take(one.now, one.before);
  }
  void take(size_t now, size_t before) {
    old_of_[now] = before;
    taken_[before] = true;
  }

  const std::vector<Rule>& before_;
  const std::vector<Rule>& now_;
  std::vector<std::optional<size_t>> old_of_;
  std::vector<bool> taken_;
};

// "rule 2, reg 4(2)"
std::string name_of(const Rule& rule) {
  const TableRule& source = *rule.source;
  return "rule " + (source.id.empty() ? std::to_string(rule.number) : source.id) +
         (source.reference.empty() ? "" : ", " + source.reference);
}

// "if savings > 16000 then "refused", 0.00"
Written whole(const Rule& rule) {
  std::vector<std::string> when, then;
  for (const auto& [column, written] : rule.cells) {
    if (column.starts_with("input ")) {
      when.push_back(rule.shown.at(column) + " " + written.shown);
    } else {
      then.push_back(written.shown);
    }
  }
  std::string text = when.empty() ? "always " : "if " + join(when, " and ") + " then ";
  return plain(text + join(then, ", "), rule.source->place);
}

void compare_rule(PartDiff& diff, const Rule& before, const Rule& now) {
  const std::string name = name_of(now);
  static const Written kAnything{"-", "-", {}};
  const auto compare = [&](const std::string& column, const std::string& shown) {
    const bool is_test = column.starts_with("input ");
    const Written& old_cell = before.at(column);
    const Written& new_cell = now.at(column);
    diff.compare(name + ": " + shown, is_test && old_cell.is_nothing() ? kAnything : old_cell,
                 is_test && new_cell.is_nothing() ? kAnything : new_cell);
  };
  for (const auto& [column, written] : now.cells) compare(column, now.shown.at(column));
  for (const auto& [column, written] : before.cells)
    if (now.at(column).is_nothing()) compare(column, before.shown.at(column));
  Leaves old_words = words_of(before), new_words = words_of(now);
  for (Leaves* words : {&old_words, &new_words})
    for (auto& [what, written] : *words) what = name + ": " + what;
  diff.compare(old_words, new_words);
}

void compare_rules(PartDiff& diff, const TableSource& before, const std::vector<Reasons>& old_reasons,
                   const TableSource& now, const std::vector<Reasons>& new_reasons) {
  const std::vector<Rule> old_rules = rules_of(before, old_reasons), new_rules = rules_of(now, new_reasons);
  const Pairing pairing(old_rules, new_rules);
  std::vector<size_t> kept, old_places;
  for (size_t i = 0; i < new_rules.size(); ++i) {
    if (const auto& old_rule = pairing.old_of(i)) {
      kept.push_back(i);
      old_places.push_back(*old_rule);
      compare_rule(diff, old_rules[*old_rule], new_rules[i]);
    } else {
      diff.add(Change::Kind::added, name_of(new_rules[i]), {}, whole(new_rules[i]));
    }
  }
  for (size_t k = 0; k < old_rules.size(); ++k)
    if (pairing.is_gone(k)) diff.add(Change::Kind::removed, name_of(old_rules[k]), whole(old_rules[k]), {});
  if (!order_decides(now.hit_policy)) return;
  for (const size_t i : moved(old_places)) {
    const Rule& rule = new_rules[kept[i]];
    diff.add(Change::Kind::moved, name_of(rule), plain("place " + std::to_string(old_places[i] + 1)),
             plain("place " + std::to_string(rule.number), rule.source->place));
  }
}

Written allowed(const std::optional<dmn::Cell>& values, bool is_ranked) {
  if (!values) return {};
  return is_ranked ? expression(values->text, values->place) : tests(*values);
}

void compare_columns(PartDiff& diff, const TableSource& before, const TableSource& now) {
  const std::vector<Column> old_columns = columns_of(before), new_columns = columns_of(now);
  const auto place_of = [](const std::vector<Column>& columns, const std::string& key) {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const Column& one) { return one.key == key; });
    return static_cast<size_t>(found - columns.begin());
  };
  const auto kind = [](const Column& column) { return column.key.substr(0, column.key.find(' ')) + " "; };
  for (const Column& column : old_columns)
    if (place_of(new_columns, column.key) == new_columns.size())
      diff.add(Change::Kind::removed, kind(column) + column.shown, plain(column.shown), {});
  std::vector<size_t> output_places;
  for (size_t i = 0; i < new_columns.size(); ++i) {
    const Column& column = new_columns[i];
    const std::string name = kind(column) + column.shown;
    const size_t k = place_of(old_columns, column.key);
    if (k == old_columns.size()) {
      diff.add(Change::Kind::added, name, {}, plain(column.shown, now.place));
    } else if (i < now.inputs.size()) {
      const auto &old_input = before.inputs[k], &new_input = now.inputs[i];
      diff.compare(name + ": label", plain(old_input.label),
                   plain(new_input.label, new_input.expression.place));
      diff.compare(name + ": allowed", allowed(old_input.allowed, false), allowed(new_input.allowed, false));
      diff.compare(name + ": type", plain(old_input.type_name), plain(new_input.type_name));
    } else {
      const auto& old_output = before.outputs[k - before.inputs.size()];
      const auto& new_output = now.outputs[i - now.inputs.size()];
      const bool is_ranked = ranks_outputs(now.hit_policy);
      diff.compare(name + ": allowed", allowed(old_output.allowed, is_ranked),
                   allowed(new_output.allowed, is_ranked));
      diff.compare(name + ": otherwise", old_output.otherwise ? cell(*old_output.otherwise) : Written(),
                   new_output.otherwise ? cell(*new_output.otherwise) : Written());
      diff.compare(name + ": label", plain(old_output.label), plain(new_output.label));
      diff.compare(name + ": type", plain(old_output.type_name), plain(new_output.type_name));
      output_places.push_back(k);
    }
  }
  // The first output ranks before the second.
  if (ranks_outputs(now.hit_policy) && !moved(output_places).empty())
    diff.add(Change::Kind::moved, "outputs", {}, plain("in another order", now.place));
}

}  // namespace

void compare_tables(PartDiff& diff, const TableSource& before, const std::vector<Reasons>& old_reasons,
                    const TableSource& now, const std::vector<Reasons>& new_reasons) {
  diff.compare("hit policy", plain(std::string(to_string(before.hit_policy)), before.place),
               plain(std::string(to_string(now.hit_policy)), now.place));
  diff.compare("output label", plain(before.output_label), plain(now.output_label, now.place));
  compare_columns(diff, before, now);
  compare_rules(diff, before, old_reasons, now, new_reasons);
}

}  // namespace mailroom::workflows

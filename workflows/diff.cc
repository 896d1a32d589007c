#include "workflows/diff.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/diff_written.h"

namespace mailroom::workflows {

namespace {

using Kind = Change::Kind;

// "0.1%"
Written share(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g%%", share * 100);
  return plain(text);
}

Written number(int number) {
  return plain(std::to_string(number));
}

Written flag(bool is_set) {
  return plain(is_set ? "true" : "false");
}

Written names(const std::vector<std::string>& names) {
  return names.empty() ? plain("nothing") : plain(join(names, ", "));
}

Written duration(std::chrono::microseconds time) {
  return plain(to_string(
      Period{Period::Unit::seconds, std::chrono::duration_cast<std::chrono::seconds>(time).count()}));
}

// Parts that bear names, each as its leaves.
template <class Part, class NameOf, class LeavesOf>
void compare_named(std::vector<Change>& changes, const std::string& part, const std::vector<Part>& before,
                   const std::vector<Part>& now, NameOf name_of, LeavesOf leaves_of) {
  pair_by_name(before, now, name_of, [&](const std::string& name, const Part* old_one, const Part* new_one) {
    PartDiff diff(changes, part, name);
    const Leaves old_leaves = old_one ? leaves_of(*old_one) : Leaves();
    const Leaves new_leaves = new_one ? leaves_of(*new_one) : Leaves();
    // What came or went is told by what it begins with.
    if (!old_one) return diff.add(Kind::added, "", {}, new_leaves.front().second);
    if (!new_one) return diff.add(Kind::removed, "", old_leaves.front().second, {});
    diff.compare(old_leaves, new_leaves);
  });
}

// Those of `part` that are not where they were among the ones that stayed.
template <class Part, class IsOrdered>
void compare_order(std::vector<Change>& changes, const std::string& part, const std::vector<Part>& before,
                   const std::vector<Part>& now, IsOrdered is_ordered) {
  std::vector<const Part*> kept;
  std::vector<size_t> old_places;
  for (const Part& one : now) {
    const auto old_one =
        std::find_if(before.begin(), before.end(), [&](const Part& other) { return other.id == one.id; });
    if (old_one == before.end() || !is_ordered(one) || !is_ordered(*old_one)) continue;
    kept.push_back(&one);
    old_places.push_back(static_cast<size_t>(old_one - before.begin()));
  }
  for (const size_t i : moved(old_places)) {
    const Written where = i == 0 ? plain("first") : plain("after '" + kept[i - 1]->id + "'");
    const size_t old_place = old_places[i];
    const Written was = old_place == 0 ? plain("first") : plain("after '" + before[old_place - 1].id + "'");
    PartDiff(changes, part, kept[i]->id).add(Kind::moved, "", was, where);
  }
}

Leaves head_of(const Workflow& one) {
  Leaves leaves = {{"id", plain(one.id)},
                   {"title", plain(one.title)},
                   {"subject", formula(one.subject)},
                   {"open_for", period(one.open_for)},
                   {"due", period(one.due)},
                   {"urgent", formula(one.urgent)},
                   {"effective", formula(one.effective)},
                   {"review.error_budget", share(one.error_budget)},
                   {"review.sample", share(one.sample)},
                   {"review.queue", plain(one.review_queue)},
                   {"review.due", period(one.review_due)},
                   {"when_refused.deliver", names(one.when_refused)},
                   {"when_returned.deliver", names(one.when_returned)}};
  for (const auto& [name, kept] : one.retention.entries())
    leaves.emplace_back("retention." + name, period(parse_period(kept.text_or(""))));
  return leaves;
}

Leaves leaves_of(const DocumentRole& role) {
  std::vector<std::string> editions = role.forms;
  std::sort(editions.begin(), editions.end());
  const std::string least = std::to_string(role.at_least);
  const std::string most = role.at_most < 0 ? "*" : std::to_string(role.at_most);
  return {{"forms", {names(role.forms).shown, names(editions).meaning, {}}},
          {"count", plain(least == most ? least : least + ".." + most)},
          {"expected", formula(role.expected)},
          {"join", formula(role.join)}};
}

Leaves leaves_of(const LookupSpec& lookup) {
  Leaves leaves;
  add_leaves(leaves, "", Value(lookup.settings));
  add_leaves(leaves, "where", lookup.equal);
  add_leaves(leaves, "starts_with", lookup.beginning);
  add_leaves(leaves, "fuzzy", lookup.alike);
  leaves.emplace_back("at_most", number(lookup.at_most));
  return leaves;
}

Leaves leaves_of(const Fact& fact) {
  return {{"", formula(fact.formula)}};
}

Leaves leaves_of(const Check& check) {
  Leaves leaves = {{"require", formula(check.require)}};
  add_leaves(leaves, "message", check.message);
  leaves.emplace_back("otherwise", plain(std::string(to_string(check.otherwise))));
  leaves.emplace_back("reference", plain(check.reference));
  return leaves;
}

void add_step(Leaves& leaves, const std::string& name, const std::optional<ReviewStep>& step) {
  if (!step) return;
  leaves.emplace_back(name + ".queue", plain(step->queue));
  add_leaves(leaves, name + ".why", step->why);
  leaves.emplace_back(name + ".due", period(step->due));
  leaves.emplace_back(name + ".urgent", flag(step->urgent));
  leaves.emplace_back(name + ".by", number(step->people));
}

Leaves leaves_of(const Route& route) {
  Leaves leaves = {{"if", route.condition ? formula(route.condition) : plain("always")},
                   {"deliver", names(route.deliver)},
                   {"outcome", plain(route.outcome)}};
  add_step(leaves, "review", route.review);
  add_step(leaves, "approve", route.approve);
  if (route.return_because) add_leaves(leaves, "return", *route.return_because);
  return leaves;
}

// What content says in full is left out: a robot's steps have their titles among the settings.
bool is_told_by(const Content& content, const std::string& name) {
  const auto found = std::find(content.names.begin(), content.names.end(), name);
  if (found == content.names.end()) return false;
  const Content& one = content.items[static_cast<size_t>(found - content.names.begin())];
  return one.kind == Content::Kind::list && !one.items.empty() &&
         one.items.front().kind == Content::Kind::context;
}

Leaves leaves_of(const DeliverySpec& delivery) {
  Leaves leaves = {{"connector", plain(delivery.kind)}, {"after", plain(delivery.after)}};
  for (const auto& [name, setting] : delivery.settings.entries())
    if (!is_told_by(delivery.content, name)) add_leaves(leaves, name, setting);
  add_leaves(leaves, "", delivery.content);
  leaves.emplace_back("retry.max_attempts", number(delivery.retry.max_attempts));
  leaves.emplace_back("retry.first_delay", duration(delivery.retry.first_delay));
  leaves.emplace_back("retry.max_delay", duration(delivery.retry.max_delay));
  leaves.emplace_back("limit.at_once", number(delivery.limit.at_once));
  leaves.emplace_back("limit.per_minute", number(delivery.limit.per_minute));
  return leaves;
}

// "a table of 9 rules", the expression, "the model rules/fee.dmn"
Written kind_of(const DecisionRule& rule) {
  if (rule.table) {
    const auto& source = rule.table->source();
    return plain("a table of " + count_of(static_cast<long long>(source.rules.size()), "rule"), source.place);
  }
  if (rule.model) return plain("the model's '" + rule.model->name + "'");
  return formula(rule.value);
}

void compare_decisions(std::vector<Change>& changes, const Workflow& before, const Workflow& now) {
  const auto id_of = [](const DecisionRule& rule) { return rule.id; };
  auto old_reasons = reasons_of(before), new_reasons = reasons_of(now);
  pair_by_name(before.decisions, now.decisions, id_of,
               [&](const std::string& id, const DecisionRule* old_rule, const DecisionRule* new_rule) {
                 PartDiff diff(changes, "decision", id);
                 if (!old_rule) return diff.add(Kind::added, "", {}, kind_of(*new_rule));
                 if (!new_rule) return diff.add(Kind::removed, "", kind_of(*old_rule), {});
                 diff.compare("title", plain(old_rule->title), plain(new_rule->title));
                 diff.compare("reference", plain(old_rule->reference), plain(new_rule->reference));
                 if (old_rule->table && new_rule->table) {
                   compare_tables(diff, old_rule->table->source(), old_reasons[id], new_rule->table->source(),
                                  new_reasons[id]);
                 } else if (old_rule->model && new_rule->model) {
                   compare_models(diff, before, *old_rule->model, now, *new_rule->model);
                 } else {
                   diff.compare("value", kind_of(*old_rule), kind_of(*new_rule));
                 }
               });
}

}  // namespace

std::string_view to_string(Change::Kind kind) {
  switch (kind) {
    case Kind::added:
      return "added";
    case Kind::removed:
      return "removed";
    case Kind::changed:
      return "changed";
    case Kind::moved:
      return "moved";
  }
  return "";
}

Value to_value(const Change& change) {
  const auto text_or_null = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  Context value{{"kind", to_string(change.kind)},        {"part", change.part},
                {"name", text_or_null(change.name)},     {"what", text_or_null(change.what)},
                {"before", text_or_null(change.before)}, {"now", text_or_null(change.now)}};
  if (change.place.line > 0) {
    value.put("file", change.place.file);
    value.put("line", change.place.line);
    value.put("column", change.place.column);
  }
  return value;
}

std::vector<Change> changes_between(const Workflow& before, const Workflow& now) {
  std::vector<Change> changes;
  PartDiff(changes, "workflow", "").compare(head_of(before), head_of(now));
  const auto by_name = [](const auto& one) { return one.name; };
  const auto by_id = [](const auto& one) { return one.id; };
  const auto as_leaves = [](const auto& one) { return leaves_of(one); };
  compare_named(changes, "document", before.documents, now.documents, by_name, as_leaves);
  compare_named(changes, "lookup", before.lookups, now.lookups, by_name, as_leaves);
  compare_named(changes, "fact", before.facts, now.facts, by_name, as_leaves);
  compare_named(changes, "check", before.checks, now.checks, by_id, as_leaves);
  // Of several checks that send the paper back the first says why.
  compare_order(changes, "check", before.checks, now.checks,
                [](const Check& check) { return check.otherwise == Otherwise::return_to_sender; });
  compare_decisions(changes, before, now);
  compare_named(changes, "route", before.routes, now.routes, by_id, as_leaves);
  compare_order(changes, "route", before.routes, now.routes, [](const Route&) { return true; });
  compare_named(changes, "delivery", before.deliveries, now.deliveries, by_name, as_leaves);
  compare_forms(changes, before, now);
  return changes;
}

}  // namespace mailroom::workflows

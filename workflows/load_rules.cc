// `facts:`, `checks:`, `decisions:`: names in the order in which they need each other, tables compiled.
#include <algorithm>

#include "base/text.h"
#include "workflows/loader.h"
#include "workflows/table_source.h"

namespace mailroom::workflows {

namespace {

// Depth first; a name that is met again on the way to itself closes a cycle.
class Sorter {
 public:
  Sorter(const std::map<std::string, std::vector<std::string>>& needs) : needs_(needs) {}

  // False: a cycle, in `path` from its first name back to it.
  bool visit(const std::string& name) {
    const auto on_way = std::find(path.begin(), path.end(), name);
    if (on_way != path.end()) {
      path.erase(path.begin(), on_way);
      path.push_back(name);
      return false;
    }
    if (std::find(sorted.begin(), sorted.end(), name) != sorted.end()) return true;
    path.push_back(name);
    if (const auto known = needs_.find(name); known != needs_.end()) {
      for (const std::string& needed : known->second) {
        if (needs_.count(needed) && !visit(needed)) return false;
      }
    }
    path.pop_back();
    sorted.push_back(name);
    return true;
  }

  std::vector<std::string> sorted, path;

 private:
  const std::map<std::string, std::vector<std::string>>& needs_;
};

// Whether a text below the node may name one of these. Ids with a '-' may be written with blanks around it.
bool may_name(const yaml::Node& node, const std::vector<std::pair<std::string, const yaml::Node*>>& named) {
  const auto is_named = [&](const auto& one) {
    return one.first.find('-') != std::string::npos || node.text.find(one.first) != std::string::npos;
  };
  if (node.is_scalar()) return std::any_of(named.begin(), named.end(), is_named);
  return std::any_of(node.items.begin(), node.items.end(),
                     [&](const yaml::Node& item) { return may_name(item, named); }) ||
         std::any_of(node.entries.begin(), node.entries.end(), [&](const yaml::Entry& entry) {
           return entry.key != "id" && may_name(entry.value, named);
         });
}

}  // namespace

bool Loader::take_name(const std::string& name, const Place& place, const std::string& what) {
  const auto [known, is_new] = taken_.emplace(name, what);
  if (!is_new)
    error(place, "name_taken", "'" + name + "' is already the name of " + known->second, "choose another");
  return is_new;
}

std::vector<const yaml::Node*> Loader::in_order_of_need(
    const std::vector<std::pair<std::string, const yaml::Node*>>& named,
    const std::map<std::string, std::vector<std::string>>& needs, const std::string& what) {
  Sorter sorter(needs);
  std::vector<const yaml::Node*> order;
  const auto node_of = [&](const std::string& name) {
    return std::find_if(named.begin(), named.end(), [&](const auto& one) { return one.first == name; })
        ->second;
  };
  for (const auto& [name, node] : named) {
    sorter.path.clear();
    if (!sorter.visit(name)) {
      error(node->place, "cycle", what + " need each other: " + join(sorter.path, " → "),
            "one of them must do without the other");
      order.clear();
      for (const auto& one : named) order.push_back(one.second);
      return order;
    }
  }
  for (const std::string& name : sorter.sorted) order.push_back(node_of(name));
  return order;
}

std::vector<std::string> Loader::names_in(const yaml::Node& node, const feel::Scope& scope) const {
  const auto expression = feel::Expression::parse(node.text, scope);
  return expression ? expression->names() : std::vector<std::string>();
}

void Loader::load_facts(const yaml::Node& root, Workflow& workflow) {
  const yaml::Node* facts = mapping_at(root, "facts");
  if (!facts) return;
  std::vector<std::pair<std::string, const yaml::Node*>> named;
  feel::Scope probe = scope_;
  probe.set_open(true);
  for (const yaml::Entry& entry : facts->entries) {
    if (!take_name(entry.key, entry.place, "a fact")) continue;
    if (entry.value.is_scalar()) named.emplace_back(entry.key, &entry.value);
    probe.add(entry.key);
  }
  std::map<std::string, std::vector<std::string>> needs;
  for (const auto& [name, node] : named) needs[name] = names_in(*node, probe);
  const auto order = in_order_of_need(named, needs, "facts");
  const NotingReads noting(*this);
  std::vector<Fact> loaded;
  for (const yaml::Node* node : order) {
    const std::string& name =
        std::find_if(named.begin(), named.end(), [&](const auto& one) { return one.second == node; })->first;
    // Names further on are known but not their types: only a cycle, already reported, gets here.
    feel::Scope scope = scope_;
    for (const auto& [other, other_node] : named) {
      if (!scope.find(other)) scope.add(other);
    }
    auto one = formula(*node, scope);
    scope_.add(name, one ? one->expression.type() : feel::any());
    if (one) loaded.push_back({name, std::move(*one)});
  }
  for (const yaml::Entry& entry : facts->entries) {
    if (!scope_.find(entry.key)) scope_.add(entry.key);
  }
  workflow.facts = std::move(loaded);
}

std::optional<Formula> Loader::condition(const yaml::Node& node, const std::string& key) {
  const NotingReads noting(*this);
  std::optional<Formula> made = formula(node, scope_);
  const auto kind = made ? made->expression.type()->kind : feel::Type::Kind::any;
  if (kind != feel::Type::Kind::any && kind != feel::Type::Kind::boolean && kind != feel::Type::Kind::null) {
    error(node.place, "wrong_result",
          "'" + key + "': expected true or false, this is a " + to_string(*made->expression.type()),
          "compare it with something");
  }
  return made;
}

void Loader::load_checks(const yaml::Node& root, Workflow& workflow) {
  const yaml::Node* checks = list_at(root, "checks");
  if (!checks) return;
  for (const yaml::Node& node : checks->items) {
    if (!node.is_mapping()) continue;
    Check check{text_at(node, "id"), {}, {}, Otherwise::review, text_at(node, "reference")};
    const bool twice = std::any_of(workflow.checks.begin(), workflow.checks.end(),
                                   [&](const Check& other) { return other.id == check.id; });
    if (twice)
      error(scalar_at(node, "id")->place, "name_taken", "there are two checks '" + check.id + "'",
            "choose another");
    const std::string otherwise = text_at(node, "otherwise", "review");
    if (otherwise == "return") check.otherwise = Otherwise::return_to_sender;
    if (otherwise == "warn") check.otherwise = Otherwise::warn;
    if (const yaml::Node* require = scalar_at(node, "require"))
      check.require = condition(*require, "require");
    if (const yaml::Node* message = scalar_at(node, "message")) {
      check.message = wording(
          message->text, [&](size_t o, size_t l) { return message->place_at(o, l); }, scope_);
    }
    workflow.checks.push_back(std::move(check));
  }
}

void Loader::load_decisions(const yaml::Node& root, Workflow& workflow) {
  const yaml::Node* decisions = list_at(root, "decisions");
  if (!decisions) return;
  std::vector<std::pair<std::string, const yaml::Node*>> named;
  feel::Scope probe = scope_;
  probe.set_open(true);
  for (const yaml::Node& node : decisions->items) {
    const yaml::Node* id = scalar_at(node, "id");
    if (!id || !take_name(id->text, id->place, "a decision")) continue;
    named.emplace_back(id->text, &node);
    probe.add(id->text);
  }
  const std::vector<Diagnostic> kept = problems_;
  std::map<std::string, std::vector<std::string>> needs;
  for (const auto& [name, node] : named) {
    needs[name];
    if (const yaml::Node* value = scalar_at(*node, "value")) {
      needs[name] = names_in(*value, probe);
    } else if (node->find("dmn")) {
      needs[name] = names_in_model(*node, probe);
    } else if (!may_name(*node, named)) {
      continue;  // compiling a table to see what it needs is dear
    } else if (auto source = table_source(*node, name, problems_)) {
      const auto table = dmn::Table::compile(std::move(*source), probe, nullptr);
      if (table) needs[name] = table->names();
    }
  }
  problems_ = kept;  // they come again, in the right order, below
  const NotingReads noting(*this);
  for (const yaml::Node* node : in_order_of_need(named, needs, "decisions")) load_decision(*node, workflow);
}

void Loader::load_decision(const yaml::Node& node, Workflow& workflow) {
  DecisionRule decision;
  decision.id = text_at(node, "id");
  decision.title = text_at(node, "title");
  decision.reference = text_at(node, "reference");
  feel::TypeRef type = feel::any();
  const yaml::Node* value = scalar_at(node, "value");
  const yaml::Entry* second = nullptr;  // of several ways to decide
  size_t ways = 0;
  for (const char* way : {"rules", "value", "dmn"}) {
    const yaml::Entry* entry = node.find_entry(way);
    if (entry && ++ways == 2) second = entry;
  }
  if (second) {
    error(second->place, "two_decisions",
          "a decision is a table, a 'value' or a model's ('dmn'): one of them, not several");
  }
  if (value) {
    decision.value = formula(*value, scope_);
    if (decision.value) type = decision.value->expression.type();
  } else if (node.find("dmn")) {
    type = load_model(node, decision);
  } else if (!list_at(node, "rules")) {
    error(node.place, "no_rules", "decision '" + decision.id + "' has no 'rules' and no 'value'",
          "rules: [[\"< 120\", '\"full\"']]");
  } else {
    type = load_table(node, decision);
  }
  scope_.add(decision.id, type);
  workflow.decisions.push_back(std::move(decision));
}

feel::TypeRef Loader::load_table(const yaml::Node& node, DecisionRule& decision) {
  auto source = table_source(node, decision.id, problems_);
  if (!source) return feel::any();
  for (const dmn::TableRule& rule : source->rules) {
    for (const auto* cells : {&rule.when, &rule.then}) {
      for (const dmn::Cell& cell : *cells) {
        // The cell's place is its first character's; a date is looked for in its first line.
        warn_of_bare_dates(cell.text, [&](size_t offset, size_t length) {
          Place place = cell.place;
          place.column += static_cast<int>(offset);
          place.length = static_cast<int>(length);
          return place;
        });
      }
    }
  }
  std::vector<Diagnostic> found;
  decision.table = dmn::Table::compile(std::move(*source), scope_, &found);
  for (Diagnostic& problem : found) {
    // "'claim' has no entry 'x'": as the form says it.
    const auto parts = split(problem.message, '\'');
    const bool said = problem.code == "unknown_member" && parts.size() == 5 &&
                      report_unknown_field(problem.place, std::string(parts[1]), std::string(parts[3]));
    if (!said) problems_.push_back(std::move(problem));
  }
  if (!decision.table) return feel::any();
  for (const std::string& path : decision.table->paths()) note_use(path, {path});
  return decision.table->type();
}

}  // namespace mailroom::workflows

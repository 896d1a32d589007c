#include "workflows/dmn/table.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/dmn/table_code.h"
#include "workflows/dmn/table_reasoning.h"
#include "workflows/feel/frame.h"

namespace mailroom::dmn {

namespace {

struct PolicyName {
  HitPolicy policy;
  std::string_view name, letter;
};
constexpr PolicyName kPolicies[] = {
    {HitPolicy::unique, "unique", "U"},
    {HitPolicy::any, "any", "A"},
    {HitPolicy::priority, "priority", "P"},
    {HitPolicy::first, "first", "F"},
    {HitPolicy::rule_order, "rule order", "R"},
    {HitPolicy::output_order, "output order", "O"},
    {HitPolicy::collect, "collect", "C"},
    {HitPolicy::collect_sum, "collect sum", "C+"},
    {HitPolicy::collect_min, "collect min", "C<"},
    {HitPolicy::collect_max, "collect max", "C>"},
    {HitPolicy::collect_count, "collect count", "C#"},
};

}  // namespace

std::optional<HitPolicy> parse_hit_policy(std::string_view text) {
  const std::string wanted = to_lower_ascii(fold_space(replace_all(std::string(text), "_", " ")));
  for (const PolicyName& p : kPolicies) {
    if (wanted == p.name || wanted == to_lower_ascii(p.letter)) return p.policy;
  }
  return std::nullopt;
}

std::string_view to_string(HitPolicy policy) {
  for (const PolicyName& p : kPolicies) {
    if (p.policy == policy) return p.name;
  }
  return {};
}

const std::vector<std::string>& hit_policy_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const PolicyName& p : kPolicies) names.emplace_back(p.name);
    return names;
  }();
  return kNames;
}

std::string_view to_string(Decision::Outcome outcome) {
  constexpr std::string_view kNames[] = {"decided", "no match", "conflict", "not in force", "invalid input"};
  return kNames[static_cast<size_t>(outcome)];
}

Value to_value(const Trace& trace) {
  List rules;
  for (const RuleTrace& rule : trace.rules) {
    List cells;
    for (const CellTrace& cell : rule.cells) {
      cells.emplace_back(Context{{"input", cell.input},
                                 {"test", cell.test},
                                 {"actual", cell.actual},
                                 {"evaluated", cell.evaluated},
                                 {"matched", cell.matched}});
    }
    rules.emplace_back(Context{{"rule", rule.number},
                               {"id", rule.id},
                               {"reference", rule.reference},
                               {"reason", rule.reason},
                               {"in_force", rule.in_force},
                               {"matched", rule.matched},
                               {"cells", std::move(cells)}});
  }
  return Context{
      {"table", trace.table}, {"hit_policy", to_string(trace.hit_policy)}, {"rules", std::move(rules)}};
}

std::vector<const RuleTrace*> fired_rules(const Trace& trace) {
  std::vector<const RuleTrace*> fired;
  for (const RuleTrace& rule : trace.rules) {
    if (rule.matched) fired.push_back(&rule);
    if (rule.matched && trace.hit_policy == HitPolicy::first) break;
  }
  return fired;
}

const RuleTrace* nearest_rule(const Trace& trace) {
  const auto failed = [](const RuleTrace& rule) {
    return std::count_if(rule.cells.begin(), rule.cells.end(),
                         [](const CellTrace& cell) { return !cell.matched; });
  };
  const RuleTrace* nearest = nullptr;
  for (const RuleTrace& rule : trace.rules) {
    if (rule.in_force && !rule.matched && (!nearest || failed(rule) < failed(*nearest))) nearest = &rule;
  }
  return nearest;
}

struct Table::Compiled {
  std::shared_ptr<const TableCode> code;
  size_t frame_size = 0;
  std::vector<std::string> scope_names, names, paths;
};

std::optional<Table> Table::compile(TableSource source, const feel::Scope& scope,
                                    std::vector<Diagnostic>* diagnostics) {
  feel::Compiler compiler(scope, nullptr);
  auto compiled = std::make_shared<Compiled>();
  compiled->code = TableCode::compile(std::move(source), compiler, diagnostics);
  if (!compiled->code) return std::nullopt;
  compiled->frame_size = compiler.frame_size();
  compiled->names = compiler.names();
  compiled->paths = compiler.paths();
  for (const feel::Scope::Entry& entry : scope.entries()) compiled->scope_names.push_back(entry.name);
  return Table(std::move(compiled));
}

Decision Table::decide(const Context& facts, std::optional<Date> effective, Trace* trace,
                       const feel::Environment& environment) const {
  std::vector<Value> slots;
  slots.reserve(compiled_->scope_names.size());
  for (const std::string& name : compiled_->scope_names) slots.push_back(facts.at(name));
  return decide_slots(slots.data(), effective, trace, environment);
}

Decision Table::decide_slots(const Value* slots, std::optional<Date> effective, Trace* trace,
                             const feel::Environment& environment) const {
  std::vector<feel::Notice> notices;
  feel::Frame<8> frame(compiled_->frame_size);
  feel::Machine machine(environment, slots, &notices);
  machine.locals = frame.data();
  Decision decision = compiled_->code->decide(machine, effective, trace);
  decision.notices = std::move(notices);
  return decision;
}

const TableSource& Table::source() const {
  return compiled_->code->source();
}
const std::vector<std::string>& Table::names() const {
  return compiled_->names;
}
const std::vector<std::string>& Table::paths() const {
  return compiled_->paths;
}
std::vector<Diagnostic> Table::findings() const {
  return reason_about(*compiled_->code);
}
const feel::TypeRef& Table::type() const {
  return compiled_->code->type();
}

}  // namespace mailroom::dmn

// A decision table (DMN 1.5, chapter 8), from a `.dmn` file or from YAML: compiled once, immutable, thread
// safe. Deciding never throws; every decision can say which rules fired and what each cell compared.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "base/value.h"
#include "workflows/feel/expression.h"

namespace mailroom::dmn {

enum class HitPolicy {
  unique,
  any,
  priority,
  first,
  rule_order,
  output_order,
  collect,
  collect_sum,
  collect_min,
  collect_max,
  collect_count
};

// "unique", "rule order", "collect sum" and the standard's letters "U", "R", "C+"; case does not matter.
std::optional<HitPolicy> parse_hit_policy(std::string_view text);
std::string_view to_string(HitPolicy policy);
const std::vector<std::string>& hit_policy_names();

// A piece of FEEL and where it stands: the place of its first character, inside the quotes.
struct Cell {
  std::string text;
  Place place;
  std::string written = {};  // as the file has it, if that is otherwise: XML's "&lt; 120"
};

struct TableInput {
  Cell expression;
  std::string label;            // empty: the expression's text
  std::optional<Cell> allowed;  // unary tests the input must pass
  feel::TypeRef type = feel::any();
  std::string type_name = {};  // as the author wrote it
};

struct TableOutput {
  std::string name;               // may be empty if it is the only one
  std::optional<Cell> allowed;    // a list of values; their order is the priority (P and O)
  std::optional<Cell> otherwise;  // the default output, when no rule matches
  feel::TypeRef type = feel::any();
  std::string type_name = {}, label = {};  // as the author wrote them
};

struct TableRule {
  std::vector<Cell> when;  // unary tests, one an input; "-" is always
  std::vector<Cell> then;  // expressions, one an output
  std::string id;          // may be empty: its number is used
  std::string reference;   // the law: "reg 4(2)"
  std::string reason;
  std::vector<std::string> annotations;
  std::optional<Date> valid_from, valid_to;  // both inclusive
  Place place;
};

// The table as its author wrote it.
struct TableSource {
  std::string name;
  HitPolicy hit_policy = HitPolicy::unique;
  std::vector<TableInput> inputs;
  std::vector<TableOutput> outputs;
  std::vector<TableRule> rules;
  std::string output_label;  // the heading over all outputs
  Place place;
};

// Why a rule did or did not fire.
struct CellTrace {
  std::string input;  // its label
  std::string test;   // the cell's text
  Value actual;
  bool evaluated = false;  // false: an earlier cell of the rule had already failed
  bool matched = false;    // whether the value passes, also where that no longer mattered
};
struct RuleTrace {
  size_t number = 0;  // from 1, as in the table
  std::string id, reference, reason;
  bool in_force = true;
  bool matched = false;
  std::vector<CellTrace> cells;
};
struct Trace {
  std::string table;
  HitPolicy hit_policy = HitPolicy::unique;
  std::vector<RuleTrace> rules;
};
Value to_value(const Trace& trace);
// Those that the result comes from: all that matched, under `first` the first of them.
std::vector<const RuleTrace*> fired_rules(const Trace& trace);
// Of the rules in force that did not match the one with the fewest cells that failed; the first of several.
// Null if there is none.
const RuleTrace* nearest_rule(const Trace& trace);

struct Decision {
  enum class Outcome {
    decided,       // by the fired rules, or by the defaults
    no_match,      // no rule matched and there is no default: the value is null (or an empty list)
    conflict,      // unique with two matches, any with different outputs: the value is null
    not_in_force,  // no rule is in force on the effective date
    invalid_input  // an input is not among its allowed values
  };
  Outcome outcome = Outcome::decided;
  Value value;
  std::vector<size_t> fired;  // numbers from 1; for a conflict all that matched
  std::vector<feel::Notice> notices;
};
std::string_view to_string(Decision::Outcome outcome);

class Table {
 public:
  // All problems are added as diagnostics; none is returned if there are errors.
  static std::optional<Table> compile(TableSource source, const feel::Scope& scope,
                                      std::vector<Diagnostic>* diagnostics);

  // Decides on the facts (by the scope's names) by the rules in force on `effective`; with none, rules with
  // dates all apply. One output: its value; several: a context of them. With `trace`, says how.
  Decision decide(const Context& facts, std::optional<Date> effective = std::nullopt, Trace* trace = nullptr,
                  const feel::Environment& environment = {}) const;
  // The quick way: facts by the scope's slots.
  Decision decide_slots(const Value* slots, std::optional<Date> effective = std::nullopt,
                        Trace* trace = nullptr, const feel::Environment& environment = {}) const;

  const TableSource& source() const;
  // The scope's names it uses, each once, and the same with plain members ("claim.household_size").
  const std::vector<std::string>& names() const;
  const std::vector<std::string>& paths() const;
  // What is wrong with it whatever the facts (table_reasoning.h): gaps, overlaps, rules that never decide.
  std::vector<Diagnostic> findings() const;
  // What is known of its result.
  const feel::TypeRef& type() const;

 private:
  struct Compiled;
  explicit Table(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mailroom::dmn

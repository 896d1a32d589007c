// A decision table compiled to nodes, within whatever is being compiled around it: a table of its own, a
// business knowledge model's body, an entry of a boxed context. Immutable; thread safe.
#pragma once

#include <optional>
#include <vector>

#include "workflows/dmn/table.h"
#include "workflows/dmn/table_index.h"
#include "workflows/feel/compiler.h"

namespace mailroom::dmn {

class TableCode {
 public:
  struct Input {
    feel::NodePtr value;
    size_t local = 0;
    feel::NodePtr allowed;  // may be null
  };
  struct Output {
    feel::NodePtr otherwise;         // may be null
    feel::NodePtr allowed;           // may be null; tests on `local`
    feel::NodePtr allowed_in_order;  // the same as a list, for priorities
    size_t local = 0;
  };
  struct Rule {
    std::vector<feel::NodePtr> when;  // null: always
    std::vector<feel::NodePtr> then;
  };
  // Null if there were problems, which are added as diagnostics at the cells' places.
  static std::shared_ptr<const TableCode> compile(TableSource source, feel::Compiler& compiler,
                                                  std::vector<Diagnostic>* diagnostics);

  Decision decide(feel::Machine& machine, std::optional<Date> effective, Trace* trace) const;
  const TableSource& source() const { return source_; }
  const feel::TypeRef& type() const { return type_; }
  const std::vector<Input>& inputs() const { return inputs_; }
  const std::vector<Output>& outputs() const { return outputs_; }
  const std::vector<Rule>& rules() const { return rules_; }

 private:
  struct Hit {
    size_t number;
    List outputs;
  };

  bool in_force(const TableRule& rule, std::optional<Date> effective) const;
  bool any_in_force(std::optional<Date> effective) const;
  // Puts the inputs' values into their locals; false if one is not among its allowed values.
  bool take_inputs(feel::Machine& machine) const;
  // The numbers of the rules that match, in order; only the first where that decides.
  std::vector<size_t> matching(feel::Machine& machine, std::optional<Date> effective) const;
  std::vector<size_t> matching_traced(feel::Machine& machine, std::optional<Date> effective,
                                      Trace& trace) const;
  bool passes(feel::Machine& machine, size_t rule, size_t input) const;
  Value output_of(feel::Machine& machine, size_t rule, size_t output) const;
  List outputs_of(feel::Machine& machine, size_t rule) const;
  Value row(List outputs) const;
  Value defaults(feel::Machine& machine) const;
  Value collected(feel::Machine& machine, const std::vector<Hit>& hits) const;
  void settle_none(feel::Machine& machine, Decision& decision) const;
  void settle(feel::Machine& machine, Decision& decision) const;
  void sort_by_priority(feel::Machine& machine, std::vector<Hit>& hits) const;

  TableSource source_;
  std::vector<Input> inputs_;
  std::vector<Output> outputs_;
  std::vector<Rule> rules_;
  feel::TypeRef type_ = feel::any();
  TableIndex index_;
  bool has_default_ = false;
  bool has_dates_ = false;  // of rules in force
};

// The table as an expression's node.
class TableNode final : public feel::Node {
 public:
  explicit TableNode(std::shared_ptr<const TableCode> code) : code_(std::move(code)) { type = code_->type(); }
  Value eval(feel::Machine& machine) const override;

 private:
  std::shared_ptr<const TableCode> code_;
};

// A problem within a cell's text as a diagnostic at its place in the file.
Diagnostic to_diagnostic(const feel::Problem& problem, const Cell& cell);

}  // namespace mailroom::dmn

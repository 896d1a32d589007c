#include "workflows/workflow_scope.h"

#include <algorithm>

#include "workflows/arrival.h"
#include "workflows/dmn/model.h"
#include "workflows/identifier_functions.h"
#include "workflows/typed_value.h"

namespace mailroom::workflows {

namespace {

feel::TypeRef type_of_decision(const DecisionRule& decision) {
  if (decision.table) return decision.table->type();
  if (decision.value) return decision.value->expression.type();
  // Versions may differ.
  if (!decision.model || decision.model->versions.size() != 1) return feel::any();
  return decision.model->versions.front().model->result_type(decision.model->name).value_or(feel::any());
}

}  // namespace

feel::TypeRef type_of_role(const Workflow& workflow, const DocumentRole& role, bool as_list) {
  feel::Type::Members members;
  for (const std::string& id : role.forms) {
    const ocr::Form* form = workflow.form(id);
    if (!form) continue;
    const auto add = [&](const std::string& name, const feel::TypeRef& type) {
      const auto known = std::find_if(members.begin(), members.end(),
                                      [&](const auto& member) { return member.first == name; });
      if (known == members.end()) {
        members.emplace_back(name, type);
      } else if (known->second->kind != type->kind) {
        known->second = feel::any();  // editions differ: only the values tell
      }
    };
    for (const ocr::Field& field : form->fields) add(field.id, type_of_field(field));
    for (const ocr::Table& table : form->tables) add(table.rows.id, type_of_table(table));
  }
  const auto add_unless_a_field = [&](const char* name, feel::TypeRef type) {
    const bool has =
        std::any_of(members.begin(), members.end(), [&](const auto& m) { return m.first == name; });
    if (!has) members.emplace_back(name, std::move(type));
  };
  add_unless_a_field("received", feel::simple(feel::Type::Kind::date));
  add_unless_a_field("form", feel::simple(feel::Type::Kind::text));
  add_unless_a_field(kArrival, workflow.arrival);
  // Of a role without a usable form nothing is known: one problem is enough.
  feel::TypeRef type = role.forms.empty() ? feel::any() : feel::context_of(std::move(members));
  return as_list ? feel::list_of(type) : type;
}

feel::Scope scope_in_the_end(const Workflow& workflow) {
  using Kind = feel::Type::Kind;
  feel::Scope scope(workflow_functions());
  for (const DocumentRole& role : workflow.documents)
    scope.add(role.name, type_of_role(workflow, role, role.is_list()));
  for (const char* day : {"received", "effective"}) scope.add(day, feel::simple(Kind::date));
  scope.add("case");
  scope.add(kArrival, workflow.arrival);
  for (const LookupSpec& lookup : workflow.lookups) scope.add(lookup.name);
  for (const Fact& fact : workflow.facts) scope.add(fact.name, fact.formula.expression.type());
  for (const DecisionRule& decision : workflow.decisions) scope.add(decision.id, type_of_decision(decision));
  return scope;
}

}  // namespace mailroom::workflows

#include "workflows/dmn/write_logic.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace mailroom::dmn {

namespace {

using Kind = Logic::Kind;

class Writer {
 public:
  Writer(const std::string& owner, const NewId& new_id) : owner_(owner), new_id_(new_id) {}

  void logic(pugi::xml_node parent, const Logic& logic) {
    switch (logic.kind) {
      case Kind::none:
        return;
      case Kind::expression:
        return set_unless_empty(literal(parent, logic.text.text), "typeRef", logic.own_type);
      case Kind::table:
        return table(begun(parent, "decisionTable", logic), *logic.table);
      case Kind::context:
        return context(begun(parent, "context", logic), logic);
      case Kind::invocation:
        return invocation(begun(parent, "invocation", logic), logic);
      case Kind::relation:
        return relation(begun(parent, "relation", logic), logic);
      case Kind::list: {
        const pugi::xml_node node = begun(parent, "list", logic);
        for (const Logic& item : logic.parts) this->logic(node, item);
        return;
      }
      case Kind::function:
        return function(parent, "functionDefinition", logic);
      case Kind::conditional:
        return parts(begun(parent, "conditional", logic), logic, {"if", "then", "else"});
      case Kind::filter:
        return parts(begun(parent, "filter", logic), logic, {"in", "match"});
      case Kind::for_each:
        return parts(begun(parent, "for", logic), logic, {"in", "return"});
      case Kind::some:
        return parts(begun(parent, "some", logic), logic, {"in", "satisfies"});
      case Kind::every:
        return parts(begun(parent, "every", logic), logic, {"in", "satisfies"});
    }
  }

  void function(pugi::xml_node parent, const char* tag, const Logic& logic) {
    pugi::xml_node node = parent.append_child(tag);
    set_unless_empty(node, "typeRef", logic.own_type);
    set_unless_empty(node, "kind", logic.language);
    for (const Variable& one : logic.variables) append_variable(node, "formalParameter", one.name, one.type);
    for (const Logic& body : logic.parts) this->logic(node, body);
  }

 private:
  static pugi::xml_node literal(pugi::xml_node parent, const std::string& text) {
    put_text(parent, "literalExpression", text);
    return parent.last_child();
  }

  static pugi::xml_node begun(pugi::xml_node parent, const char* tag, const Logic& logic) {
    pugi::xml_node node = parent.append_child(tag);
    set_unless_empty(node, "typeRef", logic.own_type);
    if (logic.kind == Kind::for_each || logic.kind == Kind::some || logic.kind == Kind::every)
      set(node, "iteratorVariable", logic.variables[0].name);
    return node;
  }

  void parts(pugi::xml_node node, const Logic& whole, std::initializer_list<const char*> tags) {
    size_t i = 0;
    for (const char* tag : tags) logic(node.append_child(tag), whole.parts[i++]);
  }

  void context(pugi::xml_node node, const Logic& whole) {
    for (const Logic& entry : whole.parts) {
      pugi::xml_node child = node.append_child("contextEntry");
      if (!entry.name.empty()) append_variable(child, "variable", entry.name, entry.type);
      logic(child, entry);
    }
  }

  void invocation(pugi::xml_node node, const Logic& whole) {
    logic(node, whole.parts[0]);
    for (size_t i = 1; i < whole.parts.size(); ++i) {
      pugi::xml_node binding = node.append_child("binding");
      append_variable(binding, "parameter", whole.parts[i].name, whole.parts[i].type);
      logic(binding, whole.parts[i]);
    }
  }

  void relation(pugi::xml_node node, const Logic& whole) {
    for (const Variable& column : whole.variables) append_variable(node, "column", column.name, column.type);
    for (size_t i = 0; i < whole.parts.size();) {
      pugi::xml_node row = node.append_child("row");
      for (size_t c = 0; c < whole.variables.size() && i < whole.parts.size(); ++c)
        logic(row, whole.parts[i++]);
    }
  }

  void table(pugi::xml_node node, const TableSource& table) {
    const std::string id = new_id_(owner_ + "_table");
    set(node, "id", id);
    std::string policy;
    for (const char c : to_string(table.hit_policy))
      policy += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    constexpr std::string_view kCollect = "COLLECT ";  // and how
    const bool aggregates = policy.rfind(kCollect, 0) == 0;
    set(node, "hitPolicy", aggregates ? "COLLECT" : policy);
    if (aggregates) set(node, "aggregation", policy.substr(kCollect.size()));
    set_unless_empty(node, "outputLabel", table.output_label);
    for (const TableInput& input : table.inputs) {
      pugi::xml_node column = node.append_child("input");
      set_unless_empty(column, "label", input.label);
      put_text(column, "inputExpression", input.expression.text);
      set_unless_empty(column.last_child(), "typeRef", input.type_name);
      if (input.allowed) put_text(column, "inputValues", input.allowed->text);
    }
    for (const TableOutput& output : table.outputs) {
      pugi::xml_node column = node.append_child("output");
      set_unless_empty(column, "name", output.name);
      set_unless_empty(column, "label", output.label);
      set_unless_empty(column, "typeRef", output.type_name);
      if (output.allowed) put_text(column, "outputValues", output.allowed->text);
      if (output.otherwise) put_text(column, "defaultOutputEntry", output.otherwise->text);
    }
    rules(node, table, id);
  }

  void rules(pugi::xml_node node, const TableSource& table, const std::string& id) {
    // Of a rule's own words those that some rule has.
    struct Annotation {
      const char* name;
      std::string (*of)(const TableRule&);
    };
    std::vector<Annotation> annotations;
    for (const Annotation& one :
         {Annotation{"id", [](const TableRule& r) { return r.id; }},
          Annotation{"reference", [](const TableRule& r) { return r.reference; }},
          Annotation{"reason", [](const TableRule& r) { return r.reason; }},
          Annotation{"note", [](const TableRule& r) { return join(r.annotations, "; "); }}}) {
      if (std::all_of(table.rules.begin(), table.rules.end(),
                      [&](const TableRule& r) { return one.of(r).empty(); }))
        continue;
      annotations.push_back(one);
      set(node.append_child("annotation"), "name", one.name);
    }
    for (size_t r = 0; r < table.rules.size(); ++r) {
      const TableRule& rule = table.rules[r];
      pugi::xml_node row = node.append_child("rule");
      set(row, "id", new_id_(id + "_rule_" + std::to_string(r + 1)));
      for (const Cell& cell : rule.when) put_text(row, "inputEntry", cell.text);
      for (const Cell& cell : rule.then) put_text(row, "outputEntry", cell.text);
      for (const Annotation& one : annotations) put_text(row, "annotationEntry", one.of(rule));
    }
  }

  const std::string& owner_;
  const NewId& new_id_;
};

}  // namespace

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name) = value.c_str();
}

void set_unless_empty(pugi::xml_node node, const char* name, const std::string& value) {
  if (!value.empty()) set(node, name, value);
}

void put_text(pugi::xml_node parent, const char* name, const std::string& text) {
  parent.append_child(name).append_child("text").text() = text.c_str();
}

void append_variable(pugi::xml_node parent, const char* tag, const std::string& name,
                     const std::string& type) {
  pugi::xml_node node = parent.append_child(tag);
  set(node, "name", name);
  set_unless_empty(node, "typeRef", type);
}

void append_logic(pugi::xml_node parent, const Logic& logic, const std::string& owner, const NewId& new_id) {
  Writer(owner, new_id).logic(parent, logic);
}

void append_function(pugi::xml_node parent, const char* tag, const Logic& logic, const std::string& owner,
                     const NewId& new_id) {
  Writer(owner, new_id).function(parent, tag, logic);
}

void append_type(pugi::xml_node parent, const char* tag, const TypeSource& type) {
  pugi::xml_node node = parent.append_child(tag);
  set(node, "name", type.name);
  if (type.is_list) set(node, "isCollection", "true");
  if (!type.description.empty()) node.append_child("description").text() = type.description.c_str();
  if (!type.type.empty()) node.append_child("typeRef").text() = type.type.c_str();
  if (type.allowed) put_text(node, "allowedValues", type.allowed->text);
  if (type.constraint) put_text(node, "typeConstraint", type.constraint->text);
  for (const TypeSource& member : type.members) append_type(node, "itemComponent", member);
  if (!type.is_function) return;
  pugi::xml_node function = node.append_child("functionItem");
  set_unless_empty(function, "outputTypeRef", type.result);
  for (const Variable& one : type.parameters) append_variable(function, "parameters", one.name, one.type);
}

}  // namespace mailroom::dmn

#include "workflows/dmn/boxed.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/dmn/table_code.h"
#include "workflows/dmn/table_xml.h"
#include "workflows/feel/external.h"

namespace mailroom::dmn {

using feel::NodePtr;

namespace {

constexpr std::string_view kExpressions[] = {
    "literalExpression",  "context",     "decisionTable", "invocation", "relation", "list",
    "functionDefinition", "conditional", "filter",        "for",        "some",     "every"};

std::string name_of_variable(const pugi::xml_node& node) {
  return fold_space(attribute(child(node, "variable"), "name"));
}

}  // namespace

bool is_feel(const std::string& language) {
  return language.empty() || language == "feel" || language == "FEEL" ||
         language.find("/FEEL") != std::string::npos;
}

bool BoxedCompiler::is_expression(const pugi::xml_node& node) {
  return node.type() == pugi::node_element && std::find(std::begin(kExpressions), std::end(kExpressions),
                                                        local_name(node)) != std::end(kExpressions);
}

pugi::xml_node BoxedCompiler::expression_in(const pugi::xml_node& parent) {
  for (const pugi::xml_node& c : parent.children()) {
    if (is_expression(c)) return c;
  }
  return {};
}

NodePtr BoxedCompiler::broken(const pugi::xml_node& where, std::string code, std::string why) {
  if (diagnostics_)
    diagnostics_->push_back({Severity::error, document_.place(where), std::move(code), why, {}});
  return std::make_unique<feel::NullNode>(std::move(why));
}

NodePtr BoxedCompiler::compile(const pugi::xml_node& node, const std::string& what) {
  if (!node) return std::make_unique<feel::NullNode>(what + " has no expression");
  const std::string_view kind = local_name(node);
  NodePtr compiled = kind == "literalExpression"    ? literal(node)
                     : kind == "context"            ? context(node)
                     : kind == "decisionTable"      ? table(node, what)
                     : kind == "invocation"         ? invocation(node)
                     : kind == "relation"           ? relation(node)
                     : kind == "list"               ? list(node)
                     : kind == "functionDefinition" ? function(node, {}, nullptr)
                     : kind == "conditional"        ? conditional(node)
                     : kind == "filter"             ? filter(node)
                                                    : iterator(node);
  return typed(std::move(compiled), kind == "functionDefinition" ? "" : attribute(node, "typeRef"), node,
               what);
}

NodePtr BoxedCompiler::typed(NodePtr node, const std::string& type_name, const pugi::xml_node& where,
                             const std::string& what) {
  if (type_name.empty()) return node;
  feel::TypeRef type = find_type_(type_name, where);
  if (!type || type->kind == feel::Type::Kind::any) return node;
  return std::make_unique<feel::CoerceNode>(std::move(node), std::move(type), what);
}

NodePtr BoxedCompiler::text(const Cell& cell) {
  std::vector<feel::Problem> problems;
  compiler_.set_problems(&problems);
  NodePtr node = compiler_.parse_expression(cell.text);
  compiler_.set_problems(nullptr);
  if (diagnostics_) {
    for (const feel::Problem& p : problems) {
      diagnostics_->push_back(to_diagnostic(p, cell));
    }
  }
  if (node) return node;
  return std::make_unique<feel::NullNode>(problems.empty() ? "it cannot be parsed"
                                                           : problems.front().message);
}

NodePtr BoxedCompiler::literal(const pugi::xml_node& node) {
  if (!is_feel(attribute(node, "expressionLanguage"))) {
    return broken(node, "language_unsupported",
                  "the expression language '" + attribute(node, "expressionLanguage") +
                      "' is not supported: only FEEL is");
  }
  if (child(node, "importedValues"))
    return broken(node, "not_supported", "imported values are not supported");
  return text(cell_in(document_, node));
}

NodePtr BoxedCompiler::context(const pugi::xml_node& node) {
  std::vector<feel::ContextNode::Entry> entries;
  feel::Type::Members members;
  NodePtr result;
  compiler_.push_block();
  for (const pugi::xml_node& entry : children(node, "contextEntry")) {
    const std::string name = name_of_variable(entry);
    const pugi::xml_node expression = expression_in(entry);
    if (name.empty()) {
      result = compile(expression, "the context's result");
      continue;
    }
    compiler_.learn_member(name);
    const std::string what = "the entry '" + name + "'";
    NodePtr value = local_name(expression) == "functionDefinition" ? function(expression, name, nullptr)
                                                                   : compile(expression, what);
    value = typed(std::move(value), attribute(child(entry, "variable"), "typeRef"), entry, what);
    members.emplace_back(name, value->type);
    const size_t local = compiler_.declare(name, value->type);
    entries.push_back({name, std::move(value), local});
  }
  compiler_.pop_block();
  const feel::TypeRef type = result ? result->type : feel::context_of(std::move(members));
  auto made = std::make_unique<feel::ContextNode>(std::move(entries), std::move(result));
  made->type = type;
  return made;
}

NodePtr BoxedCompiler::table(const pugi::xml_node& node, const std::string& name) {
  auto source = table_source(document_, node, name, find_type_);
  if (!source)
    return broken(node, "hit_policy_unknown", "'" + hit_policy_text(node) + "' is not a hit policy");
  std::vector<Diagnostic> own;
  auto code = TableCode::compile(*std::move(source), compiler_, &own);
  const std::string why = own.empty() ? "it cannot be compiled" : own.front().message;
  if (diagnostics_) diagnostics_->insert(diagnostics_->end(), own.begin(), own.end());
  if (!code) return std::make_unique<feel::NullNode>("the table of " + name + ": " + why);
  tables_.push_back(code);
  return std::make_unique<TableNode>(std::move(code));
}

NodePtr BoxedCompiler::invocation(const pugi::xml_node& node) {
  NodePtr callee = compile(expression_in(node), "the invoked function");
  std::vector<NodePtr> values;
  std::vector<std::string> names;
  for (const pugi::xml_node& binding : children(node, "binding")) {
    const pugi::xml_node parameter = child(binding, "parameter");
    names.push_back(fold_space(attribute(parameter, "name")));
    const std::string what = "the parameter '" + names.back() + "'";
    const pugi::xml_node expression = expression_in(binding);
    NodePtr value = expression ? compile(expression, what) : std::make_unique<feel::ConstantNode>(Value());
    values.push_back(typed(std::move(value), attribute(parameter, "typeRef"), parameter, what));
  }
  const feel::TypeRef type = callee->type;
  const std::string what = fold_space(text_of_child(expression_in(node), "text"));
  auto call = std::make_unique<feel::CallNode>(std::move(callee), std::move(values), std::move(names), what);
  if (type->kind == feel::Type::Kind::function && type->element) call->type = type->element;
  return call;
}

NodePtr BoxedCompiler::relation(const pugi::xml_node& node) {
  std::vector<std::pair<std::string, std::string>> columns;
  for (const pugi::xml_node& column : children(node, "column")) {
    columns.emplace_back(fold_space(attribute(column, "name")), attribute(column, "typeRef"));
    compiler_.learn_member(columns.back().first);
  }
  std::vector<NodePtr> rows;
  feel::Type::Members members;
  for (const pugi::xml_node& row : children(node, "row")) {
    std::vector<feel::ContextNode::Entry> entries;
    size_t i = 0;
    for (const pugi::xml_node& cell : row.children()) {
      if (cell.type() != pugi::node_element || i >= columns.size()) continue;
      const std::string what = "the column '" + columns[i].first + "'";
      NodePtr value = typed(compile(cell, what), columns[i].second, cell, what);
      if (rows.empty()) members.emplace_back(columns[i].first, feel::any());
      entries.push_back({columns[i].first, std::move(value), compiler_.unnamed_local()});
      ++i;
    }
    rows.push_back(std::make_unique<feel::ContextNode>(std::move(entries), nullptr));
  }
  auto made = std::make_unique<feel::ListNode>(std::move(rows));
  made->type = feel::list_of(feel::context_of(std::move(members), true));
  return made;
}

NodePtr BoxedCompiler::list(const pugi::xml_node& node) {
  std::vector<NodePtr> items;
  for (const pugi::xml_node& item : node.children()) {
    if (is_expression(item)) items.push_back(compile(item, "the list's item"));
  }
  feel::TypeRef element = items.empty() ? feel::any() : items.front()->type;
  for (const NodePtr& item : items) {
    if (item->type->kind != element->kind || element->kind == feel::Type::Kind::context)
      element = feel::any();
  }
  auto made = std::make_unique<feel::ListNode>(std::move(items));
  made->type = feel::list_of(element);
  return made;
}

NodePtr BoxedCompiler::function(const pugi::xml_node& definition, const std::string& self,
                                feel::Type* signature_out) {
  feel::Type signature;
  signature.kind = feel::Type::Kind::function;
  signature.element = feel::any();
  for (const pugi::xml_node& parameter : children(definition, "formalParameter")) {
    const std::string type = attribute(parameter, "typeRef");
    signature.members.emplace_back(fold_space(attribute(parameter, "name")),
                                   type.empty() ? feel::any() : find_type_(type, parameter));
  }
  if (signature_out) *signature_out = signature;
  const std::string kind = attribute(definition, "kind");
  if (kind == "PMML") return broken(definition, "not_supported", "PMML functions are not supported");
  if (kind == "Java") {
    Context description;
    for (const pugi::xml_node& entry : children(child(definition, "context"), "contextEntry")) {
      const NodePtr value = compile(expression_in(entry), "the function's description");
      if (const Value* constant = value->constant()) description.put(name_of_variable(entry), *constant);
    }
    std::string why;
    Value function = feel::external_function_of(Context{{"java", std::move(description)}}, signature, why);
    if (function.is_null()) return broken(definition, "external_unknown", std::move(why));
    return std::make_unique<feel::ConstantNode>(std::move(function));
  }
  compiler_.begin_function(signature, self);
  const std::string what = self.empty() ? "the function" : "the function '" + self + "'";
  NodePtr body = compile(expression_in(definition), what);
  body = typed(std::move(body), attribute(definition, "typeRef"), definition, what);
  return compiler_.end_function(std::move(body), self);
}

NodePtr BoxedCompiler::part(const pugi::xml_node& node, std::string_view name) {
  const std::string quoted = "'" + std::string(name) + "'";
  const pugi::xml_node expression = expression_in(child(node, name));
  if (!expression) {
    return broken(
        node, "expression_missing",
        "expected an expression in " + quoted + " of '" + std::string(local_name(node)) + "', got none");
  }
  return compile(expression, quoted);
}

NodePtr BoxedCompiler::conditional(const pugi::xml_node& node) {
  NodePtr condition = part(node, "if"), then = part(node, "then"), otherwise = part(node, "else");
  return std::make_unique<feel::IfNode>(std::move(condition), std::move(then), std::move(otherwise), true);
}

NodePtr BoxedCompiler::filter(const pugi::xml_node& node) {
  NodePtr list = part(node, "in");
  const feel::TypeRef element =
      list->type->kind == feel::Type::Kind::list && list->type->element ? list->type->element : feel::any();
  compiler_.push_block();
  const size_t item = compiler_.unnamed_local();
  compiler_.declare_alias("item", element, item);
  compiler_.declare_item_of_filter(item, element);
  NodePtr match = part(node, "match");
  compiler_.pop_block();
  auto made = std::make_unique<feel::FilterNode>(std::move(list), std::move(match), item);
  made->type = feel::list_of(element);
  return made;
}

NodePtr BoxedCompiler::iterator(const pugi::xml_node& node) {
  const std::string_view kind = local_name(node);
  compiler_.push_block();
  std::vector<feel::Iteration> over(1);
  over[0].domain = part(node, "in");
  const feel::TypeRef domain = over[0].domain->type;
  const feel::TypeRef element =
      domain->kind == feel::Type::Kind::list && domain->element ? domain->element : feel::any();
  over[0].local = compiler_.declare(fold_space(attribute(node, "iteratorVariable")), element);
  NodePtr made;
  if (kind == "for") {
    const size_t partial = compiler_.declare("partial", feel::list_of(feel::any()));
    NodePtr body = part(node, "return");
    const feel::TypeRef type = feel::list_of(body->type);
    made = std::make_unique<feel::ForNode>(std::move(over), std::move(body), partial,
                                           compiler_.was_read(partial));
    made->type = type;
  } else {
    made = std::make_unique<feel::QuantifiedNode>(kind == "every", std::move(over), part(node, "satisfies"),
                                                  true);
    made->type = feel::simple(feel::Type::Kind::boolean);
  }
  compiler_.pop_block();
  return made;
}

}  // namespace mailroom::dmn

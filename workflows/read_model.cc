// From YAML to a model's source: level by level, as boxed expressions nest.
#include <algorithm>

#include "base/text.h"
#include "workflows/model_file.h"
#include "workflows/table_source.h"

namespace mailroom::workflows {

namespace {

using dmn::Logic;
using Kind = Logic::Kind;

const std::vector<yaml::Node>& items_at(const yaml::Node& node, std::string_view key) {
  static const std::vector<yaml::Node> kNone;
  const yaml::Node* list = list_at(node, key);
  return list ? list->items : kNone;
}

std::vector<std::string> texts_at(const yaml::Node& node, std::string_view key) {
  if (const yaml::Node* one = scalar_at(node, key)) return {one->text};
  std::vector<std::string> texts;
  for (const yaml::Node& item : items_at(node, key)) texts.push_back(item.text);
  return texts;
}

dmn::Variable variable_of(const yaml::Node& node) {
  if (node.is_scalar()) return {node.text, {}, node.place};
  return {text_at(node, "name"), text_at(node, "type"), node.place};
}

std::vector<dmn::Variable> variables_at(const yaml::Node& node, std::string_view key) {
  std::vector<dmn::Variable> all;
  for (const yaml::Node& item : items_at(node, key)) all.push_back(variable_of(item));
  return all;
}

class Reader {
 public:
  explicit Reader(std::vector<Diagnostic>& problems) : problems_(problems) {}

  dmn::ModelSource read(const yaml::Node& root) {
    dmn::ModelSource model;
    const bool is_workflow = root.find("documents") || root.find("routes");
    if (!is_workflow) check_keys(root, model_key(), problems_);
    for (const yaml::Node& node : items_at(root, "decisions")) model.decisions.push_back(decision(node));
    if (is_workflow) {
      if (!root.find("decisions")) error(root.place, "no_decisions", "there are no 'decisions'");
      return model;
    }
    model.name = text_at(root, "model");
    model.model = text_at(root, "namespace");
    model.description = text_at(root, "description");
    for (const yaml::Node& node : items_at(root, "imports"))
      model.imports.push_back({text_at(node, "name"), text_at(node, "namespace"), node.place});
    for (const yaml::Node& node : items_at(root, "types")) model.types.push_back(type(node));
    for (const yaml::Node& node : items_at(root, "inputs"))
      model.inputs.push_back({variable_of(node), text_at(node, "description")});
    for (const yaml::Node& node : items_at(root, "knowledge")) model.knowledge.push_back(knowledge(node));
    for (const yaml::Node& node : items_at(root, "services")) {
      model.services.push_back({{text_at(node, "id"), text_at(node, "type"), node.place},
                                text_at(node, "description"),
                                texts_at(node, "outputs"),
                                texts_at(node, "encapsulated"),
                                texts_at(node, "given"),
                                texts_at(node, "inputs")});
    }
    return model;
  }

 private:
  void error(const Place& place, std::string code, std::string message, std::string hint = {}) {
    problems_.push_back({Severity::error, place, std::move(code), std::move(message), std::move(hint)});
  }

  dmn::ElementSource element(const yaml::Node& node) const {
    dmn::ElementSource one;
    one.label = text_at(node, "title");
    one.description = text_at(node, "description");
    one.question = text_at(node, "question");
    one.answers = text_at(node, "answers");
    one.references = texts_at(node, "reference");
    if (node.find("needs")) one.needs = texts_at(node, "needs");
    return one;
  }

  void name(Logic& logic, const yaml::Node& node, std::string_view key) const {
    logic.name = text_at(node, key);
    logic.type = text_at(node, "type");
    logic.place = node.place;
  }

  dmn::ElementSource decision(const yaml::Node& node) {
    dmn::ElementSource one = element(node);
    if (const yaml::Node* file = node.find("dmn")) {
      error(node.find_entry("dmn")->place, "stands_elsewhere",
            "the decision '" + text_at(node, "id") + "' stands in " +
                (file->is_scalar() ? "'" + file->text + "'" : "'.dmn' files of its own"),
            "convert or compare that file");
      return one;
    }
    check_keys(node, decision_key(), problems_);
    one.logic = logic(node);
    name(one.logic, node, "id");
    return one;
  }

  dmn::ElementSource knowledge(const yaml::Node& node) {
    check_keys(node, knowledge_key(), problems_);
    dmn::ElementSource one = element(node);
    if (node.find("parameters") || has_logic(node)) one.logic = function(node);
    name(one.logic, node, "id");
    return one;
  }

  // What stands for a boxed expression: a text is an expression, a mapping says which kind.
  Logic part(const yaml::Node* node) {
    if (!node || node->is_null()) return {};
    if (node->is_scalar()) return expression(*node);
    check_keys(*node, logic_key(), problems_);
    return logic(*node);
  }

  // An entry or a parameter: what has a name besides.
  Logic named(const yaml::Node& node) {
    static const Key kKey =
        logic_key({Key{"name", KeyType::text, "its name"}, Key{"type", KeyType::text, "its type"}});
    check_keys(node, kKey, problems_);
    Logic one = logic(node);
    name(one, node, "name");
    return one;
  }

  static Logic expression(const yaml::Node& node) {
    Logic one;
    one.kind = Kind::expression;
    one.text = cell_of(node);
    one.place = node.place;
    return one;
  }

  struct Said {
    const char* key;
    Kind kind;
  };
  static constexpr Said kKinds[] = {
      {"value", Kind::expression},  {"rules", Kind::table},       {"context", Kind::context},
      {"invoke", Kind::invocation}, {"with", Kind::invocation},   {"columns", Kind::relation},
      {"list", Kind::list},         {"function", Kind::function}, {"if", Kind::conditional},
      {"match", Kind::filter},      {"for", Kind::for_each},      {"some", Kind::some},
      {"every", Kind::every}};

  static bool has_logic(const yaml::Node& node) {
    return std::any_of(std::begin(kKinds), std::end(kKinds),
                       [&](const Said& one) { return node.find(one.key) != nullptr; });
  }

  Logic logic(const yaml::Node& node) {
    Logic one;
    one.place = node.place;
    std::string first;
    for (const auto& [key, kind] : kKinds) {
      const yaml::Entry* entry = node.find_entry(key);
      if (!entry || one.kind == kind) continue;
      if (one.kind != Kind::none) {
        error(entry->place, "two_decisions", "'" + first + "' and '" + key + "': one of them decides",
              "leave one out");
        break;
      }
      one.kind = kind;
      first = key;
    }
    fill(one, node);
    if (one.kind != Kind::function) one.own_type = text_at(node, "as");
    return one;
  }

  void fill(Logic& one, const yaml::Node& node) {
    const auto parts = [&](std::initializer_list<const char*> keys) {
      for (const char* key : keys) one.parts.push_back(part(node.find(key)));
    };
    const auto iterator = [&](const char* key, const char* last) {
      one.variables.push_back({text_at(node, key), {}, node.place});
      parts({"in", last});
    };
    switch (one.kind) {
      case Kind::none:
        return;
      case Kind::expression: {
        const yaml::Node* value = scalar_at(node, "value");
        return void(one = value ? expression(*value) : Logic{});
      }
      case Kind::table:
        one.table = table_source(node, text_at(node, "id"), problems_);
        if (!one.table) one.kind = Kind::none;
        return;
      case Kind::context:
        for (const yaml::Node& entry : items_at(node, "context")) one.parts.push_back(named(entry));
        return;
      case Kind::invocation:
        parts({"invoke"});
        for (const yaml::Node& binding : items_at(node, "with")) one.parts.push_back(named(binding));
        return;
      case Kind::relation:
        return relation(one, node);
      case Kind::list:
        for (const yaml::Node& item : items_at(node, "list")) one.parts.push_back(part(&item));
        return;
      case Kind::function: {
        const yaml::Node& inside = *node.find("function");
        check_keys(inside, function_key(), problems_);
        return void(one = function(inside));
      }
      case Kind::conditional:
        return parts({"if", "then", "else"});
      case Kind::filter:
        return parts({"in", "match"});
      case Kind::for_each:
        return iterator("for", "return");
      case Kind::some:
        return iterator("some", "satisfies");
      case Kind::every:
        return iterator("every", "satisfies");
    }
  }

  void relation(Logic& one, const yaml::Node& node) {
    one.variables = variables_at(node, "columns");
    for (const yaml::Node& row : items_at(node, "rows")) {
      if (row.items.size() != one.variables.size()) {
        error(row.place, "wrong_width",
              "this row has " + count_of(static_cast<long long>(row.items.size()), "cell") +
                  ", the relation has " + count_of(static_cast<long long>(one.variables.size()), "column"));
        continue;
      }
      for (const yaml::Node& cell : row.items) one.parts.push_back(part(&cell));
    }
  }

  // Its parameters, and the body beside them.
  Logic function(const yaml::Node& node) {
    Logic one;
    one.kind = Kind::function;
    one.place = node.place;
    one.variables = variables_at(node, "parameters");
    one.own_type = text_at(node, "result");
    if (const std::string kind = text_at(node, "kind"); kind != "FEEL") one.language = kind;
    one.parts.push_back(logic(node));
    return one;
  }

  dmn::TypeSource type(const yaml::Node& node) {
    check_keys(node, member_key(), problems_);
    dmn::TypeSource one;
    one.name = text_at(node, "name");
    one.type = text_at(node, "type");
    one.is_list = text_at(node, "list") == "true";
    one.description = text_at(node, "description");
    one.place = node.place;
    if (const yaml::Node* tests = scalar_at(node, "allowed")) one.allowed = cell_of(*tests);
    if (const yaml::Node* tests = scalar_at(node, "constraint")) one.constraint = cell_of(*tests);
    for (const yaml::Node& member : items_at(node, "members")) one.members.push_back(type(member));
    one.is_function = node.find("parameters") || node.find("result");
    one.parameters = variables_at(node, "parameters");
    one.result = text_at(node, "result");
    return one;
  }

  std::vector<Diagnostic>& problems_;
};

}  // namespace

dmn::ModelSource read_model(const yaml::Node& root, std::vector<Diagnostic>& problems) {
  return Reader(problems).read(root);
}

}  // namespace mailroom::workflows

// From a `.dmn` file to what its author wrote, and what of it cannot be carried elsewhere.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/dmn/read_logic.h"
#include "workflows/dmn/table_xml.h"

namespace mailroom::dmn {

namespace {

// Elements that are carried, and those whose loss changes nothing and needs no word: the drawing is made
// anew.
constexpr std::string_view kCarried[] = {"DMNDI",
                                         "allowedAnswers",
                                         "allowedValues",
                                         "annotation",
                                         "annotationEntry",
                                         "authorityRequirement",
                                         "binding",
                                         "businessKnowledgeModel",
                                         "column",
                                         "conditional",
                                         "context",
                                         "contextEntry",
                                         "decision",
                                         "decisionService",
                                         "decisionTable",
                                         "defaultOutputEntry",
                                         "description",
                                         "else",
                                         "encapsulatedDecision",
                                         "encapsulatedLogic",
                                         "every",
                                         "filter",
                                         "for",
                                         "formalParameter",
                                         "functionDefinition",
                                         "functionItem",
                                         "if",
                                         "import",
                                         "in",
                                         "informationRequirement",
                                         "input",
                                         "inputData",
                                         "inputDecision",
                                         "inputEntry",
                                         "inputExpression",
                                         "inputValues",
                                         "invocation",
                                         "itemComponent",
                                         "itemDefinition",
                                         "knowledgeRequirement",
                                         "knowledgeSource",
                                         "list",
                                         "literalExpression",
                                         "match",
                                         "output",
                                         "outputDecision",
                                         "outputEntry",
                                         "outputValues",
                                         "parameter",
                                         "parameters",
                                         "question",
                                         "relation",
                                         "requiredAuthority",
                                         "requiredDecision",
                                         "requiredInput",
                                         "requiredKnowledge",
                                         "return",
                                         "row",
                                         "rule",
                                         "satisfies",
                                         "some",
                                         "text",
                                         "then",
                                         "typeConstraint",
                                         "typeRef",
                                         "variable"};
// Descriptions of anything else than these have no place in YAML.
constexpr std::string_view kDescribed[] = {
    "definitions", "itemDefinition",  "itemComponent",          "inputData",
    "decision",    "decisionService", "businessKnowledgeModel", "rule"};

template <class List>
bool holds(const List& list, std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

class Reader {
 public:
  Reader(const Document& document, const Neighbours& neighbours, std::vector<Diagnostic>& problems)
      : document_(document), root_(document.root()), neighbours_(neighbours), problems_(problems) {}

  ModelSource read() {
    ModelSource model;
    model.name = fold_space(attribute(root_, "name"));
    model.model = model_ = attribute(root_, "namespace");
    model.description = description_of(root_);
    for (const pugi::xml_node& node : children(root_, "import")) {
      model.imports.push_back(
          {fold_space(attribute(node, "name")), attribute(node, "namespace"), document_.place(node)});
      const std::string type = attribute(node, "importType");
      if (type.find("DMN") == std::string::npos && type.find("dmn") == std::string::npos && !type.empty())
        say(node, "an import of '" + type + "' cannot be converted");
    }
    imports_ = model.imports;
    find_names();
    for (const pugi::xml_node& node : children(root_, "itemDefinition")) model.types.push_back(type_at(node));
    for (const pugi::xml_node& node : children(root_, "inputData")) {
      model.inputs.push_back({variable_at(document_, child(node, "variable")), description_of(node)});
      model.inputs.back().variable.name = fold_space(attribute(node, "name"));
    }
    for (const pugi::xml_node& node : children(root_, "businessKnowledgeModel")) {
      const pugi::xml_node logic = child(node, "encapsulatedLogic");
      model.knowledge.push_back(element_at(node, logic ? function_at(document_, logic, problems_) : Logic{}));
    }
    for (const pugi::xml_node& node : children(root_, "decision"))
      model.decisions.push_back(element_at(node, logic_in(document_, node, problems_)));
    for (const pugi::xml_node& node : children(root_, "decisionService"))
      model.services.push_back(service_at(node));
    note_what_is_left_out(root_);
    for (const auto& [what, found] : left_out_) {
      problems_.push_back({Severity::warning,
                           found.first,
                           "left_out",
                           what + (found.second > 1 ? ", " + std::to_string(found.second) + " times," : "") +
                               " is left out: nothing is decided by it",
                           {}});
    }
    return model;
  }

 private:
  void say(const pugi::xml_node& node, std::string what) {
    problems_.push_back({Severity::error, document_.place(node), "cannot_convert", std::move(what),
                         "it stays a '.dmn' file"});
  }

  static std::string description_of(const pugi::xml_node& node) {
    return std::string(trim(text_of_child(node, "description")));
  }

  void find_names() {
    std::set<std::string> names;
    for (const pugi::xml_node& node : root_.children()) {
      const std::string name = fold_space(attribute(node, "name")), id = attribute(node, "id");
      if (!id.empty()) names_[id] = name;
      const bool is_read =
          holds({"inputData", "decision", "businessKnowledgeModel", "decisionService"}, local_name(node));
      if (is_read && !names.insert(name).second)
        say(node, "two elements are called '" + name + "': in YAML names tell them apart");
    }
  }

  static bool holds(std::initializer_list<std::string_view> list, std::string_view name) {
    return dmn::holds(list, name);
  }

  // The name of what an href refers to, of an import with its name before it; empty, and said, if nothing.
  std::string name_at(const pugi::xml_node& reference) {
    const std::string href = attribute(reference, "href");
    const size_t hash = href.find('#');
    const std::string model = hash == std::string::npos ? "" : href.substr(0, hash);
    const std::string id = hash == std::string::npos ? href : href.substr(hash + 1);
    if (model.empty() || model == model_) {
      if (const auto found = names_.find(id); found != names_.end()) return found->second;
    } else if (const Neighbours::Named* found = neighbours_.by_id(model, id)) {
      for (const ImportSource& import : imports_) {
        if (import.model == model) return import.name.empty() ? found->name : import.name + "." + found->name;
      }
    }
    say(reference,
        "'" + href + "' refers to nothing" + (model.empty() ? "" : " in the models beside this file"));
    return {};
  }

  void gather(const pugi::xml_node& holder, std::string_view tag, std::vector<std::string>& names) {
    for (const pugi::xml_node& reference : children(holder, tag)) {
      std::string name = name_at(reference);
      if (!name.empty() && !dmn::holds(names, name)) names.push_back(std::move(name));
    }
  }

  ElementSource element_at(const pugi::xml_node& node, Logic logic) {
    ElementSource element;
    element.logic = std::move(logic);
    element.logic.name = fold_space(attribute(node, "name"));
    element.logic.type = type_name_of(attribute(child(node, "variable"), "typeRef"));
    element.logic.place = document_.place(node);
    element.label = attribute(node, "label");
    element.description = description_of(node);
    element.question = std::string(trim(text_of_child(node, "question")));
    element.answers = std::string(trim(text_of_child(node, "allowedAnswers")));
    element.needs.emplace();
    for (const pugi::xml_node& requirement : children(node, "informationRequirement")) {
      gather(requirement, "requiredInput", *element.needs);
      gather(requirement, "requiredDecision", *element.needs);
    }
    for (const pugi::xml_node& requirement : children(node, "knowledgeRequirement"))
      gather(requirement, "requiredKnowledge", *element.needs);
    for (const pugi::xml_node& requirement : children(node, "authorityRequirement"))
      gather(requirement, "requiredAuthority", element.references);
    return element;
  }

  ServiceSource service_at(const pugi::xml_node& node) {
    ServiceSource service;
    service.variable = variable_at(document_, child(node, "variable"));
    service.variable.name = fold_space(attribute(node, "name"));
    service.variable.place = document_.place(node);
    service.description = description_of(node);
    gather(node, "outputDecision", service.outputs);
    gather(node, "encapsulatedDecision", service.encapsulated);
    gather(node, "inputDecision", service.given);
    gather(node, "inputData", service.inputs);
    return service;
  }

  TypeSource type_at(const pugi::xml_node& node) {
    TypeSource type;
    type.name = fold_space(attribute(node, "name"));
    type.type = type_name_of(text_of_child(node, "typeRef"));
    type.is_list = attribute(node, "isCollection") == "true";
    type.description = description_of(node);
    type.place = document_.place(node);
    type.allowed = cell_if_any(document_, child(node, "allowedValues"));
    if (child(node, "typeConstraint")) type.constraint = cell_in(document_, child(node, "typeConstraint"));
    for (const pugi::xml_node& component : children(node, "itemComponent"))
      type.members.push_back(type_at(component));
    if (const pugi::xml_node function = child(node, "functionItem")) {
      type.is_function = true;
      type.result = type_name_of(attribute(function, "outputTypeRef"));
      for (const pugi::xml_node& parameter : children(function, "parameters"))
        type.parameters.push_back(variable_at(document_, parameter));
    }
    return type;
  }

  // Whatever has no place in YAML, each kind once.
  void note_what_is_left_out(const pugi::xml_node& node) {
    for (const pugi::xml_node& c : node.children()) {
      if (c.type() != pugi::node_element || local_name(c) == "DMNDI") continue;
      const bool described = local_name(c) != "description" || dmn::holds(kDescribed, local_name(node));
      if (dmn::holds(kCarried, local_name(c)) && described) {
        note_what_is_left_out(c);
      } else {
        const std::string of = described ? "" : " of '" + std::string(local_name(node)) + "'";
        left_out_.try_emplace("'" + std::string(local_name(c)) + "'" + of, document_.place(c), 0)
            .first->second.second++;
      }
    }
  }

  const Document& document_;
  const pugi::xml_node root_;
  const Neighbours& neighbours_;
  std::vector<Diagnostic>& problems_;
  std::string model_;
  std::vector<ImportSource> imports_;
  std::map<std::string, std::string> names_;  // by id
  std::map<std::string, std::pair<Place, int>> left_out_;
};

}  // namespace

ModelSource read_dmn(std::string xml, const std::string& file, const Neighbours& neighbours,
                     std::vector<Diagnostic>& problems) {
  Document document;
  if (!document.parse(std::move(xml), file, &problems)) return {};
  const pugi::xml_node root = document.root();
  if (local_name(root) != "definitions") {
    problems.push_back({Severity::error, document.place(root), "not_dmn",
                        "expected 'definitions', got '" + std::string(local_name(root)) + "'",
                        "is this a DMN file?"});
    return {};
  }
  return Reader(document, neighbours, problems).read();
}

}  // namespace mailroom::dmn

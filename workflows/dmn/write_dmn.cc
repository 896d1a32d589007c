// A model as a DMN 1.5 file with its diagram.
#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "workflows/dmn/diagram.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/dmn/write_logic.h"

namespace mailroom::dmn {

namespace {

// What every workflow calls the date that it decides on.
constexpr const char* kEffective = "effective";
constexpr const char* kNamespaces[][2] = {{"xmlns", "https://www.omg.org/spec/DMN/20230324/MODEL/"},
                                          {"xmlns:dmndi", "https://www.omg.org/spec/DMN/20230324/DMNDI/"},
                                          {"xmlns:dc", "http://www.omg.org/spec/DMN/20180521/DC/"},
                                          {"xmlns:di", "http://www.omg.org/spec/DMN/20180521/DI/"}};
constexpr const char* kImportType = "https://www.omg.org/spec/DMN/20230324/MODEL/";

std::string date_literal(const Date& date) {
  return "date(\"" + to_string(date) + "\")";
}

// When a rule is in force, as tests on a date.
std::string in_force(const TableRule& rule) {
  if (rule.valid_from && rule.valid_to)
    return "[" + date_literal(*rule.valid_from) + ".." + date_literal(*rule.valid_to) + "]";
  if (rule.valid_from) return ">= " + date_literal(*rule.valid_from);
  return rule.valid_to ? "<= " + date_literal(*rule.valid_to) : "-";
}

// Rules in force for a time become rules on the date. Whether there were any.
bool take_dates(Logic& logic) {
  bool any = false;
  for (Logic& part : logic.parts) any = take_dates(part) || any;
  if (!logic.table) return any;
  TableSource& table = *logic.table;
  if (std::none_of(table.rules.begin(), table.rules.end(),
                   [](const TableRule& rule) { return rule.valid_from || rule.valid_to; }))
    return any;
  TableInput date;
  date.expression.text = kEffective;
  date.label = "in force";
  table.inputs.push_back(std::move(date));
  for (TableRule& rule : table.rules) {
    rule.when.push_back({in_force(rule), {}});
    rule.valid_from.reset();
    rule.valid_to.reset();
  }
  return true;
}

ModelSource without_dates(ModelSource model) {
  for (ElementSource& element : model.decisions) {
    if (!take_dates(element.logic) || !element.needs) continue;
    if (std::find(element.needs->begin(), element.needs->end(), kEffective) == element.needs->end())
      element.needs->push_back(kEffective);
  }
  return model;
}

class Writer {
 public:
  Writer(const std::string& name, const ModelSource& model, const Neighbours& neighbours,
         std::vector<Diagnostic>& problems)
      : model_(model), neighbours_(neighbours), problems_(problems) {
    pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    root_ = document_.append_child("definitions");
    for (const auto& [key, value] : kNamespaces) root_.append_attribute(key) = value;
    const std::string& known_as = model.name.empty() ? name : model.name;
    const std::string id = new_id_(known_as);
    set(root_, "id", id);
    set(root_, "name", known_as);
    set(root_, "namespace", model.model.empty() ? "urn:mailroom:" + id : model.model);
  }

  std::string write() {
    const auto needs = needs_of(model_, problems_);
    if (has_errors(problems_)) return {};
    add_boxes(needs);
    if (has_errors(problems_)) return {};
    describe(root_, model_.description);
    for (const ImportSource& import : model_.imports) {
      pugi::xml_node node = root_.append_child("import");
      set(node, "name", import.name);
      set(node, "namespace", import.model);
      set(node, "importType", kImportType);
    }
    for (const TypeSource& type : model_.types) append_type(root_, "itemDefinition", type);
    for (const Box& box : diagram_.boxes()) {
      if (box.tag == kInput) write_input(box);
    }
    for (const ElementSource& element : model_.knowledge) write_element(element, needs);
    for (const ElementSource& element : model_.decisions) write_element(element, needs);
    for (const ServiceSource& service : model_.services) write_service(service);
    for (const Box& box : diagram_.boxes()) {
      if (box.tag == kLaw) begin(box);
    }
    diagram_.draw(root_, new_id_);
    std::ostringstream out;
    document_.save(out, "  ");
    return out.str();
  }

 private:
  static constexpr const char *kInput = "inputData", *kDecision = "decision",
                              *kKnowledge = "businessKnowledgeModel", *kService = "decisionService",
                              *kLaw = "knowledgeSource";

  std::string make_id(const std::string& text) {
    std::string wanted;
    for (const char c : text) wanted += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    if (wanted.empty() || std::isdigit(static_cast<unsigned char>(wanted[0]))) wanted = "_" + wanted;
    std::string id = wanted;
    for (int i = 2; !ids_.insert(id).second; ++i) id = wanted + "_" + std::to_string(i);
    return id;
  }

  void add_box(const std::string& name, const char* tag, const Place& place = {}) {
    Box& box = diagram_.add({make_id(name), name, tag, tag == kService, {}});
    if (by_name_.emplace((tag == kLaw ? "law " : "") + name, &box).second) return;
    problems_.push_back({Severity::error, place, "name_taken", "two elements are called '" + name + "'",
                         "names tell them apart: choose another"});
  }
  // What bears the name; the law is apart, as nobody reads it.
  Box* find(const std::string& name, bool law = false) const {
    const auto found = by_name_.find((law ? "law " : "") + name);
    return found == by_name_.end() ? nullptr : found->second;
  }

  void add_boxes(const std::map<std::string, std::vector<std::string>>& needs) {
    for (const ElementSource& one : model_.decisions) add_box(one.logic.name, kDecision, one.logic.place);
    for (const ElementSource& one : model_.knowledge) add_box(one.logic.name, kKnowledge, one.logic.place);
    for (const ServiceSource& one : model_.services) add_box(one.variable.name, kService, one.variable.place);
    for (const InputSource& one : model_.inputs) add_box(one.variable.name, kInput, one.variable.place);
    for (const auto* elements : {&model_.decisions, &model_.knowledge}) {
      for (const ElementSource& element : *elements) {
        for (const std::string& name : needs.at(element.logic.name)) {
          if (!find(name) && !imported(name) && !is_lost(name, element)) add_box(name, kInput);
        }
        for (const std::string& name : element.references) {
          if (!find(name, true)) add_box(name, kLaw);
        }
      }
    }
  }

  // Said to be an import's, which is not there.
  bool is_lost(const std::string& name, const ElementSource& element) {
    for (const ImportSource& import : model_.imports) {
      if (import.name.empty() || !name.starts_with(import.name + ".")) continue;
      problems_.push_back({Severity::error, element.logic.place, "import_not_found",
                           "'" + name + "' is not among the models beside the '.dmn' file",
                           "put the model '" + import.model + "' there first"});
      return true;
    }
    return false;
  }

  // An element of an imported model, "lib.Rate", and the namespace of its model.
  const Neighbours::Named* imported(const std::string& name, std::string* model = nullptr) const {
    for (const ImportSource& import : model_.imports) {
      const std::string prefix = import.name.empty() ? "" : import.name + ".";
      if (!name.starts_with(prefix)) continue;
      const Neighbours::Named* found = neighbours_.by_name(import.model, name.substr(prefix.size()));
      if (found && model) *model = import.model;
      if (found) return found;
    }
    return nullptr;
  }

  static void describe(pugi::xml_node node, const std::string& text) {
    if (!text.empty()) node.append_child("description").text() = text.c_str();
  }

  pugi::xml_node begin(const Box& box) {
    pugi::xml_node node = root_.append_child(box.tag);
    set(node, "id", box.id);
    set(node, "name", box.name);
    return node;
  }

  void write_input(const Box& box) {
    pugi::xml_node node = begin(box);
    const auto declared = std::find_if(model_.inputs.begin(), model_.inputs.end(),
                                       [&](const InputSource& one) { return one.variable.name == box.name; });
    std::string type = box.name == kEffective ? "date" : "";
    if (declared != model_.inputs.end()) {
      describe(node, declared->description);
      type = declared->variable.type;
    }
    append_variable(node, "variable", box.name, type);
  }

  void write_element(const ElementSource& element,
                     const std::map<std::string, std::vector<std::string>>& needs) {
    Box& box = *find(element.logic.name);
    pugi::xml_node node = begin(box);
    set_unless_empty(node, "label", element.label);
    describe(node, element.description);
    if (!element.question.empty()) node.append_child("question").text() = element.question.c_str();
    if (!element.answers.empty()) node.append_child("allowedAnswers").text() = element.answers.c_str();
    append_variable(node, "variable", box.name, element.logic.type);
    if (box.tag == kKnowledge) {
      if (element.logic.kind == Logic::Kind::function)
        append_function(node, "encapsulatedLogic", element.logic, box.id, new_id_);
      require(node, box, needs.at(box.name), element);
    } else {
      require(node, box, needs.at(box.name), element);
      append_logic(node, element.logic, box.id, new_id_);
    }
  }

  void require(pugi::xml_node node, Box& box, const std::vector<std::string>& needs,
               const ElementSource& element) {
    for (const char* group : {"informationRequirement", "knowledgeRequirement"}) {
      for (const std::string& name : needs) require(node, box, name, group);
    }
    for (const std::string& name : element.references) {
      const Box& law = *find(name, true);
      link(node, box, law, "authorityRequirement", "requiredAuthority", "#" + law.id);
    }
  }

  // If the name's requirement belongs to that group.
  void require(pugi::xml_node node, Box& box, const std::string& name, std::string_view group) {
    const Box* own = find(name);
    std::string model;
    const Neighbours::Named* other = own ? nullptr : imported(name, &model);
    const std::string_view tag = own ? own->tag : std::string_view(other->tag);
    const bool is_knowledge = tag == kKnowledge || tag == kService;
    if (is_knowledge != (group == "knowledgeRequirement")) return;
    const char* what = is_knowledge    ? "requiredKnowledge"
                       : tag == kInput ? "requiredInput"
                                       : "requiredDecision";
    if (own) {
      link(node, box, *own, group.data(), what, "#" + own->id);
    } else {
      pugi::xml_node requirement = node.append_child(group.data());
      set(requirement, "id", make_id(box.id + "_needs_" + name));
      set(requirement.append_child(what), "href", model + "#" + other->id);
    }
  }

  void link(pugi::xml_node node, Box& box, const Box& need, const char* group, const char* what,
            const std::string& href) {
    pugi::xml_node requirement = node.append_child(group);
    const std::string id = make_id(box.id + "_needs_" + need.id);
    set(requirement, "id", id);
    set(requirement.append_child(what), "href", href);
    diagram_.link(id, box, need);
  }

  void write_service(const ServiceSource& service) {
    Box& box = *find(service.variable.name);
    pugi::xml_node node = begin(box);
    describe(node, service.description);
    append_variable(node, "variable", box.name, service.variable.type);
    refer(node, box, "outputDecision", service.outputs, service.variable.place);
    refer(node, box, "encapsulatedDecision", service.encapsulated, service.variable.place);
    refer(node, box, "inputDecision", service.given, service.variable.place);
    refer(node, box, "inputData", service.inputs, service.variable.place);
  }

  void refer(pugi::xml_node node, Box& box, const char* tag, const std::vector<std::string>& names,
             const Place& place) {
    for (const std::string& name : names) {
      const Box* own = find(name);
      std::string model;
      const Neighbours::Named* other = own ? nullptr : imported(name, &model);
      if (own) {
        box.needs.push_back(own);
      } else if (!other) {
        problems_.push_back({Severity::error, place, "unknown_name",
                             "the service '" + box.name + "' names '" + name + "', which is nothing here",
                             "name a decision or an input"});
        continue;
      }
      set(node.append_child(tag), "href", own ? "#" + own->id : model + "#" + other->id);
    }
  }

  const ModelSource& model_;
  const Neighbours& neighbours_;
  std::vector<Diagnostic>& problems_;
  const NewId new_id_ = [this](const std::string& text) { return make_id(text); };
  pugi::xml_document document_;
  pugi::xml_node root_;
  std::set<std::string> ids_;
  Diagram diagram_;
  std::map<std::string, Box*> by_name_;
};

}  // namespace

std::string write_dmn(const std::string& name, const ModelSource& model, const Neighbours& neighbours,
                      std::vector<Diagnostic>& problems) {
  const ModelSource plain = without_dates(model);
  std::string xml = Writer(name, plain, neighbours, problems).write();
  return has_errors(problems) ? std::string() : xml;
}

}  // namespace mailroom::dmn

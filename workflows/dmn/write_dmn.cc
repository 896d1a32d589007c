// Decisions as a DMN 1.5 file with its diagram (DMNDI, DMN 1.5 chapter 13).
#include <algorithm>
#include <cctype>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "base/text.h"
#include "workflows/dmn/decision_source.h"

namespace mailroom::dmn {

namespace {

// Of the diagram, in the diagram's own units.
constexpr int kWidth = 180, kHeight = 60, kGapX = 40, kGapY = 80, kMargin = 40;
// What every workflow calls the date that it decides on.
constexpr const char* kEffective = "effective";
constexpr const char* kNamespaces[][2] = {{"xmlns", "https://www.omg.org/spec/DMN/20230324/MODEL/"},
                                          {"xmlns:dmndi", "https://www.omg.org/spec/DMN/20230324/DMNDI/"},
                                          {"xmlns:dc", "http://www.omg.org/spec/DMN/20180521/DC/"},
                                          {"xmlns:di", "http://www.omg.org/spec/DMN/20180521/DI/"}};

bool has_dates(const TableSource& table) {
  return std::any_of(table.rules.begin(), table.rules.end(),
                     [](const TableRule& rule) { return rule.valid_from || rule.valid_to; });
}

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

// Rules in force for a time as rules on the date.
DecisionSource without_dates(DecisionSource decision) {
  if (!decision.table || !has_dates(*decision.table)) return decision;
  TableInput date;
  date.expression.text = kEffective;
  date.label = "in force";
  decision.table->inputs.push_back(std::move(date));
  for (TableRule& rule : decision.table->rules) {
    rule.when.push_back({in_force(rule), {}});
    rule.valid_from.reset();
    rule.valid_to.reset();
  }
  return decision;
}

struct Box {
  std::string id, name;
  bool is_input = false;
  std::vector<std::string> needs;  // names
  int level = 0, column = 0;       // level 0 is the lowest
  int x() const { return kMargin + column * (kWidth + kGapX); }
};

class Writer {
 public:
  explicit Writer(const std::string& model_name) {
    pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    root_ = document_.append_child("definitions");
    for (const auto& [name, value] : kNamespaces) root_.append_attribute(name) = value;
    const std::string id = new_id(model_name);
    set(root_, "id", id);
    set(root_, "name", model_name);
    set(root_, "namespace", "urn:mailroom:" + id);
  }

  std::string write(const std::vector<DecisionSource>& decisions,
                    const std::map<std::string, std::vector<std::string>>& needs) {
    for (const DecisionSource& decision : decisions)
      add_box(decision.name, false).needs = needs.at(decision.name);
    for (const DecisionSource& decision : decisions) {
      for (const std::string& name : needs.at(decision.name)) {
        if (!find(name)) add_box(name, true);
      }
    }
    for (const Box& box : boxes_) {
      if (!box.is_input) continue;
      pugi::xml_node node = element(root_, "inputData", box);
      pugi::xml_node variable = node.append_child("variable");
      set(variable, "name", box.name);
      if (box.name == kEffective) set(variable, "typeRef", "date");
    }
    for (const DecisionSource& decision : decisions) add_decision(decision);
    draw();
    std::ostringstream out;
    document_.save(out, "  ");
    return out.str();
  }

 private:
  static void set(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name) = value.c_str();
  }
  static void put_text(pugi::xml_node parent, const char* name, const std::string& text) {
    parent.append_child(name).append_child("text").text() = text.c_str();
  }
  static pugi::xml_node element(pugi::xml_node parent, const char* tag, const Box& box) {
    pugi::xml_node node = parent.append_child(tag);
    set(node, "id", box.id);
    set(node, "name", box.name);
    return node;
  }
  // An XML name made of the text, not given before.
  std::string new_id(const std::string& text) {
    std::string wanted;
    for (const char c : text) wanted += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    if (wanted.empty() || std::isdigit(static_cast<unsigned char>(wanted[0]))) wanted = "_" + wanted;
    std::string id = wanted;
    for (int i = 2; !ids_.insert(id).second; ++i) id = wanted + "_" + std::to_string(i);
    return id;
  }
  Box& add_box(const std::string& name, bool is_input) {
    boxes_.push_back({new_id(name), name, is_input, {}, 0, 0});
    return boxes_.back();
  }
  const Box* find(const std::string& name) const {
    const auto found =
        std::find_if(boxes_.begin(), boxes_.end(), [&](const Box& b) { return b.name == name; });
    return found == boxes_.end() ? nullptr : &*found;
  }

  void add_decision(const DecisionSource& decision) {
    const Box& box = *find(decision.name);
    pugi::xml_node node = element(root_, "decision", box);
    set(node.append_child("variable"), "name", box.name);
    for (const std::string& name : box.needs) {
      const Box& need = *find(name);
      pugi::xml_node requirement = node.append_child("informationRequirement");
      requirements_.push_back({new_id(box.id + "_needs_" + need.id), &box, &need});
      set(requirement, "id", requirements_.back().id);
      set(requirement.append_child(need.is_input ? "requiredInput" : "requiredDecision"), "href",
          "#" + need.id);
    }
    if (decision.table) {
      add_table(node, box, *decision.table);
    } else {
      put_text(node, "literalExpression", decision.value->text);
    }
  }

  void add_table(pugi::xml_node decision, const Box& box, const TableSource& table) {
    pugi::xml_node node = decision.append_child("decisionTable");
    set(node, "id", new_id(box.id + "_table"));
    std::string policy;
    for (const char c : to_string(table.hit_policy))
      policy += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    constexpr std::string_view kCollect = "COLLECT ";  // and how
    const bool aggregates = policy.rfind(kCollect, 0) == 0;
    set(node, "hitPolicy", aggregates ? "COLLECT" : policy);
    if (aggregates) set(node, "aggregation", policy.substr(kCollect.size()));
    for (const TableInput& input : table.inputs) {
      pugi::xml_node column = node.append_child("input");
      if (!input.label.empty()) set(column, "label", input.label);
      put_text(column, "inputExpression", input.expression.text);
      if (input.allowed) put_text(column, "inputValues", input.allowed->text);
    }
    for (const TableOutput& output : table.outputs) {
      pugi::xml_node column = node.append_child("output");
      if (!output.name.empty()) set(column, "name", output.name);
      if (output.allowed) put_text(column, "outputValues", output.allowed->text);
      if (output.otherwise) put_text(column, "defaultOutputEntry", output.otherwise->text);
    }
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
      set(row, "id", new_id(box.id + "_rule_" + std::to_string(r + 1)));
      for (const Cell& cell : rule.when) put_text(row, "inputEntry", cell.text);
      for (const Cell& cell : rule.then) put_text(row, "outputEntry", cell.text);
      for (const Annotation& one : annotations) put_text(row, "annotationEntry", one.of(rule));
    }
  }

  // Each decision above what it needs; those of one level side by side.
  void lay_out() {
    for (size_t round = 0; round < boxes_.size(); ++round) {
      for (Box& box : boxes_) {
        for (const std::string& name : box.needs) box.level = std::max(box.level, find(name)->level + 1);
      }
    }
    std::map<int, int> width;
    for (Box& box : boxes_) {
      box.column = width[box.level]++;
      top_ = std::max(top_, box.level);
    }
  }
  int y(const Box& box) const { return kMargin + (top_ - box.level) * (kHeight + kGapY); }

  void draw() {
    lay_out();
    pugi::xml_node diagram = root_.append_child("dmndi:DMNDI").append_child("dmndi:DMNDiagram");
    set(diagram, "id", new_id("diagram"));
    for (const Box& box : boxes_) {
      pugi::xml_node shape = diagram.append_child("dmndi:DMNShape");
      set(shape, "id", new_id(box.id + "_shape"));
      set(shape, "dmnElementRef", box.id);
      pugi::xml_node bounds = shape.append_child("dc:Bounds");
      bounds.append_attribute("x") = box.x();
      bounds.append_attribute("y") = y(box);
      bounds.append_attribute("width") = kWidth;
      bounds.append_attribute("height") = kHeight;
    }
    for (const Requirement& requirement : requirements_) {
      pugi::xml_node edge = diagram.append_child("dmndi:DMNEdge");
      set(edge, "id", new_id(requirement.id + "_edge"));
      set(edge, "dmnElementRef", requirement.id);
      waypoint(edge, *requirement.need, y(*requirement.need));
      waypoint(edge, *requirement.decision, y(*requirement.decision) + kHeight);
    }
  }
  static void waypoint(pugi::xml_node edge, const Box& box, int y) {
    pugi::xml_node point = edge.append_child("di:waypoint");
    point.append_attribute("x") = box.x() + kWidth / 2;
    point.append_attribute("y") = y;
  }

  struct Requirement {
    std::string id;
    const Box *decision, *need;
  };
  pugi::xml_document document_;
  pugi::xml_node root_;
  std::set<std::string> ids_;
  std::vector<Box> boxes_;
  std::vector<Requirement> requirements_;
  int top_ = 0;
};

}  // namespace

std::string write_dmn(const std::string& model_name, const std::vector<DecisionSource>& decisions,
                      std::vector<Diagnostic>& problems) {
  std::vector<DecisionSource> plain;
  for (const DecisionSource& decision : decisions) plain.push_back(without_dates(decision));
  const auto needs = needs_of(plain, problems);
  if (has_errors(problems)) return {};
  return Writer(model_name).write(plain, needs);
}

}  // namespace mailroom::dmn

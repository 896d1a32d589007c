#include "workflows/dmn/read_logic.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/dmn/boxed.h"
#include "workflows/dmn/table_xml.h"

namespace mailroom::dmn {

namespace {

using Kind = Logic::Kind;

class Reader {
 public:
  Reader(const Document& document, std::vector<Diagnostic>& problems)
      : document_(document), problems_(problems) {}

  Logic at(const pugi::xml_node& node) {
    if (!node) return {};
    Logic logic;
    const std::string_view tag = local_name(node);
    if (tag == "functionDefinition") return function(node);
    if (tag == "literalExpression") {
      expression(node, logic);
    } else if (tag == "decisionTable") {
      table(node, logic);
    } else if (tag == "context") {
      context(node, logic);
    } else if (tag == "invocation") {
      invocation(node, logic);
    } else if (tag == "relation") {
      relation(node, logic);
    } else if (tag == "list") {
      logic.kind = Kind::list;
      for (const pugi::xml_node& item : node.children()) {
        if (BoxedCompiler::is_expression(item)) logic.parts.push_back(at(item));
      }
    } else if (tag == "conditional") {
      parts_of(node, Kind::conditional, {"if", "then", "else"}, logic);
    } else if (tag == "filter") {
      parts_of(node, Kind::filter, {"in", "match"}, logic);
    } else {
      logic.variables.push_back({fold_space(attribute(node, "iteratorVariable")), {}, document_.place(node)});
      if (tag == "for") {
        parts_of(node, Kind::for_each, {"in", "return"}, logic);
      } else {
        parts_of(node, tag == "some" ? Kind::some : Kind::every, {"in", "satisfies"}, logic);
      }
    }
    logic.own_type = type_name_of(attribute(node, "typeRef"));
    logic.place = document_.place(node);
    return logic;
  }

  Logic in(const pugi::xml_node& holder) { return at(BoxedCompiler::expression_in(holder)); }

  Logic function(const pugi::xml_node& node) {
    Logic logic;
    logic.kind = Kind::function;
    logic.place = document_.place(node);
    logic.own_type = type_name_of(attribute(node, "typeRef"));
    for (const pugi::xml_node& parameter : children(node, "formalParameter"))
      logic.variables.push_back(variable_at(document_, parameter));
    if (const std::string language = attribute(node, "kind"); language != "FEEL") logic.language = language;
    logic.parts.push_back(in(node));
    return logic;
  }

 private:
  void say(const pugi::xml_node& node, std::string what) {
    problems_.push_back({Severity::error, document_.place(node), "cannot_convert", std::move(what),
                         "it stays a '.dmn' file"});
  }

  void parts_of(const pugi::xml_node& node, Kind kind, std::initializer_list<const char*> tags,
                Logic& logic) {
    logic.kind = kind;
    for (const char* tag : tags) logic.parts.push_back(in(child(node, tag)));
  }

  void expression(const pugi::xml_node& node, Logic& logic) {
    logic.kind = Kind::expression;
    logic.text = cell_in(document_, node);
    if (!is_feel(attribute(node, "expressionLanguage")))
      say(node,
          "the expression language '" + attribute(node, "expressionLanguage") + "' cannot be converted");
    if (child(node, "importedValues")) say(node, "imported values cannot be converted");
  }

  void table(const pugi::xml_node& node, Logic& logic) {
    const TypeOf no_types = [](const std::string&, const pugi::xml_node&) { return feel::any(); };
    logic.kind = Kind::table;
    logic.table = table_source(document_, node, "", no_types);
    if (!logic.table) {
      say(node, "'" + hit_policy_text(node) + "' is not a hit policy");
      logic.kind = Kind::none;
      return;
    }
    for (TableInput& input : logic.table->inputs) input.type_name = type_name_of(std::move(input.type_name));
    for (TableOutput& output : logic.table->outputs)
      output.type_name = type_name_of(std::move(output.type_name));
    take_annotations(node, *logic.table);
  }

  // Annotations that have a place of their own in a rule.
  static void take_annotations(const pugi::xml_node& node, TableSource& table) {
    const std::vector<std::string> names = annotation_names(node);
    const std::vector<pugi::xml_node> rows = children(node, "rule");
    for (size_t r = 0; r < table.rules.size(); ++r) {
      TableRule& rule = table.rules[r];
      rule.id.clear();  // the file's own: a modeller's
      std::vector<std::string> notes;
      for (size_t i = 0; i < rule.annotations.size(); ++i) {
        const std::string name = i < names.size() ? to_lower_ascii(names[i]) : "";
        std::string& text = rule.annotations[i];
        if (name == "id") {
          rule.id = std::move(text);
        } else if (name == "reference") {
          rule.reference = std::move(text);
        } else if (name == "reason") {
          rule.reason = std::move(text);
        } else if (!trim(text).empty()) {
          notes.push_back(std::move(text));
        }
      }
      if (const std::string words = fold_space(text_of_child(rows[r], "description")); !words.empty())
        notes.push_back(words);
      rule.annotations = std::move(notes);
    }
  }

  void context(const pugi::xml_node& node, Logic& logic) {
    logic.kind = Kind::context;
    for (const pugi::xml_node& entry : children(node, "contextEntry"))
      logic.parts.push_back(named(in(entry), child(entry, "variable")));
  }

  void invocation(const pugi::xml_node& node, Logic& logic) {
    logic.kind = Kind::invocation;
    logic.parts.push_back(in(node));
    for (const pugi::xml_node& binding : children(node, "binding"))
      logic.parts.push_back(named(in(binding), child(binding, "parameter")));
  }

  void relation(const pugi::xml_node& node, Logic& logic) {
    logic.kind = Kind::relation;
    for (const pugi::xml_node& column : children(node, "column"))
      logic.variables.push_back(variable_at(document_, column));
    for (const pugi::xml_node& row : children(node, "row")) {
      size_t cells = 0;
      for (const pugi::xml_node& cell : row.children()) {
        if (!BoxedCompiler::is_expression(cell)) continue;
        logic.parts.push_back(at(cell));
        ++cells;
      }
      if (cells != logic.variables.size()) say(row, "the row is not as wide as the relation");
    }
  }

  Logic named(Logic logic, const pugi::xml_node& variable) {
    Variable read = variable_at(document_, variable);
    logic.name = std::move(read.name);
    logic.type = std::move(read.type);
    return logic;
  }

  const Document& document_;
  std::vector<Diagnostic>& problems_;
};

}  // namespace

std::string type_name_of(std::string written) {
  written = fold_space(written);
  constexpr std::string_view kFeel = "feel:";
  return written.starts_with(kFeel) ? written.substr(kFeel.size()) : written;
}

Variable variable_at(const Document& document, const pugi::xml_node& node) {
  return {fold_space(attribute(node, "name")), type_name_of(attribute(node, "typeRef")),
          document.place(node)};
}

Logic logic_in(const Document& document, const pugi::xml_node& holder, std::vector<Diagnostic>& problems) {
  return Reader(document, problems).in(holder);
}

Logic function_at(const Document& document, const pugi::xml_node& node, std::vector<Diagnostic>& problems) {
  return Reader(document, problems).function(node);
}

}  // namespace mailroom::dmn

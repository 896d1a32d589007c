#include "workflows/dmn/decision_source.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/dmn/table_code.h"
#include "workflows/dmn/table_xml.h"
#include "workflows/feel/plain_name.h"

namespace mailroom::dmn {

namespace {

constexpr int kMostNames = 1000;

// Names of several words cannot be told from expressions unless something says that they are names; an
// input's whole expression of nothing but words is one.
bool is_name_of_words(const std::string& text) {
  return text.find(' ') != std::string::npos && text.find('.') == std::string::npos &&
         feel::is_plain_name(text);
}

// One decision's names, or what is wrong with it.
std::vector<std::string> names_of(const DecisionSource& decision, const feel::Scope& scope,
                                  std::vector<Diagnostic>& problems) {
  if (decision.table) {
    const auto table = Table::compile(*decision.table, scope, &problems);
    return table ? table->names() : std::vector<std::string>();
  }
  std::vector<feel::Problem> found;
  const auto expression = feel::Expression::parse(decision.value->text, scope, &found);
  for (const feel::Problem& problem : found) problems.push_back(to_diagnostic(problem, *decision.value));
  return expression ? expression->names() : std::vector<std::string>();
}

}  // namespace

std::map<std::string, std::vector<std::string>> needs_of(const std::vector<DecisionSource>& decisions,
                                                         std::vector<Diagnostic>& problems) {
  feel::Scope scope;
  for (const DecisionSource& decision : decisions) {
    scope.add(decision.name);
    if (!decision.table) continue;
    for (const TableInput& input : decision.table->inputs) {
      const std::string text = fold_space(input.expression.text);
      if (is_name_of_words(text)) scope.add(text);
    }
  }
  std::map<std::string, std::vector<std::string>> needs;
  for (const DecisionSource& decision : decisions) {
    // A name that is not known is an input: it is added, and the decision looked at again.
    for (int left = kMostNames;; --left) {
      std::vector<Diagnostic> found;
      needs[decision.name] = names_of(decision, scope, found);
      bool added = false;
      for (const Diagnostic& one : found) {
        if (one.code != "unknown_name") continue;
        const auto parts = split(one.message, '\'');  // "'claim' is not a known name"
        if (parts.size() == 3 && !scope.find(parts[1])) added = true, scope.add(std::string(parts[1]));
      }
      if (added && left > 0) continue;
      problems.insert(problems.end(), found.begin(), found.end());
      break;
    }
  }
  return needs;
}

namespace {

void say(std::vector<Diagnostic>& problems, const Place& place, std::string what) {
  problems.push_back({Severity::error, place, "cannot_convert", std::move(what), "it stays a '.dmn' file"});
}

// Annotations that have a place of their own in a rule.
void take_annotations(const std::vector<std::string>& names, TableSource& table) {
  for (TableRule& rule : table.rules) {
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
    rule.annotations = std::move(notes);
  }
}

}  // namespace

std::vector<DecisionSource> read_dmn(std::string xml, const std::string& file,
                                     std::vector<Diagnostic>& problems) {
  Document document;
  std::vector<DecisionSource> decisions;
  if (!document.parse(std::move(xml), file, &problems)) return decisions;
  const pugi::xml_node root = document.root();
  if (local_name(root) != "definitions") {
    problems.push_back({Severity::error, document.place(root), "not_dmn",
                        "expected 'definitions', got '" + std::string(local_name(root)) + "'",
                        "is this a DMN file?"});
    return decisions;
  }
  for (const auto& [tag, what] : {std::pair("import", "an import"),
                                  {"businessKnowledgeModel", "a knowledge model"},
                                  {"decisionService", "a decision service"}}) {
    for (const pugi::xml_node& node : children(root, tag)) {
      say(problems, document.place(node),
          std::string(what) + " '" + attribute(node, "name") + "' cannot be written in YAML");
    }
  }
  const TypeOf no_types = [](const std::string&, const pugi::xml_node&) { return feel::any(); };
  for (const pugi::xml_node& node : children(root, "decision")) {
    DecisionSource decision;
    decision.name = fold_space(attribute(node, "name"));
    decision.place = document.place(node);
    if (const pugi::xml_node table = child(node, "decisionTable")) {
      decision.table = table_source(document, table, decision.name, no_types);
      if (decision.table) take_annotations(annotation_names(table), *decision.table);
    } else if (const pugi::xml_node literal = child(node, "literalExpression")) {
      decision.value = cell_in(document, literal);
    }
    if (decision.table || decision.value) {
      decisions.push_back(std::move(decision));
    } else {
      say(problems, decision.place,
          "the decision '" + decision.name +
              "' is neither a table nor an expression: it cannot be written in YAML");
    }
  }
  return decisions;
}

}  // namespace mailroom::dmn

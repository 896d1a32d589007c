// Decisions as YAML, as an author would write them.
#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "workflows/table_source.h"

namespace mailroom::workflows {

namespace {

// In single quotes, where FEEL's own need no escaping; texts of several lines as JSON writes them.
std::string quoted(const std::string& text) {
  const bool plain =
      std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
  return plain ? "'" + replace_all(text, "'", "''") + "'" : json_quoted(text);
}

std::string list_of(const std::vector<dmn::Cell>& cells) {
  std::vector<std::string> texts;
  for (const dmn::Cell& cell : cells) texts.push_back(quoted(cell.text));
  return "[" + join(texts, ", ") + "]";
}

class Text {
 public:
  // "key: 'value'" unless the value is empty.
  void line(int indent, const std::string& key, const std::string& value) {
    if (!value.empty()) raw(indent, key + ": " + quoted(value));
  }
  void raw(int indent, const std::string& text) {
    all_ += std::string(static_cast<size_t>(indent), ' ') + text + "\n";
  }
  std::string all_;
};

void write_input(Text& text, const dmn::TableInput& input) {
  if (!input.allowed && input.label.empty()) return text.raw(6, "- " + quoted(input.expression.text));
  text.line(6, "- expression", input.expression.text);
  text.line(8, "label", input.label);
  if (input.allowed) text.line(8, "allowed", input.allowed->text);
}

void write_output(Text& text, const dmn::TableOutput& output, const std::string& decision) {
  const std::string& name = output.name.empty() ? decision : output.name;
  if (!output.allowed && !output.otherwise) return text.raw(6, "- " + quoted(name));
  text.line(6, "- name", name);
  if (output.allowed) text.line(8, "allowed", output.allowed->text);
  if (output.otherwise) text.line(8, "otherwise", output.otherwise->text);
}

void write_rule(Text& text, const dmn::TableRule& rule) {
  text.raw(6, "- when: " + list_of(rule.when));
  text.raw(8, "then: " + list_of(rule.then));
  text.line(8, "id", rule.id);
  text.line(8, "reference", rule.reference);
  text.line(8, "reason", rule.reason);
  text.line(8, "note", join(rule.annotations, "; "));
  if (rule.valid_from) text.raw(8, "valid_from: " + to_string(*rule.valid_from));
  if (rule.valid_to) text.raw(8, "valid_to: " + to_string(*rule.valid_to));
}

}  // namespace

std::string decisions_as_yaml(const std::vector<dmn::DecisionSource>& decisions) {
  Text text;
  text.raw(0, "decisions:");
  for (const dmn::DecisionSource& decision : decisions) {
    text.line(2, "- id", decision.name);
    if (decision.value) text.line(4, "value", decision.value->text);
    if (!decision.table) continue;
    const dmn::TableSource& table = *decision.table;
    text.raw(4, "hit_policy: " + std::string(to_string(table.hit_policy)));
    if (!table.inputs.empty()) text.raw(4, "inputs:");
    for (const dmn::TableInput& input : table.inputs) write_input(text, input);
    text.raw(4, "outputs:");
    for (const dmn::TableOutput& output : table.outputs) write_output(text, output, decision.name);
    text.raw(4, "rules:");
    for (const dmn::TableRule& rule : table.rules) write_rule(text, rule);
  }
  return std::move(text.all_);
}

}  // namespace mailroom::workflows

// A model as YAML, as an author would write it.
#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "workflows/model_file.h"

namespace mailroom::workflows {

namespace {

using dmn::Logic;
using Kind = Logic::Kind;

constexpr int kElement = 4;  // where the keys of a decision stand

bool is_plain(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

// In single quotes, where FEEL's own need no escaping; what has control characters as JSON writes it.
std::string quoted(const std::string& text) {
  return is_plain(text) ? "'" + replace_all(text, "'", "''") + "'" : json_quoted(text);
}

// Whether a text of several lines stays what it is in a block under "|-".
bool fits_block(const std::string& text) {
  if (text.find('\n') == std::string::npos || text.front() == ' ' || text.front() == '\n') return false;
  return text.back() != '\n' && is_plain(replace_all(text, "\n", ""));
}

std::string list_of(const std::vector<std::string>& texts) {
  std::vector<std::string> all;
  for (const std::string& text : texts) all.push_back(quoted(text));
  return "[" + join(all, ", ") + "]";
}

std::string list_of(const std::vector<dmn::Cell>& cells) {
  std::vector<std::string> texts;
  for (const dmn::Cell& cell : cells) texts.push_back(cell.text);
  return list_of(texts);
}

// Lines of YAML. An item's first line takes the dash that was opened before it.
class Text {
 public:
  void raw(int indent, const std::string& text) {
    all_ += std::string(static_cast<size_t>(indent - 2 * dashes_), ' ');
    for (; dashes_ > 0; --dashes_) all_ += "- ";
    all_ += text + "\n";
  }
  // "key: 'value'", whatever it is.
  void text(int indent, const std::string& key, const std::string& value) {
    if (!fits_block(value)) return raw(indent, key + ": " + quoted(value));
    raw(indent, key + ": |-");
    for (const std::string_view line : split(value, '\n'))
      raw(line.empty() ? 0 : indent + 2, std::string(line));
  }
  // The same unless the value is empty.
  void line(int indent, const std::string& key, const std::string& value) {
    if (!value.empty()) text(indent, key, value);
  }
  // The next line begins an item, at two columns less than its indent.
  void dash() { ++dashes_; }
  std::string take() { return std::move(all_); }

 private:
  std::string all_;
  int dashes_ = 0;
};

class Writer {
 public:
  std::string write(const dmn::ModelSource& model) {
    needs_ = dmn::needs_written_in(model);
    text_.line(0, "model", model.name);
    text_.line(0, "namespace", model.model);
    text_.line(0, "description", model.description);
    if (!model.imports.empty()) text_.raw(0, "imports:");
    for (const dmn::ImportSource& import : model.imports) {
      text_.raw(2, "- {name: " + quoted(import.name) + ", namespace: " + quoted(import.model) + "}");
    }
    if (!model.types.empty()) text_.raw(0, "types:");
    for (const dmn::TypeSource& one : model.types) type(4, one);
    inputs(model.inputs);
    if (!model.knowledge.empty()) text_.raw(0, "knowledge:");
    for (const dmn::ElementSource& one : model.knowledge) {
      element(one);
      if (one.logic.kind == Kind::function) function(kElement, one.logic);
    }
    text_.raw(0, model.decisions.empty() ? "decisions: []" : "decisions:");
    for (const dmn::ElementSource& one : model.decisions) {
      element(one);
      body(kElement, one.logic);
    }
    if (!model.services.empty()) text_.raw(0, "services:");
    for (const dmn::ServiceSource& one : model.services) service(one);
    return text_.take();
  }

 private:
  static std::string variable(const dmn::Variable& one, const std::string& description = {}) {
    if (one.type.empty() && description.empty()) return quoted(one.name);
    return "{name: " + quoted(one.name) + (one.type.empty() ? "" : ", type: " + quoted(one.type)) +
           (description.empty() ? "" : ", description: " + quoted(description)) + "}";
  }

  static std::string variables(const std::vector<dmn::Variable>& all) {
    std::vector<std::string> texts;
    for (const dmn::Variable& one : all) texts.push_back(variable(one));
    return "[" + join(texts, ", ") + "]";
  }

  void inputs(const std::vector<dmn::InputSource>& all) {
    if (!all.empty()) text_.raw(0, "inputs:");
    for (const dmn::InputSource& one : all) text_.raw(2, "- " + variable(one.variable, one.description));
  }

  void type(int at, const dmn::TypeSource& one) {
    text_.dash();
    text_.text(at, "name", one.name);
    text_.line(at, "description", one.description);
    text_.line(at, "type", one.type);
    if (one.is_list) text_.raw(at, "list: true");
    if (one.allowed) text_.text(at, "allowed", one.allowed->text);
    if (one.constraint) text_.text(at, "constraint", one.constraint->text);
    if (one.is_function) text_.raw(at, "parameters: " + variables(one.parameters));
    text_.line(at, "result", one.result);
    if (!one.members.empty()) text_.raw(at, "members:");
    for (const dmn::TypeSource& member : one.members) type(at + 4, member);
  }

  // All but its logic.
  void element(const dmn::ElementSource& one) {
    const Logic& logic = one.logic;
    text_.dash();
    text_.text(kElement, "id", logic.name);
    text_.line(kElement, "title", one.label);
    text_.line(kElement, "description", one.description);
    text_.line(kElement, "question", one.question);
    text_.line(kElement, "answers", one.answers);
    if (one.references.size() == 1) text_.line(kElement, "reference", one.references[0]);
    if (one.references.size() > 1) text_.raw(kElement, "reference: " + list_of(one.references));
    text_.line(kElement, "type", logic.type);
    if (one.needs && !says_its_needs(one)) text_.raw(kElement, "needs: " + list_of(*one.needs));
  }

  // Whether its expressions say all that it needs, so that nobody has to.
  bool says_its_needs(const dmn::ElementSource& one) const {
    const auto found = needs_.find(one.logic.name);
    if (found == needs_.end()) return false;
    const std::vector<std::string>&written = found->second, &said = *one.needs;
    return written.size() == said.size() && std::is_permutation(written.begin(), written.end(), said.begin());
  }

  void service(const dmn::ServiceSource& one) {
    text_.dash();
    text_.text(4, "id", one.variable.name);
    text_.line(4, "description", one.description);
    text_.line(4, "type", one.variable.type);
    text_.raw(4, "outputs: " + list_of(one.outputs));
    if (!one.encapsulated.empty()) text_.raw(4, "encapsulated: " + list_of(one.encapsulated));
    if (!one.given.empty()) text_.raw(4, "given: " + list_of(one.given));
    if (!one.inputs.empty()) text_.raw(4, "inputs: " + list_of(one.inputs));
  }

  static bool is_simple(const Logic& logic) {
    return logic.kind == Kind::expression && logic.own_type.empty();
  }

  // "key: 'expression'", or a mapping under the key; nothing for nothing.
  void part(int at, const std::string& key, const Logic& logic) {
    if (logic.kind == Kind::none) return;
    if (is_simple(logic)) return text_.text(at, key, logic.text.text);
    text_.raw(at, key + ":");
    body(at + 2, logic);
  }

  // The same as an item.
  void item(int at, const Logic& logic) {
    text_.dash();
    if (is_simple(logic)) return text_.raw(at, quoted(logic.text.text));
    body(at, logic);
  }

  // What has a name, as an item.
  void named(int at, const Logic& logic) {
    text_.dash();
    if (logic.kind == Kind::none) {
      return text_.raw(at, "{name: " + quoted(logic.name) +
                               (logic.type.empty() ? "" : ", type: " + quoted(logic.type)) + "}");
    }
    text_.line(at, "name", logic.name);
    text_.line(at, "type", logic.type);
    body(at, logic);
  }

  // The keys that say what it is, beside whatever is there already.
  void body(int at, const Logic& logic) {
    const auto iteration = [&](const char* key, const char* last) {
      text_.text(at, key, logic.variables[0].name);
      part(at, "in", logic.parts[0]);
      part(at, last, logic.parts[1]);
    };
    if (logic.kind != Kind::function && logic.own_type != logic.type) text_.line(at, "as", logic.own_type);
    switch (logic.kind) {
      case Kind::none:
        return;
      case Kind::expression:
        return text_.text(at, "value", logic.text.text);
      case Kind::table:
        return table(at, *logic.table, logic.name);
      case Kind::context:
        text_.raw(at, logic.parts.empty() ? "context: []" : "context:");
        for (const Logic& entry : logic.parts) named(at + 4, entry);
        return;
      case Kind::invocation:
        part(at, "invoke", logic.parts[0]);
        text_.raw(at, logic.parts.size() == 1 ? "with: []" : "with:");
        for (size_t i = 1; i < logic.parts.size(); ++i) named(at + 4, logic.parts[i]);
        return;
      case Kind::relation:
        return relation(at, logic);
      case Kind::list:
        text_.raw(at, logic.parts.empty() ? "list: []" : "list:");
        for (const Logic& one : logic.parts) item(at + 4, one);
        return;
      case Kind::function:
        text_.raw(at, "function:");
        return function(at + 2, logic);
      case Kind::conditional:
        part(at, "if", logic.parts[0]);
        part(at, "then", logic.parts[1]);
        return part(at, "else", logic.parts[2]);
      case Kind::filter:
        part(at, "in", logic.parts[0]);
        return part(at, "match", logic.parts[1]);
      case Kind::for_each:
        return iteration("for", "return");
      case Kind::some:
        return iteration("some", "satisfies");
      case Kind::every:
        return iteration("every", "satisfies");
    }
  }

  void function(int at, const Logic& logic) {
    text_.raw(at, "parameters: " + variables(logic.variables));
    text_.line(at, "result", logic.own_type);
    text_.line(at, "kind", logic.language);
    for (const Logic& one : logic.parts) body(at, one);
  }

  void relation(int at, const Logic& logic) {
    text_.raw(at, "columns: " + variables(logic.variables));
    text_.raw(at, logic.parts.empty() ? "rows: []" : "rows:");
    const size_t width = logic.variables.size();
    for (size_t i = 0; width > 0 && i + width <= logic.parts.size(); i += width) {
      const Logic* row = &logic.parts[i];
      text_.dash();
      if (std::all_of(row, row + width, is_simple)) {
        std::vector<std::string> cells;
        for (size_t c = 0; c < width; ++c) cells.push_back(row[c].text.text);
        text_.raw(at + 4, list_of(cells));
      } else {
        for (size_t c = 0; c < width; ++c) item(at + 6, row[c]);
      }
    }
  }

  void table(int at, const dmn::TableSource& table, const std::string& name) {
    text_.raw(at, "hit_policy: " + std::string(to_string(table.hit_policy)));
    text_.line(at, "output_label", table.output_label);
    if (!table.inputs.empty()) text_.raw(at, "inputs:");
    for (const dmn::TableInput& one : table.inputs) input(at + 4, one);
    text_.raw(at, "outputs:");
    for (const dmn::TableOutput& one : table.outputs) output(at + 4, one, name);
    text_.raw(at, table.rules.empty() ? "rules: []" : "rules:");
    for (const dmn::TableRule& one : table.rules) rule(at + 4, one);
  }

  void input(int at, const dmn::TableInput& one) {
    text_.dash();
    const std::string label = one.label == fold_space(one.expression.text) ? "" : one.label;
    if (!one.allowed && label.empty() && one.type_name.empty())
      return text_.raw(at, quoted(one.expression.text));
    text_.text(at, "expression", one.expression.text);
    text_.line(at, "label", label);
    text_.line(at, "type", one.type_name);
    if (one.allowed) text_.text(at, "allowed", one.allowed->text);
  }

  void output(int at, const dmn::TableOutput& one, const std::string& owner) {
    const std::string& name = one.name.empty() ? owner : one.name;
    text_.dash();
    if (!one.allowed && !one.otherwise && one.type_name.empty() && one.label.empty())
      return text_.raw(at, quoted(name));
    text_.text(at, "name", name);
    text_.line(at, "label", one.label);
    text_.line(at, "type", one.type_name);
    if (one.allowed) text_.text(at, "allowed", one.allowed->text);
    if (one.otherwise) text_.text(at, "otherwise", one.otherwise->text);
  }

  void rule(int at, const dmn::TableRule& one) {
    text_.dash();
    text_.raw(at, "when: " + list_of(one.when));
    text_.raw(at, "then: " + list_of(one.then));
    text_.line(at, "id", one.id);
    text_.line(at, "reference", one.reference);
    text_.line(at, "reason", one.reason);
    text_.line(at, "note", join(one.annotations, "; "));
    if (one.valid_from) text_.raw(at, "valid_from: " + to_string(*one.valid_from));
    if (one.valid_to) text_.raw(at, "valid_to: " + to_string(*one.valid_to));
  }

  Text text_;
  std::map<std::string, std::vector<std::string>> needs_;
};

}  // namespace

std::string model_as_yaml(const dmn::ModelSource& model) {
  return Writer().write(model);
}

}  // namespace mailroom::workflows

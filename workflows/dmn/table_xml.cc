#include "workflows/dmn/table_xml.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::dmn {

Cell cell_in(const Document& document, const pugi::xml_node& holder) {
  const pugi::xml_node text = child(holder, "text");
  // The text's first character is the place problems count from.
  return {text_of_child(holder, "text"), document.place(text.first_child() ? text.first_child() : holder),
          document.written(text.first_child())};
}

std::optional<Cell> cell_if_any(const Document& document, const pugi::xml_node& holder) {
  if (!holder) return {};
  Cell cell = cell_in(document, holder);
  if (trim(cell.text).empty()) return {};
  return cell;
}

std::string hit_policy_text(const pugi::xml_node& node) {
  const std::string policy = attribute(node, "hitPolicy"), aggregation = attribute(node, "aggregation");
  return (policy.empty() ? "UNIQUE" : policy) + (aggregation.empty() ? "" : " " + aggregation);
}

std::vector<std::string> annotation_names(const pugi::xml_node& node) {
  std::vector<std::string> names;
  for (const pugi::xml_node& column : children(node, "annotation"))
    names.push_back(attribute(column, "name"));
  return names;
}

std::optional<TableSource> table_source(const Document& document, const pugi::xml_node& node,
                                        std::string name, const TypeOf& type_of) {
  TableSource source;
  source.name = std::move(name);
  source.place = document.place(node);
  const auto policy = parse_hit_policy(hit_policy_text(node));
  if (!policy) return std::nullopt;
  source.hit_policy = *policy;
  source.output_label = attribute(node, "outputLabel");
  for (const pugi::xml_node& input : children(node, "input")) {
    TableInput in;
    const pugi::xml_node expression = child(input, "inputExpression");
    in.expression = cell_in(document, expression);
    in.label = attribute(input, "label");
    in.type_name = attribute(expression, "typeRef");
    if (!in.type_name.empty()) in.type = type_of(in.type_name, expression);
    in.allowed = cell_if_any(document, child(input, "inputValues"));
    source.inputs.push_back(std::move(in));
  }
  for (const pugi::xml_node& output : children(node, "output")) {
    TableOutput out;
    out.name = fold_space(attribute(output, "name"));
    out.label = attribute(output, "label");
    out.type_name = attribute(output, "typeRef");
    if (!out.type_name.empty()) out.type = type_of(out.type_name, output);
    out.allowed = cell_if_any(document, child(output, "outputValues"));
    out.otherwise = cell_if_any(document, child(output, "defaultOutputEntry"));
    source.outputs.push_back(std::move(out));
  }
  const std::vector<std::string> annotations = annotation_names(node);
  for (const pugi::xml_node& rule : children(node, "rule")) {
    TableRule r;
    r.id = attribute(rule, "id");
    r.place = document.place(rule);
    for (const pugi::xml_node& entry : children(rule, "inputEntry"))
      r.when.push_back(cell_in(document, entry));
    for (const pugi::xml_node& entry : children(rule, "outputEntry"))
      r.then.push_back(cell_in(document, entry));
    for (const pugi::xml_node& entry : children(rule, "annotationEntry"))
      r.annotations.push_back(text_of_child(entry, "text"));
    // What a rule is founded on, as `dmn convert` writes it: traces name it.
    for (size_t i = 0; i < std::min(annotations.size(), r.annotations.size()); ++i) {
      if (annotations[i] == "reference") r.reference = r.annotations[i];
      if (annotations[i] == "reason") r.reason = r.annotations[i];
    }
    source.rules.push_back(std::move(r));
  }
  return source;
}

}  // namespace mailroom::dmn

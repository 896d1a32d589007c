#include "workflows/table_source.h"

#include "base/text.h"

namespace mailroom::workflows {

dmn::Cell cell_of(const yaml::Node& node) {
  return {node.text, node.place_at(0, 1)};
}

std::optional<dmn::TableSource> table_source(const yaml::Node& node, const std::string& id,
                                             std::vector<Diagnostic>& problems) {
  const auto error = [&](const Place& place, std::string code, std::string message) {
    problems.push_back({Severity::error, place, std::move(code), std::move(message), {}});
  };
  dmn::TableSource source;
  source.name = id;
  source.place = node.place;
  source.output_label = text_at(node, "output_label");
  source.hit_policy =
      dmn::parse_hit_policy(text_at(node, "hit_policy", "unique")).value_or(dmn::HitPolicy::unique);
  static const yaml::Node kNothing;
  const auto items = [&](const char* key) -> const std::vector<yaml::Node>& {
    const yaml::Node* list = list_at(node, key);
    return list ? list->items : kNothing.items;
  };
  for (const yaml::Node& item : items("inputs")) {
    dmn::TableInput input;
    const yaml::Node* expression = item.is_mapping() ? scalar_at(item, "expression") : &item;
    if (!expression || !expression->is_scalar()) return std::nullopt;
    input.expression = cell_of(*expression);
    input.label = text_at(item, "label");
    input.type_name = text_at(item, "type");
    if (const yaml::Node* allowed = scalar_at(item, "allowed")) input.allowed = cell_of(*allowed);
    source.inputs.push_back(std::move(input));
  }
  for (const yaml::Node& item : items("outputs")) {
    dmn::TableOutput output;
    output.name = item.is_mapping() ? text_at(item, "name") : item.text;
    output.label = text_at(item, "label");
    output.type_name = text_at(item, "type");
    if (const yaml::Node* allowed = scalar_at(item, "allowed")) output.allowed = cell_of(*allowed);
    if (const yaml::Node* otherwise = scalar_at(item, "otherwise")) output.otherwise = cell_of(*otherwise);
    source.outputs.push_back(std::move(output));
  }
  if (source.outputs.empty()) source.outputs.push_back({});
  for (const yaml::Node& item : items("rules")) {
    dmn::TableRule rule;
    rule.place = item.place;
    std::vector<const yaml::Node*> cells;
    if (item.is_mapping()) {
      for (const char* part : {"when", "then"}) {
        const yaml::Node* list = list_at(item, part);
        const size_t wanted = part[0] == 'w' ? source.inputs.size() : source.outputs.size();
        if (!list) return std::nullopt;
        if (list->items.size() != wanted) {
          error(list->place, "wrong_width",
                "'" + std::string(part) + "' has " +
                    count_of(static_cast<long long>(list->items.size()), "cell") + ", the table has " +
                    count_of(static_cast<long long>(wanted), part[0] == 'w' ? "input" : "output"));
          return std::nullopt;
        }
        for (const yaml::Node& cell : list->items) cells.push_back(&cell);
      }
      rule.id = text_at(item, "id");
      rule.reference = text_at(item, "reference");
      rule.reason = text_at(item, "reason");
      // In several languages: the first is the rule's own, the others are letters' (workflows/reasons.h).
      if (const yaml::Node* texts = mapping_at(item, "reason"); texts && !texts->entries.empty())
        rule.reason = texts->entries.front().value.text;
      if (const yaml::Node* note = scalar_at(item, "note")) rule.annotations.push_back(note->text);
      rule.valid_from = parse_date(text_at(item, "valid_from"));
      rule.valid_to = parse_date(text_at(item, "valid_to"));
      if (rule.valid_from && rule.valid_to && *rule.valid_to < *rule.valid_from) {
        error(item.find("valid_to")->place, "wrong_value",
              "'valid_to' is before 'valid_from': the rule is never in force");
      }
    } else {
      const size_t wanted = source.inputs.size() + source.outputs.size();
      if (item.items.size() != wanted) {
        error(item.place, "wrong_width",
              "this rule has " + count_of(static_cast<long long>(item.items.size()), "cell") +
                  ", the table has " + count_of(static_cast<long long>(source.inputs.size()), "input") +
                  " and " + count_of(static_cast<long long>(source.outputs.size()), "output"));
        return std::nullopt;
      }
      for (const yaml::Node& cell : item.items) cells.push_back(&cell);
    }
    for (const yaml::Node* cell : cells) {
      if (!cell->is_scalar()) return std::nullopt;
      (rule.when.size() < source.inputs.size() ? rule.when : rule.then).push_back(cell_of(*cell));
    }
    source.rules.push_back(std::move(rule));
  }
  return source;
}

}  // namespace mailroom::workflows

#include "workflows/editor/explanation.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/editor/feel_text.h"
#include "workflows/editor/feel_words.h"
#include "workflows/editor/key_text.h"
#include "workflows/editor/names.h"
#include "workflows/editor/spot.h"

namespace mailroom::workflows::editor {

namespace {

std::string code(std::string_view language, std::string_view text) {
  return "```" + std::string(language) + "\n" + std::string(text) + "\n```";
}

// "round half up" of a cursor on any of its words.
const std::vector<feel::Builtin>* function_at(const feel::Builtins& functions, std::string_view feel,
                                              size_t at) {
  const std::vector<feel::Builtin>* longest = nullptr;
  for (const std::string& name : functions.names()) {
    for (size_t begin = feel.find(name); begin != std::string_view::npos;
         begin = feel.find(name, begin + 1)) {
      const size_t end = begin + name.size();
      if (at < begin || at > end || feel.find_first_not_of(' ', end) == std::string_view::npos ||
          feel[feel.find_first_not_of(' ', end)] != '(')
        continue;
      const auto* found = functions.find(name);
      if (!longest || longest->front().name.size() < name.size()) longest = found;
    }
  }
  return longest;
}

std::string explain_decision(const yaml::Node& decision) {
  std::vector<std::string> lines;
  if (const std::string title = text_at(decision, "title"); !title.empty()) lines.push_back(title);
  if (const yaml::Node* value = scalar_at(decision, "value")) lines.push_back(code("feel", value->text));
  if (const yaml::Node* outputs = list_at(decision, "outputs")) {
    std::vector<std::string> names;
    for (const yaml::Node& one : outputs->items)
      names.push_back(one.is_scalar() ? one.text : text_at(one, "name"));
    lines.push_back("gives " + quoted_list(names, "and"));
  }
  if (const yaml::Node* rules = list_at(decision, "rules")) {
    lines.push_back(count_of(static_cast<long long>(rules->items.size()), "rule") + ", hit policy " +
                    text_at(decision, "hit_policy", "unique"));
  }
  if (const yaml::Node* model = scalar_at(decision, "dmn"))
    lines.push_back("decided by `" + model->text + "`");
  if (const std::string law = text_at(decision, "reference"); !law.empty()) lines.push_back("follows " + law);
  return join(lines, "\n\n");
}

std::string explain_given(const GivenName& given) {
  std::string text = "**" + given.name + "**: " + std::string(to_string(given.kind)) + "\n\n";
  if (!given.value) return text;
  if (given.kind == NameKind::fact) return text + code("feel", given.value->text);
  if (given.kind == NameKind::decision) return text + explain_decision(*given.value);
  if (given.kind == NameKind::document) {
    std::vector<std::string> forms;
    if (const yaml::Node* list = list_at(*given.value, "forms"))
      for (const yaml::Node& form : list->items) forms.push_back(form.text);
    return text + "forms " + quoted_list(forms, "and") + ", count " + text_at(*given.value, "count", "1");
  }
  return text;
}

std::string explain_name(const Draft& draft, const UsedName& used) {
  if (!used.owner.empty()) {
    const ocr::Form* form = nullptr;
    const ocr::Field* field = find_field(draft, used.owner, used.name, &form);
    if (field) return "**" + used.name + "**: " + describe_field(*field) + " (form `" + form->id + "`)";
  }
  const auto names = given_names(draft.root());
  if (used.owner.empty()) {
    if (const GivenName* given = find_name(names, used.name)) return explain_given(*given);
    if (const auto* entry = draft.scope().find(used.name))
      return "**" + used.name + "**: " + to_string(*entry->type);
    return {};
  }
  if (const GivenName* given = find_name(names, used.owner.substr(0, used.owner.find('.'))))
    return "**" + used.name + "** of the " + std::string(to_string(given->kind)) + " **" + given->name + "**";
  return {};
}

Place place_of_key(const yaml::Entry& entry) {
  return entry.place;
}

}  // namespace

std::string describe_field(const ocr::Field& field) {
  std::string text = "page " + std::to_string(field.page);
  if (!field.label.empty() && field.label != field.id) text += ", " + field.label;
  text += ", " + std::string(ocr::to_string(field.type));
  if (!field.format.empty()) text += " (" + field.format + ")";
  return text + (field.required ? ", required" : "");
}

const ocr::Field* find_field(const Draft& draft, std::string_view owner, std::string_view field,
                             const ocr::Form** of) {
  const auto look = [&](const ocr::Form* form) -> const ocr::Field* {
    if (!form) return nullptr;
    const ocr::Field* found = form->find(field);
    if (found && of) *of = form;
    return found;
  };
  if (const DocumentRole* role = draft.workflow().role(owner)) {
    for (const std::string& id : role->forms) {
      if (const ocr::Field* found = look(draft.workflow().form(id))) return found;
    }
  }
  return look(draft.workflow().form(owner));
}

std::optional<Explanation> explanation_at(const Draft& draft, size_t offset) {
  const Spot spot = spot_at(draft.text(), offset);
  if (spot.part == Spot::Part::none) return std::nullopt;
  if (spot.part == Spot::Part::key) {
    const Key* mapping = spot.here().key;
    const Key* key = spot.way.size() == 2 && spot.here().name == "deliveries"
                         ? key_of_delivery(spot.entry->value)
                         : inner_key(mapping, spot.text, spot.entry->value);
    if (!key) return std::nullopt;
    Place place = place_of_key(*spot.entry);
    place.length -= 1;  // the cursor
    std::string text = explain_key(*key);
    const auto names = given_names(draft.root());
    const bool is_name = mapping && mapping->type == KeyType::map && spot.way.size() == 2;
    if (const GivenName* given = is_name ? find_name(names, spot.text) : nullptr)
      text = explain_given(*given);
    if (is_name && draft.last_value) {
      if (const auto value = draft.last_value(spot.text)) text += "\n\nlast dry run: `" + *value + "`";
    }
    return Explanation{std::move(text), place};
  }
  const yaml::Node& node = *spot.here().node;
  if (const auto feel = feel_at(spot)) {
    const size_t begin = spot.text.find(feel->text);
    if (const auto* function = function_at(draft.scope().builtins(), feel->text, feel->at)) {
      return Explanation{
          code("feel", signatures_of(*function)) + "\n\n" + describe_function(function->front().name),
          node.place_at(begin + feel->at, 1)};
    }
    if (const auto used = name_around(feel->text, feel->at)) {
      std::string text = explain_name(draft, *used);
      if (text.empty()) return std::nullopt;
      const std::string path = used->owner.empty() ? used->name : used->owner + "." + used->name;
      if (draft.last_value) {
        if (const auto value = draft.last_value(path)) text += "\n\nlast dry run: `" + *value + "`";
      }
      Place place = node.place_at(begin + used->at, used->name.size());
      if (feel->at < used->at + used->name.size() && feel->at > used->at) place.length -= 1;
      return Explanation{std::move(text), place};
    }
    return std::nullopt;
  }
  const auto names = given_names(draft.root());
  const bool is_reference = spot.owner() == "deliver" || spot.owner() == "after";
  if (const GivenName* given = is_reference ? find_name(names, spot.text) : nullptr)
    return Explanation{explain_given(*given), node.place};
  for (const ocr::Form& form : draft.forms()) {
    if (spot.owner() == "forms" && form.id == spot.text) {
      return Explanation{"**" + form.id + "**: " + form.title + "\n\n" +
                             count_of(static_cast<long long>(form.fields.size()), "field") + ", " +
                             count_of(static_cast<long long>(form.pages.size()), "page"),
                         node.place};
    }
  }
  if (!spot.here().key) return std::nullopt;
  return Explanation{explain_key(*spot.here().key), node.place};
}

}  // namespace mailroom::workflows::editor

#include "workflows/editor/names.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/yaml_scan.h"
#include "workflows/editor/explanation.h"
#include "workflows/editor/feel_text.h"
#include "workflows/editor/names_in_tests.h"
#include "workflows/editor/spot.h"
#include "workflows/language.h"

namespace mailroom::workflows::editor {

namespace {

constexpr std::string_view kAnswersOwner = "deliveries";

constexpr uint64_t kMaxTemplateBytes = 16ull << 20;

// Where a template says one of its fields (or, of an empty name, itself).
std::optional<Place> place_in_form(const ocr::Form& form, std::string_view field) {
  std::string text;
  try {
    text = read_file(form.file, kMaxTemplateBytes);
  } catch (const Error&) {
    return std::nullopt;
  }
  std::vector<Diagnostic> unsaid;
  const yaml::Node root = yaml::scan(text, form.file.string(), unsaid);
  if (field.empty()) {
    const yaml::Node* id = scalar_at(root, "id");
    return id ? id->place : Place{form.file.string(), 1, 1, 1};
  }
  for (const char* part : {"fields", "tables"}) {
    const yaml::Node* list = list_at(root, part);
    if (!list) continue;
    for (const yaml::Node& item : list->items) {
      const yaml::Node* id = scalar_at(item, "id");
      if (id && id->text == field) return id->place;
    }
  }
  return std::nullopt;
}

const Place* place_of(const std::vector<GivenName>& names, std::string_view name) {
  const GivenName* given = find_name(names, name);
  return given ? &given->place : nullptr;
}

// Every expression and every name of a delivery in the workflow's file.
class Finder {
 public:
  Finder(const Draft& draft, const GivenName& given) : draft_(draft), given_(given) {}

  std::vector<Place> find() {
    places_.push_back(given_.place);
    std::vector<Crumb> way;
    visit(draft_.root(), &workflow_key(), "", way);
    if (given_.kind != NameKind::delivery) {
      for (const auto& [file, text] : draft_.workflow().source.files) visit_letter(file, text);
    }
    return std::move(places_);
  }

 private:
  void visit(const yaml::Node& node, const Key* key, const std::string& name, std::vector<Crumb>& way) {
    way.push_back({&node, key, name, 0});
    if (node.is_scalar()) visit_scalar(node, way);
    for (const yaml::Entry& entry : node.entries) {
      const bool is_delivery = way.size() == 2 && name == "deliveries";
      visit(entry.value, is_delivery ? key_of_delivery(entry.value) : inner_key(key, entry.key, entry.value),
            entry.key, way);
    }
    for (const yaml::Node& item : node.items) visit(item, item_key(key, item), "", way);
    way.pop_back();
  }
  void visit_scalar(const yaml::Node& node, const std::vector<Crumb>& way) {
    for (const Piece& piece : feel_pieces(node.text, writing_at(way))) {
      for (const UsedName& used :
           used_names(std::string_view(node.text).substr(piece.begin, piece.end - piece.begin))) {
        if (is_meant(used)) places_.push_back(node.place_at(piece.begin + used.at, used.name.size()));
      }
    }
    if (given_.kind != NameKind::delivery || node.text != given_.name) return;
    const std::string_view owner = way.back().name.empty() ? way[way.size() - 2].name : way.back().name;
    if (owner == "deliver" || owner == "after") places_.push_back(node.place_at(0, node.text.size()));
  }
  void visit_letter(const std::string& file, const std::string& text) {
    if (std::filesystem::path(file).extension() == ".dmn") return;
    const yaml::Source source((draft_.around().site / file).string(), text);
    for (const Piece& piece : feel_pieces(text, Writing::wording)) {
      for (const UsedName& used :
           used_names(std::string_view(text).substr(piece.begin, piece.end - piece.begin))) {
        if (is_meant(used)) {
          places_.push_back(
              source.place(piece.begin + used.at, static_cast<int>(length_in_code_points(used.name))));
        }
      }
    }
  }
  bool is_meant(const UsedName& used) const {
    if (used.name != given_.name) return false;
    return given_.kind == NameKind::delivery ? used.owner == kAnswersOwner : used.owner.empty();
  }

  const Draft& draft_;
  const GivenName& given_;
  std::vector<Place> places_;
};

// The given name that is written or used at the cursor.
const GivenName* given_at(const std::vector<GivenName>& names, const Spot& spot) {
  if (spot.part == Spot::Part::key) return spot.way.size() == 2 ? find_name(names, spot.text) : nullptr;
  if (spot.part != Spot::Part::value) return nullptr;
  if (const auto feel = feel_at(spot)) {
    const auto used = name_around(feel->text, feel->at);
    if (!used) return nullptr;
    const GivenName* given = find_name(names, used->name);
    if (!given) return nullptr;
    return (given->kind == NameKind::delivery ? used->owner == kAnswersOwner : used->owner.empty()) ? given
                                                                                                    : nullptr;
  }
  const std::string_view owner = spot.owner();
  const GivenName* given = find_name(names, spot.text);
  if (owner == "deliver" || owner == "after" || owner == "id") return given;
  return nullptr;
}

}  // namespace

std::string_view to_string(NameKind kind) {
  constexpr std::string_view kNames[] = {"document", "look-up", "fact",    "check",
                                         "decision", "route",   "delivery"};
  return kNames[static_cast<size_t>(kind)];
}

std::vector<GivenName> given_names(const yaml::Node& root) {
  static const std::map<std::string_view, NameKind> kKinds = {
      {"documents", NameKind::document}, {"lookups", NameKind::lookup},     {"facts", NameKind::fact},
      {"checks", NameKind::check},       {"decisions", NameKind::decision}, {"routes", NameKind::route},
      {"deliveries", NameKind::delivery}};
  std::vector<GivenName> names;
  for (const yaml::Entry& entry : root.entries) {
    const auto kind = kKinds.find(entry.key);
    if (kind == kKinds.end()) continue;
    for (const yaml::Entry& one : entry.value.entries)
      names.push_back({kind->second, one.key, one.place, &one.value});
    for (const yaml::Node& item : entry.value.items) {
      if (const yaml::Node* id = scalar_at(item, "id"))
        names.push_back({kind->second, id->text, id->place_at(0, id->text.size()), &item});
    }
  }
  return names;
}

const GivenName* find_name(const std::vector<GivenName>& names, std::string_view name) {
  // What expressions can name comes before checks and routes of the same name.
  const GivenName* found = nullptr;
  for (const GivenName& given : names) {
    if (given.name != name) continue;
    const bool is_quiet = given.kind == NameKind::check || given.kind == NameKind::route;
    if (!is_quiet) return &given;
    if (!found) found = &given;
  }
  return found;
}

std::optional<Place> definition_at(const Draft& draft, size_t offset) {
  const Spot spot = spot_at(draft.text(), offset);
  if (spot.part != Spot::Part::value) return std::nullopt;
  const auto names = given_names(draft.root());
  if (const auto feel = feel_at(spot)) {
    const auto used = name_around(feel->text, feel->at);
    if (!used) return std::nullopt;
    if (!used->owner.empty() && used->owner != kAnswersOwner) {
      const ocr::Form* form = nullptr;
      if (find_field(draft, used->owner, used->name, &form)) {
        if (auto place = place_in_form(*form, used->name)) return place;
      }
    }
    if (used->owner.empty() || used->owner == kAnswersOwner) {
      const Place* place = place_of(names, used->name);
      return place ? std::optional(*place) : std::nullopt;
    }
    const Place* place = place_of(names, used->owner.substr(0, used->owner.find('.')));
    return place ? std::optional(*place) : std::nullopt;
  }
  const std::string_view owner = spot.owner();
  if (owner == "deliver" || owner == "after") {
    const Place* place = place_of(names, spot.text);
    return place ? std::optional(*place) : std::nullopt;
  }
  if (owner == "forms") {
    for (const ocr::Form& form : draft.forms()) {
      if (form.id == spot.text) return place_in_form(form, "");
    }
  }
  const std::filesystem::path file = draft.around().site / spot.text;
  std::error_code failed;
  if (!spot.text.empty() && std::filesystem::is_regular_file(file, failed))
    return Place{file.string(), 1, 1, 1};
  return std::nullopt;
}

std::vector<Place> places_of_name_at(const Draft& draft, size_t offset, std::string& why) {
  const Spot spot = spot_at(draft.text(), offset);
  const auto names = given_names(draft.root());
  const GivenName* given = given_at(names, spot);
  if (!given) {
    why = "facts, decisions and deliveries can be renamed; there is none here";
    return {};
  }
  if (given->kind != NameKind::fact && given->kind != NameKind::decision &&
      given->kind != NameKind::delivery) {
    why = "'" + given->name + "' is a " + std::string(to_string(given->kind)) +
          ": facts, decisions and deliveries can be renamed";
    return {};
  }
  if (given->kind == NameKind::decision && given->value->find("dmn") && !given->value->find("decision")) {
    why = "the model knows this decision by its id: write 'decision: " + given->name + "' beside 'dmn' first";
    return {};
  }
  for (const DecisionRule& decision : draft.workflow().decisions) {
    if (!decision.model) continue;
    const auto taken = [&](const auto& input) { return input.first == given->name; };
    if (std::any_of(decision.model->inputs.begin(), decision.model->inputs.end(), taken) &&
        given->kind != NameKind::delivery) {
      why = "the model of '" + decision.id + "' has an input '" + given->name +
            "': give it to it by 'with' first";
      return {};
    }
  }
  std::vector<Place> places = Finder(draft, *given).find();
  for (Place& place : places_in_tests(draft, *given)) places.push_back(std::move(place));
  return places;
}

bool may_be_called(const Draft& draft, std::string_view name, std::string& why) {
  const auto is_fine = [](unsigned char c) { return std::isalnum(c) || c == '_' || c >= 0x80; };
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) ||
      !std::all_of(name.begin(), name.end(), is_fine)) {
    why = "expected a name of letters, digits and '_', got '" + std::string(name) + "'";
    return false;
  }
  const auto names = given_names(draft.root());
  const GivenName* taken = find_name(names, name);
  if (taken && taken->kind != NameKind::check && taken->kind != NameKind::route) {
    why = "'" + std::string(name) + "' is already the name of a " + std::string(to_string(taken->kind));
    return false;
  }
  return true;
}

}  // namespace mailroom::workflows::editor

#include "workflows/editor/spot.h"

#include <algorithm>
#include <map>

#include "base/yaml_scan.h"
#include "connectors/factory.h"
#include "workflows/language.h"

namespace mailroom::workflows::editor {

namespace {

constexpr std::string_view kCursor = "\xEE\x83\xBF";  // U+E0FF, of the private use area

// What stands here of several alternatives; a text that is just begun may become any, and is the first.
const Key* alternative(const Key* key, const yaml::Node& node) {
  if (!key || key->type != KeyType::either) return key;
  for (const Key& one : key->items) {
    const bool is_mapping = one.type == KeyType::mapping || one.type == KeyType::map;
    if (node.is_mapping() ? is_mapping
        : node.is_list()  ? one.type == KeyType::list
                          : !is_mapping && one.type != KeyType::list)
      return &one;
  }
  return key;
}

// Down to where the cursor is. False: not in here.
bool walk(const yaml::Node& node, const Key* key, std::string name, size_t index, Spot& spot) {
  spot.way.push_back({&node, key, std::move(name), index});
  if (node.is_scalar() && node.text.find(kCursor) != std::string::npos) {
    spot.part = Spot::Part::value;
    spot.text = node.text;
    spot.quoted = node.quoted;
    return true;
  }
  for (const yaml::Entry& entry : node.entries) {
    if (entry.key.find(kCursor) != std::string::npos) {
      spot.part = Spot::Part::key;
      spot.entry = &entry;
      spot.text = entry.key;
      return true;
    }
    const bool is_delivery = spot.way.size() == 2 && spot.way.front().key == &workflow_key() &&
                             spot.way.back().name == "deliveries";
    const Key* inner = is_delivery ? key_of_delivery(entry.value) : inner_key(key, entry.key, entry.value);
    if (walk(entry.value, inner, entry.key, 0, spot)) return true;
  }
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (walk(node.items[i], item_key(key, node.items[i]), "", i, spot)) return true;
  }
  spot.way.pop_back();
  return false;
}

}  // namespace

std::string_view Spot::owner() const {
  for (auto crumb = way.rbegin(); crumb != way.rend(); ++crumb) {
    if (!crumb->name.empty()) return crumb->name;
  }
  return {};
}

bool Spot::is_below(std::string_view name) const {
  return std::any_of(way.begin(), way.end(), [&](const Crumb& crumb) { return crumb.name == name; });
}

const Key* key_of_delivery(const yaml::Node& delivery) {
  static const std::map<std::string_view, Key> kKeys = [] {
    std::map<std::string_view, Key> keys;
    for (const auto& kind : connectors::connector_kinds()) keys.emplace(kind.name, delivery_key(kind));
    return keys;
  }();
  for (const yaml::Entry& entry : delivery.entries) {
    if (const auto known = kKeys.find(entry.key); known != kKeys.end()) return &known->second;
  }
  return inner_key(inner_key(&workflow_key(), "deliveries", delivery), "", delivery);
}

const Key* inner_key(const Key* key, std::string_view name, const yaml::Node& node) {
  if (!key) return nullptr;
  if (key->type == KeyType::any) return key;
  if (key->type == KeyType::map) return alternative(&key->items.at(0), node);
  if (key->type != KeyType::mapping) return nullptr;
  const auto found =
      std::find_if(key->keys.begin(), key->keys.end(), [&](const Key& one) { return one.name == name; });
  return found == key->keys.end() ? nullptr : alternative(&*found, node);
}

const Key* item_key(const Key* key, const yaml::Node& node) {
  if (!key) return nullptr;
  if (key->type == KeyType::any) return key;
  return key->type == KeyType::list ? alternative(&key->items.at(0), node) : nullptr;
}

Spot spot_at(std::string_view text, size_t offset) {
  return spot_at(text, offset, workflow_key());
}

Spot spot_at(std::string_view text, size_t offset, const Key& language) {
  offset = std::min(offset, text.size());
  std::string marked(text);
  marked.insert(offset, kCursor);
  Spot spot;
  std::vector<Diagnostic> unsaid;
  spot.root = std::make_unique<yaml::Node>(yaml::scan(marked, "", unsaid));
  walk(*spot.root, &language, "", 0, spot);
  if (spot.part == Spot::Part::none) {
    spot.way = {{spot.root.get(), &language, "", 0}};
    return spot;
  }
  spot.at = spot.text.find(kCursor);
  spot.text.erase(spot.at, kCursor.size());
  return spot;
}

}  // namespace mailroom::workflows::editor

#include "base/key_reference.h"

#include "base/text.h"

namespace mailroom {

namespace {

// A '|' would end the cell.
std::string in_cell(const std::string& text) {
  return replace_all(text, "|", "\\|");
}

std::string holds(const Key& key) {
  if (key.type == KeyType::list) return "list: " + expected_of(key.items.at(0));
  if (key.type == KeyType::map) return "by name: " + expected_of(key.items.at(0));
  return expected_of(key);
}

void add_rows(const Key& key, const std::string& path, std::string& text);

void add_inner(const Key& key, const std::string& path, std::string& text) {
  for (const Key& inner : key.keys)
    add_rows(inner, path.empty() ? inner.name : path + "." + inner.name, text);
  for (const Key& item : key.items) {
    const std::string suffix = key.type == KeyType::list ? "[]" : key.type == KeyType::map ? ".NAME" : "";
    add_inner(item, path + suffix, text);
  }
}

void add_rows(const Key& key, const std::string& path, std::string& text) {
  std::string about = key.description;
  if (key.required) about += "; required";
  if (!key.default_value.empty()) about += "; default: `" + key.default_value + "`";
  if (!key.example.empty()) about += "; `" + key.name + ": " + key.example + "`";
  text += "| `" + path + "` | " + in_cell(holds(key)) + " | " + in_cell(about) + " |\n";
  add_inner(key, path, text);
}

}  // namespace

std::string key_reference(const Key& root) {
  std::string text = "\n| key | holds | |\n|---|---|---|\n";
  add_inner(root, "", text);
  return text;
}

}  // namespace mailroom

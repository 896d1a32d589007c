#include "base/key_reference.h"

#include <vector>

#include "base/text.h"

namespace mailroom {

namespace {

std::string cell(const std::string& text) {
  return replace_all(replace_all(text, "|", "\\|"), "\n", " ");
}

std::string code(const std::string& text) {
  return text.empty() ? "" : "`" + cell(text) + "`";
}

void add_sections(const std::string& path, const Key& key, std::vector<KeySection>& sections) {
  if (key.type == KeyType::mapping && !key.keys.empty()) sections.push_back({path, &key});
  for (const Key& item : key.items) {
    const std::string inner = path + (key.type == KeyType::list  ? "[]"
                                      : key.type == KeyType::map ? ".NAME"
                                                                 : "");
    add_sections(inner, item, sections);
  }
  for (const Key& inner : key.keys)
    add_sections(path.empty() ? inner.name : path + "." + inner.name, inner, sections);
}

std::string table_of(const Key& mapping) {
  std::string text = "| key | what it is | must be | default | for example |\n|---|---|---|---|---|\n";
  for (const Key& key : mapping.keys) {
    text += "| `" + key.name + "`" + (key.required ? " **required**" : "") + " | " + cell(key.description) +
            " | " + cell(must_be(key)) + " | " + code(key.default_value) + " | " + code(key.example) + " |\n";
  }
  return text;
}

}  // namespace

std::string must_be(const Key& key) {
  if (key.type == KeyType::list && !key.items.empty() && key.items[0].type != KeyType::mapping &&
      key.items[0].type != KeyType::either)
    return "a list of: " + expected_of(key.items[0]);
  return expected_of(key);
}

std::vector<KeySection> key_sections(const Key& root, const std::string& path) {
  std::vector<KeySection> sections;
  add_sections(path, root, sections);
  return sections;
}

std::string key_reference(const Key& root, std::string_view title, const std::string& path) {
  std::string page;
  for (const KeySection& section : key_sections(root, path))
    page += "\n### " + (section.path.empty() ? std::string(title) : "`" + section.path + "`") + "\n" +
            table_of(*section.mapping);
  return page;
}

}  // namespace mailroom

#include "workflows/editor/key_text.h"

namespace mailroom::workflows::editor {

std::string kind_of_key(const Key& key) {
  return expected_of(key) + (key.required ? ", required" : "");
}

std::string explain_key(const Key& key) {
  std::string text = key.name.empty() ? std::string() : "**" + key.name + "**: ";
  text += key.description.empty() ? std::string() : key.description + "\n\n";
  text += kind_of_key(key);
  if (!key.default_value.empty()) text += "; default `" + key.default_value + "`";
  if (!key.example.empty())
    text += "\n\n```yaml\n" + (key.name.empty() ? std::string() : key.name + ": ") + key.example + "\n```";
  return text;
}

}  // namespace mailroom::workflows::editor

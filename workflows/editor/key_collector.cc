#include "workflows/editor/key_collector.h"

#include <cctype>

#include "base/text.h"
#include "workflows/editor/key_text.h"

namespace mailroom::workflows::editor {

using Kind = Suggestion::Kind;

bool is_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '/' || c == '.' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

std::vector<Suggestion> KeyCollector::collect() {
  if (spot_.part == Spot::Part::key) {
    replace_word();
    keys(spot_.here());
  } else if (spot_.part == Spot::Part::value) {
    value();
    // A mapping's first key looks like a text until its ':' is there.
    if (!spot_.quoted && spot_.here().key) {
      keys_of(*spot_.here().key, {});
      names(spot_.here());
    }
  } else if (trim(text_).empty()) {
    keys(spot_.here());
  }
  return std::move(found_);
}

void KeyCollector::value() {
  replace_word();
  words();
}

void KeyCollector::words() {
  if (spot_.here().key) words_of(*spot_.here().key);
}

Suggestion& KeyCollector::add(Kind kind, std::string label, std::string detail, std::string documentation) {
  found_.push_back({kind, label, std::move(detail), std::move(documentation), label, begin_, end_});
  return found_.back();
}

void KeyCollector::replace_word() {
  while (begin_ > 0 && is_of_word(text_[begin_ - 1])) --begin_;
  while (end_ < text_.size() && is_of_word(text_[end_])) ++end_;
}

void KeyCollector::keys(const Crumb& mapping) {
  if (!mapping.key) return;
  std::set<std::string> present;
  for (const yaml::Entry& entry : mapping.node->entries) present.insert(entry.key);
  keys_of(*mapping.key, present);
  names(mapping);
}

void KeyCollector::keys_of(const Key& key, const std::set<std::string>& present) {
  if (key.type == KeyType::either) {
    for (const Key& one : key.items) keys_of(one, present);
  }
  if (key.type != KeyType::mapping) return;
  for (const bool required : {true, false}) {
    for (const Key& inner : key.keys) {
      if (inner.required != required || present.count(inner.name)) continue;
      add(Kind::key, inner.name, kind_of_key(inner), explain_key(inner)).text = inner.name + ": ";
    }
  }
}

void KeyCollector::words_of(const Key& key) {
  switch (key.type) {
    case KeyType::boolean:
      add(Kind::word, "true");
      add(Kind::word, "false");
      break;
    case KeyType::choice:
      for (const std::string& word : key.choices) add(Kind::word, word);
      break;
    case KeyType::file:
      return files();
    case KeyType::either:
      for (const Key& one : key.items) words_of(one);
      return;
    default:
      if (!key.default_value.empty()) add(Kind::word, key.default_value, "default");
      if (!key.example.empty() && key.type != KeyType::mapping && key.type != KeyType::map)
        add(Kind::word, key.example, "for example");
      break;
  }
}

}  // namespace mailroom::workflows::editor

// The keys of a language written in YAML, as a table: one description that checks a file, makes its JSON
// Schema for editors and its reference for people, so that the three cannot differ. Constant data, built
// once; pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/value.h"
#include "base/yaml.h"

namespace mailroom {

enum class KeyType {
  text,        // any scalar
  name,        // an identifier that others refer to: letters, digits, '_' and '-'
  boolean,     // true or false
  integer,     // 0 or more, digits only
  number,      // "0.95", "-3": decimal
  share,       // "0.1%" or "0.001": 0 to 1
  date,        // 2026-11-23
  period,      // P90D, P3M, "5 working days" (base/period.h)
  count,       // "1", "0..5", "1..*"
  file,        // a path relative to the site
  expression,  // FEEL
  tests,       // FEEL unary tests: a decision table's cell
  wording,     // a text with {{ FEEL }} in it
  choice,      // one of `choices`
  list,        // of `items`[0]
  map,         // names of the author's to `items`[0]
  mapping,     // the keys in `keys`
  any,         // whatever it is, somebody else looks at it
  either,      // one of `items`, told apart by kind: scalar, list, mapping
};

struct Key {
  Key() = default;
  Key(std::string key_name, KeyType key_type, std::string text = {})
      : name(std::move(key_name)), type(key_type), description(std::move(text)) {}

  std::string name;
  KeyType type = KeyType::text;
  std::string description;  // lower case, no full stop
  bool required = false;
  std::string default_value;  // as written; empty: none
  std::string example;        // as written in YAML
  std::vector<std::string> choices;
  std::vector<Key> keys;
  std::vector<Key> items;

  // For tables that read well: Key{"id", KeyType::name, "…"}.needed().like("ctr").
  Key needed() const;
  Key by_default(std::string value) const;
  Key like(std::string yaml) const;
  Key one_of(std::vector<std::string> words) const;
  Key of(std::vector<Key> inner) const;  // keys of a mapping; items of a list, a map or an either
};

// Everything about `node` that the table does not allow: unknown keys (with the nearest known one), missing
// ones, wrong types. Duplicates were reported when the text was parsed.
void check_keys(const yaml::Node& node, const Key& key, std::vector<Diagnostic>& problems);

// JSON Schema draft 2020-12.
Value json_schema(const Key& root, const std::string& title);

// "a list", "true or false", "a period such as P90D …": what a message says was expected.
std::string expected_of(const Key& key);

}  // namespace mailroom

// The JSON Schema of a table of keys: what an editor completes and underlines.
#include "base/keys.h"

namespace mailroom {

namespace {

Value texts(const std::vector<std::string>& list) {
  List values;
  for (const std::string& text : list) values.emplace_back(text);
  return values;
}

Context typed(const Key& key);

Value schema_of(const Key& key) {
  Context schema = typed(key);
  if (!key.description.empty()) schema.put("description", key.description);
  if (!key.default_value.empty()) schema.put("default", key.default_value);
  if (!key.example.empty()) schema.put("examples", List{key.example});
  return schema;
}

Context typed(const Key& key) {
  switch (key.type) {
    case KeyType::boolean:
      return {{"type", "boolean"}};
    case KeyType::integer:
      return {{"type", "integer"}, {"minimum", 0}};
    case KeyType::number:
      return {{"type", "number"}};
    case KeyType::name:
      return {{"type", "string"}, {"pattern", "^[\\p{L}\\p{N}_-]+$"}};
    case KeyType::date:
      return {{"type", "string"}, {"format", "date"}};
    case KeyType::choice:
      return {{"enum", texts(key.choices)}};
    case KeyType::count:
    case KeyType::share:
      return {{"type", List{"string", "number"}}};
    // A number or true stands for itself in FEEL.
    case KeyType::expression:
    case KeyType::tests:
    case KeyType::text:
    case KeyType::wording:
      return {{"type", List{"string", "number", "boolean"}}};
    case KeyType::period:
    case KeyType::file:
      return {{"type", "string"}};
    case KeyType::list:
      return {{"type", "array"}, {"items", schema_of(key.items.at(0))}};
    case KeyType::map:
      return {{"type", "object"}, {"additionalProperties", schema_of(key.items.at(0))}};
    case KeyType::any:
      return {};
    case KeyType::either: {
      List alternatives;
      for (const Key& one : key.items) alternatives.push_back(schema_of(one));
      return {{"anyOf", alternatives}};
    }
    case KeyType::mapping:
      break;
  }
  Context properties;
  std::vector<std::string> required;
  for (const Key& inner : key.keys) {
    properties.put(inner.name, schema_of(inner));
    if (inner.required) required.push_back(inner.name);
  }
  Context schema{{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  if (!required.empty()) schema.put("required", texts(required));
  return schema;
}

}  // namespace

Value json_schema(const Key& root, const std::string& title) {
  Context schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  const Value whole = schema_of(root);
  for (const auto& [name, value] : whole.context().entries()) schema.put(name, value);
  return schema;
}

}  // namespace mailroom

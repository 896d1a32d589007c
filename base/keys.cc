#include "base/keys.h"

#include <algorithm>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/period.h"
#include "base/share.h"
#include "base/text.h"

namespace mailroom {

namespace {

using yaml::Node;

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c >= 0x80 || std::isalnum(c) || c == '_' || c == '-';
  });
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 9 &&
         text.find_first_not_of("0123456789") == std::string_view::npos &&
         (text.size() == 1 || text[0] != '0');
}

bool is_count(std::string_view text) {
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos) return is_digits(text);
  const std::string_view low = text.substr(0, dots), high = text.substr(dots + 2);
  if (!is_digits(low)) return false;
  return high == "*" || (is_digits(high) && std::stoi(std::string(low)) <= std::stoi(std::string(high)));
}

bool takes_scalar(const Key& key) {
  switch (key.type) {
    case KeyType::list:
    case KeyType::map:
    case KeyType::mapping:
      return false;
    default:
      return true;
  }
}

bool is_scalar_fine(const Key& key, const Node& node) {
  const std::string& text = node.text;
  switch (key.type) {
    case KeyType::name:
      return is_name(text);
    case KeyType::boolean:
      return !node.quoted && (text == "true" || text == "false");
    case KeyType::integer:
      return is_digits(text);
    case KeyType::number:
      return Decimal::parse(text).has_value();
    case KeyType::share:
      return parse_share(text).has_value();
    case KeyType::date:
      return parse_date(text).has_value();
    case KeyType::period:
      return parse_period(text).has_value();
    case KeyType::count:
      return is_count(text);
    case KeyType::choice:
      return std::find(key.choices.begin(), key.choices.end(), text) != key.choices.end();
    case KeyType::file:
    case KeyType::expression:
    case KeyType::tests:
      return !trim(text).empty();
    default:
      return true;
  }
}

std::string scalar_hint(const Key& key, const Node& node) {
  if (key.type == KeyType::boolean) {
    const std::string lower = to_lower_ascii(node.text);
    if (lower == "yes" || lower == "on" || lower == "true") return "write true";
    if (lower == "no" || lower == "off" || lower == "false") return "write false";
  }
  if (key.type == KeyType::choice) {
    if (const auto near = nearest_name(node.text, key.choices)) return "write '" + *near + "'";
  }
  if (key.type == KeyType::integer) {
    // YAML 1.1 read the one as octal and took the other for 1000; what was meant is not guessed.
    const std::string bare = replace_all(replace_all(replace_all(node.text, "_", ""), ",", ""), " ", "");
    const size_t first = std::min(bare.find_first_not_of('0'), bare.empty() ? 0 : bare.size() - 1);
    if (is_digits(bare.substr(first)))
      return "write " + bare.substr(first) + (bare == node.text ? ": a 0 in front is not taken" : "");
  }
  return key.example.empty() ? "" : "for example " + key.example;
}

void add(std::vector<Diagnostic>& problems, Place place, std::string code, std::string message,
         std::string hint) {
  problems.push_back(
      {Severity::error, std::move(place), std::move(code), std::move(message), std::move(hint)});
}

std::string named(const Key& key) {
  return key.name.empty() ? "this" : "'" + key.name + "'";
}

void wrong_kind(const Node& node, const Key& key, std::vector<Diagnostic>& problems) {
  std::string hint;
  const bool formula = key.type == KeyType::expression || key.type == KeyType::tests ||
                       key.type == KeyType::wording || key.type == KeyType::text;
  if (formula && !node.is_null()) {
    hint = "put the whole text in quotes";
  } else if (key.type == KeyType::list && node.is_scalar()) {
    hint = "write [" + node.text + "]";
  } else if (!key.example.empty()) {
    hint = "for example " + key.example;
  }
  const std::string got = node.is_scalar() ? "'" + node.text + "'" : std::string(kind_name(node.kind));
  add(problems, node.place, "wrong_type", named(key) + ": expected " + expected_of(key) + ", got " + got,
      hint);
}

// What to write for a key that is missing.
std::string sketch_of(const Key& key) {
  if (!key.example.empty()) return key.example;
  if (key.type != KeyType::mapping) return "…";
  std::vector<std::string> parts;
  for (const Key& inner : key.keys) {
    if (inner.required) parts.push_back(inner.name + ": " + sketch_of(inner));
  }
  return "{" + join(parts, ", ") + "}";
}

void check_mapping(const Node& node, const Key& key, std::vector<Diagnostic>& problems) {
  std::vector<std::string> known;
  for (const Key& inner : key.keys) known.push_back(inner.name);
  for (const yaml::Entry& entry : node.entries) {
    const auto inner =
        std::find_if(key.keys.begin(), key.keys.end(), [&](const Key& one) { return one.name == entry.key; });
    if (inner == key.keys.end()) {
      const auto near = nearest_name(entry.key, known);
      add(problems, entry.place, "unknown_key",
          "unknown key '" + entry.key + "'" + (key.name.empty() ? "" : " in " + named(key)),
          near ? "write '" + *near + "'" : "known here: " + quoted_list(known, "and"));
    } else if (entry.value.is_null() && !inner->required) {
      add(problems, entry.value.place, "empty_value",
          named(*inner) + ": expected " + expected_of(*inner) + ", got nothing", "leave the key out");
    } else {
      check_keys(entry.value, *inner, problems);
    }
  }
  for (const Key& inner : key.keys) {
    if (!inner.required || node.find_entry(inner.name)) continue;
    add(problems, node.place, "missing_key",
        (key.name.empty() ? "the key '" : named(key) + " needs the key '") + inner.name + "'" +
            (key.name.empty() ? " is missing" : ""),
        inner.name + ": " + sketch_of(inner) + (inner.description.empty() ? "" : "  # " + inner.description));
  }
}

const Key* alternative(const Node& node, const Key& key) {
  for (const Key& one : key.items) {
    const bool fits = one.type == KeyType::list                                  ? node.is_list()
                      : one.type == KeyType::map || one.type == KeyType::mapping ? node.is_mapping()
                                                                                 : node.is_scalar();
    if (fits) return &one;
  }
  return nullptr;
}

}  // namespace

Key Key::needed() const {
  Key key = *this;
  key.required = true;
  return key;
}
Key Key::by_default(std::string value) const {
  Key key = *this;
  key.default_value = std::move(value);
  return key;
}
Key Key::like(std::string yaml) const {
  Key key = *this;
  key.example = std::move(yaml);
  return key;
}
Key Key::one_of(std::vector<std::string> words) const {
  Key key = *this;
  key.choices = std::move(words);
  return key;
}
Key Key::of(std::vector<Key> inner) const {
  Key key = *this;
  (type == KeyType::mapping ? key.keys : key.items) = std::move(inner);
  return key;
}

std::string expected_of(const Key& key) {
  switch (key.type) {
    case KeyType::text:
    case KeyType::wording:
      return "a text";
    case KeyType::name:
      return "a name of letters, digits, '_' and '-'";
    case KeyType::boolean:
      return "true or false";
    case KeyType::integer:
      return "a whole number";
    case KeyType::number:
      return "a number";
    case KeyType::share:
      return "a share between 0% and 100%";
    case KeyType::date:
      return "a date such as 2026-11-23";
    case KeyType::period:
      return "a period such as P90D or '5 working days'";
    case KeyType::count:
      return "a number or a range such as 0..5";
    case KeyType::file:
      return "a file's path";
    case KeyType::expression:
      return "a FEEL expression";
    case KeyType::tests:
      return "FEEL unary tests such as '< 120' or '-'";
    case KeyType::choice:
      return quoted_list(key.choices);
    case KeyType::list:
      return "a list";
    case KeyType::map:
    case KeyType::mapping:
      return "a mapping";
    case KeyType::any:
      return "a value";
    case KeyType::either: {
      std::vector<std::string> parts;
      for (const Key& one : key.items) parts.push_back(expected_of(one));
      return join(parts, " or ");
    }
  }
  return "a value";
}

void check_keys(const Node& node, const Key& key, std::vector<Diagnostic>& problems) {
  if (key.type == KeyType::any) return;
  if (key.type == KeyType::either) {
    const Key* fitting = alternative(node, key);
    if (!fitting) return wrong_kind(node, key, problems);
    Key one = *fitting;
    if (one.name.empty()) one.name = key.name;
    return check_keys(node, one, problems);
  }
  if (takes_scalar(key)) {
    if (!node.is_scalar()) return wrong_kind(node, key, problems);
    if (!is_scalar_fine(key, node)) {
      add(problems, node.place, "wrong_value",
          named(key) + ": expected " + expected_of(key) + ", got '" + node.text + "'",
          scalar_hint(key, node));
    }
    return;
  }
  if (key.type == KeyType::list) {
    if (!node.is_list()) return wrong_kind(node, key, problems);
    for (const Node& item : node.items) {
      Key inner = key.items.at(0);
      if (inner.name.empty()) inner.name = key.name;
      check_keys(item, inner, problems);
    }
    return;
  }
  if (!node.is_mapping()) return wrong_kind(node, key, problems);
  if (key.type == KeyType::mapping) return check_mapping(node, key, problems);
  for (const yaml::Entry& entry : node.entries) {
    Key inner = key.items.at(0);
    inner.name = entry.key;
    check_keys(entry.value, inner, problems);
  }
}

}  // namespace mailroom

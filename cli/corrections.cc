#include "cli/corrections.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/answer.h"

namespace mailroom::cli {

namespace {

std::string qualified(const Value& field) {
  const std::string role = text(field, "role");
  return (role.empty() ? "" : role + ".") + text(field, "field");
}

const Value& field_named(const std::string& name, const Value& shown) {
  const Value* found = nullptr;
  std::vector<std::string> known, places;
  for (const Value& field : list(shown, "fields")) {
    known.push_back(text(field, "field"));
    if (!text(field, "role").empty()) known.push_back(qualified(field));
    if (name != text(field, "field") && name != qualified(field)) continue;
    found = &field;
    places.push_back(qualified(field) + " of " + text(field, "file"));
  }
  if (found == nullptr) {
    const auto nearest = nearest_name(name, known);
    throw Error(Fault::usage, "unknown_field", "the case has no field '" + name + "'", {},
                nearest ? "did you mean '" + *nearest + "'?"
                        : "its fields: mailroom review show " + text(shown, "number"));
  }
  if (places.size() > 1) {
    throw Error(Fault::usage, "field_ambiguous", "several documents have a field '" + name + "'", {},
                "say which: " + join(places, ", "));
  }
  return *found;
}

// A tick box is told in words.
Value typed_value(const Value& field, const std::string& name, const std::string& typed) {
  const bool tick_box = part(field, "reading").is(Value::Kind::boolean) || text(field, "type") == "checkbox";
  if (!tick_box) return typed;
  const std::string word = to_lower_ascii(typed);
  if (word == "yes" || word == "true" || word == "ticked") return true;
  if (word == "no" || word == "false" || word.empty()) return false;
  throw Error(Fault::usage, "value_invalid", "'" + name + "' is a tick box: expected yes or no");
}

}  // namespace

Value corrections_of(const std::vector<std::string>& typed, const Value& shown) {
  List corrections;
  for (const std::string& one : typed) {
    const size_t equals = one.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(Fault::usage, "wrong_use", "expected FIELD=VALUE, got a text without '='", {},
                  "for example: net_pay=472.50");
    }
    const std::string name(trim(std::string_view(one).substr(0, equals)));
    const Value& field = field_named(name, shown);
    corrections.emplace_back(Context{{"document", part(field, "document")},
                                     {"part", part(field, "part")},
                                     {"field", part(field, "field")},
                                     {"value", typed_value(field, name, one.substr(equals + 1))}});
  }
  return corrections;
}

}  // namespace mailroom::cli

#include "workflows/feel/text_of.h"

namespace mailroom::feel {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string text_of(const Value& value) {
  return value.is(Value::Kind::text) ? std::string(value.text()) : literal_text(value);
}

std::string literal_text(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return value.boolean() ? "true" : "false";
    case Value::Kind::number:
      return value.number().to_string();
    case Value::Kind::text:
      return quoted(value.text());
    case Value::Kind::date:
      return to_string(value.date());
    case Value::Kind::time:
      return to_string(value.time());
    case Value::Kind::date_time:
      return to_string(value.date_time());
    case Value::Kind::months:
      return to_string(value.months());
    case Value::Kind::duration:
      return to_string(value.duration());
    case Value::Kind::opaque:
      return value.opaque()->to_string();
    case Value::Kind::list: {
      std::string out = "[";
      for (const Value& item : value.list()) {
        if (out.size() > 1) out += ", ";
        out += literal_text(item);
      }
      return out + "]";
    }
    case Value::Kind::context: {
      std::string out = "{";
      for (const auto& [name, entry] : value.context().entries()) {
        if (out.size() > 1) out += ", ";
        out += name + ": " + literal_text(entry);
      }
      return out + "}";
    }
  }
  return {};
}

}  // namespace mailroom::feel

#include "base/value.h"

#include "base/json.h"

namespace mailroom {

Context::Context() = default;
Context::Context(std::initializer_list<std::pair<std::string, Value>> entries) {
  for (const auto& [name, value] : entries) put(name, value);
}
Context::~Context() = default;
Context::Context(const Context&) = default;
Context::Context(Context&&) noexcept = default;
Context& Context::operator=(const Context&) = default;
Context& Context::operator=(Context&&) noexcept = default;

const Value* Context::find(std::string_view name) const {
  for (const auto& entry : entries_) {
    if (entry.first == name) return &entry.second;
  }
  return nullptr;
}

const Value& Context::at(std::string_view name) const {
  static const Value kNull;
  const Value* found = find(name);
  return found ? *found : kNull;
}

void Context::put(std::string name, Value value) {
  for (auto& entry : entries_) {
    if (entry.first == name) {
      entry.second = std::move(value);
      return;
    }
  }
  entries_.emplace_back(std::move(name), std::move(value));
}

bool Context::erase(std::string_view name) {
  for (auto it = entries_.begin(); it != entries_.end(); ++it) {
    if (it->first == name) {
      entries_.erase(it);
      return true;
    }
  }
  return false;
}

size_t Context::size() const {
  return entries_.size();
}

Value::Value(std::string text) : data_(std::make_shared<const std::string>(std::move(text))) {}
Value::Value(std::string_view text) : Value(std::string(text)) {}
Value::Value(const char* text) : Value(std::string(text)) {}
Value::Value(List list) : data_(std::make_shared<const List>(std::move(list))) {}
Value::Value(Context context) : data_(std::make_shared<const Context>(std::move(context))) {}

std::string Value::text_or(std::string_view otherwise) const {
  return std::string(kind() == Kind::text ? text() : otherwise);
}

bool operator==(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Value::Kind::text:
      return a.text() == b.text();
    case Value::Kind::list:
      return a.list() == b.list();
    case Value::Kind::opaque:
      return a.opaque() == b.opaque() || a.opaque()->equals(*b.opaque());
    case Value::Kind::context: {
      if (a.context().size() != b.context().size()) return false;
      for (const auto& [name, value] : a.context().entries()) {
        const Value* other = b.context().find(name);
        if (!other || !(value == *other)) return false;
      }
      return true;
    }
    default:
      return a.data_ == b.data_;
  }
}

std::string_view kind_name(Value::Kind kind) {
  constexpr std::string_view kNames[] = {"nothing",   "boolean", "number",   "text", "date",    "time",
                                         "date time", "months",  "duration", "list", "context", "opaque"};
  return kNames[static_cast<size_t>(kind)];
}

std::string to_display(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return "nothing";
    case Value::Kind::boolean:
      return value.boolean() ? "yes" : "no";
    case Value::Kind::text:
      return std::string(value.text());
    case Value::Kind::number:
      return value.number().to_string();
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
    case Value::Kind::list:
    case Value::Kind::context:
      return to_json(value);
  }
  return {};
}

}  // namespace mailroom

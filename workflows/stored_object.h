// Reading back what was stored as JSON: one small class, so that every absence is the same error. Written by
// us, sealed, read by us: what does not fit is damage, Error{machine, "case_damaged"}. Plain value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/value.h"
#include "workflows/stored_value.h"

namespace mailroom::workflows {

class StoredObject {
 public:
  explicit StoredObject(const Value& value)
      : context_(value.is(Value::Kind::context) ? value.context() : none()) {}

  std::string text(std::string_view key) const { return context_.at(key).text_or(""); }
  int64_t integer(std::string_view key) const {
    const Value& value = context_.at(key);
    const auto number = value.is(Value::Kind::number) ? value.number().to_integer() : std::nullopt;
    if (!number) damaged(key);
    return *number;
  }
  int small(std::string_view key) const { return static_cast<int>(integer(key)); }
  double share(std::string_view key) const {
    const Value& value = context_.at(key);
    if (!value.is(Value::Kind::number)) damaged(key);
    return value.number().to_double();
  }
  bool flag(std::string_view key) const { return context_.at(key).is_true(); }
  Instant instant(std::string_view key) const { return {integer(key)}; }
  std::optional<Instant> instant_if_any(std::string_view key) const {
    if (!has(key)) return {};
    return instant(key);
  }
  std::optional<Date> date(std::string_view key) const { return parse_date(text(key)); }
  const Value& at(std::string_view key) const { return context_.at(key); }
  Value stored(std::string_view key) const { return from_stored(at(key)); }
  bool has(std::string_view key) const { return !context_.at(key).is_null(); }
  const List& list(std::string_view key) const {
    if (!at(key).is(Value::Kind::list)) damaged(key);
    return at(key).list();
  }
  std::vector<std::string> texts(std::string_view key) const {
    std::vector<std::string> out;
    for (const Value& value : list(key)) out.push_back(value.text_or(""));
    return out;
  }
  template <typename Read>
  auto all(std::string_view key, Read read) const {
    std::vector<decltype(read(StoredObject(Value())))> out;
    for (const Value& value : list(key)) out.push_back(read(StoredObject(value)));
    return out;
  }

 private:
  static const Context& none() {
    static const Context kNone;
    return kNone;
  }
  [[noreturn]] static void damaged(std::string_view key) {
    throw Error(Fault::machine, "case_damaged", "a stored case has no proper '" + std::string(key) + "'");
  }
  Context context_;
};

}  // namespace mailroom::workflows

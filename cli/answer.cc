#include "cli/answer.h"

#include "cli/terminal.h"

namespace mailroom::cli {

const Value& part(const Value& answer, std::string_view name) {
  static const Value kNothing;
  return answer.is(Value::Kind::context) ? answer.context().at(name) : kNothing;
}

std::string text(const Value& answer, std::string_view name) {
  const Value& value = part(answer, name);
  return value.is_null() ? std::string() : clean(to_display(value));
}

long long count(const Value& answer, std::string_view name) {
  const Value& value = part(answer, name);
  return value.is(Value::Kind::number) ? value.number().to_integer().value_or(0) : 0;
}

bool flag(const Value& answer, std::string_view name) {
  return part(answer, name).is_true();
}

const List& list(const Value& answer, std::string_view name) {
  static const List kNone;
  const Value& value = part(answer, name);
  return value.is(Value::Kind::list) ? value.list() : kNone;
}

std::vector<std::string> texts(const Value& answer, std::string_view name) {
  std::vector<std::string> all;
  for (const Value& one : list(answer, name)) all.push_back(clean(to_display(one)));
  return all;
}

std::optional<Instant> time(const Value& answer, std::string_view name) {
  const Value& value = part(answer, name);
  return value.is(Value::Kind::text) ? parse_rfc3339(value.text()) : std::nullopt;
}

std::optional<Date> date(const Value& answer, std::string_view name) {
  const Value& value = part(answer, name);
  if (value.is(Value::Kind::date)) return value.date();
  return value.is(Value::Kind::text) ? parse_date(value.text().substr(0, 10)) : std::nullopt;
}

}  // namespace mailroom::cli

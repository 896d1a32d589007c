#include "connectors/sql/value.h"

namespace mailroom::connectors::sql {

std::optional<std::string> bound_text(const Value& value) {
  if (value.is_null()) return std::nullopt;
  if (value.is(Value::Kind::boolean)) return value.boolean() ? "1" : "0";
  return to_display(value);
}

Value value_of(Reads reads, std::string text) {
  switch (reads) {
    case Reads::number:
      if (const auto number = Decimal::parse(text)) return *number;
      return text;  // "NaN", or more digits than we have
    case Reads::date:
      if (const auto date = parse_date(text)) return *date;
      return text;
    case Reads::tick:
      return text == "t" || text == "1" || text == "true";
    case Reads::text:
      break;
  }
  return text;
}

}  // namespace mailroom::connectors::sql

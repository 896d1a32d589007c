#include "workflows/stored_value.h"

namespace mailroom::workflows {

Value to_stored(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::date:
      return Context{{"$date", to_string(value.date())}};
    case Value::Kind::months:
      return Context{{"$months", to_string(value.months())}};
    case Value::Kind::duration:
      return Context{{"$duration", to_string(value.duration())}};
    case Value::Kind::time:
    case Value::Kind::date_time:
    case Value::Kind::opaque:
      return to_display(value);
    case Value::Kind::list: {
      List list;
      list.reserve(value.list().size());
      for (const Value& entry : value.list()) list.push_back(to_stored(entry));
      return list;
    }
    case Value::Kind::context: {
      Context context;
      for (const auto& [name, entry] : value.context().entries()) context.put(name, to_stored(entry));
      return context;
    }
    default:
      return value;
  }
}

namespace {

Value tagged(const std::string& name, const Value& value) {
  if (!value.is(Value::Kind::text)) return {};
  if (name == "$date") {
    if (auto date = parse_date(value.text())) return *date;
  } else if (name == "$months") {
    if (auto months = parse_months(value.text())) return *months;
  } else if (name == "$duration") {
    if (auto duration = parse_duration(value.text())) return *duration;
  }
  return {};
}

}  // namespace

Value from_stored(const Value& value) {
  if (value.is(Value::Kind::list)) {
    List list;
    list.reserve(value.list().size());
    for (const Value& entry : value.list()) list.push_back(from_stored(entry));
    return list;
  }
  if (!value.is(Value::Kind::context)) return value;
  const auto& entries = value.context().entries();
  if (entries.size() == 1) {
    if (Value known = tagged(entries[0].first, entries[0].second); !known.is_null()) return known;
  }
  Context context;
  for (const auto& [name, entry] : entries) context.put(name, from_stored(entry));
  return context;
}

}  // namespace mailroom::workflows

// value.name: entries of contexts and the properties of dates, times, durations and ranges (DMN 1.5,
// table 65).
#include "workflows/feel/machine.h"
#include "workflows/feel/operations.h"

namespace mailroom::feel {

namespace {

using Kind = Value::Kind;

std::optional<Value> date_property(const Date& date, std::string_view name) {
  if (name == "year") return Value(date.year);
  if (name == "month") return Value(static_cast<int>(date.month));
  if (name == "day") return Value(static_cast<int>(date.day));
  if (name == "weekday") return Value(weekday(date));
  return std::nullopt;
}

std::optional<Value> time_property(const TimeOfDay& time, std::string_view name) {
  if (name == "hour") return Value(static_cast<int>(time.hour));
  if (name == "minute") return Value(static_cast<int>(time.minute));
  if (name == "second") return Value(static_cast<int>(time.second));
  if (name == "time offset") {
    if (time.zone.kind != TimeZone::Kind::offset) return Value();
    return Value(Duration{time.zone.offset_seconds, 0});
  }
  if (name == "timezone") {
    if (time.zone.kind != TimeZone::Kind::named) return Value();
    return Value(*time.zone.name);
  }
  return std::nullopt;
}

std::optional<Value> property(const Value& value, std::string_view name) {
  switch (value.kind()) {
    case Kind::date: {
      auto found = date_property(value.date(), name);
      if (!found && (name == "hour" || name == "minute" || name == "second")) return Value(0);
      if (!found && (name == "time offset")) return Value(Duration{});
      if (!found && (name == "timezone")) return Value("UTC");
      return found;
    }
    case Kind::time:
      return time_property(value.time(), name);
    case Kind::date_time: {
      auto found = date_property(value.date_time().date, name);
      return found ? found : time_property(value.date_time().time, name);
    }
    case Kind::months:
      if (name == "years") return Value(value.months().count / 12);
      if (name == "months") return Value(value.months().count % 12);
      return std::nullopt;
    case Kind::duration: {
      const int64_t seconds = value.duration().seconds;
      if (name == "days") return Value(seconds / 86'400);
      if (name == "hours") return Value(seconds / 3600 % 24);
      if (name == "minutes") return Value(seconds / 60 % 60);
      if (name == "seconds") return Value(seconds % 60);
      return std::nullopt;
    }
    case Kind::opaque:
      if (const RangeValue* range = as_range(value)) {
        if (name == "start") return range->excludes ? Value() : range->low;
        if (name == "end") return range->excludes ? Value() : range->high;
        if (name == "start included") return Value(range->low_included);
        if (name == "end included") return Value(range->high_included);
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace

Value member(Machine& machine, const Value& value, std::string_view name) {
  if (value.is(Kind::context)) {
    if (const Value* found = value.context().find(name)) return *found;
    return machine.null("the context has no entry '", name, "'");
  }
  if (value.is(Kind::list)) {
    List all;
    all.reserve(value.list().size());
    for (const Value& item : value.list()) {
      if (!machine.step()) return {};
      all.push_back(member(machine, item, name));
    }
    return Value(std::move(all));
  }
  if (auto found = property(value, name)) return *std::move(found);
  return machine.null("a ", kind_word(value), " has no property '", name, "'");
}

}  // namespace mailroom::feel

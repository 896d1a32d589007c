// Date, time and duration functions (DMN 1.5, 10.3.4.1, 10.3.4.7, 10.3.4.8).
#include "workflows/feel/arguments.h"
#include "workflows/feel/temporal.h"

namespace mailroom::feel {

namespace {

using Kind = Value::Kind;
using TypeKind = Type::Kind;

Value date_from(Machine& machine, const Arguments& a) {
  if (a.size() == 1) {
    const Value& from = a[0].is(Kind::list) && a[0].list().size() == 1 ? a[0].list().front() : a[0];
    if (from.is(Kind::date)) return from;
    if (from.is(Kind::date_time)) return from.date_time().date;
    const auto text = a.text(0);
    if (!text) return {};
    const auto date = parse_date(*text);
    return date ? Value(*date) : machine.null("the text is not a date: expected YYYY-MM-DD");
  }
  const auto year = a.integer(0), month = a.integer(1), day = a.integer(2);
  if (!year || !month || !day) return {};
  if (*year < -999'999'999 || *year > 999'999'999 || *month < 1 || *month > 12 || *day < 1 || *day > 31) {
    return machine.null("there is no such day");
  }
  const Date date{static_cast<int32_t>(*year), static_cast<uint8_t>(*month), static_cast<uint8_t>(*day)};
  return is_valid(date) ? Value(date) : machine.null("there is no such day");
}

std::optional<TimeZone> offset_zone(Machine& machine, const Arguments& a, size_t i) {
  TimeZone zone;
  if (a.is_null(i)) return zone;
  const Value* offset = a.of_kind(i, Kind::duration);
  if (!offset) return std::nullopt;
  zone.kind = TimeZone::Kind::offset;
  const int64_t seconds = offset->duration().seconds;
  if (seconds > 18 * 3600 || seconds < -18 * 3600 || offset->duration().nanoseconds != 0) {
    machine.null("an offset is at most 18 hours");
    return std::nullopt;
  }
  zone.offset_seconds = static_cast<int32_t>(seconds);
  return zone;
}

Value time_from(Machine& machine, const Arguments& a) {
  if (a.size() == 1) {
    const Value& from = a[0].is(Kind::list) && a[0].list().size() == 1 ? a[0].list().front() : a[0];
    if (from.is(Kind::time)) return from;
    if (from.is(Kind::date_time)) return from.date_time().time;
    if (from.is(Kind::date)) {
      TimeOfDay midnight_utc;
      midnight_utc.zone.kind = TimeZone::Kind::offset;
      return midnight_utc;
    }
    const auto text = a.text(0);
    if (!text) return {};
    const auto time = parse_time(*text);
    return time ? Value(*time) : machine.null("the text is not a time: expected hh:mm:ss");
  }
  const auto hour = a.integer(0), minute = a.integer(1);
  const Decimal* second = hour && minute ? a.number(2) : nullptr;
  if (!second) return {};
  const auto whole = second->rounded(0, Rounding::floor);
  const int64_t seconds = whole ? whole->to_integer().value_or(-1) : -1;
  if (*hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 || seconds < 0 || seconds > 59) {
    return machine.null("there is no such time of day");
  }
  const auto zone = offset_zone(machine, a, 3);
  if (!zone) return {};
  TimeOfDay time;
  time.hour = static_cast<uint8_t>(*hour), time.minute = static_cast<uint8_t>(*minute);
  time.second = static_cast<uint8_t>(seconds);
  const auto nanoseconds =
      second->subtract(*whole)->multiply(Decimal(1'000'000'000))->rounded(0, Rounding::down);
  time.nanosecond = static_cast<uint32_t>(nanoseconds->to_integer().value_or(0));
  time.zone = *zone;
  return time;
}

Value date_time_from(Machine& machine, const Arguments& a) {
  if (a.size() == 1) {
    const Value& from = a[0].is(Kind::list) && a[0].list().size() == 1 ? a[0].list().front() : a[0];
    if (from.is(Kind::date_time)) return from;
    if (from.is(Kind::date)) {
      DateTime t = midnight(from.date());
      t.time.zone.kind = TimeZone::Kind::offset;
      return t;
    }
    const auto text = a.text(0);
    if (!text) return {};
    const auto time = parse_date_time(*text);
    return time ? Value(*time)
                : machine.null("the text is not a date and time: expected YYYY-MM-DDThh:mm:ss");
  }
  const Value& day = a[0];
  if (!day.is(Kind::date) && !day.is(Kind::date_time))
    return machine.null("expected date, got ", kind_word(day));
  const Value* time = a.of_kind(1, Kind::time);
  if (!time) return {};
  return DateTime{day.is(Kind::date) ? day.date() : day.date_time().date, time->time()};
}

Value duration_from(Machine& machine, const Arguments& a) {
  if (a[0].is(Kind::duration) || a[0].is(Kind::months)) return a[0];
  const auto text = a.text(0);
  if (!text) return {};
  if (const auto months = parse_months(*text)) return *months;
  if (const auto duration = parse_duration(*text)) return *duration;
  return machine.null("the text is not a duration: expected P1Y2M or P1DT2H3M4S");
}

std::optional<DateTime> as_date_time(Machine& machine, const Value& value) {
  if (value.is(Kind::date_time)) return value.date_time();
  if (value.is(Kind::date)) return midnight(value.date());
  machine.null("expected date, got ", kind_word(value));
  return std::nullopt;
}

// The date of a date or a date and time.
std::optional<Date> as_date(Machine& machine, const Arguments& a) {
  const Value& value = a[0].is(Kind::list) && a[0].list().size() == 1 ? a[0].list().front() : a[0];
  const auto t = as_date_time(machine, value);
  return t ? std::optional(t->date) : std::nullopt;
}

int day_of_year(const Date& date) {
  return static_cast<int>(days_since_epoch(date) - days_since_epoch({date.year, 1, 1})) + 1;
}

// ISO 8601: the week that holds the year's first Thursday is the first.
int week_of_year(const Date& date) {
  const Date thursday = date_from_days(days_since_epoch(date) + 4 - weekday(date));
  return (day_of_year(thursday) - 1) / 7 + 1;
}

constexpr const char* kDays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                 "Friday", "Saturday", "Sunday"};
constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};

template <class F>
void define_of_date(Builtins& b, const char* name, TypeKind result, F f) {
  define(
      b, name, {"date"}, 1,
      [f](Machine& m, const Arguments& a) -> Value {
        const auto date = as_date(m, a);
        return date ? Value(f(*date)) : Value();
      },
      result);
}

DateTime current(const Machine& machine) {
  static const SystemClock kSystem;
  const Environment& environment = machine.environment();
  const Instant now = (environment.clock ? *environment.clock : kSystem).now();
  const int64_t seconds = now.microseconds / 1'000'000 - (now.microseconds % 1'000'000 < 0);
  const auto nanoseconds = static_cast<uint32_t>((now.microseconds - seconds * 1'000'000) * 1000);
  return date_time_at({seconds, nanoseconds}, environment.zone).value_or(DateTime{});
}

}  // namespace

void add_temporal_functions(Builtins& b) {
  define(b, "date", {"from"}, 1, date_from, TypeKind::date);
  define(b, "date", {"year", "month", "day"}, 3, date_from, TypeKind::date);
  define(b, "time", {"from"}, 1, time_from, TypeKind::time);
  define(b, "time", {"hour", "minute", "second", "offset"}, 3, time_from, TypeKind::time);
  define(b, "date and time", {"from"}, 1, date_time_from, TypeKind::date_time);
  define(b, "date and time", {"date", "time"}, 2, date_time_from, TypeKind::date_time);
  define(b, "duration", {"from"}, 1, duration_from);
  define(
      b, "years and months duration", {"from", "to"}, 2,
      [](Machine& m, const Arguments& a) -> Value {
        const auto from = as_date_time(m, a[0]), to = as_date_time(m, a[1]);
        return from && to ? Value(months_between(*from, *to)) : Value();
      },
      TypeKind::months);
  define_of_date(b, "day of year", TypeKind::number, day_of_year);
  define_of_date(b, "week of year", TypeKind::number, week_of_year);
  define_of_date(b, "day of week", TypeKind::text, [](const Date& d) { return kDays[weekday(d) - 1]; });
  define_of_date(b, "month of year", TypeKind::text, [](const Date& d) { return kMonths[d.month - 1]; });
  define(
      b, "now", {}, 0, [](Machine& m, const Arguments&) { return Value(current(m)); }, TypeKind::date_time);
  define(
      b, "today", {}, 0, [](Machine& m, const Arguments&) { return Value(current(m).date); }, TypeKind::date);
  const auto is = [](Machine&, const Arguments& a) { return Value(identical(a[0], a[1])); };
  define(b, "is", {"value1", "value2"}, 2, is, TypeKind::boolean);
  // With one value left out the other is compared with null.
  define(b, "is", {"value1"}, 1, is, TypeKind::boolean);
  define(b, "is", {"value2"}, 1, is, TypeKind::boolean);
}

}  // namespace mailroom::feel

#include "workflows/feel/operations.h"

#include "workflows/feel/machine.h"
#include "workflows/feel/temporal.h"

namespace mailroom::feel {

namespace {

using Kind = Value::Kind;

template <class T>
int order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

// A time with an offset and one without cannot be told apart or ordered.
bool both_or_neither_zoned(const TimeOfDay& a, const TimeOfDay& b) {
  return (a.zone.kind == TimeZone::Kind::local) == (b.zone.kind == TimeZone::Kind::local);
}

std::optional<bool> equal_lists(const List& a, const List& b) {
  if (a.size() != b.size()) return false;
  bool unknown = false;
  for (size_t i = 0; i < a.size(); ++i) {
    const std::optional<bool> same = equal(a[i], b[i]);
    if (same && !*same) return false;
    unknown |= !same;
  }
  if (unknown) return std::nullopt;
  return true;
}

std::optional<bool> equal_contexts(const Context& a, const Context& b) {
  if (a.size() != b.size()) return false;
  bool unknown = false;
  for (const auto& [name, value] : a.entries()) {
    const Value* other = b.find(name);
    if (!other) return false;
    const std::optional<bool> same = equal(value, *other);
    if (same && !*same) return false;
    unknown |= !same;
  }
  if (unknown) return std::nullopt;
  return true;
}

Value from(Machine& machine, const std::optional<Decimal>& number) {
  if (number) return *number;
  return machine.null("the result is not a finite number of 34 digits");
}

template <class T>
Value from_date(Machine& machine, const std::optional<T>& date) {
  if (date) return *date;
  return machine.null("the resulting date is beyond the years -999999999 to 999999999");
}

Value mismatch(Machine& machine, std::string_view verb, const Value& a, std::string_view joint,
               const Value& b) {
  return machine.null("cannot ", verb, " ", kind_word(a), " ", joint, " ", kind_word(b));
}

Decimal in_nanoseconds(const Duration& d) {
  const Decimal seconds = Decimal(d.seconds).multiply(Decimal(1'000'000'000)).value_or(Decimal());
  return seconds.add(Decimal(d.nanoseconds)).value_or(Decimal());
}

Value duration_from(Machine& machine, const std::optional<Decimal>& nanoseconds) {
  if (nanoseconds) {
    const auto whole = nanoseconds->rounded(0, Rounding::down);
    const auto rest = whole ? whole->modulo(Decimal(1'000'000'000)) : std::nullopt;
    const auto seconds = rest ? whole->subtract(*rest)->divide(Decimal(1'000'000'000)) : std::nullopt;
    if (seconds && seconds->to_integer() && rest->to_integer()) {
      Duration d{*seconds->to_integer(), static_cast<int32_t>(*rest->to_integer())};
      if (d.seconds < 0 && d.nanoseconds > 0) ++d.seconds, d.nanoseconds -= 1'000'000'000;
      return d;
    }
  }
  return machine.null("the resulting duration is too long");
}

Value months_from(Machine& machine, const std::optional<Decimal>& count) {
  const auto whole = count ? count->rounded(0, Rounding::down) : std::nullopt;
  if (whole && whole->to_integer()) return Months{*whole->to_integer()};
  return machine.null("the resulting duration is too long");
}

std::optional<Duration> sum(const Duration& a, const Duration& b, int sign) {
  int64_t seconds = 0;
  if (__builtin_mul_overflow(b.seconds, static_cast<int64_t>(sign), &seconds) ||
      __builtin_add_overflow(a.seconds, seconds, &seconds)) {
    return std::nullopt;
  }
  int64_t nanoseconds = static_cast<int64_t>(a.nanoseconds) + sign * b.nanoseconds;
  seconds += nanoseconds / 1'000'000'000;
  nanoseconds %= 1'000'000'000;
  if (seconds > 0 && nanoseconds < 0) --seconds, nanoseconds += 1'000'000'000;
  if (seconds < 0 && nanoseconds > 0) ++seconds, nanoseconds -= 1'000'000'000;
  return Duration{seconds, static_cast<int32_t>(nanoseconds)};
}

// a + sign·b where b is a duration of either kind; none if a is nothing one can be added to.
std::optional<Value> shifted(Machine& machine, const Value& a, const Value& b, int sign) {
  if (b.is(Kind::months)) {
    const Months months{sign * b.months().count};
    if (a.is(Kind::date)) return from_date(machine, add(a.date(), months));
    if (a.is(Kind::date_time)) {
      const auto date = add(a.date_time().date, months);
      return from_date(machine, date ? std::optional(DateTime{*date, a.date_time().time}) : std::nullopt);
    }
    if (a.is(Kind::months)) {
      int64_t count = 0;
      if (__builtin_add_overflow(a.months().count, months.count, &count)) {
        return machine.null("the resulting duration is too long");
      }
      return Value(Months{count});
    }
  } else if (b.is(Kind::duration)) {
    const Duration d{sign * b.duration().seconds, sign * b.duration().nanoseconds};
    if (a.is(Kind::date)) return from_date(machine, add(a.date(), d));
    if (a.is(Kind::date_time)) return from_date(machine, add(a.date_time(), d));
    if (a.is(Kind::time)) return Value(add(a.time(), d));
    if (a.is(Kind::duration)) {
      const auto total = sum(a.duration(), d, 1);
      if (!total) return machine.null("the resulting duration is too long");
      return Value(*total);
    }
  }
  return std::nullopt;
}

// A date or date and time as the latter, a date being its midnight in UTC.
std::optional<DateTime> as_date_time(const Value& v) {
  if (v.is(Kind::date_time)) return v.date_time();
  if (!v.is(Kind::date)) return std::nullopt;
  DateTime t = midnight(v.date());
  t.time.zone.kind = TimeZone::Kind::offset;
  return t;
}

}  // namespace

std::string_view kind_word(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return "null";
    case Kind::text:
      return "string";
    case Kind::date_time:
      return "date and time";
    case Kind::months:
      return "years and months duration";
    case Kind::duration:
      return "days and time duration";
    case Kind::opaque:
      return value.opaque()->kind_name();
    default:
      return kind_name(value.kind());
  }
}

std::optional<bool> equal(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::list:
      return equal_lists(a.list(), b.list());
    case Kind::context:
      return equal_contexts(a.context(), b.context());
    case Kind::time:
      if (!both_or_neither_zoned(a.time(), b.time())) return false;
      return moment_of(a.time()).seconds == moment_of(b.time()).seconds;  // not their fractions (table 45)
    case Kind::date_time:
      if (!both_or_neither_zoned(a.date_time().time, b.date_time().time)) return false;
      return moment_of(a.date_time()).seconds == moment_of(b.date_time()).seconds;
    case Kind::opaque:
      if (a.opaque()->kind_name() != b.opaque()->kind_name()) return std::nullopt;
      return a == b;
    default:
      return a == b;
  }
}

std::optional<int> compare(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::number:
      return order(a.number(), b.number());
    case Kind::text:
      return order(a.text(), b.text());  // UTF-8 sorts as its code points do
    case Kind::date:
      return order(a.date(), b.date());
    case Kind::time:
      if (!both_or_neither_zoned(a.time(), b.time())) return std::nullopt;
      return order(moment_of(a.time()), moment_of(b.time()));
    case Kind::date_time:
      if (!both_or_neither_zoned(a.date_time().time, b.date_time().time)) return std::nullopt;
      return order(moment_of(a.date_time()), moment_of(b.date_time()));
    case Kind::months:
      return order(a.months(), b.months());
    case Kind::duration:
      return order(a.duration(), b.duration());
    default:
      return std::nullopt;
  }
}

bool identical(const Value& a, const Value& b) {
  return a == b;
}

Value add(Machine& machine, const Value& a, const Value& b) {
  if (a.is(Kind::number) && b.is(Kind::number)) return from(machine, a.number().add(b.number()));
  if (a.is(Kind::text) && b.is(Kind::text)) {
    if (!machine.spend(a.text().size() + b.text().size())) return {};
    return Value(std::string(a.text()) += b.text());
  }
  if (auto sum = shifted(machine, a, b, 1)) return *std::move(sum);
  if (auto sum = shifted(machine, b, a, 1)) return *std::move(sum);
  return mismatch(machine, "add", a, "and", b);
}

Value subtract(Machine& machine, const Value& a, const Value& b) {
  if (a.is(Kind::number) && b.is(Kind::number)) return from(machine, a.number().subtract(b.number()));
  if (auto difference = shifted(machine, a, b, -1)) return *std::move(difference);
  if (a.is(Kind::time) && b.is(Kind::time)) {
    if (!both_or_neither_zoned(a.time(), b.time())) {
      return machine.null("cannot subtract times of which only one has a zone or offset");
    }
    return Value(*between(moment_of(b.time()), moment_of(a.time())));
  }
  const auto from_time = as_date_time(a), to_time = as_date_time(b);
  if (from_time && to_time) {
    if (!both_or_neither_zoned(from_time->time, to_time->time)) {
      return machine.null("cannot subtract dates and times of which only one has a zone or offset");
    }
    return Value(*between(moment_of(*to_time), moment_of(*from_time)));
  }
  return mismatch(machine, "subtract", b, "from", a);
}

Value multiply(Machine& machine, const Value& a, const Value& b) {
  if (a.is(Kind::number)) {
    if (b.is(Kind::number)) return from(machine, a.number().multiply(b.number()));
    if (b.is(Kind::months) || b.is(Kind::duration)) return multiply(machine, b, a);
  } else if (b.is(Kind::number)) {
    if (a.is(Kind::months)) return months_from(machine, Decimal(a.months().count).multiply(b.number()));
    if (a.is(Kind::duration))
      return duration_from(machine, in_nanoseconds(a.duration()).multiply(b.number()));
  }
  return mismatch(machine, "multiply", a, "by", b);
}

Value divide(Machine& machine, const Value& a, const Value& b) {
  if (b.is(Kind::number)) {
    if (b.number().is_zero()) return machine.null("cannot divide by zero");
    if (a.is(Kind::number)) return from(machine, a.number().divide(b.number()));
    if (a.is(Kind::months)) return months_from(machine, Decimal(a.months().count).divide(b.number()));
    if (a.is(Kind::duration)) return duration_from(machine, in_nanoseconds(a.duration()).divide(b.number()));
  }
  if (a.is(Kind::months) && b.is(Kind::months)) {
    if (b.months().count == 0) return machine.null("cannot divide by zero");
    return from(machine, Decimal(a.months().count).divide(Decimal(b.months().count)));
  }
  if (a.is(Kind::duration) && b.is(Kind::duration)) {
    const Decimal divisor = in_nanoseconds(b.duration());
    if (divisor.is_zero()) return machine.null("cannot divide by zero");
    return from(machine, in_nanoseconds(a.duration()).divide(divisor));
  }
  return mismatch(machine, "divide", a, "by", b);
}

Value power(Machine& machine, const Value& a, const Value& b) {
  if (a.is(Kind::number) && b.is(Kind::number)) return from(machine, a.number().power(b.number()));
  return mismatch(machine, "raise", a, "to", b);
}

Value negate(Machine& machine, const Value& a) {
  if (a.is(Kind::number)) return a.number().negated();
  if (a.is(Kind::months)) return Months{-a.months().count};
  if (a.is(Kind::duration)) return Duration{-a.duration().seconds, -a.duration().nanoseconds};
  return machine.null("cannot negate ", kind_word(a));
}

std::optional<bool> contains(const RangeValue& range, const Value& value) {
  if (range.excludes) {
    const auto same = equal(value, range.low);
    return same ? std::optional(!*same) : std::nullopt;
  }
  if (value.is_null() || (range.low.is_null() && range.high.is_null())) return std::nullopt;
  // A bound that came out as null is not known; "< 10" has none.
  if (!range.from_operator && (range.low.is_null() || range.high.is_null())) return std::nullopt;
  bool inside = true;
  if (!range.low.is_null()) {
    const auto c = compare(range.low, value);
    if (!c) return std::nullopt;
    inside = *c < 0 || (*c == 0 && range.low_included);
  }
  if (!range.high.is_null()) {
    const auto c = compare(value, range.high);
    if (!c) return std::nullopt;
    inside = inside && (*c < 0 || (*c == 0 && range.high_included));
  }
  return inside;
}

std::optional<bool> is_in(const Value& value, const Value& tested) {
  if (const RangeValue* range = as_range(tested)) {
    if (value.is(Kind::opaque)) return equal(value, tested);
    return contains(*range, value);
  }
  if (tested.is(Kind::list)) {
    if (value.is(Kind::list) && equal(value, tested) == true) return true;
    for (const Value& item : tested.list()) {
      if (item.is(Kind::list) && !value.is(Kind::list)) continue;
      if (is_in(value, item) == true) return true;
    }
    return false;
  }
  return equal(value, tested);
}

}  // namespace mailroom::feel

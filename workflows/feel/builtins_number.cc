// Numeric functions (DMN 1.5, 10.3.4.5) and number().
#include "base/text.h"
#include "workflows/feel/arguments.h"
#include "workflows/feel/text_of.h"

namespace mailroom::feel {

namespace {

constexpr auto kNumber = Type::Kind::number;

Value finite(Machine& machine, const std::optional<Decimal>& number) {
  if (number) return *number;
  return machine.null("the result is not a finite number of 34 digits");
}

Value round_to(Machine& machine, const Arguments& arguments, Rounding how) {
  const Decimal* n = arguments.number(0);
  if (!n) return {};
  int64_t scale = 0;
  if (arguments.given(1)) {
    const Decimal* given = arguments.number(1);
    const auto whole = given ? given->rounded(0, Rounding::down) : std::nullopt;
    if (!whole) return {};
    scale = whole->to_integer().value_or(10'000);
  }
  if (scale < -6111 || scale > 6176) return machine.null("a scale is between -6111 and 6176");
  return finite(machine, n->rounded(scale, how));
}

void define_rounding(Builtins& builtins, const char* name, size_t required, Rounding how) {
  define(
      builtins, name, {"n", "scale"}, required,
      [how](Machine& m, const Arguments& a) { return round_to(m, a, how); }, kNumber);
}

template <class F>
void define_of_number(Builtins& builtins, const char* name, const char* parameter, Type::Kind result, F f) {
  define(
      builtins, name, {parameter}, 1,
      [f](Machine& m, const Arguments& a) -> Value {
        const Decimal* n = a.number(0);
        return n ? f(m, *n) : Value();
      },
      result);
}

Value number_from(Machine& machine, const Arguments& arguments) {
  const auto text = arguments.text(0);
  if (!text) return {};
  const auto separator = [&](size_t i, std::string_view allowed) -> std::optional<std::string> {
    if (arguments.is_null(i)) return std::string();
    const auto given = arguments.text(i);
    if (!given || given->size() != 1 || allowed.find(*given) == std::string_view::npos) {
      machine.null("a separator is one of '", allowed, "' or null");
      return std::nullopt;
    }
    return std::string(*given);
  };
  const auto grouping = separator(1, " ,."), decimal = separator(2, ",.");
  if (!grouping || !decimal) return {};
  if (!grouping->empty() && *grouping == *decimal) {
    return machine.null("the grouping and the decimal separator are the same");
  }
  std::string plain(*text);
  if (!grouping->empty()) plain = replace_all(std::move(plain), *grouping, "");
  if (*decimal == ",") {
    if (plain.find('.') != std::string::npos) return machine.null("the text is not a number");
    plain = replace_all(std::move(plain), ",", ".");
  }
  const auto number = Decimal::parse(plain);
  return number ? Value(*number) : machine.null("the text is not a number");
}

}  // namespace

void add_number_functions(Builtins& b) {
  define_rounding(b, "decimal", 2, Rounding::half_even);
  define_rounding(b, "floor", 1, Rounding::floor);
  define_rounding(b, "ceiling", 1, Rounding::ceiling);
  define_rounding(b, "round up", 2, Rounding::up);
  define_rounding(b, "round down", 2, Rounding::down);
  define_rounding(b, "round half up", 2, Rounding::half_up);
  define_rounding(b, "round half down", 2, Rounding::half_down);
  define_of_number(b, "sqrt", "number", kNumber, [](Machine& m, const Decimal& n) -> Value {
    if (n.is_negative()) return m.null("a negative number has no square root");
    return finite(m, n.square_root());
  });
  define_of_number(b, "log", "number", kNumber, [](Machine& m, const Decimal& n) -> Value {
    if (n.is_negative() || n.is_zero()) return m.null("only a number above zero has a logarithm");
    return finite(m, n.logarithm());
  });
  define_of_number(b, "exp", "number", kNumber,
                   [](Machine& m, const Decimal& n) { return finite(m, n.exponential()); });
  const auto even = [](const Decimal& n) { return n.modulo(Decimal(2)).value_or(Decimal(1)).is_zero(); };
  define_of_number(b, "even", "number", Type::Kind::boolean, [even](Machine& m, const Decimal& n) -> Value {
    if (!n.is_integer()) return m.null("only a whole number is odd or even");
    return even(n);
  });
  define_of_number(b, "odd", "number", Type::Kind::boolean, [even](Machine& m, const Decimal& n) -> Value {
    if (!n.is_integer()) return m.null("only a whole number is odd or even");
    return !even(n);
  });
  define(b, "abs", {"n"}, 1, [](Machine& m, const Arguments& a) -> Value {
    if (a[0].is(Value::Kind::months)) return Months{std::abs(a[0].months().count)};
    if (a[0].is(Value::Kind::duration)) {
      const Duration& d = a[0].duration();
      return d.seconds < 0 || d.nanoseconds < 0 ? negate(m, a[0]) : a[0];
    }
    const Decimal* n = a.number(0);
    return n ? Value(n->absolute()) : Value();
  });
  define(
      b, "modulo", {"dividend", "divisor"}, 2,
      [](Machine& m, const Arguments& a) -> Value {
        const Decimal *dividend = a.number(0), *divisor = a.number(1);
        if (!dividend || !divisor) return {};
        if (divisor->is_zero()) return m.null("cannot divide by zero");
        return finite(m, dividend->modulo(*divisor));
      },
      kNumber);
  define(b, "number", {"from", "grouping separator", "decimal separator"}, 1, number_from, kNumber);
}

}  // namespace mailroom::feel

// Relations of points and ranges (DMN 1.5, 10.3.4.9, table 78) and range().
#include "workflows/feel/arguments.h"
#include "workflows/feel/compiler.h"

namespace mailroom::feel {

namespace {

// A point is a range of itself.
struct Span {
  const Value *low, *high;
  bool low_in, high_in;
  bool point;
};

std::optional<Span> span_of(Machine& machine, const Value& value) {
  if (const RangeValue* r = as_range(value)) {
    if (!r->excludes) return Span{&r->low, &r->high, r->low_included, r->high_included, false};
  } else if (compare(value, value)) {
    return Span{&value, &value, true, true, true};
  }
  machine.null("expected a point or a range, got ", kind_word(value));
  return std::nullopt;
}

// Orders of two bounds: none if they cannot be compared or one is open.
using Order = std::optional<int>;

struct Pair {
  Span a, b;
  Order low_low, low_high, high_low, high_high;  // a's bound against b's
};

// Each relation answers none if a bound it needs is open or not comparable.
using Relation = std::optional<bool> (*)(const Pair&);

std::optional<bool> before(const Pair& p) {
  if (!p.high_low) return std::nullopt;
  return *p.high_low < 0 || (*p.high_low == 0 && (!p.a.high_in || !p.b.low_in));
}
std::optional<bool> meets(const Pair& p) {
  if (!p.high_low) return std::nullopt;
  return *p.high_low == 0 && p.a.high_in && p.b.low_in;
}
std::optional<bool> overlaps(const Pair& p) {
  if (!p.high_low || !p.low_high) return std::nullopt;
  return (*p.high_low > 0 || (*p.high_low == 0 && p.a.high_in && p.b.low_in)) &&
         (*p.low_high < 0 || (*p.low_high == 0 && p.a.low_in && p.b.high_in));
}
std::optional<bool> overlaps_before(const Pair& p) {
  if (!p.low_low || !p.high_low || !p.high_high) return std::nullopt;
  return (*p.low_low < 0 || (*p.low_low == 0 && p.a.low_in && !p.b.low_in)) &&
         (*p.high_low > 0 || (*p.high_low == 0 && p.a.high_in && p.b.low_in)) &&
         (*p.high_high < 0 || (*p.high_high == 0 && (!p.a.high_in || p.b.high_in)));
}
std::optional<bool> overlaps_after(const Pair& p) {
  if (!p.low_low || !p.low_high || !p.high_high) return std::nullopt;
  return (*p.low_low > 0 || (*p.low_low == 0 && p.b.low_in && !p.a.low_in)) &&
         (*p.low_high < 0 || (*p.low_high == 0 && p.b.high_in && p.a.low_in)) &&
         (*p.high_high > 0 || (*p.high_high == 0 && (!p.b.high_in || p.a.high_in)));
}
std::optional<bool> finishes(const Pair& p) {
  if (!p.high_high) return std::nullopt;
  if (p.a.point) return *p.high_high == 0 && p.b.high_in;
  if (!p.low_low) return std::nullopt;
  return *p.high_high == 0 && p.a.high_in == p.b.high_in &&
         (*p.low_low > 0 || (*p.low_low == 0 && (!p.a.low_in || p.b.low_in)));
}
std::optional<bool> includes(const Pair& p) {
  if (!p.low_low || !p.high_high) return std::nullopt;
  return (*p.low_low < 0 || (*p.low_low == 0 && (p.a.low_in || !p.b.low_in))) &&
         (*p.high_high > 0 || (*p.high_high == 0 && (p.a.high_in || !p.b.high_in)));
}
std::optional<bool> starts(const Pair& p) {
  if (!p.low_low) return std::nullopt;
  if (p.a.point) return *p.low_low == 0 && p.b.low_in;
  if (!p.high_high) return std::nullopt;
  return *p.low_low == 0 && p.a.low_in == p.b.low_in &&
         (*p.high_high < 0 || (*p.high_high == 0 && (!p.a.high_in || p.b.high_in)));
}
std::optional<bool> coincides(const Pair& p) {
  if (!p.low_low || !p.high_high) return std::nullopt;
  return *p.low_low == 0 && *p.high_high == 0 && p.a.low_in == p.b.low_in && p.a.high_in == p.b.high_in;
}

Value related(Machine& machine, const Value& first, const Value& second, Relation relation) {
  const auto a = span_of(machine, first), b = span_of(machine, second);
  if (!a || !b) return {};
  const Pair pair{*a,
                  *b,
                  compare(*a->low, *b->low),
                  compare(*a->low, *b->high),
                  compare(*a->high, *b->low),
                  compare(*a->high, *b->high)};
  const auto holds = relation(pair);
  return holds ? Value(*holds) : machine.null("cannot compare these points or ranges");
}

// Which shapes of arguments a relation takes.
enum Shapes { point_point = 1, point_range = 2, range_point = 4, range_range = 8 };

void define_relation(Builtins& b, const char* name, int shapes, Relation relation, bool swapped = false) {
  const auto call = [shapes, relation, swapped](Machine& m, const Arguments& a) -> Value {
    const bool first = as_range(a[0]) != nullptr, second = as_range(a[1]) != nullptr;
    const int shape = first ? (second ? range_range : range_point) : (second ? point_range : point_point);
    if ((shapes & shape) == 0) {
      return m.null("is not for ", kind_word(a[0]), " and ", kind_word(a[1]));
    }
    return swapped ? related(m, a[1], a[0], relation) : related(m, a[0], a[1], relation);
  };
  const auto add = [&](int shape, const char* one, const char* two) {
    if (shapes & shape) define(b, name, {one, two}, 2, call, Type::Kind::boolean);
  };
  add(point_point, "point1", "point2");
  add(point_range, "point", "range");
  add(range_point, "range", "point");
  add(range_range, "range1", "range2");
}

// Whether the text has the form of a range between literals: a number, a text, a date, time or duration as an
// @ literal or by its function. Nothing is computed (10.3.4.1).
bool is_literal_range(std::string_view text) {
  std::vector<Problem> problems;
  const std::vector<Token> tokens = tokenize(text, problems);
  size_t at = 0;
  const auto take = [&](std::initializer_list<std::string_view> symbols) {
    for (const std::string_view s : symbols) {
      if (tokens[at].is(s)) return ++at, true;
    }
    return false;
  };
  const auto endpoint = [&] {
    const size_t from = at;
    take({"-"});
    const Token::Kind kind = tokens[at].kind;
    if (kind == Token::Kind::number) return ++at, true;
    if (at > from) return false;
    if (kind == Token::Kind::text || kind == Token::Kind::at_text) return ++at, true;
    if (tokens[at].is_keyword("null")) return ++at, true;
    std::string name;
    while (tokens[at].kind == Token::Kind::name || tokens[at].is_keyword("and"))
      name += tokens[at++].text + " ";
    if (name != "date " && name != "time " && name != "date and time " && name != "duration ") return false;
    if (!take({"("}) || tokens[at].kind != Token::Kind::text) return false;
    ++at;
    return take({")"});
  };
  return take({"[", "(", "]"}) && endpoint() && take({".."}) && endpoint() && take({"]", ")", "["}) &&
         tokens[at].kind == Token::Kind::end && problems.empty();
}

Value range_from(Machine& machine, const Arguments& a) {
  const auto text = a.text(0);
  if (!text) return {};
  if (!is_literal_range(*text))
    return machine.null("the text is not a range between literals: expected [1..10]");
  const Scope nothing(Builtins::standard());
  std::vector<Problem> problems;
  const auto expression = Expression::parse(*text, nothing, &problems);
  if (!expression) return machine.null("the text is not a range: expected [1..10]");
  const Value range = expression->evaluate_slots(nullptr, nullptr, machine.environment());
  const RangeValue* made = as_range(range);
  if (!made) return machine.null("the text is not a range: expected [1..10]");
  return range;
}

}  // namespace

void add_range_functions(Builtins& b) {
  const int all = point_point | point_range | range_point | range_range;
  define_relation(b, "before", all, before);
  define_relation(b, "after", all, before, true);
  define_relation(b, "meets", range_range, meets);
  define_relation(b, "met by", range_range, meets, true);
  define_relation(b, "overlaps", range_range, overlaps);
  define_relation(b, "overlaps before", range_range, overlaps_before);
  define_relation(b, "overlaps after", range_range, overlaps_after);
  define_relation(b, "finishes", point_range | range_range, finishes);
  define_relation(b, "finished by", range_point | range_range, finishes, true);
  define_relation(b, "includes", range_point | range_range, includes);
  define_relation(b, "during", point_range | range_range, includes, true);
  define_relation(b, "starts", point_range | range_range, starts);
  define_relation(b, "started by", range_point | range_range, starts, true);
  define_relation(b, "coincides", point_point | range_range, coincides);
  define(b, "range", {"from"}, 1, range_from, Type::Kind::range);
}

}  // namespace mailroom::feel

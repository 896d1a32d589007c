#include "workflows/dmn/table_space.h"

#include <algorithm>
#include <bit>

#include "workflows/feel/operations.h"
#include "workflows/feel/plain_name.h"
#include "workflows/feel/temporal.h"

namespace mailroom::dmn {

namespace {

using Kind = Value::Kind;
using feel::ValueSet;
using Bits = TableSpace::Bits;

// In words of 64 rules looked at, and what remembering a place costs beside: some tenths of a second in all.
constexpr uint64_t kMostWork = 100'000'000;
constexpr uint64_t kVisitCost = 16;

bool has(const Bits& bits, size_t i) {
  return (bits[i / 64] >> (i % 64)) & 1;
}
void set(Bits& bits, size_t i) {
  bits[i / 64] |= 1ull << (i % 64);
}
bool any(const Bits& bits) {
  return std::any_of(bits.begin(), bits.end(), [](uint64_t word) { return word != 0; });
}
std::optional<size_t> common(const Bits& a, const Bits& b, const Bits& c) {
  for (size_t w = 0; w < a.size(); ++w) {
    if (const uint64_t bits = a[w] & b[w] & c[w]) return 64 * w + static_cast<size_t>(std::countr_zero(bits));
  }
  return std::nullopt;
}
bool meet(const Bits& a, const Bits& b) {
  for (size_t w = 0; w < a.size(); ++w) {
    if (a[w] & b[w]) return true;
  }
  return false;
}

// The finest step in which the column's numbers are written: 1, 0.1, 0.01 …
Decimal step_of(const std::vector<Value>& bounds) {
  size_t digits = 0;
  for (const Value& bound : bounds) {
    const std::string text = bound.number().to_string();
    if (const size_t point = text.find('.'); point != std::string::npos)
      digits = std::max(digits, text.size() - point - 1);
  }
  return Decimal::parse("1e-" + std::to_string(digits)).value_or(Decimal(1));
}

// The next value of a kind that has such, `sign` 1 or -1.
std::optional<Value> neighbour(const Value& value, int sign, const Decimal& step) {
  switch (value.kind()) {
    case Kind::number:
      if (const auto next = sign > 0 ? value.number().add(step) : value.number().subtract(step)) return *next;
      return std::nullopt;
    case Kind::date:
      return Value(date_from_days(days_since_epoch(value.date()) + sign));
    case Kind::months: {
      Months next = value.months();
      return __builtin_add_overflow(next.count, sign, &next.count) ? std::nullopt
                                                                   : std::optional(Value(next));
    }
    case Kind::duration: {
      Duration next{value.duration().seconds, 0};  // whole seconds, to one side or the other
      return __builtin_add_overflow(next.seconds, sign, &next.seconds) ? std::nullopt
                                                                       : std::optional(Value(next));
    }
    default:
      return std::nullopt;
  }
}

// Kinds of which there is nothing between one value and the next.
bool has_steps(Kind kind) {
  return kind == Kind::date || kind == Kind::months || kind == Kind::boolean;
}

// A value of the piece; none if it has none that we know. A lone piece holds anything: null.
std::optional<Value> sample(const Axis& axis, size_t piece, const Decimal& step) {
  const std::vector<Value>& bounds = axis.bounds();
  if (bounds.empty()) return std::nullopt;
  if (piece % 2 == 1) return bounds[piece / 2];
  const size_t above = piece / 2;
  if (above == 0) return neighbour(bounds.front(), -1, step);
  const auto next = neighbour(bounds[above - 1], 1, step);
  if (next && above < bounds.size() && feel::order_of(*next, bounds[above]) >= 0) return std::nullopt;
  return next;
}

// Whether the constant test on a local lets null pass; `!= 5` does.
bool passes_null(const feel::Node& test, size_t local) {
  const feel::Environment environment;
  std::vector<Value> locals(local + 1);
  feel::Machine machine(environment, nullptr, nullptr);
  machine.locals = locals.data();
  return test.eval(machine).is_true();
}

// What an input can be: by its own allowed values, or its type's, or all there are of its kind.
struct Domain {
  std::optional<ValueSet> values;  // none: anything
  bool is_known = false;           // whether each of them is certain to be possible
  bool excludes_null = false;
};
Domain domain_of(const TableCode::Input& column, const TableInput& input, Kind kind) {
  Domain domain;
  if (column.allowed) {
    domain.values = column.allowed->passing();
    domain.excludes_null = domain.values && !passes_null(*column.allowed, column.local);
  } else if (const auto& constraint = input.type->constraint) {
    if (constraint->values()) domain.values = *constraint->values();
  } else {
    if (kind == Kind::boolean)
      domain.values = ValueSet(kind, {{Value(false), {}, true, false}, {{}, Value(true), false, true}});
    // What an expression makes of its names may not be everything: a count is never negative.
    domain.is_known = feel::is_plain_name(input.expression.text);
    return domain;
  }
  if (domain.values && domain.values->kind() != kind) domain.values.reset();
  domain.is_known = domain.values.has_value();
  return domain;
}

std::optional<ValueSet> validity(const TableRule& rule) {
  if (!rule.valid_from && !rule.valid_to) return std::nullopt;
  feel::Interval in_force{{}, {}, true, true};
  if (rule.valid_from) in_force.low = *rule.valid_from;
  if (rule.valid_to) in_force.high = *rule.valid_to;
  return ValueSet(Kind::date, {in_force});
}

}  // namespace

std::optional<Kind> value_kind(const feel::Type& type) {
  using T = feel::Type::Kind;
  switch (type.kind) {
    case T::number:
      return Kind::number;
    case T::text:
      return Kind::text;
    case T::boolean:
      return Kind::boolean;
    case T::date:
      return Kind::date;
    case T::months:
      return Kind::months;
    case T::duration:
      return Kind::duration;
    default:
      return std::nullopt;
  }
}

TableSpace::TableSpace(const TableCode& table)
    : rules_(table.rules().size()),
      inputs_(table.inputs().size()),
      words_((rules_ + 63) / 64),
      known_(rules_, true) {
  for (size_t input = 0; input < inputs_; ++input) add_input(table, input);
  add_dates(table.source());
  std::stable_sort(dimensions_.begin(), dimensions_.end(),
                   [](const Dimension& a, const Dimension& b) { return a.pieces.size() < b.pieces.size(); });
  unlimited_.assign(dimensions_.size() + 1, Bits(words_));
  for (size_t r = 0; r < rules_; ++r) {
    size_t depth = dimensions_.size();
    set(unlimited_[depth], r);
    while (depth > 0 && covers_all(r, dimensions_[depth - 1])) set(unlimited_[--depth], r);
  }
}

void TableSpace::add_input(const TableCode& table, size_t input) {
  const feel::Type& type = *table.source().inputs[input].type;
  const TableCode::Input& column = table.inputs()[input];
  std::optional<Kind> kind = value_kind(type);
  const bool has_axis = kind || type.kind == feel::Type::Kind::any;
  std::vector<std::optional<ValueSet>> sets(rules_);
  std::vector<bool> null_passes(rules_, true);
  for (size_t r = 0; r < rules_; ++r) {
    const feel::NodePtr& test = table.rules()[r].when[input];
    if (!test) continue;
    if (has_axis) sets[r] = test->passing();
    if (sets[r] && sets[r]->kind() != kind.value_or(sets[r]->kind())) sets[r].reset();
    if (sets[r]) {
      kind = sets[r]->kind();
      null_passes[r] = passes_null(*test, column.local);
    } else {
      known_[r] = false;
    }
  }
  // No cell is known to limit it: it has no axis.
  if (std::none_of(sets.begin(), sets.end(), [](const auto& set) { return set.has_value(); })) return;
  const Domain domain = domain_of(column, table.source().inputs[input], *kind);
  sets.push_back(domain.values);
  const Axis axis(*kind, sets);
  const Decimal step = *kind == Kind::number ? step_of(axis.bounds()) : Decimal(1);
  std::vector<Piece> pieces;
  for (size_t i = 0; i < axis.pieces(); ++i) {
    const uint64_t* row = axis.row(i);
    if (!((row[rules_ / 64] >> (rules_ % 64)) & 1)) continue;
    auto value = sample(axis, i, step);
    if (!value && has_steps(*kind)) continue;  // between one day and the next there is none
    // Rules beyond the last, the domain's bit among them, are nobody's.
    Piece piece{Bits(row, row + words_), value.value_or(Value()), domain.is_known && value};
    if (rules_ % 64 != 0) piece.rules.back() &= (1ull << (rules_ % 64)) - 1;
    pieces.push_back(std::move(piece));
  }
  if (!domain.excludes_null) {
    Piece null{Bits(words_), {}, false};
    for (size_t r = 0; r < rules_; ++r) {
      if (null_passes[r]) set(null.rules, r);
    }
    pieces.push_back(std::move(null));
  }
  add(input, std::move(pieces));
}

// Only dates on which some rule is in force: that none is, is an outcome of its own.
void TableSpace::add_dates(const TableSource& source) {
  std::vector<std::optional<ValueSet>> sets;
  for (const TableRule& rule : source.rules) sets.push_back(validity(rule));
  if (std::none_of(sets.begin(), sets.end(), [](const auto& one) { return one.has_value(); })) return;
  const Axis axis(Kind::date, sets);
  std::vector<Piece> pieces;
  for (size_t i = 0; i < axis.pieces(); ++i) {
    const auto value = sample(axis, i, Decimal(1));
    Piece piece{Bits(axis.row(i), axis.row(i) + words_), value.value_or(Value()), true};
    if (value && any(piece.rules)) pieces.push_back(std::move(piece));
  }
  add(inputs_, std::move(pieces));
}

void TableSpace::add(size_t input, std::vector<Piece> pieces) {
  const size_t words = (pieces.size() + 63) / 64;
  Dimension dimension{input, std::move(pieces), std::vector<Bits>(rules_, Bits(words)), Bits(words)};
  for (size_t i = 0; i < dimension.pieces.size(); ++i) {
    if (dimension.pieces[i].is_certain) set(dimension.certain, i);
    for (size_t r = 0; r < rules_; ++r) {
      if (has(dimension.pieces[i].rules, r)) set(dimension.of_rule[r], i);
    }
  }
  dimensions_.push_back(std::move(dimension));
}

std::optional<size_t> TableSpace::impossible_input(size_t rule) const {
  for (const Dimension& d : dimensions_) {
    if (d.input < inputs_ && !any(d.of_rule[rule])) return d.input;
  }
  return std::nullopt;
}

std::optional<TableSpace::Point> TableSpace::overlap(size_t a, size_t b) const {
  Point point(inputs_ + 1);
  for (const Dimension& d : dimensions_) {
    const auto piece = common(d.of_rule[a], d.of_rule[b], d.certain);
    if (!piece) return std::nullopt;
    if (!covers_all(a, d) || !covers_all(b, d)) point[d.input] = d.pieces[*piece].sample;
  }
  return point;
}

bool TableSpace::covers_all(size_t rule, const Dimension& dimension) const {
  return std::all_of(dimension.pieces.begin(), dimension.pieces.end(),
                     [&](const Piece& piece) { return has(piece.rules, rule); });
}

// `active`: the rules that cover the point as far as it is chosen.
void TableSpace::sweep(Search& search, size_t depth, const Bits& active, std::vector<size_t>& path) const {
  if (meet(active, unlimited_[depth])) return;
  if (!any(active)) {
    Point hole = example(path);
    if (std::find(search.holes.begin(), search.holes.end(), hole) == search.holes.end())
      search.holes.push_back(std::move(hole));
    return;
  }
  const Dimension& d = dimensions_[depth];
  Bits next(words_), last;
  for (size_t i = 0; i < d.pieces.size() && search.holes.size() < search.most; ++i) {
    const Piece& piece = d.pieces[i];
    if (search.only_certain && !piece.is_certain) continue;
    if (search.within && !has(piece.rules, *search.within)) continue;
    if (!search.spend(words_)) return;
    for (size_t w = 0; w < words_; ++w) next[w] = active[w] & piece.rules[w];
    if (next == last) continue;  // the same rules as in the piece before
    last = next;
    // What the same rules leave of the same dimensions was looked at.
    if (any(next) && (!search.spend(kVisitCost * words_) || !search.visited.emplace(depth, next).second))
      continue;
    path.push_back(i);
    sweep(search, depth + 1, next, path);
    path.pop_back();
  }
}

// What the rules leave open on the path, without the inputs that do not matter to it.
TableSpace::Point TableSpace::example(std::vector<size_t> path) const {
  constexpr size_t kWhatever = static_cast<size_t>(-1);
  Point point(inputs_ + 1);
  for (size_t left_out = 0; left_out < path.size(); ++left_out) {
    Bits covering(words_, ~0ull);
    for (size_t depth = 0; depth < path.size(); ++depth) {
      if (depth == left_out || path[depth] == kWhatever) continue;
      const Bits& rules = dimensions_[depth].pieces[path[depth]].rules;
      for (size_t w = 0; w < words_; ++w) covering[w] &= rules[w];
    }
    const Dimension& d = dimensions_[left_out];
    if (any(covering)) {
      point[d.input] = d.pieces[path[left_out]].sample;
    } else {
      path[left_out] = kWhatever;
    }
  }
  return point;
}

std::vector<TableSpace::Point> TableSpace::holes(size_t most) const {
  Search search{std::nullopt, kMostWork};
  search.most = most;
  search.only_certain = true;
  Bits all(words_);
  for (size_t r = 0; r < rules_; ++r) set(all, r);
  std::vector<size_t> path;
  sweep(search, 0, all, path);
  return std::move(search.holes);
}

bool TableSpace::is_covered(size_t rule, const std::vector<size_t>& by) const {
  Search search{rule, kMostWork / rules_};
  Bits those(words_);
  for (const size_t r : by) set(those, r);
  std::vector<size_t> path;
  sweep(search, 0, those, path);
  return search.holes.empty() && !search.given_up;
}

}  // namespace mailroom::dmn

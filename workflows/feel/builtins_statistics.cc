// List functions (DMN 1.5, 10.3.4.4) that sum a list up.
#include <algorithm>

#include "workflows/feel/arguments.h"

namespace mailroom::feel {

namespace {

constexpr auto kNumber = Type::Kind::number;

Value finite(Machine& machine, const std::optional<Decimal>& number) {
  if (number) return *number;
  return machine.null("the result is not a finite number of 34 digits");
}

// The numbers of f(list) or f(a, b, …); none, with a notice, if one is something else.
std::optional<std::vector<Decimal>> numbers(Machine& machine, const Arguments& a) {
  const auto list = a.all();
  if (!list) return std::nullopt;
  std::vector<Decimal> all;
  all.reserve(list->size());
  for (const Value& item : *list) {
    if (!item.is(Value::Kind::number)) {
      machine.null("expected numbers, got ", kind_word(item));
      return std::nullopt;
    }
    all.push_back(item.number());
  }
  return all;
}

// Answers null for an empty list unless the function says otherwise itself.
template <class F>
void define_of_numbers(Builtins& b, const char* name, F f, Type::Kind result = kNumber) {
  define(
      b, name, {"list"}, 1,
      [f](Machine& m, const Arguments& a) -> Value {
        auto all = numbers(m, a);
        if (!all) return {};
        if (all->empty()) return m.null("the list is empty");
        return f(m, *all);
      },
      result, true);
}

std::optional<Decimal> sum(const std::vector<Decimal>& all) {
  std::optional<Decimal> total = Decimal(0);
  for (const Decimal& n : all) total = total ? total->add(n) : std::nullopt;
  return total;
}

std::optional<Decimal> mean(const std::vector<Decimal>& all) {
  const auto total = sum(all);
  return total ? total->divide(Decimal(static_cast<int64_t>(all.size()))) : std::nullopt;
}

// Standard deviation of a sample.
std::optional<Decimal> deviation(const std::vector<Decimal>& all) {
  const auto middle = mean(all);
  std::optional<Decimal> total = Decimal(0);
  for (const Decimal& n : all) {
    const auto off = middle ? n.subtract(*middle) : std::nullopt;
    const auto square = off ? off->multiply(*off) : std::nullopt;
    total = total && square ? total->add(*square) : std::nullopt;
  }
  const auto variance = total ? total->divide(Decimal(static_cast<int64_t>(all.size()) - 1)) : std::nullopt;
  return variance ? variance->square_root() : std::nullopt;
}

Value extreme(Machine& machine, const Arguments& a, int wanted) {
  const auto list = a.all();
  if (!list) return {};
  if (list->empty()) return machine.null("the list is empty");
  const Value* best = &list->front();
  for (const Value& item : *list) {
    const auto order = compare(item, *best);
    if (!order) return machine.null("cannot compare ", kind_word(item), " with ", kind_word(*best));
    if (*order == wanted) best = &item;
  }
  return *best;
}

// all() and any(): the deciding value wins, otherwise null if anything was not a boolean.
Value quantify(Machine& machine, const Arguments& a, bool deciding) {
  const auto list = a.all();
  if (!list) return {};
  const Value* odd = nullptr;
  for (const Value& item : *list) {
    if (!item.is(Value::Kind::boolean)) {
      odd = &item;
    } else if (item.boolean() == deciding) {
      return deciding;
    }
  }
  if (odd) return machine.null("expected booleans, got ", kind_word(*odd));
  return !deciding;
}

Value mode(Machine&, std::vector<Decimal>& all) {
  std::sort(all.begin(), all.end());
  List modes;
  size_t most = 0;
  for (size_t i = 0; i < all.size();) {
    const size_t run =
        static_cast<size_t>(std::upper_bound(all.begin(), all.end(), all[i]) - all.begin()) - i;
    if (run > most) modes.clear(), most = run;
    if (run == most) modes.emplace_back(all[i]);
    i += run;
  }
  return Value(std::move(modes));
}

}  // namespace

void add_statistics(Builtins& b) {
  define_of_numbers(b, "sum", [](Machine& m, std::vector<Decimal>& all) { return finite(m, sum(all)); });
  define_of_numbers(b, "mean", [](Machine& m, std::vector<Decimal>& all) { return finite(m, mean(all)); });
  define_of_numbers(b, "product", [](Machine& m, std::vector<Decimal>& all) {
    std::optional<Decimal> total = Decimal(1);
    for (const Decimal& n : all) total = total ? total->multiply(n) : std::nullopt;
    return finite(m, total);
  });
  define_of_numbers(b, "median", [](Machine& m, std::vector<Decimal>& all) {
    std::sort(all.begin(), all.end());
    const size_t middle = all.size() / 2;
    if (all.size() % 2 == 1) return Value(all[middle]);
    return finite(m, mean({all[middle - 1], all[middle]}));
  });
  define_of_numbers(b, "stddev", [](Machine& m, std::vector<Decimal>& all) -> Value {
    if (all.size() < 2) return m.null("a deviation needs at least two numbers");
    return finite(m, deviation(all));
  });
  define(
      b, "mode", {"list"}, 1,
      [](Machine& m, const Arguments& a) -> Value {
        auto all = numbers(m, a);
        return all ? mode(m, *all) : Value();
      },
      Type::Kind::list, true);
  define(
      b, "min", {"list"}, 1, [](Machine& m, const Arguments& a) { return extreme(m, a, -1); },
      Type::Kind::any, true);
  define(
      b, "max", {"list"}, 1, [](Machine& m, const Arguments& a) { return extreme(m, a, 1); }, Type::Kind::any,
      true);
  define(
      b, "all", {"list"}, 1, [](Machine& m, const Arguments& a) { return quantify(m, a, false); },
      Type::Kind::boolean, true);
  define(
      b, "any", {"list"}, 1, [](Machine& m, const Arguments& a) { return quantify(m, a, true); },
      Type::Kind::boolean, true);
}

}  // namespace mailroom::feel

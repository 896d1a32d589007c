// List functions (DMN 1.5, 10.3.4.4) that rearrange and search.
#include <algorithm>

#include "workflows/feel/arguments.h"

namespace mailroom::feel {

namespace {

constexpr auto kList = Type::Kind::list;

Value made(Machine& machine, List list) {
  return machine.spend(list.size() * sizeof(Value)) ? Value(std::move(list)) : Value();
}

bool holds(Machine& machine, const List& list, const Value& value) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Value& item) { return machine.step() && equal(item, value) == true; });
}

// The index a position of 1… or -1… stands for; none, with a notice, if the list has none.
std::optional<size_t> place(Machine& machine, const Arguments& a, size_t i, size_t size) {
  const auto position = a.integer(i);
  if (!position) return std::nullopt;
  const auto count = static_cast<int64_t>(size);
  if (*position == 0 || *position > count || *position < -count) {
    machine.null("there is no position ", std::to_string(*position), " in a list of ", std::to_string(size));
    return std::nullopt;
  }
  return static_cast<size_t>(*position > 0 ? *position - 1 : count + *position);
}

Value sublist(Machine& machine, const Arguments& a) {
  const auto list = a.list(0);
  const auto from = list ? place(machine, a, 1, list->size()) : std::nullopt;
  if (!from) return {};
  auto count = static_cast<int64_t>(list->size() - *from);
  if (!a.is_null(2)) {
    const auto length = a.integer(2);
    if (!length) return {};
    if (*length < 1 || *length > count)
      return machine.null("the list has no ", std::to_string(*length), " items from there");
    count = *length;
  }
  const auto first = list->begin() + static_cast<ptrdiff_t>(*from);
  return made(machine, List(first, first + count));
}

Value concatenate(Machine& machine, const Arguments& a) {
  List all;
  for (size_t i = 0; i < a.size(); ++i) {
    const auto list = a.list(i);
    if (!list) return {};
    all.insert(all.end(), list->begin(), list->end());
  }
  return made(machine, std::move(all));
}

Value distinct(Machine& machine, const List& list) {
  List kept;
  for (const Value& item : list) {
    if (!holds(machine, kept, item)) kept.push_back(item);
    if (machine.aborted()) return {};
  }
  return made(machine, std::move(kept));
}

bool flatten_into(Machine& machine, const List& list, List& out) {
  for (const Value& item : list) {
    if (!machine.step()) return false;
    if (item.is(Value::Kind::list)) {
      if (!flatten_into(machine, item.list(), out)) return false;
    } else {
      out.push_back(item);
    }
  }
  return true;
}

Value list_replace(Machine& machine, const Arguments& a) {
  auto list = a.list(0);
  if (!list) return {};
  if (const FunctionValue* match = as_function(a[1])) {
    if (!match->accepts(2))
      return machine.null("the matching function expects 2 parameters: item and new item");
    for (Value& item : *list) {
      const Value arguments[] = {item, a[2]};
      const Value verdict = match->call(machine, arguments, 2);
      if (!verdict.is(Value::Kind::boolean))
        return machine.null("the matching function answered ", kind_word(verdict));
      if (verdict.boolean()) item = a[2];
    }
    return made(machine, *std::move(list));
  }
  const auto at = place(machine, a, 1, list->size());
  if (!at) return {};
  (*list)[*at] = a[2];
  return made(machine, *std::move(list));
}

// Merge sort: stable, and safe whatever an author's function answers. False if it failed.
template <class Before>
bool merge_sort(List& list, size_t from, size_t to, const Before& before) {
  if (to - from < 2) return true;
  const size_t middle = from + (to - from) / 2;
  if (!merge_sort(list, from, middle, before) || !merge_sort(list, middle, to, before)) return false;
  List merged;
  merged.reserve(to - from);
  size_t left = from, right = middle;
  while (left < middle && right < to) {
    const std::optional<bool> right_first = before(list[right], list[left]);
    if (!right_first) return false;
    merged.push_back(*right_first ? list[right++] : list[left++]);
  }
  while (left < middle) merged.push_back(list[left++]);
  while (right < to) merged.push_back(list[right++]);
  std::move(merged.begin(), merged.end(), list.begin() + static_cast<ptrdiff_t>(from));
  return true;
}

Value sort(Machine& machine, const Arguments& a) {
  auto list = a.list(0);
  if (!list) return {};
  const FunctionValue* precedes = as_function(a[1]);
  if (a.given(1) && (!precedes || !precedes->accepts(2))) {
    return machine.null("the second argument expected a function of 2 parameters");
  }
  const auto before = [&](const Value& x, const Value& y) -> std::optional<bool> {
    if (!machine.step()) return std::nullopt;
    if (!precedes) {
      const auto order = compare(x, y);
      if (!order) machine.null("cannot compare ", kind_word(x), " with ", kind_word(y));
      return order ? std::optional(*order < 0) : std::nullopt;
    }
    const Value arguments[] = {x, y};
    const Value verdict = precedes->call(machine, arguments, 2);
    if (verdict.is(Value::Kind::boolean)) return verdict.boolean();
    machine.null("the sorting function answered ", kind_word(verdict), ", not boolean");
    return std::nullopt;
  };
  if (!merge_sort(*list, 0, list->size(), before)) return {};
  return made(machine, *std::move(list));
}

}  // namespace

void add_list_functions(Builtins& b) {
  define(
      b, "list contains", {"list", "element"}, 2,
      [](Machine& m, const Arguments& a) -> Value {
        const auto list = a.list(0);
        return list ? Value(holds(m, *list, a[1])) : Value();
      },
      Type::Kind::boolean);
  define(
      b, "count", {"list"}, 1,
      [](Machine&, const Arguments& a) -> Value {
        const auto list = a.list(0);
        return list ? Value(list->size()) : Value();
      },
      Type::Kind::number);
  define(b, "sublist", {"list", "start position", "length"}, 2, sublist, kList);
  define(
      b, "append", {"list", "item"}, 1,
      [](Machine& m, const Arguments& a) -> Value {
        auto list = a.list(0);
        if (!list) return {};
        for (size_t i = 1; i < a.size(); ++i) list->push_back(a[i]);
        return made(m, *std::move(list));
      },
      kList, true);
  define(b, "concatenate", {"list"}, 1, concatenate, kList, true);
  define(
      b, "union", {"list"}, 1,
      [](Machine& m, const Arguments& a) -> Value {
        const Value all = concatenate(m, a);
        return all.is_null() ? all : distinct(m, all.list());
      },
      kList, true);
  define(
      b, "distinct values", {"list"}, 1,
      [](Machine& m, const Arguments& a) -> Value {
        const auto list = a.list(0);
        return list ? distinct(m, *list) : Value();
      },
      kList);
  define(
      b, "flatten", {"list"}, 1,
      [](Machine& m, const Arguments& a) -> Value {
        const auto list = a.list(0);
        List flat;
        if (!list || !flatten_into(m, *list, flat)) return {};
        return made(m, std::move(flat));
      },
      kList);
  define(
      b, "insert before", {"list", "position", "newItem"}, 3,
      [](Machine& m, const Arguments& a) -> Value {
        auto list = a.list(0);
        const auto at = list ? place(m, a, 1, list->size()) : std::nullopt;
        if (!at) return {};
        list->insert(list->begin() + static_cast<ptrdiff_t>(*at), a[2]);
        return made(m, *std::move(list));
      },
      kList);
  define(
      b, "remove", {"list", "position"}, 2,
      [](Machine& m, const Arguments& a) -> Value {
        auto list = a.list(0);
        const auto at = list ? place(m, a, 1, list->size()) : std::nullopt;
        if (!at) return {};
        list->erase(list->begin() + static_cast<ptrdiff_t>(*at));
        return made(m, *std::move(list));
      },
      kList);
  define(b, "list replace", {"list", "position", "newItem"}, 3, list_replace, kList);
  define(b, "list replace", {"list", "match", "newItem"}, 3, list_replace, kList);
  define(
      b, "reverse", {"list"}, 1,
      [](Machine& m, const Arguments& a) -> Value {
        auto list = a.list(0);
        if (!list) return {};
        std::reverse(list->begin(), list->end());
        return made(m, *std::move(list));
      },
      kList);
  define(
      b, "index of", {"list", "match"}, 2,
      [](Machine& m, const Arguments& a) -> Value {
        const auto list = a.list(0);
        if (!list) return {};
        List found;
        for (size_t i = 0; i < list->size(); ++i) {
          if (equal((*list)[i], a[1]) == true) found.emplace_back(i + 1);
        }
        return made(m, std::move(found));
      },
      kList);
  define(b, "sort", {"list", "precedes"}, 1, sort, kList);
}

}  // namespace mailroom::feel

// How built-in functions look at their arguments: by kind, with FEEL's implicit conversion of a list of one
// item to that item (DMN 1.5, 10.3.2.9.4). Pure; thread safe.
#pragma once

#include <string_view>

#include "workflows/feel/builtins.h"
#include "workflows/feel/machine.h"
#include "workflows/feel/operations.h"

namespace mailroom::feel {

class Arguments {
 public:
  Arguments(Machine& machine, const Value* values, size_t count)
      : machine_(machine), values_(values), count_(count) {}

  size_t size() const { return count_; }
  bool given(size_t i) const { return i < count_; }
  bool is_null(size_t i) const { return i >= count_ || values_[i].is_null(); }
  const Value& operator[](size_t i) const {
    static const Value kNull;
    return i < count_ ? values_[i] : kNull;
  }
  // The argument, or the only item of a list where `kind` is not a list; null and a notice if it is neither.
  const Value* of_kind(size_t i, Value::Kind kind) const {
    const Value* value = &(*this)[i];
    if (kind != Value::Kind::list && value->is(Value::Kind::list) && value->list().size() == 1) {
      value = &value->list().front();
    }
    if (value->is(kind)) return value;
    machine_.null("expected ", kind_name(kind), ", got ", kind_word(*value));
    return nullptr;
  }
  const Decimal* number(size_t i) const {
    const Value* value = of_kind(i, Value::Kind::number);
    return value ? &value->number() : nullptr;
  }
  std::optional<int64_t> integer(size_t i) const {
    const Decimal* n = number(i);
    if (!n) return std::nullopt;
    const auto whole = n->to_integer();
    if (!whole) machine_.null("expected a whole number, got ", n->to_string());
    return whole;
  }
  std::optional<std::string_view> text(size_t i) const {
    const Value* value = of_kind(i, Value::Kind::text);
    if (!value) return std::nullopt;
    return value->text();
  }
  // A list; a single value is a list of itself. None, with a notice, for null.
  std::optional<List> list(size_t i) const {
    const Value& value = (*this)[i];
    if (value.is(Value::Kind::list)) return value.list();
    if (!value.is_null()) return List{value};
    machine_.null("expected list, got null");
    return std::nullopt;
  }
  // f(list) or f(a, b, c).
  std::optional<List> all() const {
    if (count_ == 1) return list(0);
    return List(values_, values_ + count_);
  }

 private:
  Machine& machine_;
  const Value* values_;
  size_t count_;
};

// The parts of the standard's functions, each in its file builtins_*.cc.
void add_number_functions(Builtins& builtins);
void add_text_functions(Builtins& builtins);
void add_list_functions(Builtins& builtins);
void add_statistics(Builtins& builtins);
void add_temporal_functions(Builtins& builtins);
void add_range_functions(Builtins& builtins);
void add_context_functions(Builtins& builtins);

inline Value to_value(const std::optional<Decimal>& number) {
  return number ? Value(*number) : Value();
}

// Registers `name(parameters)` of which the first `required` must be given.
template <class F>
void define(Builtins& builtins, std::string name, std::vector<std::string> parameters, size_t required,
            F function, Type::Kind result = Type::Kind::any, bool variadic = false) {
  builtins.add(Builtin{std::move(name), std::move(parameters), required, variadic,
                       [function](Machine& machine, const Value* values, size_t count) {
                         return Value(function(machine, Arguments(machine, values, count)));
                       },
                       simple(result)});
}

}  // namespace mailroom::feel

// Context functions (DMN 1.5, 10.3.4.10), and the standard's functions as a whole.
#include "workflows/feel/arguments.h"

namespace mailroom::feel {

namespace {

using Kind = Value::Kind;

Value get_value(Machine& machine, const Arguments& a) {
  const Value* context = a.of_kind(0, Kind::context);
  if (!context) return {};
  if (a[1].is(Kind::list)) {
    Value at = *context;
    for (const Value& key : a[1].list()) {
      if (!at.is(Kind::context) || !key.is(Kind::text)) return machine.null("the keys lead to no entry");
      at = at.context().at(key.text());
    }
    return a[1].list().empty() ? machine.null("the list of keys is empty") : at;
  }
  const auto key = a.text(1);
  return key ? context->context().at(*key) : Value();
}

Value get_entries(Machine&, const Arguments& a) {
  const Value* context = a.of_kind(0, Kind::context);
  if (!context) return {};
  List entries;
  for (const auto& [name, value] : context->context().entries()) {
    entries.emplace_back(Context{{"key", name}, {"value", value}});
  }
  return Value(std::move(entries));
}

Value context_of_entries(Machine& machine, const Arguments& a) {
  const auto entries = a.list(0);
  if (!entries) return {};
  Context made;
  for (const Value& entry : *entries) {
    if (!entry.is(Kind::context) || !entry.context().find("value") ||
        !entry.context().at("key").is(Kind::text)) {
      return machine.null("expected entries of the form {key: \"…\", value: …}, got ", kind_word(entry));
    }
    const std::string key(entry.context().at("key").text());
    if (made.find(key)) return machine.null("the key '", key, "' is there twice");
    made.put(key, entry.context().at("value"));
  }
  return Value(std::move(made));
}

// The context with the value at the path of keys from `i` on; none, with a notice, if the path leads nowhere.
std::optional<Context> put_at(Machine& machine, const Context& context, const List& keys, size_t i,
                              const Value& value) {
  if (!keys[i].is(Kind::text)) {
    machine.null("a key expected string, got ", kind_word(keys[i]));
    return std::nullopt;
  }
  const std::string key(keys[i].text());
  Context changed = context;
  if (i + 1 == keys.size()) {
    changed.put(key, value);
    return changed;
  }
  const Value& inner = context.at(key);
  if (!inner.is_null() && !inner.is(Kind::context)) {
    machine.null("'", key, "' is no context");
    return std::nullopt;
  }
  const auto put = put_at(machine, inner.is_null() ? Context{} : inner.context(), keys, i + 1, value);
  if (!put) return std::nullopt;
  changed.put(key, *put);
  return changed;
}

Value context_put(Machine& machine, const Arguments& a) {
  const Value* context = a.of_kind(0, Kind::context);
  if (!context) return {};
  List keys;
  if (a[1].is(Kind::list)) {
    keys = a[1].list();
    if (keys.empty()) return machine.null("the list of keys is empty");
  } else if (!a[1].is(Kind::text)) {
    return machine.null("a key expected string, got ", kind_word(a[1]));
  } else {
    keys.push_back(a[1]);
  }
  if (!machine.spend(context->context().size() * 2 * sizeof(Value))) return {};
  auto changed = put_at(machine, context->context(), keys, 0, a[2]);
  return changed ? Value(*std::move(changed)) : Value();
}

Value context_merge(Machine& machine, const Arguments& a) {
  const auto contexts = a.list(0);
  if (!contexts) return {};
  Context merged;
  for (const Value& context : *contexts) {
    if (!context.is(Kind::context)) return machine.null("expected context, got ", kind_word(context));
    for (const auto& [name, value] : context.context().entries()) merged.put(name, value);
  }
  return Value(std::move(merged));
}

}  // namespace

void add_context_functions(Builtins& b) {
  define(b, "get value", {"m", "key"}, 2, get_value);
  define(b, "get value", {"context", "key"}, 2, get_value);
  define(b, "get value", {"context", "keys"}, 2, get_value);
  define(b, "get entries", {"m"}, 1, get_entries, Type::Kind::list);
  define(b, "get entries", {"context"}, 1, get_entries, Type::Kind::list);
  define(b, "context", {"entries"}, 1, context_of_entries);
  define(b, "context put", {"context", "keys", "value"}, 3, context_put);
  define(b, "context put", {"context", "key", "value"}, 3, [](Machine& m, const Arguments& a) -> Value {
    if (!a[1].is(Kind::text)) return m.null("a key expected string, got ", kind_word(a[1]));
    return context_put(m, a);
  });
  define(b, "context merge", {"contexts"}, 1, context_merge);
}

std::shared_ptr<const Builtins> Builtins::standard() {
  static const std::shared_ptr<const Builtins> kStandard = [] {
    auto all = std::make_shared<Builtins>();
    add_number_functions(*all);
    add_text_functions(*all);
    add_list_functions(*all);
    add_statistics(*all);
    add_temporal_functions(*all);
    add_range_functions(*all);
    add_context_functions(*all);
    return all;
  }();
  return kStandard;
}

}  // namespace mailroom::feel

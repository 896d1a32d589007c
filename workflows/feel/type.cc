#include "workflows/feel/type.h"

#include "workflows/feel/function_value.h"

namespace mailroom::feel {

namespace {

using Kind = Type::Kind;

struct Named {
  std::string_view name;
  Kind kind;
};
constexpr Named kNames[] = {{"Any", Kind::any},
                            {"Null", Kind::null},
                            {"boolean", Kind::boolean},
                            {"number", Kind::number},
                            {"string", Kind::text},
                            {"date", Kind::date},
                            {"time", Kind::time},
                            {"date and time", Kind::date_time},
                            {"years and months duration", Kind::months},
                            {"days and time duration", Kind::duration},
                            // DMN 1.1 spelled them without blanks, and modellers still do.
                            {"dateTime", Kind::date_time},
                            {"yearMonthDuration", Kind::months},
                            {"dayTimeDuration", Kind::duration},
                            {"list", Kind::list},
                            {"context", Kind::context},
                            {"function", Kind::function},
                            {"range", Kind::range}};

std::shared_ptr<Type> make(Kind kind) {
  auto type = std::make_shared<Type>();
  type->kind = kind;
  return type;
}

Kind kind_of(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null:
      return Kind::null;
    case Value::Kind::boolean:
      return Kind::boolean;
    case Value::Kind::number:
      return Kind::number;
    case Value::Kind::text:
      return Kind::text;
    case Value::Kind::date:
      return Kind::date;
    case Value::Kind::time:
      return Kind::time;
    case Value::Kind::date_time:
      return Kind::date_time;
    case Value::Kind::months:
      return Kind::months;
    case Value::Kind::duration:
      return Kind::duration;
    case Value::Kind::list:
      return Kind::list;
    case Value::Kind::context:
      return Kind::context;
    case Value::Kind::opaque:
      break;
  }
  return Kind::any;
}

constexpr int kDeepest = 100;  // declared types may refer to themselves

bool conforms_to(const Type& type, const Type& wanted, int depth) {
  if (wanted.kind == Kind::any || &type == &wanted || depth > kDeepest) return true;
  if (type.kind == Kind::null) return true;
  if (type.kind != wanted.kind) return false;
  switch (wanted.kind) {
    case Kind::list:
    case Kind::range:
      return !wanted.element ||
             conforms_to(type.element ? *type.element : *any(), *wanted.element, depth + 1);
    case Kind::context:
      for (const auto& [name, member] : wanted.members) {
        const TypeRef* own = type.member(name);
        if (!own || !conforms_to(**own, *member, depth + 1)) return false;
      }
      return true;
    case Kind::function:
      if (!wanted.element) return true;  // any function
      if (type.members.size() != wanted.members.size()) return false;
      for (size_t i = 0; i < wanted.members.size(); ++i) {
        if (!conforms_to(*wanted.members[i].second, *type.members[i].second, depth + 1)) return false;
      }
      return conforms_to(type.element ? *type.element : *any(), *wanted.element, depth + 1);
    default:
      return true;
  }
}

bool value_conforms(const Value& value, const Type& wanted, int depth, bool constraints) {
  if (value.is_null() || depth > kDeepest) return true;
  switch (wanted.kind) {
    case Kind::any:
      break;
    case Kind::list:
      if (!value.is(Value::Kind::list)) return false;
      if (wanted.element) {
        for (const Value& item : value.list()) {
          if (!value_conforms(item, *wanted.element, depth + 1, constraints)) return false;
        }
      }
      break;
    case Kind::context:
      if (!value.is(Value::Kind::context)) return false;
      for (const auto& [name, member] : wanted.members) {
        const Value* own = value.context().find(name);
        if (!own || !value_conforms(*own, *member, depth + 1, constraints)) return false;
      }
      break;
    case Kind::function: {
      const FunctionValue* function = as_function(value);
      if (!function || !conforms_to(function->signature(), wanted, depth + 1)) return false;
      break;
    }
    case Kind::range: {
      const RangeValue* range = as_range(value);
      if (!range) return false;
      if (wanted.element && (!value_conforms(range->low, *wanted.element, depth + 1, constraints) ||
                             !value_conforms(range->high, *wanted.element, depth + 1, constraints))) {
        return false;
      }
      break;
    }
    default:
      if (kind_of(value.kind()) != wanted.kind) return false;
  }
  return !constraints || !wanted.constraint || wanted.constraint->allows(value);
}

}  // namespace

const TypeRef* Type::member(std::string_view member_name) const {
  for (const auto& entry : members) {
    if (entry.first == member_name) return &entry.second;
  }
  return nullptr;
}

TypeRef any() {
  static const TypeRef kAny = make(Kind::any);
  return kAny;
}

TypeRef simple(Kind kind) {
  static const std::vector<TypeRef> kSimple = [] {
    std::vector<TypeRef> all;
    for (int k = 0; k <= static_cast<int>(Kind::range); ++k) all.push_back(make(static_cast<Kind>(k)));
    return all;
  }();
  return kind == Kind::any ? any() : kSimple[static_cast<size_t>(kind)];
}

TypeRef list_of(TypeRef element) {
  auto type = make(Kind::list);
  type->element = std::move(element);
  return type;
}

TypeRef range_of(TypeRef element) {
  auto type = make(Kind::range);
  type->element = std::move(element);
  return type;
}

TypeRef context_of(Type::Members members, bool open) {
  auto type = make(Kind::context);
  type->members = std::move(members);
  type->open = open;
  return type;
}

TypeRef function_of(Type::Members parameters, TypeRef result) {
  auto type = make(Kind::function);
  type->members = std::move(parameters);
  type->element = std::move(result);
  return type;
}

TypeRef builtin_type(std::string_view name) {
  for (const Named& named : kNames) {
    if (named.name == name) return simple(named.kind);
  }
  return nullptr;
}

TypeRef type_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return any();
    case Value::Kind::list:
      return list_of(value.list().empty() ? any() : type_of(value.list().front()));
    case Value::Kind::context: {
      Type::Members members;
      for (const auto& [name, entry] : value.context().entries()) members.emplace_back(name, type_of(entry));
      return context_of(std::move(members), true);
    }
    case Value::Kind::opaque:
      if (const FunctionValue* function = as_function(value)) {
        return std::make_shared<const Type>(function->signature());
      }
      return simple(Kind::range);
    default:
      return simple(kind_of(value.kind()));
  }
}

std::string to_string(const Type& type) {
  if (!type.name.empty()) return type.name;
  const auto members = [&](bool named) {
    std::string text;
    for (const auto& [name, member] : type.members) {
      if (!text.empty()) text += ", ";
      text += (named ? name + ": " : std::string()) + to_string(*member);
    }
    return text;
  };
  switch (type.kind) {
    case Kind::list:
    case Kind::range: {
      const std::string outer = type.kind == Kind::list ? "list" : "range";
      return type.element ? outer + "<" + to_string(*type.element) + ">" : outer;
    }
    case Kind::context:
      return "context<" + members(true) + ">";
    case Kind::function:
      return "function<" + members(false) + "> -> " + (type.element ? to_string(*type.element) : "Any");
    default:
      for (const Named& named : kNames) {
        if (named.kind == type.kind) return std::string(named.name);
      }
      return "Any";
  }
}

bool conforms(const Type& type, const Type& wanted) {
  return conforms_to(type, wanted, 0);
}

bool conforms(const Value& value, const Type& wanted) {
  return value_conforms(value, wanted, 0, true);
}

bool is_instance(const Value& value, const Type& wanted) {
  return value_conforms(value, wanted, 0, false);
}

Value coerce(Value value, const Type& wanted) {
  if (conforms(value, wanted)) return value;
  if (wanted.kind != Kind::list && value.is(Value::Kind::list) && value.list().size() == 1) {
    Value only = value.list().front();
    if (conforms(only, wanted)) return only;
    value = std::move(only);
  } else if (wanted.kind == Kind::list && !value.is(Value::Kind::list)) {
    Value wrapped(List{value});
    if (conforms(wrapped, wanted)) return wrapped;
  }
  if (wanted.kind == Kind::date_time && value.is(Value::Kind::date)) {
    DateTime midnight{value.date(), {}};
    midnight.time.zone.kind = TimeZone::Kind::offset;
    if (Value at = midnight; conforms(at, wanted)) return at;
  }
  return {};
}

}  // namespace mailroom::feel

// FEEL's types (DMN 1.5, 10.3.2.2): what a name in scope holds, what a declaration asks for. Immutable once
// built and shared by pointer; thread safe. A null pointer is never a type: what is not known is any().
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.h"

namespace mailroom::feel {

class Type;
class ValueSet;
using TypeRef = std::shared_ptr<const Type>;

// A condition on values of a type (DMN's allowed values); lives in the layer that knows expressions.
class Constraint {
 public:
  virtual ~Constraint() = default;
  virtual bool allows(const Value& value) const = 0;
  // All values that are allowed, if that is known beforehand; null if it is not.
  virtual const ValueSet* values() const { return nullptr; }
};

class Type {
 public:
  enum class Kind {
    any,
    null,
    boolean,
    number,
    text,
    date,
    time,
    date_time,
    months,
    duration,
    list,
    context,
    function,
    range
  };
  using Members = std::vector<std::pair<std::string, TypeRef>>;

  Kind kind = Kind::any;
  std::string name;                              // as declared; may be empty
  TypeRef element;                               // of a list or a range; a function's result
  Members members;                               // of a context; a function's parameters
  bool open = false;                             // a context that may hold more than its members
  std::shared_ptr<const Constraint> constraint;  // may be null

  const TypeRef* member(std::string_view member_name) const;
};

TypeRef any();
TypeRef simple(Type::Kind kind);
TypeRef list_of(TypeRef element);
TypeRef range_of(TypeRef element);
TypeRef context_of(Type::Members members, bool open = false);
TypeRef function_of(Type::Members parameters, TypeRef result);
// "number", "string", "date and time", "years and months duration", "Any" …; null if there is no such type.
TypeRef builtin_type(std::string_view name);
// What is known of a value: contexts with the types of their entries, lists with their first element's.
TypeRef type_of(const Value& value);

// FEEL's name of it: "number", "list<string>", "context<a: number>".
std::string to_string(const Type& type);
// Whether every value of `type` is one of `wanted` (10.3.2.9.2).
bool conforms(const Type& type, const Type& wanted);
// Whether this value is one of `wanted`; null conforms to all but functions' declarations of their own.
bool conforms(const Value& value, const Type& wanted);
// The same whatever the allowed values: `instance of` asks for the kind alone.
bool is_instance(const Value& value, const Type& wanted);
// The value as `wanted` if it conforms or one of the implicit conversions of 10.3.2.9.4 makes it conform
// (a list of one item, a date as its midnight in UTC); otherwise null.
Value coerce(Value value, const Type& wanted);

}  // namespace mailroom::feel

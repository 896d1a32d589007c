// The functions an expression may call without declaring them: the standard's (DMN 1.5, 10.3.4), and what a
// caller adds to a copy of them ("is nino"). Built once at load, then shared and never changed: thread safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "workflows/feel/type.h"

namespace mailroom::feel {

class Machine;

// Arguments in the order of the parameters; `count` may be less than all for optional ones. The answer is a
// value; what cannot be answered is null, with machine.note("…") saying why. Must not throw.
using Native = std::function<Value(Machine& machine, const Value* arguments, size_t count)>;

struct Builtin {
  std::string name;                     // may hold blanks: "string length"
  std::vector<std::string> parameters;  // for named invocation
  size_t required = 0;                  // how many of the parameters must be given
  bool variadic = false;                // the last parameter repeats
  Native call;
  TypeRef result = any();  // what is known of its answers
};

class Builtins {
 public:
  // The standard's, and nothing else.
  static std::shared_ptr<const Builtins> standard();

  // Adds a function with all parameters required. Several of one name are alternatives by their number and
  // names of parameters.
  void add(std::string name, std::vector<std::string> parameters, Native call);
  void add(Builtin builtin);

  // All alternatives of that name, or null.
  const std::vector<Builtin>* find(std::string_view name) const;
  std::vector<std::string> names() const;
  // Each name as the parser compares it (normalized_name), and as it is written.
  const std::vector<std::pair<std::string, std::string>>& normalized_names() const { return normalized_; }

 private:
  std::vector<std::pair<std::string, std::vector<Builtin>>> by_name_;
  std::vector<std::pair<std::string, std::string>> normalized_;
};

}  // namespace mailroom::feel

#include "workflows/identifier_functions.h"

#include "base/identifier.h"
#include "base/text.h"

namespace mailroom::workflows {

std::shared_ptr<const feel::Builtins> workflow_functions() {
  static const std::shared_ptr<const feel::Builtins> kFunctions = [] {
    auto functions = std::make_shared<feel::Builtins>(*feel::Builtins::standard());
    for (const IdentifierFormat& format : identifier_formats()) {
      feel::Builtin builtin;
      builtin.name = "is " + replace_all(std::string(format.name), "-", " ");
      builtin.parameters = {"text"};
      builtin.required = 1;
      // What is not there is not one: a check on an empty field fails, it does not go blind.
      builtin.call = [&format](feel::Machine&, const Value* arguments, size_t) -> Value {
        return arguments[0].is(Value::Kind::text) && is_identifier(format, arguments[0].text());
      };
      functions->add(std::move(builtin));
    }
    return functions;
  }();
  return kFunctions;
}

}  // namespace mailroom::workflows

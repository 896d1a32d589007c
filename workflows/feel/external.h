// Functions an author declares as external (DMN 1.5, 10.3.2.13.3 "external"): a registry that binds a class
// and method signature, as the standard names them for Java, to native functions here. No Java runs; what is
// not in the registry is null with a reason. Constant; thread safe.
#pragma once

#include <string>

#include "workflows/feel/type.h"

namespace mailroom::feel {

// `description` is the context after `external`: {java: {class: "…", method signature: "name(type, …)"}}.
// Null, with `why` set, if it names nothing we know.
Value external_function_of(const Value& description, const Type& signature, std::string& why);

}  // namespace mailroom::feel

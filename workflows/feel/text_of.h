// Values as FEEL writes them (DMN 1.5, 10.3.4.1 string()): pure functions, thread safe.
#pragma once

#include <string>

#include "base/value.h"

namespace mailroom::feel {

// As string() answers: texts bare, everything inside lists and contexts as literals.
std::string text_of(const Value& value);
// As an expression could write it: texts quoted, "[1, 2, 3]", "{a: 1}", "null".
std::string literal_text(const Value& value);

}  // namespace mailroom::feel

// FEEL's functions and words in a line each, for editors: what a function does, and an example. Constant
// data.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflows/feel/builtins.h"
#include "workflows/feel/type.h"

namespace mailroom::workflows::editor {

struct FunctionText {
  std::string_view name;
  std::string_view what;     // lower case, no full stop
  std::string_view example;  // with its result: "sum([1, 2]) = 3"
};
const std::vector<FunctionText>& function_texts();
// Of an identifier's function ("is nino") too; none for what is no function.
std::string describe_function(std::string_view name);
// "substring(string, start position, length)": its alternatives, a line each.
std::string signatures_of(const std::vector<feel::Builtin>& alternatives);
// "if", "then", …: what is no name in an expression.
const std::vector<std::string_view>& feel_keywords();

}  // namespace mailroom::workflows::editor

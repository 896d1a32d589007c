// Models made to hurt, for the tests of the library and of the program.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::dmn {

inline std::string repeated(std::string_view part, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += part;
  return all;
}

// With one decision `d`, whose expression stands in the second line.
inline std::string model_of(const std::string& expression) {
  return R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">
<decision id="d" name="d"><variable name="d"/>)" +
         expression + "</decision></definitions>";
}

inline std::string literal(const std::string& text) {
  return "<literalExpression><text>" + text + "</text></literalExpression>";
}

}  // namespace mailroom::dmn

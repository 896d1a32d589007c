// What an expression's author is told: problems while it is read, notices while it runs. Offsets and lengths
// are bytes within the expression's text; the caller knows in which file that text stands.
#pragma once

#include <cstdint>
#include <string>

namespace mailroom::feel {

// Why a null is null. The message quotes the expression's names and kinds of values, never personal values.
struct Notice {
  std::string message;
  uint32_t offset = 0;
  uint32_t length = 0;
};

// Why an expression cannot be used (or, as a warning, why it surely is not what was meant).
struct Problem {
  std::string code;  // "syntax", "unknown_name", "unknown_member", "wrong_arguments" …
  std::string message;
  std::string hint;  // may be empty
  uint32_t offset = 0;
  uint32_t length = 0;
};

}  // namespace mailroom::feel

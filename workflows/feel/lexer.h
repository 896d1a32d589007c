// FEEL's tokens (DMN 1.5, 10.3.1.2). Names are cut into their parts only: which parts form one name ("date
// and time", "profit-and-loss") depends on the scope, so that is the parser's matter. Pure; thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workflows/feel/notice.h"

namespace mailroom::feel {

struct Token {
  enum class Kind : uint8_t { end, name, keyword, number, text, at_text, symbol };
  Kind kind = Kind::end;
  uint32_t offset = 0;
  uint32_t length = 0;
  std::string text;  // of a text: unescaped; otherwise as written

  bool is(std::string_view symbol) const { return kind == Kind::symbol && text == symbol; }
  bool is_keyword(std::string_view word) const { return kind == Kind::keyword && text == word; }
  uint32_t end() const { return offset + length; }
};

// Always ends with a token of kind end. Problems are added; the offending bytes are left out.
std::vector<Token> tokenize(std::string_view text, std::vector<Problem>& problems);

// A name's parts with one blank between them, so that "a-b" and "a - b" are one name; empty if it is none.
std::string normalized_name(std::string_view name);

}  // namespace mailroom::feel

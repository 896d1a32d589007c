#include "workflows/feel/plain_name.h"

#include <algorithm>

#include "workflows/feel/lexer.h"

namespace mailroom::feel {

bool is_plain_name(std::string_view expression) {
  std::vector<Problem> problems;
  const std::vector<Token> tokens = tokenize(expression, problems);
  return problems.empty() && tokens.front().kind == Token::Kind::name &&
         std::all_of(tokens.begin(), tokens.end() - 1,
                     [](const Token& token) { return token.kind == Token::Kind::name || token.is("."); });
}

}  // namespace mailroom::feel

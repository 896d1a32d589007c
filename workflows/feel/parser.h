// FEEL's grammar (DMN 1.5, 10.3.1.2) by recursive descent, straight into nodes. One text, one use. After a
// problem it goes on where it can, so that an author sees more than the first; the nodes are then not used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflows/feel/compiler.h"

namespace mailroom::feel {

class Parser {
 public:
  Parser(Compiler& compiler, std::string_view text);

  // Each answers null if the text has problems.
  NodePtr whole_expression();
  NodePtr whole_tests(size_t input_local);
  TypeRef whole_type();

 private:
  // parser.cc: operators
  NodePtr expression();
  NodePtr disjunction();
  NodePtr conjunction();
  NodePtr comparison();
  NodePtr additive();
  NodePtr multiplicative();
  NodePtr exponentiation();
  NodePtr unary();
  NodePtr postfix();
  NodePtr instance_of(NodePtr value);
  NodePtr membership(NodePtr value);

  // parser_primary.cc: literals, names, calls, lists, contexts
  NodePtr primary();
  NodePtr name_or_call();
  NodePtr keyword_expression();
  NodePtr at_literal();
  NodePtr unknown_name(const std::string& name, uint32_t from);
  // What cannot be: a problem in a closed scope, otherwise null with a notice.
  void unknown_member(uint32_t from, const Type& holder, const std::string& name);
  NodePtr impossible(uint32_t from, std::string code, std::string message, std::string hint = {});
  NodePtr parenthesized();
  NodePtr list_or_range();
  NodePtr context();
  NodePtr range_from(NodePtr low, bool low_included, uint32_t from);
  NodePtr path(NodePtr base);
  NodePtr filter(NodePtr base);
  NodePtr call(NodePtr callee, uint32_t from);
  NodePtr builtin_call(const std::string& name, uint32_t from);
  bool arguments(std::vector<NodePtr>& values, std::vector<std::string>& names);

  // parser_control.cc: for, some, every, if, function, types
  NodePtr if_expression();
  NodePtr for_expression();
  NodePtr quantified();
  std::vector<Iteration> iterations();
  NodePtr function_definition();
  NodePtr external_function(const Type& signature);
  TypeRef type();
  TypeRef named_type();

  // parser_tests.cc
  NodePtr tests(size_t input_local);
  // `whole`: any expression; otherwise (after a bare `in`) no weaker operators than + and -.
  NodePtr test(size_t input_local, bool whole);
  NodePtr input(size_t input_local);
  std::optional<Operator> comparison_operator();

  // Tokens.
  const Token& now() const { return tokens_[at_]; }
  const Token& ahead(size_t count = 1) const { return tokens_[std::min(at_ + count, tokens_.size() - 1)]; }
  bool is(std::string_view symbol) const { return now().is(symbol); }
  bool is_word(std::string_view word) const {
    return (now().kind == Token::Kind::keyword || now().kind == Token::Kind::name) && now().text == word;
  }
  bool take(std::string_view symbol);
  bool take_word(std::string_view word);
  bool expect(std::string_view symbol);
  bool expect_word(std::string_view word);
  NodePtr fail(std::string message, std::string hint = {}, std::string code = "syntax");
  void fail_at(uint32_t offset, uint32_t length, std::string code, std::string message,
               std::string hint = {});
  // A declared name: all tokens up to one of the stops, blanks folded.
  std::string declared_name(const std::vector<std::string_view>& stops);
  // "name:" ahead: a context's key or a named argument.
  size_t name_before_colon() const;
  std::string source(size_t from_token, size_t to_token) const;

  template <class N, class... A>
  NodePtr make(uint32_t from, A&&... a) {
    auto node = std::make_unique<N>(std::forward<A>(a)...);
    node->offset = from;
    node->length = last_end() > from ? last_end() - from : 0;
    return node;
  }
  // The node, or the constant it always is where all its parts are constants. What gives a notice stays as it
  // is.
  NodePtr folded(NodePtr node, bool constant_parts) const;
  uint32_t last_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end(); }
  bool chain();  // one more operator in a row; false if there are too many

  struct Deeper {
    explicit Deeper(Parser& p) : parser(p) { ++parser.depth_; }
    ~Deeper() { --parser.depth_; }
    Parser& parser;
  };

  Compiler& compiler_;
  std::string_view text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
  size_t operators_ = 0;
  size_t errors_before_;
  bool range_end_ = false;     // the bound of a range: "[" may close it
  size_t reads_of_input_ = 0;  // how often `?` was named
  std::string path_;           // the plain path the last primary or postfix stands for; may be empty
  std::string entry_name_;     // the context entry whose value is parsed: a function may call itself
};

}  // namespace mailroom::feel

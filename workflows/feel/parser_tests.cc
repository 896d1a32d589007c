// Unary tests (DMN 1.5, 10.3.1.2 rules 15 to 18): a decision table's cells, and the right side of `in`.
#include "workflows/feel/parser.h"

namespace mailroom::feel {

NodePtr Parser::whole_tests(size_t input_local) {
  const uint32_t from = now().offset;
  if (now().kind == Token::Kind::end || (is("-") && ahead().kind == Token::Kind::end)) {
    ++at_;
    NodePtr always = std::make_unique<ConstantNode>(Value(true));
    always->offset = from;
    return compiler_.error_count() == errors_before_ ? std::move(always) : nullptr;
  }
  NodePtr node;
  if (is_word("not") && ahead().is("(")) {
    at_ += 2;
    std::vector<NodePtr> all;
    do {
      NodePtr next = test(input_local, true);
      if (!next) return nullptr;
      all.push_back(std::move(next));
    } while (take(","));
    if (!expect(")")) return nullptr;
    if (now().kind == Token::Kind::end) {
      node = make<AnyTest>(from, std::move(all), true);
    } else {
      at_ = 0;  // "not(a) or b": an expression after all
      node = tests(input_local);
    }
  } else {
    node = tests(input_local);
  }
  if (node && now().kind != Token::Kind::end) fail("expected ',' or the end, got '" + now().text + "'");
  return compiler_.error_count() == errors_before_ ? std::move(node) : nullptr;
}

NodePtr Parser::tests(size_t input_local) {
  const uint32_t from = now().offset;
  std::vector<NodePtr> all;
  do {
    NodePtr next = test(input_local, true);
    if (!next) return nullptr;
    all.push_back(std::move(next));
  } while (take(","));
  if (all.size() == 1) return std::move(all.front());
  return make<AnyTest>(from, std::move(all), false);
}

NodePtr Parser::input(size_t input_local) {
  return std::make_unique<LocalNode>(input_local);
}

NodePtr Parser::test(size_t input_local, bool whole) {
  const uint32_t from = now().offset;
  const auto op = comparison_operator();
  const size_t reads = reads_of_input_;
  NodePtr operand = op || !whole ? additive() : expression();
  if (!operand) return nullptr;
  return make<UnaryTest>(from, input(input_local), op, std::move(operand), reads_of_input_ > reads);
}

}  // namespace mailroom::feel

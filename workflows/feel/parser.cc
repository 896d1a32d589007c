#include "workflows/feel/parser.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::feel {

namespace {

constexpr int kDeepest = 250;
constexpr size_t kMostOperators = 10'000;
constexpr size_t kLongestText = 1 << 20;

std::string shown(const Token& token) {
  if (token.kind == Token::Kind::end) return "the end";
  if (token.kind == Token::Kind::text) return "a text";
  return "'" + token.text + "'";
}

bool is_number(const NodePtr& node) {
  return node->type->kind == Type::Kind::number;
}

}  // namespace

Parser::Parser(Compiler& compiler, std::string_view text)
    : compiler_(compiler), text_(text), errors_before_(compiler.error_count()) {
  if (text.size() > kLongestText) {
    fail_at(0, 0, "too_long",
            "an expression has at most 1 MB, got " + std::to_string(text.size()) + " bytes");
    text_ = {};
  }
  std::vector<Problem> problems;
  tokens_ = tokenize(text_, problems);
  for (Problem& problem : problems) compiler_.problem(std::move(problem));
}

NodePtr Parser::whole_expression() {
  if (now().kind == Token::Kind::end) {
    if (compiler_.error_count() == errors_before_) fail("an expression is missing");
    return nullptr;
  }
  NodePtr node = expression();
  if (node && now().kind != Token::Kind::end) {
    // "1_000", as YAML 1.1 and programming languages write it.
    const bool is_rest_of_number =
        at_ > 0 && tokens_[at_ - 1].kind == Token::Kind::number && now().text.starts_with('_');
    fail("expected an operator or the end, got " + shown(now()),
         is_rest_of_number ? "write numbers without '_'" : "");
  }
  return compiler_.error_count() == errors_before_ ? std::move(node) : nullptr;
}

bool Parser::take(std::string_view symbol) {
  if (!is(symbol)) return false;
  ++at_;
  return true;
}

bool Parser::take_word(std::string_view word) {
  if (!is_word(word)) return false;
  ++at_;
  return true;
}

bool Parser::expect(std::string_view symbol) {
  if (take(symbol)) return true;
  fail("expected '" + std::string(symbol) + "', got " + shown(now()));
  return false;
}

bool Parser::expect_word(std::string_view word) {
  if (take_word(word)) return true;
  fail("expected '" + std::string(word) + "', got " + shown(now()));
  return false;
}

NodePtr Parser::fail(std::string message, std::string hint, std::string code) {
  // One problem per text: what follows a syntax error is guesswork.
  if (compiler_.error_count() == errors_before_ || code != "syntax") {
    fail_at(now().offset, std::max<uint32_t>(now().length, 1), std::move(code), std::move(message),
            std::move(hint));
  }
  return nullptr;
}

void Parser::fail_at(uint32_t offset, uint32_t length, std::string code, std::string message,
                     std::string hint) {
  compiler_.problem({std::move(code), std::move(message), std::move(hint), offset, length});
}

NodePtr Parser::folded(NodePtr node, bool constant_parts) const {
  if (!constant_parts) return node;
  std::vector<Notice> notices;
  const Environment environment;
  Machine machine(environment, nullptr, &notices);
  Value value = node->eval(machine);
  if (value.is_null() || !notices.empty()) return node;
  auto constant = std::make_unique<ConstantNode>(std::move(value));
  constant->offset = node->offset;
  constant->length = node->length;
  constant->type = node->type;
  return constant;
}

bool Parser::chain() {
  if (++operators_ <= kMostOperators) return true;
  fail("an expression has at most 10,000 operators", "split it", "too_long");
  return false;
}

std::string Parser::source(size_t from, size_t to) const {
  if (from >= to) return {};
  return std::string(text_.substr(tokens_[from].offset, tokens_[to - 1].end() - tokens_[from].offset));
}

NodePtr Parser::expression() {
  const Deeper deeper(*this);
  if (depth_ > kDeepest) return fail("an expression is nested at most 250 deep", "split it", "too_deep");
  const bool outer = range_end_;
  range_end_ = false;
  NodePtr node = disjunction();
  range_end_ = outer;
  return node;
}

NodePtr Parser::disjunction() {
  const uint32_t from = now().offset;
  NodePtr left = conjunction();
  while (left && take_word("or")) {
    if (!chain()) return nullptr;
    NodePtr right = conjunction();
    if (!right) return nullptr;
    left = make<LogicNode>(from, false, std::move(left), std::move(right));
    left->type = simple(Type::Kind::boolean);
    path_.clear();
  }
  return left;
}

NodePtr Parser::conjunction() {
  const uint32_t from = now().offset;
  NodePtr left = comparison();
  while (left && take_word("and")) {
    if (!chain()) return nullptr;
    NodePtr right = comparison();
    if (!right) return nullptr;
    left = make<LogicNode>(from, true, std::move(left), std::move(right));
    left->type = simple(Type::Kind::boolean);
    path_.clear();
  }
  return left;
}

std::optional<Operator> Parser::comparison_operator() {
  constexpr std::pair<std::string_view, Operator> kAll[] = {
      {"=", Operator::equal},          {"!=", Operator::not_equal}, {"<=", Operator::less_equal},
      {">=", Operator::greater_equal}, {"<", Operator::less},       {">", Operator::greater}};
  for (const auto& [symbol, op] : kAll) {
    if (take(symbol)) return op;
  }
  return std::nullopt;
}

NodePtr Parser::comparison() {
  const uint32_t from = now().offset;
  NodePtr left = additive();
  while (left) {
    if (!chain()) return nullptr;
    if (const auto op = comparison_operator()) {
      if (is("=")) return fail("expected a value, got '='", "compare with a single '='");
      NodePtr right = additive();
      if (!right) return nullptr;
      left = make<BinaryNode>(from, *op, std::move(left), std::move(right));
    } else if (take_word("between")) {
      NodePtr low = additive();
      if (!low || !expect_word("and")) return nullptr;
      NodePtr high = additive();
      if (!high) return nullptr;
      left = make<BetweenNode>(from, std::move(left), std::move(low), std::move(high));
    } else if (take_word("in")) {
      left = membership(std::move(left));
      if (!left) return nullptr;
      left->offset = from, left->length = last_end() - from;
    } else {
      break;
    }
    left->type = simple(Type::Kind::boolean);
    path_.clear();
  }
  return left;
}

NodePtr Parser::membership(NodePtr value) {
  // The value is computed once, into a local that every test reads.
  const size_t local = compiler_.unnamed_local();
  NodePtr node;
  const uint32_t from = now().offset;
  // "(1..5)" is a range, "(1, < 5)" and "(a)" are tests.
  if (is("(")) {
    const size_t start = at_++;
    std::vector<NodePtr> all;
    NodePtr first = test(local, true);
    if (!first) return nullptr;
    if (is("..") || (is(")") && !ahead().is(","))) {
      if (is("..")) {
        at_ = start;
        node = test(local, false);
      } else {
        ++at_;
        node = std::move(first);
      }
    } else {
      all.push_back(std::move(first));
      while (take(",")) {
        NodePtr next = test(local, true);
        if (!next) return nullptr;
        all.push_back(std::move(next));
      }
      if (!expect(")")) return nullptr;
      node = make<AnyTest>(from, std::move(all), false);
    }
  } else {
    node = test(local, false);
  }
  if (!node) return nullptr;
  return make<InNode>(from, std::move(value), local, std::move(node));
}

NodePtr Parser::additive() {
  const uint32_t from = now().offset;
  NodePtr left = multiplicative();
  while (left && (is("+") || is("-"))) {
    if (!chain()) return nullptr;
    const Operator op = is("+") ? Operator::add : Operator::subtract;
    ++at_;
    NodePtr right = multiplicative();
    if (!right) return nullptr;
    const TypeRef type = is_number(left) && is_number(right) ? left->type : any();
    left = make<BinaryNode>(from, op, std::move(left), std::move(right));
    left->type = type;
    path_.clear();
  }
  return left;
}

NodePtr Parser::multiplicative() {
  const uint32_t from = now().offset;
  NodePtr left = exponentiation();
  while (left && (is("*") || is("/"))) {
    if (!chain()) return nullptr;
    const Operator op = is("*") ? Operator::multiply : Operator::divide;
    ++at_;
    NodePtr right = exponentiation();
    if (!right) return nullptr;
    const TypeRef type = is_number(left) && is_number(right) ? left->type : any();
    left = make<BinaryNode>(from, op, std::move(left), std::move(right));
    left->type = type;
    path_.clear();
  }
  return left;
}

NodePtr Parser::exponentiation() {
  const uint32_t from = now().offset;
  NodePtr left = unary();
  while (left && take("**")) {
    if (!chain()) return nullptr;
    NodePtr right = unary();
    if (!right) return nullptr;
    left = make<BinaryNode>(from, Operator::power, std::move(left), std::move(right));
    left->type = simple(Type::Kind::number);
    path_.clear();
  }
  return left;
}

NodePtr Parser::unary() {
  const uint32_t from = now().offset;
  if (!take("-")) return postfix();
  const Deeper deeper(*this);
  if (depth_ > kDeepest) return fail("an expression is nested at most 250 deep", "split it", "too_deep");
  NodePtr operand = unary();
  if (!operand) return nullptr;
  path_.clear();
  const TypeRef type = operand->type;
  if (const Value* constant = operand->constant(); constant && constant->is(Value::Kind::number)) {
    return make<ConstantNode>(from, Value(constant->number().negated()));
  }
  NodePtr node = make<NegateNode>(from, std::move(operand));
  node->type = type;
  return node;
}

NodePtr Parser::postfix() {
  const uint32_t from = now().offset;
  path_.clear();
  NodePtr node = primary();
  std::string plain = path_;
  while (node) {
    if (is(".")) {
      path_ = plain;
      node = path(std::move(node));
      plain = path_;
    } else if (is("[")) {
      if (range_end_) {
        // "[1..10[": the bracket closes the range unless something to filter by follows.
        const Token& next = ahead();
        if (next.kind == Token::Kind::end || next.kind == Token::Kind::symbol ||
            next.kind == Token::Kind::keyword) {
          if (!next.is("-") && !next.is("(") && !next.is("[") && !next.is_keyword("true") &&
              !next.is_keyword("false"))
            break;
        }
      }
      node = filter(std::move(node));
    } else if (is("(")) {
      node = call(std::move(node), from);
      plain.clear();
    } else if (now().is_keyword("instance") && ahead().is_keyword("of")) {
      node = instance_of(std::move(node));
      plain.clear();
    } else {
      break;
    }
    if (!chain()) return nullptr;
    if (node) node->offset = from, node->length = last_end() - from;
  }
  if (node && !plain.empty()) compiler_.used_path(plain);
  path_.clear();
  return node;
}

NodePtr Parser::instance_of(NodePtr value) {
  const uint32_t from = now().offset;
  at_ += 2;
  TypeRef wanted = type();
  if (!wanted) return nullptr;
  NodePtr node = make<InstanceOfNode>(from, std::move(value), std::move(wanted));
  node->type = simple(Type::Kind::boolean);
  return node;
}

}  // namespace mailroom::feel

// if, for, some, every, function definitions and types.
#include "workflows/feel/external.h"
#include "workflows/feel/parser.h"

namespace mailroom::feel {

NodePtr Parser::if_expression() {
  const uint32_t from = now().offset;
  ++at_;
  NodePtr condition = expression();
  if (!condition || !expect_word("then")) return nullptr;
  NodePtr then = expression();
  if (!then) return nullptr;
  if (!is_word("else")) return fail("'if' has no 'else'", "add 'else null' or what it should be");
  ++at_;
  NodePtr otherwise = expression();
  if (!otherwise) return nullptr;
  path_.clear();
  const TypeRef type = conforms(*otherwise->type, *then->type) ? then->type : any();
  NodePtr node = make<IfNode>(from, std::move(condition), std::move(then), std::move(otherwise));
  node->type = type;
  return node;
}

std::vector<Iteration> Parser::iterations() {
  std::vector<Iteration> all;
  do {
    std::string name = declared_name({"in", ",", "return", "satisfies", ":"});
    if (name.empty()) return fail("expected a name for the items"), std::vector<Iteration>{};
    if (take(":") && !type()) return {};
    if (!expect_word("in")) return {};
    NodePtr domain = expression(), to;
    if (!domain) return {};
    TypeRef element =
        domain->type->kind == Type::Kind::list && domain->type->element ? domain->type->element : any();
    if (take("..")) {
      to = expression();
      if (!to) return {};
      element = domain->type;
    }
    const size_t local = compiler_.declare(std::move(name), std::move(element));
    all.push_back({local, std::move(domain), std::move(to)});
  } while (take(","));
  return all;
}

NodePtr Parser::for_expression() {
  const uint32_t from = now().offset;
  ++at_;
  compiler_.push_block();
  std::vector<Iteration> over = iterations();
  NodePtr body;
  size_t partial = 0;
  bool uses_partial = false;
  if (!over.empty() && expect_word("return")) {
    partial = compiler_.declare("partial", list_of(any()));
    body = expression();
    uses_partial = compiler_.was_read(partial);
  }
  compiler_.pop_block();
  if (!body) return nullptr;
  path_.clear();
  const TypeRef element = body->type;
  NodePtr node = make<ForNode>(from, std::move(over), std::move(body), partial, uses_partial);
  node->type = list_of(element);
  return node;
}

NodePtr Parser::quantified() {
  const uint32_t from = now().offset;
  const bool every = is_word("every");
  ++at_;
  compiler_.push_block();
  std::vector<Iteration> over = iterations();
  NodePtr condition;
  if (!over.empty() && expect_word("satisfies")) condition = expression();
  compiler_.pop_block();
  if (!condition) return nullptr;
  path_.clear();
  NodePtr node = make<QuantifiedNode>(from, every, std::move(over), std::move(condition));
  node->type = simple(Type::Kind::boolean);
  return node;
}

NodePtr Parser::function_definition() {
  const uint32_t from = now().offset;
  const std::string self = entry_name_;
  entry_name_.clear();
  ++at_;
  if (!expect("(")) return nullptr;
  Type signature;
  signature.kind = Type::Kind::function;
  signature.element = any();
  if (!take(")")) {
    do {
      std::string name = declared_name({",", ")", ":"});
      if (name.empty()) return fail("expected a parameter's name, got '" + now().text + "'");
      TypeRef parameter = any();
      if (take(":") && !(parameter = type())) return nullptr;
      signature.members.emplace_back(std::move(name), std::move(parameter));
    } while (take(","));
    if (!expect(")")) return nullptr;
  }
  if (take(":") && !(signature.element = type())) return nullptr;
  if (take_word("external")) return external_function(signature);
  compiler_.begin_function(signature, self);
  NodePtr body = expression();
  if (body && signature.element->kind != Type::Kind::any) {
    body = make<CoerceNode>(from, std::move(body), signature.element, "the function's result");
  }
  NodePtr node = compiler_.end_function(std::move(body), self);
  if (!node) return nullptr;
  node->offset = from, node->length = last_end() - from;
  path_.clear();
  return node;
}

NodePtr Parser::external_function(const Type& signature) {
  const uint32_t from = now().offset;
  NodePtr description = expression();
  if (!description) return nullptr;
  // What it names is known now or never: it is evaluated while all that is in scope is null, and briefly.
  Environment environment;
  environment.limits = {1'000, 10, 64u << 10};
  const std::vector<Value> slots(compiler_.scope().entries().size());
  std::vector<Value> frame(compiler_.frame_size());
  Machine machine(environment, slots.data(), nullptr);
  machine.locals = frame.data();
  const Value value = description->eval(machine);
  std::string why;
  Value function = external_function_of(value, signature, why);
  if (function.is_null()) return make<NullNode>(from, std::move(why));
  path_.clear();
  return make<ConstantNode>(from, std::move(function));
}

TypeRef Parser::whole_type() {
  TypeRef wanted = type();
  if (wanted && now().kind != Token::Kind::end)
    fail("expected the end of the type, got '" + now().text + "'");
  return compiler_.error_count() == errors_before_ ? wanted : nullptr;
}

TypeRef Parser::type() {
  const Deeper deeper(*this);
  const auto fail_type = [&](std::string message) {
    fail(std::move(message));
    return TypeRef();
  };
  if (depth_ > 250) return fail_type("a type is nested at most 250 deep");
  const bool generic = ahead().is("<");
  if (generic && (is_word("list") || is_word("range"))) {
    const bool list = is_word("list");
    at_ += 2;
    TypeRef element = type();
    if (!element || !expect(">")) return nullptr;
    return list ? list_of(std::move(element)) : range_of(std::move(element));
  }
  if (generic && is_word("context")) {
    at_ += 2;
    Type::Members members;
    if (!take(">")) {
      do {
        std::string name = declared_name({":", ",", ">"});
        if (!expect(":")) return nullptr;
        TypeRef member = type();
        if (!member) return nullptr;
        members.emplace_back(std::move(name), std::move(member));
      } while (take(","));
      if (!expect(">")) return nullptr;
    }
    return context_of(std::move(members));
  }
  if (generic && is_word("function")) {
    at_ += 2;
    Type::Members parameters;
    if (!take(">")) {
      do {
        TypeRef parameter = type();
        if (!parameter) return nullptr;
        parameters.emplace_back(std::string(), std::move(parameter));
      } while (take(","));
      if (!expect(">")) return nullptr;
    }
    if (!expect("->")) return nullptr;
    TypeRef result = type();
    if (!result) return nullptr;
    return function_of(std::move(parameters), std::move(result));
  }
  return named_type();
}

TypeRef Parser::named_type() {
  // The longest run of tokens that is a known type's name.
  TypeRef found;
  size_t length = 0;
  std::string name;
  for (size_t k = 1; at_ + k < tokens_.size() && k <= 12; ++k) {
    const Token& last = tokens_[at_ + k - 1];
    if (last.kind == Token::Kind::text || last.kind == Token::Kind::at_text) break;
    name += (name.empty() ? "" : " ") + last.text;
    TypeRef type = compiler_.scope().find_type(name);
    for (const auto& [own, declared] : compiler_.scope().types()) {
      if (!type && normalized_name(own) == name) type = declared;
    }
    if (type) found = std::move(type), length = k;
  }
  if (!found) {
    fail("'" + now().text + "' is not a known type");
    return nullptr;
  }
  at_ += length;
  return found;
}

}  // namespace mailroom::feel

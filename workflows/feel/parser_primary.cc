// Literals, names, calls, paths, filters, lists and contexts.
#include <algorithm>

#include "base/text.h"
#include "workflows/feel/operations.h"
#include "workflows/feel/parser.h"
#include "workflows/feel/temporal.h"

namespace mailroom::feel {

namespace {

bool all_constant(const std::vector<NodePtr>& nodes) {
  return std::all_of(nodes.begin(), nodes.end(),
                     [](const NodePtr& node) { return node && node->constant(); });
}

// Built-ins that are how some kinds of values are written: `date("2026-11-23")`.
bool makes_a_literal(const std::string& name) {
  return name == "date" || name == "duration" || name == "years and months duration";
}

}  // namespace

NodePtr Parser::impossible(uint32_t from, std::string code, std::string message, std::string hint) {
  if (compiler_.is_lenient()) {
    compiler_.tell({std::move(code), message, std::move(hint), from, last_end() - from});
  } else if (!compiler_.scope().is_open()) {
    fail_at(from, last_end() - from, std::move(code), message, std::move(hint));
  }
  return make<NullNode>(from, std::move(message));
}

NodePtr Parser::primary() {
  const uint32_t from = now().offset;
  switch (now().kind) {
    case Token::Kind::number: {
      const auto number = Decimal::parse(now().text);
      if (!number) return fail("'" + now().text + "' is beyond what a number of 34 digits can hold");
      ++at_;
      return make<ConstantNode>(from, Value(*number));
    }
    case Token::Kind::text:
      ++at_;
      return make<ConstantNode>(from, Value(tokens_[at_ - 1].text));
    case Token::Kind::at_text:
      return at_literal();
    case Token::Kind::name:
      return name_or_call();
    case Token::Kind::keyword: {
      std::string name;
      if (compiler_.match_name(tokens_, at_, name) > 1) return name_or_call();
      return keyword_expression();
    }
    default:
      break;
  }
  if (is("(")) return parenthesized();
  if (is("[") || is("]")) return list_or_range();
  if (is("{")) return context();
  std::string name;
  if (now().kind == Token::Kind::symbol && compiler_.match_name(tokens_, at_, name) > 0)
    return name_or_call();
  return fail(now().kind == Token::Kind::end ? "a value is missing at the end"
                                             : "expected a value, got '" + now().text + "'");
}

NodePtr Parser::at_literal() {
  const uint32_t from = now().offset;
  const std::string text = now().text;
  ++at_;
  if (const auto date = parse_date(text)) return make<ConstantNode>(from, Value(*date));
  if (text.find('T') != std::string::npos && !text.starts_with("P") && !text.starts_with("-P")) {
    if (const auto time = parse_date_time(text)) return make<ConstantNode>(from, Value(*time));
  }
  if (const auto time = parse_time(text)) return make<ConstantNode>(from, Value(*time));
  if (const auto months = parse_months(text)) return make<ConstantNode>(from, Value(*months));
  if (const auto duration = parse_duration(text)) return make<ConstantNode>(from, Value(*duration));
  return impossible(
      from, "bad_literal", "'@\"" + text + "\"' is no date, time or duration",
      "write @\"2026-11-23\", @\"08:30:00\", @\"2026-11-23T08:30:00\", @\"P1Y2M\" or @\"P90DT12H\"");
}

NodePtr Parser::keyword_expression() {
  const uint32_t from = now().offset;
  if (is_word("if")) return if_expression();
  if (is_word("for")) return for_expression();
  if (is_word("some") || is_word("every")) return quantified();
  if (is_word("function")) return function_definition();
  if (take_word("true")) return make<ConstantNode>(from, Value(true));
  if (take_word("false")) return make<ConstantNode>(from, Value(false));
  if (take_word("null")) return make<ConstantNode>(from, Value());
  return fail("expected a value, got '" + now().text + "'");
}

NodePtr Parser::unknown_name(const std::string& name, uint32_t from) {
  std::string hint;
  const std::string lower = to_lower_ascii(name);
  if (const auto nearest = nearest_name(name, compiler_.visible_names())) {
    hint = "did you mean '" + *nearest + "'?";
  } else if (lower == "yes" || lower == "on" || lower == "true") {
    hint = "write true, or \"" + name + "\" for the text";
  } else if (lower == "no" || lower == "off" || lower == "false") {
    hint = "write false, or \"" + name + "\" for the text";
  } else if (lower == "none" || lower == "nil" || lower == "null") {
    hint = "write null, or \"" + name + "\" for the text";
  }
  return impossible(from, "unknown_name", "'" + name + "' is not a known name", std::move(hint));
}

NodePtr Parser::name_or_call() {
  const uint32_t from = now().offset;
  std::string name;
  const size_t length = compiler_.match_name(tokens_, at_, name);
  if (length == 0) name = now().text;
  at_ += std::max<size_t>(length, 1);
  if (is("(") && compiler_.is_builtin(name)) return builtin_call(name, from);
  if (name == "?") ++reads_of_input_;
  NodePtr node = compiler_.resolve(name);
  if (!node) {
    if (is("(") && !compiler_.scope().is_open()) {
      std::string hint;
      if (const auto nearest = nearest_name(name, compiler_.scope().builtins().names())) {
        hint = "did you mean '" + *nearest + "'?";
      }
      return impossible(from, "unknown_function", "'" + name + "' is not a known function", std::move(hint)),
             nullptr;
    }
    return unknown_name(name, from);
  }
  node->offset = from, node->length = last_end() - from;
  // Only inputs make paths: a local of the same name hides them.
  if (dynamic_cast<const SlotNode*>(node.get())) path_ = name;
  return node;
}

size_t Parser::name_before_colon() const {
  size_t i = at_;
  for (; i < tokens_.size(); ++i) {
    const Token& token = tokens_[i];
    if (token.is(":")) return i - at_;
    const bool part = token.kind == Token::Kind::name || token.kind == Token::Kind::keyword ||
                      token.kind == Token::Kind::number;
    const bool joint = token.kind == Token::Kind::symbol && !token.is("(") && !token.is(")") &&
                       !token.is("[") && !token.is("]") && !token.is("{") && !token.is("}") &&
                       !token.is(",") && !token.is("..");
    if (!part && !joint) return 0;
  }
  return 0;
}

std::string Parser::declared_name(const std::vector<std::string_view>& stops) {
  const size_t from = at_;
  const auto stop = [&] {
    return now().kind == Token::Kind::end || std::any_of(stops.begin(), stops.end(), [&](std::string_view s) {
             return now().text == s && now().kind != Token::Kind::text;
           });
  };
  while (!stop()) ++at_;
  return fold_space(source(from, at_));
}

bool Parser::arguments(std::vector<NodePtr>& values, std::vector<std::string>& names) {
  if (!expect("(")) return false;
  if (take(")")) return true;
  do {
    const bool named = name_before_colon() > 0;
    if (named) {
      names.push_back(declared_name({":"}));
      ++at_;
    }
    if (named != (values.size() + 1 == names.size()))
      return fail("named and positional arguments are mixed"), false;
    NodePtr value = expression();
    if (!value) return false;
    values.push_back(std::move(value));
  } while (take(","));
  return expect(")");
}

NodePtr Parser::builtin_call(const std::string& name, uint32_t from) {
  std::vector<NodePtr> values;
  std::vector<std::string> names;
  if (!arguments(values, names)) return nullptr;
  const std::vector<Builtin>& alternatives = *compiler_.scope().builtins().find(name);
  for (const Builtin& b : alternatives) {
    std::vector<NodePtr> ordered;
    if (names.empty()) {
      if (values.size() < b.required || (!b.variadic && values.size() > b.parameters.size())) continue;
      ordered = std::move(values);
    } else {
      std::vector<size_t> places;
      for (const std::string& given : names) {
        const auto found = std::find(b.parameters.begin(), b.parameters.end(), given);
        if (found == b.parameters.end()) break;
        places.push_back(static_cast<size_t>(found - b.parameters.begin()));
      }
      if (places.size() != names.size()) continue;
      std::vector<bool> given(b.parameters.size());
      for (const size_t place : places) given[place] = true;
      if (std::find(given.begin(), given.begin() + static_cast<ptrdiff_t>(b.required), false) !=
          given.begin() + static_cast<ptrdiff_t>(b.required)) {
        continue;
      }
      ordered.resize(*std::max_element(places.begin(), places.end()) + 1);
      for (size_t i = 0; i < places.size(); ++i) ordered[places[i]] = std::move(values[i]);
    }
    const bool constant = makes_a_literal(name) && all_constant(ordered);
    NodePtr node = make<BuiltinCallNode>(from, b, compiler_.scope().shared_builtins(), std::move(ordered));
    node->type = b.result;
    return folded(std::move(node), constant);
  }
  std::string wanted;
  for (const Builtin& b : alternatives) {
    wanted += (wanted.empty() ? "" : " or ") + name + "(" + join(b.parameters, ", ") + ")";
  }
  return impossible(from, "wrong_arguments", "'" + name + "' does not take these arguments",
                    "write " + wanted);
}

NodePtr Parser::call(NodePtr callee, uint32_t from) {
  const std::string what = fold_space(text_.substr(from, last_end() - from));
  std::vector<NodePtr> values;
  std::vector<std::string> names;
  if (!arguments(values, names)) return nullptr;
  const TypeRef function = callee->type;
  NodePtr node = make<CallNode>(from, std::move(callee), std::move(values), std::move(names), what);
  if (function->kind == Type::Kind::function && function->element) node->type = function->element;
  return node;
}

void Parser::unknown_member(uint32_t from, const Type& holder, const std::string& name) {
  if (compiler_.scope().is_open() && !compiler_.is_lenient()) return;
  std::vector<std::string> known;
  for (const auto& entry : holder.members) known.push_back(entry.first);
  const auto nearest = nearest_name(name, known);
  const std::string whose = path_.empty() ? "the context" : "'" + path_ + "'";
  Problem problem{"unknown_member", whose + " has no entry '" + name + "'",
                  nearest ? "did you mean '" + *nearest + "'?" : "", from, last_end() - from};
  if (compiler_.is_lenient()) return compiler_.tell(std::move(problem));
  fail_at(problem.offset, problem.length, problem.code, problem.message, problem.hint);
}

NodePtr Parser::path(NodePtr base) {
  const uint32_t from = now().offset;
  ++at_;  // the dot
  std::string name;
  const uint32_t name_from = now().offset;
  size_t length = compiler_.match_member(tokens_, at_, *base->type, name);
  if (length == 0) {
    if (now().kind != Token::Kind::name && now().kind != Token::Kind::keyword) {
      return fail("expected a name after '.', got '" + now().text + "'");
    }
    name = now().text;
    length = 1;
  }
  at_ += length;
  const Type* holder = base->type.get();
  bool many = false;
  while (holder->kind == Type::Kind::list && holder->element) holder = holder->element.get(), many = true;
  TypeRef type = any();
  if (holder->kind == Type::Kind::context) {
    if (const TypeRef* member = holder->member(name)) {
      type = many ? list_of(*member) : *member;
    } else if (!holder->open && !holder->members.empty()) {
      unknown_member(name_from, *holder, name);
    }
  }
  if (!path_.empty()) path_ += "." + name;
  const auto* slot = dynamic_cast<const SlotNode*>(base.get());
  NodePtr node = slot ? make<SlotEntryNode>(from, *slot, std::move(name))
                      : make<PathNode>(from, std::move(base), std::move(name));
  node->type = std::move(type);
  return node;
}

NodePtr Parser::filter(NodePtr base) {
  const uint32_t from = now().offset;
  ++at_;  // the bracket
  const Deeper deeper(*this);
  const TypeRef element =
      base->type->kind == Type::Kind::list ? (base->type->element ? base->type->element : any()) : base->type;
  compiler_.push_block();
  const size_t item = compiler_.unnamed_local();
  compiler_.declare_alias("item", element, item);
  compiler_.declare_item_of_filter(item, element);
  NodePtr condition = expression();
  compiler_.pop_block();
  if (!condition || !expect("]")) return nullptr;
  const bool index = condition->type->kind == Type::Kind::number;
  NodePtr node = make<FilterNode>(from, std::move(base), std::move(condition), item);
  node->type = index ? element : list_of(element);
  return node;
}

NodePtr Parser::parenthesized() {
  const uint32_t from = now().offset;
  ++at_;
  if (const auto op = comparison_operator()) {
    NodePtr operand = additive();
    if (!operand || !expect(")")) return nullptr;
    const bool constant = operand->constant();
    NodePtr node = make<OperatorRangeNode>(from, *op, std::move(operand));
    node->type = simple(Type::Kind::range);
    return folded(std::move(node), constant);
  }
  NodePtr node = expression();
  if (!node) return nullptr;
  if (take("..")) return range_from(std::move(node), false, from);
  if (!expect(")")) return nullptr;
  path_.clear();
  return node;
}

NodePtr Parser::range_from(NodePtr low, bool low_included, uint32_t from) {
  range_end_ = true;
  NodePtr high = additive();
  range_end_ = false;
  if (!high) return nullptr;
  const bool included = is("]");
  if (!included && !is(")") && !is("[")) return fail("expected ']', ')' or '[' at the end of a range");
  ++at_;
  const TypeRef element = low->type->kind == Type::Kind::any ? high->type : low->type;
  const bool constant = low->constant() && high->constant();
  if (constant && compare(*low->constant(), *high->constant()).value_or(0) > 0) {
    return impossible(from, "range_reversed", "a range's start is greater than its end: nothing is in it",
                      "write the smaller one first");
  }
  NodePtr node = make<RangeNode>(from, std::move(low), low_included, std::move(high), included);
  node->type = range_of(element);
  path_.clear();
  return folded(std::move(node), constant);
}

NodePtr Parser::list_or_range() {
  const uint32_t from = now().offset;
  const bool low_included = is("[");
  ++at_;
  std::vector<NodePtr> items;
  if (low_included && take("]")) return make<ListNode>(from, std::move(items));
  do {
    NodePtr item;
    if (const auto op = comparison_operator()) {
      NodePtr operand = additive();
      const bool constant = operand && operand->constant();
      if (operand) item = folded(make<OperatorRangeNode>(from, *op, std::move(operand)), constant);
    } else {
      item = expression();
    }
    if (!item) return nullptr;
    if (items.empty() && take("..")) return range_from(std::move(item), low_included, from);
    items.push_back(std::move(item));
  } while (low_included && take(","));
  if (!low_included) return fail("expected '..' of a range that starts with ']'");
  if (!expect("]")) return nullptr;
  // Contexts side by side may differ: what is known of one is not all there is in the others.
  TypeRef element = items.front()->type;
  for (const NodePtr& item : items) {
    if (item->type->kind != element->kind) element = any();
  }
  if (element->kind == Type::Kind::context && items.size() > 1) {
    Type::Members members;
    for (const NodePtr& item : items) {
      for (const auto& entry : item->type->members) {
        if (std::none_of(members.begin(), members.end(),
                         [&](const auto& m) { return m.first == entry.first; })) {
          members.emplace_back(entry.first, any());
        }
      }
    }
    element = context_of(std::move(members), true);
  }
  path_.clear();
  const bool constant = all_constant(items);
  NodePtr node = make<ListNode>(from, std::move(items));
  node->type = list_of(element);
  return folded(std::move(node), constant);
}

NodePtr Parser::context() {
  const uint32_t from = now().offset;
  ++at_;
  std::vector<ContextNode::Entry> entries;
  Type::Members members;
  compiler_.push_block();
  bool fine = true;
  if (!take("}")) {
    do {
      std::string key;
      if (now().kind == Token::Kind::text && ahead().is(":")) {
        key = now().text;
        ++at_;
      } else if (name_before_colon() > 0) {
        key = declared_name({":"});
      } else {
        fail("expected a name and ':' in a context, got '" + now().text + "'");
        fine = false;
        break;
      }
      ++at_;  // the colon
      if (std::any_of(entries.begin(), entries.end(), [&](const auto& e) { return e.name == key; })) {
        fail("the entry '" + key + "' is there twice");
      }
      compiler_.learn_member(key);
      entry_name_ = key;
      NodePtr value = expression();
      entry_name_.clear();
      if (!value) {
        fine = false;
        break;
      }
      members.emplace_back(key, value->type);
      const size_t local = compiler_.declare(key, value->type);
      entries.push_back({std::move(key), std::move(value), local});
    } while (take(","));
    fine = fine && expect("}");
  }
  compiler_.pop_block();
  if (!fine) return nullptr;
  path_.clear();
  NodePtr node = make<ContextNode>(from, std::move(entries), nullptr);
  node->type = context_of(std::move(members));
  return node;
}

}  // namespace mailroom::feel

#include "workflows/feel/compiler.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/feel/parser.h"

namespace mailroom::feel {

namespace {

constexpr size_t kLongestName = 40;  // in parts

// What is known of an item's entries: a closed context's are all known, of other scalars there are none.
bool may_have_unknown_entries(const Type& type) {
  return type.kind == Type::Kind::any ||
         (type.kind == Type::Kind::context && (type.open || type.members.empty()));
}

}  // namespace

struct Compiler::Local {
  std::string name;  // empty: the entries of the item are names
  TypeRef type;
  size_t index = 0;
  bool read = false;
  bool item = false;
};

struct Compiler::Captured {
  std::string name;
  size_t local;
  NodePtr outside;
  TypeRef type;
};

struct Compiler::Function {
  Type signature;
  std::vector<Local> locals;   // visible ones, innermost last
  std::vector<size_t> blocks;  // where each begins in `locals`
  std::vector<Captured> captured;
  std::vector<size_t> read;
  size_t frame_size = 0;
  size_t self_local = static_cast<size_t>(-1);
};

Compiler::Compiler(const Scope& scope, std::vector<Problem>* problems) : scope_(scope), problems_(problems) {
  functions_.push_back(std::make_unique<Function>());
  for (const Scope::Entry& entry : scope.entries()) {
    known_.emplace(normalized_name(entry.name), entry.name);
    learn_members(*entry.type);
  }
  const auto& functions = scope.builtins().normalized_names();
  known_.insert(functions.begin(), functions.end());
  for (const char* property : {"time offset", "start included", "end included"}) learn_member(property);
}

Compiler::~Compiler() = default;

void Compiler::problem(Problem p) {
  ++errors_;
  if (problems_) problems_->push_back(std::move(p));
}

void Compiler::tell(Problem p) {
  if (problems_) problems_->push_back(std::move(p));
}

NodePtr Compiler::parse_expression(std::string_view text) {
  return Parser(*this, text).whole_expression();
}

NodePtr Compiler::parse_tests(std::string_view text, size_t input_local) {
  return Parser(*this, text).whole_tests(input_local);
}

TypeRef Compiler::parse_type(std::string_view text) {
  return Parser(*this, text).whole_type();
}

void Compiler::push_block() {
  functions_.back()->blocks.push_back(functions_.back()->locals.size());
}

void Compiler::pop_block() {
  Function& f = *functions_.back();
  for (size_t i = f.blocks.back(); i < f.locals.size(); ++i) {
    if (f.locals[i].read) f.read.push_back(f.locals[i].index);
  }
  f.locals.resize(f.blocks.back());
  f.blocks.pop_back();
}

size_t Compiler::declare(std::string name, TypeRef type) {
  Function& f = *functions_.back();
  known_.emplace(normalized_name(name), name);
  learn_members(*type);
  f.locals.push_back({std::move(name), std::move(type), f.frame_size, false, false});
  return f.frame_size++;
}

void Compiler::declare_alias(std::string name, TypeRef type, size_t local) {
  known_.emplace(normalized_name(name), name);
  functions_.back()->locals.push_back({std::move(name), std::move(type), local, false, false});
}

size_t Compiler::unnamed_local() {
  return functions_.back()->frame_size++;
}

void Compiler::declare_item_of_filter(size_t item, TypeRef type) {
  learn_members(*type);
  functions_.back()->locals.push_back({{}, std::move(type), item, false, true});
}

void Compiler::begin_function(Type signature, std::string self_name) {
  auto f = std::make_unique<Function>();
  for (const auto& [name, type] : signature.members) {
    known_.emplace(normalized_name(name), name);
    learn_members(*type);
    f->locals.push_back({name, type, f->frame_size++, false, false});
  }
  if (!self_name.empty()) {
    known_.emplace(normalized_name(self_name), self_name);
    f->self_local = f->frame_size++;
    f->locals.insert(f->locals.begin(),
                     {std::move(self_name), simple(Type::Kind::function), f->self_local, false, false});
  }
  f->signature = std::move(signature);
  functions_.push_back(std::move(f));
}

NodePtr Compiler::end_function(NodePtr body, std::string name) {
  const std::unique_ptr<Function> f = std::move(functions_.back());
  functions_.pop_back();
  auto code = std::make_shared<FunctionCode>();
  std::vector<NodePtr> captures;
  for (Captured& c : f->captured) {
    code->capture_locals.push_back(c.local);
    captures.push_back(std::move(c.outside));
  }
  if (!body) return nullptr;
  if (f->signature.element && f->signature.element->kind == Type::Kind::any && body->type) {
    f->signature.element = body->type;
  }
  code->signature = f->signature;
  code->body = std::move(body);
  code->frame_size = f->frame_size;
  code->self_local = f->self_local;
  code->name = std::move(name);
  auto node = std::make_unique<FunctionNode>(std::move(code), std::move(captures));
  node->type = std::make_shared<const Type>(f->signature);
  return node;
}

NodePtr Compiler::resolve(const std::string& name) {
  return resolve_in(functions_.size() - 1, name);
}

NodePtr Compiler::resolve_in(size_t function, const std::string& name) {
  Function& f = *functions_[function];
  // Filters whose items may hold the name, outermost first once collected.
  std::vector<Local*> maybe;
  NodePtr found;
  for (size_t i = f.locals.size(); i-- > 0 && !found;) {
    Local& local = f.locals[i];
    if (!local.item) {
      if (local.name != name) continue;
      local.read = true;
      found = std::make_unique<LocalNode>(local.index);
      found->type = local.type;
    } else if (const TypeRef* member = local.type->member(name)) {
      auto item = std::make_unique<LocalNode>(local.index);
      item->type = local.type;
      found = std::make_unique<PathNode>(std::move(item), name);
      found->type = *member;
    } else if (may_have_unknown_entries(*local.type)) {
      maybe.push_back(&local);
    }
  }
  if (!found && function > 0) {
    for (const Captured& c : f.captured) {
      if (c.name == name) {
        found = std::make_unique<LocalNode>(c.local);
        found->type = c.type;
      }
    }
    if (!found) {
      NodePtr outside = resolve_in(function - 1, name);
      if (outside && outside->constant()) {
        found = std::move(outside);
      } else if (outside) {
        const TypeRef type = outside->type;
        const size_t local = f.frame_size++;
        f.captured.push_back({name, local, std::move(outside), type});
        found = std::make_unique<LocalNode>(local);
        found->type = type;
      }
    }
  } else if (!found) {
    for (size_t slot = 0; slot < scope_.entries().size() && !found; ++slot) {
      const Scope::Entry& entry = scope_.entries()[slot];
      if (entry.name != name) continue;
      if (entry.constant) {
        found = std::make_unique<ConstantNode>(entry.value);
      } else {
        found = std::make_unique<SlotNode>(slot, name);
      }
      found->type = entry.type;
      used(name);
    }
    if (!found && scope_.builtins().find(name)) {
      found = std::make_unique<ConstantNode>(Value(std::shared_ptr<const OpaqueValue>(
          std::make_shared<BuiltinValue>(name, scope_.shared_builtins()))));
    }
  }
  for (size_t i = maybe.size(); i-- > 0;) {
    found =
        std::make_unique<ItemNameNode>(std::make_unique<LocalNode>(maybe[i]->index), name, std::move(found));
  }
  return found;
}

bool Compiler::knows(const std::string& name) const {
  for (const auto& f : functions_) {
    for (const Local& local : f->locals) {
      if (local.item ? local.type->member(name) ||
                           (may_have_unknown_entries(*local.type) && members_.count(normalized_name(name)))
                     : local.name == name) {
        return true;
      }
    }
  }
  return scope_.find(name) || scope_.builtins().find(name);
}

bool Compiler::is_builtin(const std::string& name) const {
  for (const auto& f : functions_) {
    for (const Local& local : f->locals) {
      if (local.item ? local.type->member(name) != nullptr : local.name == name) return false;
    }
  }
  return !scope_.find(name) && scope_.builtins().find(name);
}

size_t Compiler::match(const std::vector<Token>& tokens, size_t at,
                       const std::unordered_map<std::string, std::string>& among, std::string& name) const {
  size_t longest = 0;
  std::string key;
  for (size_t k = 1; k <= kLongestName && at + k <= tokens.size(); ++k) {
    const Token& token = tokens[at + k - 1];
    if (token.kind == Token::Kind::end || token.kind == Token::Kind::text ||
        token.kind == Token::Kind::at_text || token.is("(") || token.is(")") || token.is("[") ||
        token.is("]") || token.is("{") || token.is("}") || token.is(",") || token.is(":")) {
      break;
    }
    if (k > 1) key += ' ';
    key += token.text;
    const auto found = among.find(key);
    if (found == among.end()) continue;
    if (&among == &known_ && !knows(found->second)) continue;
    longest = k;
    name = found->second;
  }
  return longest;
}

size_t Compiler::match_name(const std::vector<Token>& tokens, size_t at, std::string& name) const {
  size_t length = match(tokens, at, known_, name);
  // Inside a filter the entries of its items are names as well.
  std::string member;
  if (const size_t longer = match(tokens, at, members_, member);
      longer > length && longer > 1 && knows(member)) {
    name = member;
    length = longer;
  }
  return length;
}

size_t Compiler::match_member(const std::vector<Token>& tokens, size_t at, const Type& type,
                              std::string& name) const {
  const Type* holder = &type;
  while (holder->kind == Type::Kind::list && holder->element) holder = holder->element.get();
  if (holder->kind == Type::Kind::context && !holder->open && !holder->members.empty()) {
    std::unordered_map<std::string, std::string> own;
    for (const auto& entry : holder->members) own.emplace(normalized_name(entry.first), entry.first);
    return match(tokens, at, own, name);
  }
  return match(tokens, at, members_, name);
}

void Compiler::learn_members(const Type& type) {
  // Types may refer to themselves: what is known already is not walked again.
  if (type.kind == Type::Kind::list || type.kind == Type::Kind::range) {
    if (type.element) learn_members(*type.element);
  } else if (type.kind == Type::Kind::context) {
    bool news = false;
    for (const auto& entry : type.members)
      news |= members_.emplace(normalized_name(entry.first), entry.first).second;
    if (!news) return;
    for (const auto& entry : type.members) learn_members(*entry.second);
  }
}

void Compiler::learn_member(const std::string& name) {
  members_.emplace(normalized_name(name), name);
}

std::vector<std::string> Compiler::visible_names() const {
  std::vector<std::string> all;
  for (const auto& f : functions_) {
    for (const Local& local : f->locals) {
      if (!local.item) all.push_back(local.name);
      for (const auto& member : local.type->members) {
        if (local.item) all.push_back(member.first);
      }
    }
  }
  for (const Scope::Entry& entry : scope_.entries()) all.push_back(entry.name);
  return all;
}

size_t Compiler::frame_size() const {
  return functions_.back()->frame_size;
}

bool Compiler::was_read(size_t index) const {
  const Function& f = *functions_.back();
  return std::find(f.read.begin(), f.read.end(), index) != f.read.end() ||
         std::any_of(f.locals.begin(), f.locals.end(),
                     [&](const Local& l) { return l.index == index && l.read; });
}

void Compiler::used(const std::string& name) {
  if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
}

void Compiler::used_path(const std::string& path) {
  if (std::find(paths_.begin(), paths_.end(), path) == paths_.end()) paths_.push_back(path);
}

}  // namespace mailroom::feel

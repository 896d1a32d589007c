#include "workflows/feel/scope.h"

namespace mailroom::feel {

Scope::Scope(std::shared_ptr<const Builtins> builtins) : builtins_(std::move(builtins)) {}

Scope Scope::of(const Context& context, std::shared_ptr<const Builtins> builtins) {
  Scope scope(std::move(builtins));
  for (const auto& [name, value] : context.entries()) scope.add(name, type_of(value));
  scope.set_open(true);
  return scope;
}

size_t Scope::add(std::string name, TypeRef type) {
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].name == name) {
      entries_[i].type = std::move(type);
      return i;
    }
  }
  entries_.push_back({std::move(name), std::move(type), false, {}});
  return entries_.size() - 1;
}

size_t Scope::add_constant(std::string name, Value value, TypeRef type) {
  const size_t slot = add(std::move(name), std::move(type));
  entries_[slot].constant = true;
  entries_[slot].value = std::move(value);
  return slot;
}

void Scope::add_type(std::string name, TypeRef type) {
  types_.emplace_back(std::move(name), std::move(type));
}

const Scope::Entry* Scope::find(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

TypeRef Scope::find_type(std::string_view name) const {
  for (const auto& [own, type] : types_) {
    if (own == name) return type;
  }
  return builtin_type(name);
}

}  // namespace mailroom::feel

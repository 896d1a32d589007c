// The names an expression may use, with their types where known. Built by one thread, then shared read-only.
// Every name has a slot, its place in the order of adding: compiled expressions address inputs by it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "workflows/feel/builtins.h"
#include "workflows/feel/type.h"

namespace mailroom::feel {

class Scope {
 public:
  explicit Scope(std::shared_ptr<const Builtins> builtins = Builtins::standard());
  // A scope with the names and types of a context's entries, open.
  static Scope of(const Context& context, std::shared_ptr<const Builtins> builtins = Builtins::standard());

  // Adds a name (blanks and + - * / . ' allowed), or gives a known one this type. Answers its slot.
  size_t add(std::string name, TypeRef type = any());
  // A name that stands for one value wherever it is used (a business knowledge model's function).
  size_t add_constant(std::string name, Value value, TypeRef type = any());
  // A type that `instance of` and declarations may name.
  void add_type(std::string name, TypeRef type);
  // In an open scope an unknown name is null with a notice; in a closed one (the default) it is a problem.
  void set_open(bool open) { open_ = open; }

  struct Entry {
    std::string name;
    TypeRef type;
    bool constant = false;
    Value value;  // if constant
  };
  bool is_open() const { return open_; }
  const std::vector<Entry>& entries() const { return entries_; }
  const Entry* find(std::string_view name) const;
  TypeRef find_type(std::string_view name) const;  // builtin or added; null if there is none
  const std::vector<std::pair<std::string, TypeRef>>& types() const { return types_; }
  const Builtins& builtins() const { return *builtins_; }
  const std::shared_ptr<const Builtins>& shared_builtins() const { return builtins_; }

 private:
  std::shared_ptr<const Builtins> builtins_;
  std::vector<Entry> entries_;
  std::vector<std::pair<std::string, TypeRef>> types_;
  bool open_ = false;
};

}  // namespace mailroom::feel

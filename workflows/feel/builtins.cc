#include "workflows/feel/builtins.h"

#include "workflows/feel/lexer.h"

namespace mailroom::feel {

void Builtins::add(std::string name, std::vector<std::string> parameters, Native call) {
  const size_t required = parameters.size();
  add(Builtin{std::move(name), std::move(parameters), required, false, std::move(call), any()});
}

void Builtins::add(Builtin builtin) {
  for (auto& [name, alternatives] : by_name_) {
    if (name == builtin.name) {
      alternatives.push_back(std::move(builtin));
      return;
    }
  }
  std::string name = builtin.name;
  normalized_.emplace_back(normalized_name(name), name);
  by_name_.emplace_back(std::move(name), std::vector<Builtin>{std::move(builtin)});
}

const std::vector<Builtin>* Builtins::find(std::string_view name) const {
  for (const auto& entry : by_name_) {
    if (entry.first == name) return &entry.second;
  }
  return nullptr;
}

std::vector<std::string> Builtins::names() const {
  std::vector<std::string> all;
  for (const auto& entry : by_name_) all.push_back(entry.first);
  return all;
}

}  // namespace mailroom::feel

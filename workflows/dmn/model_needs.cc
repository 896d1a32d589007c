// What decisions read, found in their expressions.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "workflows/dmn/model_source.h"
#include "workflows/dmn/table_code.h"
#include "workflows/feel/plain_name.h"

namespace mailroom::dmn {

namespace {

using Kind = Logic::Kind;

constexpr int kMostNames = 1000;

// Names of several words cannot be told from expressions unless something says that they are names; an
// input's whole expression of nothing but words is one.
bool is_name_of_words(const std::string& text) {
  return text.find(' ') != std::string::npos && text.find('.') == std::string::npos &&
         feel::is_plain_name(text);
}

// "'claim' is not a known name": which; empty if that is not what the problem is.
std::string unknown_name_in(const Diagnostic& problem) {
  const auto parts = split(problem.message, '\'');
  return problem.code == "unknown_name" && parts.size() == 3 ? std::string(parts[1]) : std::string();
}

// The names that a boxed expression reads from outside. A name that nothing bears is an input: it is added to
// the scope, and looked at again; but not where it may be an entry of an item that is not known.
class Names {
 public:
  Names(feel::Scope& scope, std::vector<Diagnostic>& problems) : scope_(scope), problems_(problems) {}

  void in(const Logic& logic) {
    switch (logic.kind) {
      case Kind::expression:
        return expression(logic.text);
      case Kind::table:
        return table(*logic.table);
      case Kind::function:
        return inside(logic.variables, {}, logic.parts[0]);
      case Kind::context:
        return context(logic);
      case Kind::filter:
        in(logic.parts[0]);
        return inside({}, {"item"}, logic.parts[1], true);
      case Kind::for_each:
      case Kind::some:
      case Kind::every:
        in(logic.parts[0]);
        return inside(logic.variables, {"partial"}, logic.parts[1]);
      default:
        for (const Logic& part : logic.parts) in(part);
    }
  }

  std::vector<std::string> found;

 private:
  // Looks at one piece of text, by a function that answers its names, until all of them are known.
  template <class NamesOf>
  void look(const NamesOf& names_of) {
    feel::Scope scope = scope_;
    for (const std::string& local : locals_) scope.add(local);
    for (int left = kMostNames;; --left) {
      std::vector<Diagnostic> problems;
      const std::vector<std::string> names = names_of(scope, problems);
      bool added = false;
      for (const Diagnostic& one : problems) {
        const std::string name = unknown_name_in(one);
        if (name.empty() || scope.find(name)) continue;
        added = true;
        scope.add(name);
        if (items_unknown_ > 0) {
          locals_.push_back(name);
        } else {
          scope_.add(name);
        }
      }
      if (added && left > 0) continue;
      problems_.insert(problems_.end(), problems.begin(), problems.end());
      for (const std::string& name : names) {
        const bool is_local = std::find(locals_.begin(), locals_.end(), name) != locals_.end();
        if (!is_local && std::find(found.begin(), found.end(), name) == found.end()) found.push_back(name);
      }
      return;
    }
  }

  void expression(const Cell& text) {
    look([&](const feel::Scope& scope, std::vector<Diagnostic>& problems) {
      std::vector<feel::Problem> own;
      const auto parsed = feel::Expression::parse(text.text, scope, &own);
      for (const feel::Problem& problem : own) problems.push_back(to_diagnostic(problem, text));
      return parsed ? parsed->names() : std::vector<std::string>();
    });
  }

  void table(const TableSource& source) {
    look([&](const feel::Scope& scope, std::vector<Diagnostic>& problems) {
      const auto compiled = Table::compile(source, scope, &problems);
      return compiled ? compiled->names() : std::vector<std::string>();
    });
  }

  void context(const Logic& logic) {
    const size_t before = locals_.size();
    for (const Logic& entry : logic.parts) {
      // A function may call itself.
      if (entry.kind == Kind::function) locals_.push_back(entry.name);
      in(entry);
      if (!entry.name.empty()) locals_.push_back(entry.name);
    }
    locals_.resize(before);
  }

  void inside(const std::vector<Variable>& variables, std::initializer_list<const char*> more,
              const Logic& logic, bool item_unknown = false) {
    const size_t before = locals_.size();
    for (const Variable& variable : variables) locals_.push_back(variable.name);
    locals_.insert(locals_.end(), more.begin(), more.end());
    items_unknown_ += item_unknown;
    in(logic);
    items_unknown_ -= item_unknown;
    locals_.resize(before);
  }

  feel::Scope& scope_;
  std::vector<Diagnostic>& problems_;
  std::vector<std::string> locals_;
  int items_unknown_ = 0;
};

void add_words(const Logic& logic, feel::Scope& scope) {
  if (logic.table) {
    for (const TableInput& input : logic.table->inputs) {
      const std::string text = fold_space(input.expression.text);
      if (is_name_of_words(text)) scope.add(text);
    }
  }
  for (const Logic& part : logic.parts) add_words(part, scope);
}

feel::Scope scope_of(const ModelSource& model) {
  feel::Scope scope;
  for (const TypeSource& type : model.types) scope.add_type(type.name, feel::any());
  for (const InputSource& input : model.inputs) scope.add(input.variable.name);
  for (const auto* elements : {&model.knowledge, &model.decisions}) {
    for (const ElementSource& element : *elements) scope.add(element.logic.name);
  }
  for (const ServiceSource& service : model.services) scope.add(service.variable.name);
  for (const ElementSource& decision : model.decisions) add_words(decision.logic, scope);
  return scope;
}

std::vector<std::string> names_of(const ElementSource& element, feel::Scope& scope,
                                  std::vector<Diagnostic>& problems) {
  Names names(scope, problems);
  names.in(element.logic);
  // A knowledge model may call itself without requiring itself.
  if (element.logic.kind == Kind::function) std::erase(names.found, element.logic.name);
  return std::move(names.found);
}

}  // namespace

std::map<std::string, std::vector<std::string>> needs_of(const ModelSource& model,
                                                         std::vector<Diagnostic>& problems) {
  feel::Scope scope = scope_of(model);
  std::map<std::string, std::vector<std::string>> needs;
  for (const auto* elements : {&model.knowledge, &model.decisions}) {
    for (const ElementSource& element : *elements) {
      needs[element.logic.name] = element.needs ? *element.needs : names_of(element, scope, problems);
    }
  }
  return needs;
}

std::map<std::string, std::vector<std::string>> needs_written_in(const ModelSource& model) {
  const feel::Scope scope = scope_of(model);
  std::map<std::string, std::vector<std::string>> needs;
  for (const auto* elements : {&model.knowledge, &model.decisions}) {
    for (const ElementSource& element : *elements) {
      feel::Scope own = scope;
      std::vector<Diagnostic> problems;
      auto names = names_of(element, own, problems);
      if (problems.empty()) needs[element.logic.name] = std::move(names);
    }
  }
  return needs;
}

}  // namespace mailroom::dmn

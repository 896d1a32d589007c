// One model with its imports being loaded: the documents, their types, elements and logic. Internal to
// loader*.cc; one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "workflows/dmn/boxed.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/dmn/package.h"

namespace mailroom::dmn {

struct Import {
  std::string alias, model;
  pugi::xml_node node;
};

// One file.
struct Source {
  Document document;
  std::string model;  // its namespace
  std::vector<Import> imports;
  std::map<std::string, pugi::xml_node> definitions;  // item definitions by name
  std::map<std::string, feel::TypeRef> types;         // those resolved
  std::set<std::string> resolving;
};

class Loader {
 public:
  explicit Loader(std::vector<Diagnostic>* diagnostics) : diagnostics_(diagnostics) {}

  bool add(std::string xml, std::string file);
  bool has_imports() const { return !sources_.front()->imports.empty(); }
  // From among the neighbours, whose XML `text_of` gives.
  void add_imports(const Neighbours& neighbours,
                   const std::function<std::string(const std::filesystem::path&)>& text_of);
  std::shared_ptr<const Package> build();

 private:
  void fail(const Source& source, const pugi::xml_node& node, std::string code, std::string message,
            std::string hint = {}) {
    if (diagnostics_) {
      diagnostics_->push_back({Severity::error, source.document.place(node), std::move(code),
                               std::move(message), std::move(hint)});
    }
  }
  Source* source_of(std::string_view model) {
    for (const auto& s : sources_) {
      if (s->model == model) return s.get();
    }
    return nullptr;
  }

  feel::TypeRef find_type(Source& source, std::string name, const pugi::xml_node& where);
  feel::TypeRef defined_type(Source& source, const std::string& name);
  feel::TypeRef item_type(Source& source, const pugi::xml_node& node);
  feel::TypeRef constrained(Source& source, feel::TypeRef type, const pugi::xml_node& node,
                            std::string_view element);

  void add_elements(Source& source);
  const Element* element_at(const Source& source, const pugi::xml_node& reference);
  void connect(Source& source, Element& element, const pugi::xml_node& node);
  void find_cycles();
  void add_functions();
  feel::Scope scope_of(Source& source, Element& element);
  BoxedCompiler boxed(Source& source, feel::Compiler& compiler) {
    return BoxedCompiler(
        compiler, source.document,
        [this, &source](const std::string& name, const pugi::xml_node& where) {
          return find_type(source, name, where);
        },
        package_->tables, diagnostics_);
  }
  void compile_decision(Source& source, Element& element, const pugi::xml_node& node);
  void compile_knowledge(Source& source, Element& element, const pugi::xml_node& node);

  std::vector<Diagnostic>* diagnostics_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::shared_ptr<Package> package_ = std::make_shared<Package>();
  std::map<std::string, Element*> by_id_;  // "namespace#id"
  struct Pending {
    Source* source;
    Element* element;
    pugi::xml_node node;
  };
  std::vector<Pending> pending_;
};

}  // namespace mailroom::dmn

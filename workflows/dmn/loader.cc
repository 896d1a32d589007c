// From `.dmn` files to a compiled package: documents with their imports, types, elements, logic.
#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "workflows/dmn/boxed.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/dmn/package.h"
#include "workflows/dmn/table_code.h"
#include "workflows/dmn/table_xml.h"

namespace mailroom::dmn {

namespace {

struct Import {
  std::string alias, model;
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

// Values that pass unary tests, and the conditions of the type underneath.
class TestsConstraint final : public feel::Constraint {
 public:
  TestsConstraint(feel::Expression tests, std::shared_ptr<const feel::Constraint> also)
      : tests_(std::move(tests)), also_(std::move(also)), values_(tests_.passing()) {}
  bool allows(const Value& value) const override {
    return (!also_ || also_->allows(value)) && tests_.test_slots(value, nullptr).is_true();
  }
  const feel::ValueSet* values() const override { return values_ && !also_ ? &*values_ : nullptr; }

 private:
  feel::Expression tests_;
  std::shared_ptr<const feel::Constraint> also_;
  std::optional<feel::ValueSet> values_;
};

class Loader {
 public:
  explicit Loader(std::vector<Diagnostic>* diagnostics) : diagnostics_(diagnostics) {}

  bool add(std::string xml, std::string file);
  void add_imports(const std::filesystem::path& folder);
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

bool Loader::add(std::string xml, std::string file) {
  auto source = std::make_unique<Source>();
  if (!source->document.parse(std::move(xml), std::move(file), diagnostics_)) return false;
  const pugi::xml_node root = source->document.root();
  if (local_name(root) != "definitions") {
    fail(*source, root, "not_dmn", "expected 'definitions', got '" + std::string(local_name(root)) + "'",
         "is this a DMN file?");
    return false;
  }
  source->model = attribute(root, "namespace");
  for (const pugi::xml_node& node : children(root, "import")) {
    source->imports.push_back({fold_space(attribute(node, "name")), attribute(node, "namespace")});
  }
  for (const pugi::xml_node& node : children(root, "itemDefinition")) {
    source->definitions[fold_space(attribute(node, "name"))] = node;
  }
  sources_.push_back(std::move(source));
  return true;
}

void Loader::add_imports(const std::filesystem::path& folder) {
  if (sources_.front()->imports.empty()) return;
  const Neighbours neighbours(folder, sources_.front()->document.file());
  for (size_t i = 0; i < sources_.size(); ++i) {
    const std::vector<Import> imports = sources_[i]->imports;
    for (const Import& import : imports) {
      if (source_of(import.model)) continue;
      if (const std::filesystem::path* file = neighbours.file_of(import.model)) {
        add(read_file(*file, 64u << 20), file->string());
      } else {
        fail(*sources_[i], child(sources_[i]->document.root(), "import"), "import_not_found",
             "the imported model '" + import.model + "' is not beside this file");
      }
    }
  }
}

feel::TypeRef Loader::find_type(Source& source, std::string name, const pugi::xml_node& where) {
  name = fold_space(name);
  if (feel::TypeRef own = defined_type(source, name)) return own;
  if (feel::TypeRef builtin = feel::builtin_type(name)) return builtin;
  for (const Import& import : source.imports) {
    const std::string prefix = import.alias.empty() ? "" : import.alias + ".";
    if (Source* from = source_of(import.model); from && name.starts_with(prefix)) {
      if (feel::TypeRef imported = defined_type(*from, name.substr(prefix.size()))) return imported;
    }
  }
  // DMN 1.1 wrote "feel:number".
  if (const size_t colon = name.find(':'); colon != std::string::npos)
    return find_type(source, name.substr(colon + 1), where);
  feel::Scope scope;
  for (const auto& [own, node] : source.definitions) scope.add_type(own, feel::any());
  feel::Compiler compiler(scope, nullptr);
  if (feel::TypeRef written = compiler.parse_type(name)) return written;
  std::vector<std::string> known;
  for (const auto& [own, node] : source.definitions) known.push_back(own);
  const auto nearest = nearest_name(name, known);
  fail(source, where, "unknown_type", "'" + name + "' is not a known type",
       nearest ? "did you mean '" + *nearest + "'?" : "");
  return feel::any();
}

feel::TypeRef Loader::defined_type(Source& source, const std::string& name) {
  if (const auto known = source.types.find(name); known != source.types.end()) return known->second;
  const auto definition = source.definitions.find(name);
  if (definition == source.definitions.end()) return nullptr;
  if (!source.resolving.insert(name).second) return feel::any();  // a type that holds itself
  auto type = std::make_shared<feel::Type>(*item_type(source, definition->second));
  type->name = name;  // as messages call it
  source.resolving.erase(name);
  source.types[name] = type;
  return type;
}

feel::TypeRef Loader::constrained(Source& source, feel::TypeRef type, const pugi::xml_node& node,
                                  std::string_view element) {
  const pugi::xml_node holder = child(node, element);
  if (!holder) return type;
  const Cell cell = cell_in(source.document, holder);
  std::vector<feel::Problem> problems;
  auto tests = feel::Expression::parse_unary_tests(cell.text, feel::Scope(), &problems, type);
  if (!tests) {
    for (const feel::Problem& p : problems) {
      if (diagnostics_) diagnostics_->push_back(to_diagnostic(p, cell));
    }
    return type;
  }
  auto own = std::make_shared<feel::Type>(*type);
  own->constraint = std::make_shared<TestsConstraint>(*std::move(tests), type->constraint);
  return own;
}

feel::TypeRef Loader::item_type(Source& source, const pugi::xml_node& node) {
  feel::TypeRef type = feel::any();
  const auto components = children(node, "itemComponent");
  if (const pugi::xml_node function = child(node, "functionItem")) {
    feel::Type::Members parameters;
    for (const pugi::xml_node& parameter : children(function, "parameters")) {
      parameters.emplace_back(fold_space(attribute(parameter, "name")),
                              find_type(source, attribute(parameter, "typeRef"), parameter));
    }
    const std::string result = attribute(function, "outputTypeRef");
    type = feel::function_of(std::move(parameters),
                             result.empty() ? feel::any() : find_type(source, result, function));
  } else if (!components.empty()) {
    feel::Type::Members members;
    for (const pugi::xml_node& component : components) {
      members.emplace_back(fold_space(attribute(component, "name")), item_type(source, component));
    }
    type = feel::context_of(std::move(members));
  } else if (const std::string name = fold_space(text_of_child(node, "typeRef")); !name.empty()) {
    type = find_type(source, name, node);
  }
  type = constrained(source, std::move(type), node, "allowedValues");
  if (attribute(node, "isCollection") == "true") type = feel::list_of(std::move(type));
  return constrained(source, std::move(type), node, "typeConstraint");
}

void Loader::add_elements(Source& source) {
  constexpr std::pair<std::string_view, Element::Kind> kKinds[] = {
      {"inputData", Element::Kind::input},
      {"decision", Element::Kind::decision},
      {"businessKnowledgeModel", Element::Kind::knowledge},
      {"decisionService", Element::Kind::service}};
  for (const pugi::xml_node& node : source.document.root().children()) {
    for (const auto& [tag, kind] : kKinds) {
      if (node.type() != pugi::node_element || local_name(node) != tag) continue;
      auto element = std::make_unique<Element>();
      element->kind = kind;
      element->name = fold_space(attribute(node, "name"));
      element->id = attribute(node, "id");
      element->model = source.model;
      element->index = package_->elements.size();
      if (const std::string type = attribute(child(node, "variable"), "typeRef"); !type.empty()) {
        element->type = find_type(source, type, child(node, "variable"));
      }
      by_id_[source.model + "#" + element->id] = element.get();
      pending_.push_back({&source, element.get(), node});
      package_->elements.push_back(std::move(element));
    }
  }
}

const Element* Loader::element_at(const Source& source, const pugi::xml_node& reference) {
  const std::string href = attribute(reference, "href");
  const size_t hash = href.find('#');
  const std::string model = hash == std::string::npos || hash == 0 ? source.model : href.substr(0, hash);
  const auto found = by_id_.find(model + "#" + (hash == std::string::npos ? href : href.substr(hash + 1)));
  if (found != by_id_.end()) return found->second;
  fail(source, reference, "reference_not_found", "'" + href + "' refers to nothing");
  return nullptr;
}

void Loader::connect(Source& source, Element& element, const pugi::xml_node& node) {
  const auto gather = [&](std::vector<const Element*>& into, const pugi::xml_node& holder,
                          std::string_view tag) {
    for (const pugi::xml_node& reference : children(holder, tag)) {
      if (const Element* e = element_at(source, reference)) into.push_back(e);
    }
  };
  for (const pugi::xml_node& requirement : children(node, "informationRequirement")) {
    gather(element.required, requirement, "requiredInput");
    gather(element.required, requirement, "requiredDecision");
  }
  for (const pugi::xml_node& requirement : children(node, "knowledgeRequirement")) {
    gather(element.known, requirement, "requiredKnowledge");
  }
  if (element.kind == Element::Kind::service) {
    gather(element.outputs, node, "outputDecision");
    gather(element.input_decisions, node, "inputDecision");
    gather(element.input_data, node, "inputData");
  }
}

// Every function exists before any logic is compiled: knowledge models may call each other in circles.
void Loader::add_functions() {
  for (const Pending& p : pending_) {
    Element& e = *p.element;
    if (e.kind != Element::Kind::knowledge && e.kind != Element::Kind::service) continue;
    feel::Type signature;
    signature.kind = feel::Type::Kind::function;
    signature.element =
        e.type->kind == feel::Type::Kind::function && e.type->element ? e.type->element : e.type;
    if (e.kind == Element::Kind::knowledge) {
      for (const pugi::xml_node& parameter :
           children(child(p.node, "encapsulatedLogic"), "formalParameter")) {
        const std::string type = attribute(parameter, "typeRef");
        signature.members.emplace_back(fold_space(attribute(parameter, "name")),
                                       type.empty() ? feel::any() : find_type(*p.source, type, parameter));
      }
      e.function = knowledge_function(e, std::move(signature));
    } else {
      for (const auto* part : {&e.input_data, &e.input_decisions}) {
        for (const Element* input : *part) signature.members.emplace_back(input->name, input->type);
      }
      if (e.outputs.empty()) {
        fail(*p.source, p.node, "no_outputs", "the decision service '" + e.name + "' has no output decision");
        continue;
      }
      e.function = service_function(*package_, e, std::move(signature));
    }
  }
}

feel::Scope Loader::scope_of(Source& source, Element& element) {
  feel::Scope scope;
  scope.set_open(true);
  for (const auto& [name, node] : source.definitions) {
    if (feel::TypeRef type = defined_type(source, name)) scope.add_type(name, type);
  }
  std::map<std::string, Supply> aliases;
  for (const Import& import : source.imports) {
    if (Source* from = source_of(import.model)) {
      for (const auto& [name, node] : from->definitions) {
        if (feel::TypeRef type = defined_type(*from, name)) {
          scope.add_type(import.alias.empty() ? name : import.alias + "." + name, type);
        }
      }
    }
  }
  const auto supply_at = [&](size_t slot) -> Supply& {
    if (element.supplies.size() <= slot) element.supplies.resize(slot + 1);
    return element.supplies[slot];
  };
  for (const auto* needs : {&element.required, &element.known}) {
    for (const Element* need : *needs) {
      const bool function = needs == &element.known;
      const feel::FunctionValue* f = function ? feel::as_function(need->function) : nullptr;
      const feel::TypeRef type = f ? std::make_shared<const feel::Type>(f->signature()) : need->type;
      std::string alias;
      for (const Import& import : source.imports) {
        if (need->model != source.model && import.model == need->model) alias = import.alias;
      }
      if (alias.empty()) {
        const size_t slot =
            function ? scope.add_constant(need->name, need->function, type) : scope.add(need->name, type);
        supply_at(slot).element = need;
        continue;
      }
      const feel::Scope::Entry* known = scope.find(alias);
      feel::Type::Members members = known ? known->type->members : feel::Type::Members{};
      members.emplace_back(need->name, type);
      const size_t slot = scope.add(alias, feel::context_of(std::move(members), true));
      supply_at(slot).members.push_back({need->name, need});
    }
  }
  return scope;
}

void Loader::compile_decision(Source& source, Element& element, const pugi::xml_node& node) {
  const feel::Scope scope = scope_of(source, element);
  feel::Compiler compiler(scope, nullptr);
  compiler.set_lenient(true);
  BoxedCompiler boxed_compiler = boxed(source, compiler);
  const std::string what = "the decision '" + element.name + "'";
  const pugi::xml_node expression = BoxedCompiler::expression_in(node);
  if (!expression) {
    element.broken = "it has no expression";
    return;
  }
  element.logic = boxed_compiler.compile(expression, what);
  if (element.type->kind != feel::Type::Kind::any) {
    element.logic = std::make_unique<feel::CoerceNode>(std::move(element.logic), element.type, what);
  }
  element.frame_size = compiler.frame_size();
}

void Loader::compile_knowledge(Source& source, Element& element, const pugi::xml_node& node) {
  const feel::Scope scope = scope_of(source, element);
  feel::Compiler compiler(scope, nullptr);
  compiler.set_lenient(true);
  BoxedCompiler boxed_compiler = boxed(source, compiler);
  const pugi::xml_node logic = child(node, "encapsulatedLogic");
  if (!logic) {
    element.broken = "it has no logic";
    return;
  }
  element.logic = boxed_compiler.function(logic, element.name, nullptr);
  if (!element.logic) {
    element.broken = "its logic cannot be compiled";
    return;
  }
  element.frame_size = compiler.frame_size();
  // The closure is made now: all it can capture are functions.
  const feel::Environment environment;
  std::vector<Value> slots, frame(element.frame_size);
  feel::Machine machine(environment, nullptr, nullptr);
  Run run(*package_, machine);
  for (const Supply& supply : element.supplies) slots.push_back(run.supplied(supply));
  machine.slots = slots.data();
  machine.locals = frame.data();
  element.closure = element.logic->eval(machine);
}

std::shared_ptr<const Package> Loader::build() {
  package_->model = sources_.front()->model;
  package_->name = attribute(sources_.front()->document.root(), "name");
  for (const auto& source : sources_) {
    package_->files.emplace_back(source->document.file());
    add_elements(*source);
  }
  for (const Pending& p : pending_) connect(*p.source, *p.element, p.node);
  add_functions();
  for (const Pending& p : pending_) {
    if (p.element->kind == Element::Kind::knowledge) compile_knowledge(*p.source, *p.element, p.node);
    if (p.element->kind == Element::Kind::decision) compile_decision(*p.source, *p.element, p.node);
  }
  return package_;
}

}  // namespace

std::optional<Model> Model::load(const std::filesystem::path& path, std::vector<Diagnostic>* diagnostics) {
  Loader loader(diagnostics);
  if (!loader.add(read_file(path, 64u << 20), path.string())) return std::nullopt;
  loader.add_imports(path.has_parent_path() ? path.parent_path() : ".");
  return Model(loader.build());
}

std::optional<Model> Model::parse(std::string xml, std::string file, std::vector<Diagnostic>* diagnostics) {
  Loader loader(diagnostics);
  if (!loader.add(std::move(xml), std::move(file))) return std::nullopt;
  return Model(loader.build());
}

}  // namespace mailroom::dmn

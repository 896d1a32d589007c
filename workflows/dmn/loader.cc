// From `.dmn` files to a compiled package: documents with their imports, elements, logic.
#include "workflows/dmn/loader.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "workflows/dmn/table_space.h"

namespace mailroom::dmn {

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
    source->imports.push_back({fold_space(attribute(node, "name")), attribute(node, "namespace"), node});
  }
  for (const pugi::xml_node& node : children(root, "itemDefinition")) {
    source->definitions[fold_space(attribute(node, "name"))] = node;
  }
  sources_.push_back(std::move(source));
  return true;
}

void Loader::add_imports(const Neighbours& neighbours,
                         const std::function<std::string(const std::filesystem::path&)>& text_of) {
  for (size_t i = 0; i < sources_.size(); ++i) {
    const std::vector<Import> imports = sources_[i]->imports;
    for (const Import& import : imports) {
      if (source_of(import.model)) continue;
      if (const std::filesystem::path* file = neighbours.file_of(import.model)) {
        add(text_of(*file), file->string());
      } else {
        fail(*sources_[i], import.node, "import_not_found",
             "the imported model '" + import.model + "' is not beside this file");
      }
    }
  }
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

// A decision that needs itself, through whichever others, can never be made. A path of its own instead of
// recursion: a model may have any number of decisions one behind the other.
void Loader::find_cycles() {
  enum class Stage { unseen, open, done };
  std::vector<Stage> stages(package_->elements.size(), Stage::unseen);
  struct Step {
    const Element* element;
    size_t next = 0;  // of what it requires
  };
  for (const auto& first : package_->elements) {
    if (stages[first->index] != Stage::unseen) continue;
    std::vector<Step> path = {{first.get()}};
    stages[first->index] = Stage::open;
    while (!path.empty()) {
      const Element& element = *path.back().element;
      if (path.back().next == element.required.size()) {
        stages[element.index] = Stage::done;
        path.pop_back();
        continue;
      }
      const Element& need = *element.required[path.back().next++];
      if (stages[need.index] == Stage::unseen) {
        stages[need.index] = Stage::open;
        path.push_back({&need});
      } else if (stages[need.index] == Stage::open) {
        std::vector<std::string> names;
        auto step = std::find_if(path.begin(), path.end(), [&](const Step& s) { return s.element == &need; });
        for (; step != path.end(); ++step) names.push_back(step->element->name);
        const Pending& own = pending_[need.index];
        if (names.size() == 1) {
          fail(*own.source, own.node, "cycle", "the decision '" + need.name + "' needs itself",
               "take its requirement of itself out");
        } else {
          names.push_back(need.name);
          fail(*own.source, own.node, "cycle", "decisions need each other: " + join(names, " → "),
               "one of them must do without the other");
        }
      }
    }
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
    const auto declared = value_kind(*element.type), given = value_kind(*element.logic->type);
    if (declared && given && declared != given) {
      fail(source, child(node, "variable"), "wrong_type",
           what + " is declared a " + feel::to_string(*element.type) + " and gives a " +
               feel::to_string(*element.logic->type) + ": it always comes to null",
           "declare what it gives");
    }
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
  find_cycles();
  add_functions();
  for (const Pending& p : pending_) {
    if (p.element->kind == Element::Kind::knowledge) compile_knowledge(*p.source, *p.element, p.node);
    if (p.element->kind == Element::Kind::decision) compile_decision(*p.source, *p.element, p.node);
  }
  return package_;
}

std::optional<Model> Model::load(const std::filesystem::path& path, std::vector<Diagnostic>* diagnostics) {
  Loader loader(diagnostics);
  if (!loader.add(read_file(path, 64u << 20), path.string())) return std::nullopt;
  if (loader.has_imports()) {
    const Neighbours neighbours(path.has_parent_path() ? path.parent_path() : ".", path);
    loader.add_imports(neighbours,
                       [](const std::filesystem::path& file) { return read_file(file, 64u << 20); });
  }
  return Model(loader.build());
}

std::optional<Model> Model::load(const std::map<std::string, std::string>& texts, const std::string& file,
                                 std::vector<Diagnostic>* diagnostics) {
  Loader loader(diagnostics);
  if (!loader.add(texts.at(file), file)) return std::nullopt;
  if (loader.has_imports())
    loader.add_imports(Neighbours(texts, file),
                       [&](const std::filesystem::path& one) { return texts.at(one.string()); });
  return Model(loader.build());
}

std::optional<Model> Model::parse(std::string xml, std::string file, std::vector<Diagnostic>* diagnostics) {
  Loader loader(diagnostics);
  if (!loader.add(std::move(xml), std::move(file))) return std::nullopt;
  return Model(loader.build());
}

}  // namespace mailroom::dmn

// Item definitions: types by name, of the model itself, of what it imports, and FEEL's own.
#include "base/text.h"
#include "workflows/dmn/loader.h"
#include "workflows/dmn/table_code.h"
#include "workflows/dmn/table_xml.h"

namespace mailroom::dmn {

namespace {

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

}  // namespace

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

}  // namespace mailroom::dmn

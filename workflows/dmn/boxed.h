// Boxed expressions (DMN 1.5, 7.3.1) compiled to the same nodes as FEEL's text, in the scope around them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "workflows/dmn/table_code.h"
#include "workflows/dmn/xml.h"
#include "workflows/feel/compiler.h"

namespace mailroom::dmn {

// Whether an `expressionLanguage` means FEEL; nothing does.
bool is_feel(const std::string& language);

class BoxedCompiler {
 public:
  // Resolves a typeRef of the model the expression stands in; any() and a diagnostic if it is unknown.
  using FindType = std::function<feel::TypeRef(const std::string& name, const pugi::xml_node& where)>;

  // `tables`: where the decision tables it compiles are gathered.
  BoxedCompiler(feel::Compiler& compiler, const Document& document, FindType find_type,
                std::vector<std::shared_ptr<const TableCode>>& tables, std::vector<Diagnostic>* diagnostics)
      : compiler_(compiler),
        document_(document),
        find_type_(std::move(find_type)),
        tables_(tables),
        diagnostics_(diagnostics) {}

  static bool is_expression(const pugi::xml_node& node);
  // The boxed expression among the node's children; null if there is none.
  static pugi::xml_node expression_in(const pugi::xml_node& parent);
  // Never null: what cannot be compiled is a node that answers null and says why. `what`: for notices.
  feel::NodePtr compile(const pugi::xml_node& expression, const std::string& what);
  // A function definition (or a knowledge model's encapsulated logic), which may call itself by `self`.
  feel::NodePtr function(const pugi::xml_node& definition, const std::string& self, feel::Type* signature);
  // With a declared type: the value coerced to it.
  feel::NodePtr typed(feel::NodePtr node, const std::string& type_name, const pugi::xml_node& where,
                      const std::string& what);

 private:
  feel::NodePtr literal(const pugi::xml_node& node);
  feel::NodePtr text(const Cell& cell);
  feel::NodePtr context(const pugi::xml_node& node);
  feel::NodePtr table(const pugi::xml_node& node, const std::string& name);
  feel::NodePtr invocation(const pugi::xml_node& node);
  feel::NodePtr relation(const pugi::xml_node& node);
  feel::NodePtr list(const pugi::xml_node& node);
  feel::NodePtr conditional(const pugi::xml_node& node);
  feel::NodePtr filter(const pugi::xml_node& node);
  feel::NodePtr iterator(const pugi::xml_node& node);
  feel::NodePtr part(const pugi::xml_node& node, std::string_view name);
  feel::NodePtr broken(const pugi::xml_node& where, std::string code, std::string why);

  feel::Compiler& compiler_;
  const Document& document_;
  FindType find_type_;
  std::vector<std::shared_ptr<const TableCode>>& tables_;
  std::vector<Diagnostic>* diagnostics_;
};

}  // namespace mailroom::dmn

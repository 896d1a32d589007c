// Boxed expressions as their author wrote them, read from the XML. Pure.
#pragma once

#include <vector>

#include "workflows/dmn/model_source.h"
#include "workflows/dmn/xml.h"

namespace mailroom::dmn {

// The boxed expression among the node's children; Kind::none if there is none.
Logic logic_in(const Document& document, const pugi::xml_node& holder, std::vector<Diagnostic>& problems);
// A function definition, or a knowledge model's encapsulated logic.
Logic function_at(const Document& document, const pugi::xml_node& node, std::vector<Diagnostic>& problems);
// Name and type of a `<variable>`, `<parameter>` or column.
Variable variable_at(const Document& document, const pugi::xml_node& node);
// "feel:number", as DMN 1.1 wrote it, is "number".
std::string type_name_of(std::string written);

}  // namespace mailroom::dmn

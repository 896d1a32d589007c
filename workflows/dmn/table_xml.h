// A `<decisionTable>` as its author wrote it, read from the XML. Pure.
#pragma once

#include <functional>

#include "workflows/dmn/table.h"
#include "workflows/dmn/xml.h"

namespace mailroom::dmn {

// The type of that name, asked for where one is declared.
using TypeOf = std::function<feel::TypeRef(const std::string& name, const pugi::xml_node& where)>;

// None if the hit policy is unknown.
std::optional<TableSource> table_source(const Document& document, const pugi::xml_node& node,
                                        std::string name, const TypeOf& type_of);
// The names of its annotation columns, in order.
std::vector<std::string> annotation_names(const pugi::xml_node& node);
// "UNIQUE", "COLLECT SUM": the two attributes as one text.
std::string hit_policy_text(const pugi::xml_node& node);

// The text of a `<text>` in an element, and its place.
Cell cell_in(const Document& document, const pugi::xml_node& holder);
// The same; none if there is no such element or it says nothing.
std::optional<Cell> cell_if_any(const Document& document, const pugi::xml_node& holder);

}  // namespace mailroom::dmn

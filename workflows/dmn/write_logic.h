// Boxed expressions and types as DMN 1.5 writes them. Pure; ids come from who writes the file.
#pragma once

#include <functional>
#include <pugixml.hpp>
#include <string>

#include "workflows/dmn/model_source.h"

namespace mailroom::dmn {

void set(pugi::xml_node node, const char* name, const std::string& value);
void set_unless_empty(pugi::xml_node node, const char* name, const std::string& value);
void put_text(pugi::xml_node parent, const char* name, const std::string& text);

// An XML name made of the text, not given before.
using NewId = std::function<std::string(const std::string& text)>;

// Appends the expression, if there is one. `owner`: what ids below it begin with.
void append_logic(pugi::xml_node parent, const Logic& logic, const std::string& owner, const NewId& new_id);
// The same for a function, as `tag`: "functionDefinition", "encapsulatedLogic".
void append_function(pugi::xml_node parent, const char* tag, const Logic& logic, const std::string& owner,
                     const NewId& new_id);
void append_variable(pugi::xml_node parent, const char* tag, const std::string& name,
                     const std::string& type);
// As `tag`: "itemDefinition", "itemComponent".
void append_type(pugi::xml_node parent, const char* tag, const TypeSource& type);

}  // namespace mailroom::dmn

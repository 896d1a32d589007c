// Ids for a new template's fields out of a PDF's field names, and types out of its scripts. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "ocr/form.h"

namespace mailroom::ocr::reader {

// "Page1[0].FirstName[0]" → "first_name": the last part of a qualified name in snake_case, which an
// expression can name. An array index other than 0 stays ("c1_1[1]" → "c1_1_1").
std::string field_id(std::string_view qualified_name);
// Any wording in snake_case; empty if it holds nothing that an id may hold.
std::string snake_case(std::string_view text);
// `id` as an expression can name it, with the first free number from 2 if it is taken.
std::string unique_id(const std::string& id, std::set<std::string>& taken);

// Whether it is one that a program gave, of a kind and a number: "f1_04[0]", "Text12", "undefined_3".
bool is_nameless(std::string_view qualified_name);

// What Acrobat's standard format and keystroke functions say about a field (AFNumber_Format, AFDate_FormatEx
// …).
FieldType type_by_scripts(std::string_view scripts);
// "en-GB" or "en-US" where a date format tells the order of day and month; empty otherwise.
std::string locale_by_scripts(std::string_view scripts);

}  // namespace mailroom::ocr::reader

// What the table of the language says of a key, in words for an editor. Pure functions, thread safe.
#pragma once

#include <string>

#include "base/keys.h"

namespace mailroom::workflows::editor {

// "a list, required", "true or false".
std::string kind_of_key(const Key& key);
// Markdown: what it is, what it must be, its default, an example.
std::string explain_key(const Key& key);

}  // namespace mailroom::workflows::editor

// The keys of a language as a page's table in Markdown, from the table that checks them (base/keys.h). Pure,
// thread safe.
#pragma once

#include <string>

#include "base/keys.h"

namespace mailroom {

// A row for each key: its path, what it holds, what it is for.
std::string key_reference(const Key& root);

}  // namespace mailroom

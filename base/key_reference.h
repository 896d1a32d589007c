// The keys of a language as tables in Markdown, from the table that checks them (base/keys.h). Pure, thread
// safe.
#pragma once

#include <string>
#include <string_view>

#include "base/keys.h"

namespace mailroom {

// A table for each mapping, under its path as a heading; the outermost one's is `title`. `path`: where the
// keys stand in a larger whole.
std::string key_reference(const Key& root, std::string_view title, const std::string& path = {});

}  // namespace mailroom

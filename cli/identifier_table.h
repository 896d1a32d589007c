// The identifier formats as a table in Markdown: what `mailroom schema --identifiers` prints and
// docs/identifiers.md holds. Pure, thread safe.
#pragma once

#include <string>

namespace mailroom::cli {

std::string identifier_table();

}  // namespace mailroom::cli

// The workflow's language as a page of Markdown, from the table that loads it. Pure.
#pragma once

#include <string>

namespace mailroom::cli {

std::string key_reference();

}  // namespace mailroom::cli

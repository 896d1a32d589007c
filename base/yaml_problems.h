// What is wrong with a file in YAML, put together from what is wrong with its text (base/yaml.h) and what is
// wrong with its content. Pure functions, thread safe.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace mailroom::yaml {

// By file, line and column; what stands at one place keeps its order.
void sort_by_place(std::vector<Diagnostic>& problems);

// Of a file that is no YAML: takes away from what was said of its content what may come of the broken lines
// alone (`of_text`): what stands in them, and what is wrong only because something is not there (the codes
// `from_absence`, beside those of base/keys.h).
void drop_doubtful(std::vector<Diagnostic>& of_content, const std::vector<Diagnostic>& of_text,
                   const std::set<std::string_view>& from_absence = {});

}  // namespace mailroom::yaml

// Files that a table of keys describes and that are no workflows: templates, mailroom.yaml, tests. What may
// be written at a cursor in them, and what stands there. Pure functions, thread safe.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/keys.h"
#include "workflows/editor/explanation.h"
#include "workflows/editor/suggestions.h"

namespace mailroom::workflows::editor {

std::vector<Suggestion> suggestions_by_keys(std::string_view text, const Key& language, size_t offset);
std::optional<Explanation> explanation_by_keys(std::string_view text, const Key& language, size_t offset);

// In a file of tests: the names of the workflow that it tests, too.
std::vector<Suggestion> suggestions_in_tests(std::string_view text, const Workflows& workflows,
                                             size_t offset);
std::optional<Explanation> explanation_in_tests(std::string_view text, const Workflows& workflows,
                                                size_t offset);

}  // namespace mailroom::workflows::editor

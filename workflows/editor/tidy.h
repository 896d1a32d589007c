// YAML put in order, conservatively: levels by two blanks (a list may stand under its key's first letter, as
// it is written), no blanks at the ends of lines, one line end at the end. Comments, order, quotes, empty
// lines and what stands in brackets stay. Pure, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailroom::workflows::editor {

// None if the text is broken, or would mean something else afterwards.
std::optional<std::string> tidied(std::string_view text);

}  // namespace mailroom::workflows::editor

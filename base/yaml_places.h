// Where YAML's scalars end and how their text lies in the source: what yaml-cpp does not tell. Internal to
// base/yaml.cc. Pure functions.
#pragma once

#include "base/yaml.h"

namespace mailroom::yaml {

// Past tags, anchors and blanks before a value.
size_t skip_properties(std::string_view text, size_t offset);
// One past the scalar's last byte; npos for a quote that is never closed.
size_t scalar_end(const Source& source, const Node& scalar);
// How many columns of its first line it takes.
int columns_of_scalar(const Source& source, const Node& scalar, size_t end);
// yaml-cpp's complaint in words that help; recognises the usual causes by looking at the line.
Diagnostic syntax_problem(const Source& source, size_t offset, const std::string& complaint);

}  // namespace mailroom::yaml

// Where YAML's scalars end and how their text lies in the source: what yaml-cpp does not tell. Internal to
// base/yaml*.cc. Pure functions.
#pragma once

#include "base/yaml.h"

namespace mailroom::yaml {

// Past tags, anchors and blanks before a value.
size_t skip_properties(std::string_view text, size_t offset);
// One past the scalar's last byte; npos for a quote that is never closed.
size_t scalar_end(const Source& source, const Node& scalar);
// Its first line's part of it.
Place place_of_scalar(const Source& source, const Node& scalar, size_t end);
// The bytes of an escape sequence in a double-quoted scalar, the backslash included.
size_t escape_length(std::string_view text, size_t at);

}  // namespace mailroom::yaml

// Which characters a regular expression lets stand in a text: the alphabet of a field whose pattern is given.
// Pure, thread safe.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::ocr::reader {

// Of an ECMAScript pattern of literals, \d, classes, groups and quantifiers; empty if it has anything wider
// (".",
// "\w", "\D", an excluding class, looking ahead).
std::string characters_of_pattern(std::string_view pattern);

}  // namespace mailroom::ocr::reader

// What dirt and the rests of rules add to the text of a table's cell. Of words, not of figures, where a minus
// by itself counts. Pure, thread safe.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::ocr::reader {

// Without words of marks alone at either end: "- Income tax".
std::string without_marks(std::string_view text);

// A speck beside the last letter looks like a full stop.
bool may_end_in_a_speck(std::string_view text);

}  // namespace mailroom::ocr::reader

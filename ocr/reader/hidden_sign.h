// The comma or point that a printed rule hides: what looks like "830 758" with the rule between dollars and
// cents, or between columns, just in the gap was most likely written "830,758". Pure, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

// `text` is what one of a field's lines was read as, `rules` the columns of upright rules (rules_at_foot()).
// None where no blank between figures has a rule in it, or none would make a figure that people write.
// `locale` (BCP 47) says which sign is the decimal one.
std::optional<std::string> with_hidden_sign(const std::string& text, const std::vector<Component>& line,
                                            const std::vector<int>& rules, std::string_view locale);

}  // namespace mailroom::ocr::reader

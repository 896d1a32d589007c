// What a check digit makes of a line that the recognisers were unsure of: base/identifier_repair.h with their
// second thoughts as the plausible misreadings. Pure functions, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::ocr::reader {

// `texts`: what may be written, the likeliest first. Where none of them is valid for the format
// (base/identifier.h), the valid one that differs from the first in a single character, at a place where
// another of `texts` differs from it too, and by that one's character or by a look-alike: if there is just
// one.
std::optional<std::string> with_check_digit(std::string_view format, const std::vector<std::string>& texts);

// Whether a check digit, and no recogniser, chose `text`: it is valid and none of the recognisers' own first
// readings, signs and blanks aside.
bool is_repaired(std::string_view format, std::string_view text,
                 const std::vector<std::string>& first_readings);

}  // namespace mailroom::ocr::reader

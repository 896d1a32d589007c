// What writing looks like, whatever it says: a mail address holds no blanks, a grouped figure has groups of
// three. A reading that breaks such a rule was misread; only the first kind can be put right without a guess.
// Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::ocr::reader {

// A text that is a mail address but for blanks (RFC 5321, 4.1.2: dot-string @ domain), without them; any
// other text as it is.
std::string without_blanks_in_address(const std::string& text);

// False for figures that nobody writes where the point is the decimal sign: "9,354,401 68", "99,216,01",
// "12,3", "72.273.05". Texts that are not all figures and marks are well formed; so are dates, telephone
// numbers and sort codes.
bool is_well_formed_figure(std::string_view text);

// Commas for points and points for commas: a figure as the other half of the world writes it.
std::string with_signs_exchanged(std::string_view text);

}  // namespace mailroom::ocr::reader

// What is written tells look-alikes apart where the ink does not: where only one of two (0 and O, 1 and I …)
// can stand in an identifier, the ink says that one; and some texts nobody writes. Pure function, thread
// safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailroom::ocr::reader {

// `text` with look-alikes put right for the format (base/identifier.h) if that makes it a valid one in
// exactly one way; otherwise, and for no or an unknown format, `text` as it is. Never adds, drops or moves a
// character but the blanks that the format does not have.
std::string with_look_alikes(std::string_view format, const std::string& text);

// `text` with a capital I for each small l that begins a word where a capital belongs ("lan Parker"); none if
// there is none.
std::optional<std::string> with_capital_i(const std::string& text);

// How likely people are to write this, of texts that look much alike: 1, or far less for a letter among
// figures ("96,S69", "9O5"), figures grouped as nobody groups them ("2,126,951,54", "3.601" where the point
// is the decimal sign), a word that begins with "lb" or a name with a small letter. `locale` (BCP 47) says
// which sign is the decimal one. Nothing that is certain on paper becomes doubtful by it.
double plausibility(std::string_view text, std::string_view locale);

}  // namespace mailroom::ocr::reader

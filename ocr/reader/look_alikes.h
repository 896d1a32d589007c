// An identifier's own shape read into its writing: where only one of two look-alikes (0 and O, 1 and I …) can
// stand, the ink says that one. Pure function, thread safe.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::ocr::reader {

// `text` with look-alikes put right for the format (base/identifier.h) if that makes it a valid one in
// exactly one way; otherwise, and for no or an unknown format, `text` as it is. Never adds, drops or moves a
// character but the blanks that the format does not have.
std::string with_look_alikes(std::string_view format, const std::string& text);

// Whether a word of mostly figures holds a letter that a figure is easily taken for: "96,S69" and "9O5", but
// not "4B" or "QQ123456C".
bool has_letter_among_figures(std::string_view text);

}  // namespace mailroom::ocr::reader

// The typefaces that forms are filled in with, of those that are installed (fontconfig, through Pango). The
// same machine gives the same answers; another one may have other fonts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::ocr::specimen {

enum class FontStyle { sans, serif, mono, typewriter, hand };

// Installed families of a style, in the order of our list; empty if there is none. Not thread safe: Pango's
// default font map is the thread's own.
std::vector<std::string> installed_fonts(FontStyle style);

// The families that are looked for, with the Debian packages that have them in docs/decisions/0010.
std::span<const std::string_view> known_fonts(FontStyle style);

}  // namespace mailroom::ocr::specimen

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

// The families that are looked for; docs/decisions/0007 names the Debian packages that have them.
std::span<const std::string_view> known_fonts(FontStyle style);

// Drawn with hairlines that no ribbon or pen leaves on paper.
bool is_hairline(std::string_view family);

}  // namespace mailroom::ocr::specimen

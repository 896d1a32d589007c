// Pages that stand for themselves: one file, nothing loaded from anywhere, light or dark as the reader's
// system is, to be used with the keyboard alone. Pure.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::cli {

// Safe between tags and in a quoted attribute; control characters are gone.
std::string html_text(std::string_view text);
// A picture in the page itself.
std::string html_picture(std::string_view png_base64, std::string_view what_it_shows);
// A whole page: `style` and `script` beside what all pages share; either may be empty. A policy in the page
// keeps it from loading anything.
std::string html_page(std::string_view title, std::string_view body, std::string_view style = {},
                      std::string_view script = {});

}  // namespace mailroom::cli

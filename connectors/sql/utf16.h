// UTF-16, as ODBC's wide characters have it. Pure; what is not valid becomes U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::connectors::sql {

std::u16string to_utf16(std::string_view utf8);
std::string from_utf16(std::u16string_view text);

}  // namespace mailroom::connectors::sql

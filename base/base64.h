// Base64 (RFC 4648, section 4), with padding. Pure, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailroom {

std::string to_base64(std::string_view bytes);
// None for anything that is not whole groups of four of its alphabet.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace mailroom

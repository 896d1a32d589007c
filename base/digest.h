// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) by OpenSSL, as lower-case hex. Pure, thread safe.
#pragma once

#include <string>
#include <string_view>

namespace mailroom {

std::string sha256(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace mailroom

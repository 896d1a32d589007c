// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) by OpenSSL, as lower-case hex; and a checksum for what is
// read at every start. Pure, thread safe.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace mailroom {

std::string sha256(std::string_view bytes);
// The 32 bytes themselves.
std::string sha256_bytes(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);
// Of the parts one after the other: what is long need not be copied to be put behind what is short.
std::string hmac_sha256(std::string_view key, std::initializer_list<std::string_view> parts);
// The 32 bytes themselves, to be used as a key.
std::string hmac_sha256_bytes(std::string_view key, std::string_view bytes);

std::string to_hex(std::string_view bytes);
// Empty for what is not lower-case hex of whole bytes.
std::string from_hex(std::string_view hex);

// Tells damage, not malice: some ten times as fast as sha256(). One changed byte always changes it. In this
// machine's byte order.
uint64_t checksum(std::string_view bytes);

}  // namespace mailroom

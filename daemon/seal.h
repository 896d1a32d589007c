// Keeping what is personal unreadable without a key (AES-256-GCM, NIST SP 800-38D, by OpenSSL). Which keys
// there are, and how they are destroyed: daemon/key_file.h. Pure functions: thread safe.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::daemon {

inline constexpr size_t kKeyBytes = 32;

std::string new_key();
// nonce (12 bytes) + ciphertext + tag (16 bytes). `bound_to` names what is sealed: it opens under no other
// name.
std::string seal(std::string_view key, std::string_view plain, std::string_view bound_to);
// Throws Error{machine, "seal_broken"} if key, name or bytes are not those that were sealed.
std::string open_sealed(std::string_view key, std::string_view sealed, std::string_view bound_to);

}  // namespace mailroom::daemon

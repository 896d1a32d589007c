// Keeping what is personal unreadable without a key (AES-256-GCM, NIST SP 800-38D, by OpenSSL). Every object
// and every case has a key of its own; the site's key wraps them. Destroying a wrapped key erases what it
// sealed. Pure functions and an immutable key: thread safe.
#pragma once

#include <filesystem>
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

// The site's master key, a file of mode 0600 made at the first start. Whoever has it and the data can read
// everything; without it nobody can.
class SiteKey {
 public:
  // Throws Error{machine, "key_unreadable"} or, for a file that is not a key, "key_invalid".
  static SiteKey load_or_make(const std::filesystem::path& file);
  static SiteKey load(const std::filesystem::path& file);
  explicit SiteKey(std::string_view bytes);

  // A keyed hash (hex) by which a value can be found again but not guessed; purposes do not mix.
  std::string index(std::string_view purpose, std::string_view value) const;
  std::string wrap(std::string_view key, std::string_view owner) const;
  std::string unwrap(std::string_view wrapped, std::string_view owner) const;

 private:
  std::string index_key_, wrapping_key_;
};

}  // namespace mailroom::daemon

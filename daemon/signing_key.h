// A key of the daemon's own to sign with (Ed25519, RFC 8032, by OpenSSL): whoever kept a signed root
// elsewhere can tell that it was this site's. Immutable, thread safe.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace mailroom::daemon {

class SigningKey {
 public:
  // A PEM file of mode 0600, made at the first start. Throws Error{machine, "signing_key_invalid"}.
  static SigningKey load_or_make(const std::filesystem::path& file);
  SigningKey(SigningKey&&) noexcept;
  ~SigningKey();

  std::string sign(std::string_view text) const;  // hex
  std::string public_key() const;                 // its 32 bytes, hex

 private:
  struct Pair;
  explicit SigningKey(std::unique_ptr<Pair> pair);
  std::unique_ptr<Pair> pair_;
};

// False too for a key or signature that is none.
bool is_signed(std::string_view text, const std::string& signature, const std::string& public_key);

}  // namespace mailroom::daemon

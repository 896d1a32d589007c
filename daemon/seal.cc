#include "daemon/seal.h"

#include <openssl/evp.h>
#include <sys/random.h>

#include <array>
#include <memory>

#include "base/error.h"

namespace mailroom::daemon {

namespace {

constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

void must(int result) {
  if (result != 1) throw Error(Fault::machine, "crypto_failed", "OpenSSL cannot encrypt with AES-256-GCM");
}

void fill_randomly(char* bytes, size_t count) {
  if (getrandom(bytes, count, 0) != static_cast<ssize_t>(count)) {
    throw Error(Fault::machine, "no_randomness", "the kernel gave no random bytes");
  }
}

[[noreturn]] void broken() {
  throw Error(Fault::machine, "seal_broken",
              "stored bytes do not open with their key: they were changed, or belong to another site", {},
              "compare data/site.key with the backup it came from");
}

}  // namespace

std::string new_key() {
  std::string key(kKeyBytes, '\0');
  fill_randomly(key.data(), key.size());
  return key;
}

std::string seal(std::string_view key, std::string_view plain, std::string_view bound_to) {
  std::string sealed(kNonceBytes + plain.size() + kTagBytes, '\0');
  fill_randomly(sealed.data(), kNonceBytes);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int count = 0;
  must(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(sealed)));
  must(EVP_EncryptUpdate(cipher.get(), nullptr, &count, bytes_of(bound_to),
                         static_cast<int>(bound_to.size())));
  must(EVP_EncryptUpdate(cipher.get(), bytes_of(sealed) + kNonceBytes, &count, bytes_of(plain),
                         static_cast<int>(plain.size())));
  must(EVP_EncryptFinal_ex(cipher.get(), bytes_of(sealed) + kNonceBytes + count, &count));
  must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                           bytes_of(sealed) + kNonceBytes + plain.size()));
  return sealed;
}

std::string open_sealed(std::string_view key, std::string_view sealed, std::string_view bound_to) {
  if (key.size() != kKeyBytes || sealed.size() < kNonceBytes + kTagBytes) broken();
  const size_t size = sealed.size() - kNonceBytes - kTagBytes;
  std::string plain(size, '\0');
  std::array<char, kTagBytes> tag;
  sealed.copy(tag.data(), kTagBytes, kNonceBytes + size);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int count = 0;
  must(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(sealed)));
  must(EVP_DecryptUpdate(cipher.get(), nullptr, &count, bytes_of(bound_to),
                         static_cast<int>(bound_to.size())));
  must(EVP_DecryptUpdate(cipher.get(), bytes_of(plain), &count, bytes_of(sealed) + kNonceBytes,
                         static_cast<int>(size)));
  must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()));
  if (EVP_DecryptFinal_ex(cipher.get(), bytes_of(plain) + count, &count) != 1) broken();
  return plain;
}

}  // namespace mailroom::daemon

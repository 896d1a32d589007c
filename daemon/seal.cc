#include "daemon/seal.h"

#include <openssl/evp.h>
#include <sys/random.h>

#include <array>
#include <memory>

#include "base/digest.h"
#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace mailroom::daemon {

namespace {

constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

const FileFailpoints kKeyFile("site_key");

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

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    int value = 0;
    for (char c : hex.substr(i, 2)) {
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) return {};
      value = value * 16 + digit;
    }
    bytes += static_cast<char>(value);
  }
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
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

SiteKey::SiteKey(std::string_view bytes)
    : index_key_(hmac_sha256(bytes, "index")), wrapping_key_(from_hex(hmac_sha256(bytes, "wrap"))) {}

SiteKey SiteKey::load(const std::filesystem::path& file) {
  const std::string text = read_file(file, 1024);
  const std::string bytes = from_hex(trim(text));
  if (bytes.size() != kKeyBytes) {
    throw Error(Fault::machine, "key_invalid", "the file holds no site key (64 hexadecimal digits)",
                file.string(), "restore it from the backup: without it nothing that is stored can be read");
  }
  return SiteKey(bytes);
}

SiteKey SiteKey::load_or_make(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) write_durably(file, to_hex(new_key()), kKeyFile, 0600);
  // Once more: a process that was killed after the rename may have left a name that is not on disk yet.
  sync_folder(file.parent_path());
  return load(file);
}

std::string SiteKey::index(std::string_view purpose, std::string_view value) const {
  std::string text(purpose);
  text += '\0';
  text += value;
  return hmac_sha256(index_key_, text);
}

std::string SiteKey::wrap(std::string_view key, std::string_view owner) const {
  return seal(wrapping_key_, key, owner);
}

std::string SiteKey::unwrap(std::string_view wrapped, std::string_view owner) const {
  return open_sealed(wrapping_key_, wrapped, owner);
}

}  // namespace mailroom::daemon

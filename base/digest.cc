#include "base/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <bit>
#include <cstring>
#include <memory>

#include "base/error.h"

namespace mailroom {

namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

int digit_of(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  if (hex.size() % 2 != 0) return bytes;
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit_of(hex[i]), low = digit_of(hex[i + 1]);
    if (high < 0 || low < 0) return {};
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string sha256_bytes(std::string_view bytes) {
  // Looked up once: finding the algorithm takes OpenSSL longer than a short text's digest.
  static EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  std::string digest(32, '\0');
  if (EVP_DigestInit_ex2(context.get(), kAlgorithm, nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) != 1) {
    throw Error(Fault::machine, "crypto_failed", "OpenSSL cannot compute SHA-256");
  }
  return digest;
}

std::string sha256(std::string_view bytes) {
  return to_hex(sha256_bytes(bytes));
}

namespace {

std::string hmac_of(std::string_view key, std::initializer_list<std::string_view> parts) {
  static EVP_MAC* const kAlgorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  static char digest_name[] = "SHA256";
  static const OSSL_PARAM kParameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0), OSSL_PARAM_construct_end()};
  thread_local const std::unique_ptr<EVP_MAC_CTX, FreeContext> context(EVP_MAC_CTX_new(kAlgorithm));
  // A key that is null would be the one before it.
  const auto bytes_of = [](std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data() ? text.data() : "");
  };
  std::string digest(32, '\0');
  size_t size = 0;
  bool is_well = EVP_MAC_init(context.get(), bytes_of(key), key.size(), kParameters) == 1;
  for (const std::string_view part : parts)
    is_well = is_well && EVP_MAC_update(context.get(), bytes_of(part), part.size()) == 1;
  if (!is_well || EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                                digest.size()) != 1)
    throw Error(Fault::machine, "crypto_failed", "OpenSSL cannot compute HMAC-SHA-256");
  return digest;
}

}  // namespace

std::string hmac_sha256_bytes(std::string_view key, std::string_view bytes) {
  return hmac_of(key, {bytes});
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  return to_hex(hmac_of(key, {bytes}));
}

std::string hmac_sha256(std::string_view key, std::initializer_list<std::string_view> parts) {
  return to_hex(hmac_of(key, parts));
}

uint64_t checksum(std::string_view bytes) {
  constexpr uint64_t kFactor = 0x9e3779b97f4a7c15;  // odd: no step loses anything of what went before
  uint64_t sum = bytes.size();
  const auto take = [&](uint64_t word) { sum = std::rotl(sum ^ word, 29) * kFactor; };
  uint64_t word = 0;
  for (; bytes.size() >= sizeof word; bytes.remove_prefix(sizeof word)) {
    std::memcpy(&word, bytes.data(), sizeof word);
    take(word);
  }
  word = 0;
  std::memcpy(&word, bytes.data(), bytes.size());
  take(word);
  return sum;
}

}  // namespace mailroom

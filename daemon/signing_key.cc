#include "daemon/signing_key.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/digest.h"
#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"

namespace mailroom::daemon {

namespace {

const FileFailpoints kSealKey("seal_key");
constexpr uint64_t kMostBytes = 4096;
constexpr size_t kPublicBytes = 32, kSignatureBytes = 64;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Digesting = std::unique_ptr<EVP_MD_CTX, Free>;
using Memory = std::unique_ptr<BIO, Free>;

void must(int result) {
  if (result != 1) throw Error(Fault::machine, "crypto_failed", "OpenSSL cannot sign with Ed25519");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string new_pem() {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  const Memory memory(BIO_new(BIO_s_mem()));
  must(key ? PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) : 0);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<size_t>(size)};
}

}  // namespace

struct SigningKey::Pair {
  Key key;
};

SigningKey::SigningKey(std::unique_ptr<Pair> pair) : pair_(std::move(pair)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

SigningKey SigningKey::load_or_make(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) write_durably(file, new_pem(), kSealKey, 0600);
  sync_folder(file.parent_path());
  const std::string pem = read_file(file, kMostBytes);
  const Memory memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
  if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    throw Error(Fault::machine, "signing_key_invalid", "the file holds no Ed25519 key", file.string(),
                "restore it, or remove it: a new one is made, and roots are signed with that");
  }
  return SigningKey(std::make_unique<Pair>(Pair{std::move(key)}));
}

std::string SigningKey::sign(std::string_view text) const {
  const Digesting context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  must(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, pair_->key.get()));
  must(EVP_DigestSign(context.get(), bytes_of(signature), &size, bytes_of(text), text.size()));
  return to_hex(signature);
}

std::string SigningKey::public_key() const {
  std::string bytes(kPublicBytes, '\0');
  size_t size = bytes.size();
  must(EVP_PKEY_get_raw_public_key(pair_->key.get(), bytes_of(bytes), &size));
  return to_hex(bytes);
}

bool is_signed(std::string_view text, const std::string& signature, const std::string& public_key) {
  const std::string key_bytes = from_hex(public_key), signature_bytes = from_hex(signature);
  const Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(key_bytes), key_bytes.size()));
  const Digesting context(EVP_MD_CTX_new());
  return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature_bytes), signature_bytes.size(), bytes_of(text),
                          text.size()) == 1;
}

}  // namespace mailroom::daemon

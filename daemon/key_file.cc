#include "daemon/key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/digest.h"
#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "daemon/seal.h"

namespace mailroom::daemon {

namespace {

namespace fs = std::filesystem;

const FileFailpoints kKeyFile("site_key");
constexpr std::string_view kFirstLine = "mailroom keys 2";
constexpr uint64_t kMostBytes = 1ull << 30;

[[noreturn]] void invalid(const fs::path& file) {
  throw Error(Fault::machine, "key_invalid", "the file holds no keys of a site", file.string(),
              "restore it from its backup: without it nothing that is stored can be read");
}

bool is_path(std::string_view text) {
  return text.size() <= KeyTree::kDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

// The file as it was has no name any more; its bytes would lie on the disk until something else comes there.
// What a disk or file system copied elsewhere cannot be reached: docs/erasing.md.
void overwrite(int file) {
  const off_t size = ::lseek(file, 0, SEEK_END);
  const std::string zeros(static_cast<size_t>(std::max<off_t>(size, 0)), '\0');
  [[maybe_unused]] const ssize_t written = ::pwrite(file, zeros.data(), zeros.size(), 0);
  ::fdatasync(file);
}

// "node 0a3 SECRET": cut at blanks.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const size_t end = std::min(line.find(' '), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

}  // namespace

SiteKey::SiteKey(std::string_view secret)
    : index_key_(hmac_sha256(secret, "index")),
      wrapping_key_(hmac_sha256_bytes(secret, "wrap")),
      tree_(hmac_sha256_bytes(secret, "tree")) {}

SiteKey::SiteKey(fs::path file, std::string index_key, KeyTree::Nodes nodes, int64_t destroyed,
                 std::string wrapping_key)
    : file_(std::move(file)),
      index_key_(std::move(index_key)),
      wrapping_key_(std::move(wrapping_key)),
      tree_(std::move(nodes)),
      destroyed_(destroyed) {}

SiteKey SiteKey::load(const fs::path& file) {
  try {
    return parse(file);
  } catch (const Error& error) {
    if (error.code() != "key_invalid") throw;
    return parse(file);  // it was written anew, and the old one over, while we read it
  }
}

SiteKey SiteKey::parse(const fs::path& file) {
  const std::string text = read_file(file, kMostBytes);
  if (const std::string secret = from_hex(trim(text)); secret.size() == kKeyBytes) {
    SiteKey key(secret);
    return {file, std::move(key.index_key_), key.tree_.nodes(), 0, std::move(key.wrapping_key_)};
  }
  std::string index_key;
  KeyTree::Nodes nodes;
  int64_t destroyed = -1;
  std::string_view rest(text);
  bool is_first = true;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (is_first && line != kFirstLine) invalid(file);
    const auto words = words_of(line);
    if (is_first || words.empty()) {
      is_first = false;
    } else if (words[0] == "index" && words.size() == 2) {
      index_key = words[1];
    } else if (words[0] == "destroyed" && words.size() == 2) {
      std::from_chars(words[1].data(), words[1].data() + words[1].size(), destroyed);
    } else if (words[0] == "node" && words.size() == 3 && (words[1] == "-" || is_path(words[1]))) {
      std::string& secret = nodes[words[1] == "-" ? std::string() : std::string(words[1])];
      secret = from_hex(words[2]);
      if (secret.size() != kKeyBytes) invalid(file);
    } else {
      invalid(file);
    }
  }
  if (index_key.size() != 2 * kKeyBytes || destroyed < 0) invalid(file);
  return {file, std::move(index_key), std::move(nodes), destroyed, {}};
}

SiteKey SiteKey::load_or_make(const fs::path& file) {
  if (!fs::exists(file)) {
    const SiteKey made(new_key());
    SiteKey(file, made.index_key_, made.tree_.nodes(), 0, {}).write();
  }
  // Once more: a process that was killed after the rename may have left a name that is not on disk yet.
  sync_folder(file.parent_path());
  return load(file);
}

void SiteKey::write() const {
  std::string text(kFirstLine);
  text += "\nindex ";
  text += index_key_;
  text += "\ndestroyed ";
  text += std::to_string(destroyed_);
  for (const auto& [path, secret] : tree_.nodes()) {
    text += "\nnode ";
    text += path.empty() ? "-" : path;
    text += ' ';
    text += to_hex(secret);
  }
  text += '\n';
  const FileDescriptor before(::open(file_.c_str(), O_WRONLY | O_CLOEXEC));
  write_durably(file_, text, kKeyFile, 0600);
  if (before.is_open()) overwrite(before.get());
}

std::string SiteKey::index(std::string_view purpose, std::string_view value) const {
  return hmac_sha256(index_key_, {purpose, std::string_view("\0", 1), value});
}

int64_t SiteKey::destroyed() const {
  const std::lock_guard lock(mutex_);
  return destroyed_;
}

void SiteKey::destroy(const std::vector<uint64_t>& leaves, int64_t destroyed) {
  const std::lock_guard lock(mutex_);
  for (const uint64_t leaf : leaves) tree_.destroy(leaf);
  const int64_t before = std::exchange(destroyed_, destroyed);
  try {
    if (!file_.empty()) write();
  } catch (...) {
    destroyed_ = before;  // not on disk: whoever looks again does it again
    throw;
  }
}

void SiteKey::leave_first_form() {
  const std::lock_guard lock(mutex_);
  if (file_.empty() || wrapping_key_.empty()) return;
  wrapping_key_.clear();
  write();
}

std::string SiteKey::unwrap(std::string_view wrapped, std::string_view owner) const {
  return open_sealed(wrapping_key_, wrapped, owner);
}

}  // namespace mailroom::daemon

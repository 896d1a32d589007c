// The site's keys, a file of mode 0600 (data/site.key) made at the first start. Whoever has it and the data
// can read everything that was not erased; without it nobody can read anything. Two kinds of secret are in
// it:
//
// - one that never changes, for keyed hashes by which a value is found again (addresses of objects,
// subjects);
// - a tree of keys (daemon/key_tree.h), one for each case, document and item, which the store names by their
//   numbers and never holds. What is erased loses its key here, and so in every backup of the store too.
//
// The file changes only when something is erased. An older copy of it opens all that an up-to-date one opens;
// it also opens what was erased since, in a backup of the store that still has it: docs/erasing.md. On
// several hosts each has a copy and destroys by itself what the store says. Thread safe.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/key_tree.h"

namespace mailroom::daemon {

class SiteKey {
 public:
  // Throws Error{machine, "key_unreadable"} or, for a file that holds no keys, "key_invalid".
  static SiteKey load_or_make(const std::filesystem::path& file);
  static SiteKey load(const std::filesystem::path& file);
  // In memory alone, grown from a secret.
  explicit SiteKey(std::string_view secret);

  // A keyed hash (hex) by which a value can be found again but not guessed; purposes do not mix.
  std::string index(std::string_view purpose, std::string_view value) const;
  // The key of this number; none: it was destroyed.
  std::optional<std::string> key(uint64_t leaf) const { return tree_.key(leaf); }

  // How many of the store's destroyed keys, which it numbers from 1, are destroyed here as well.
  int64_t destroyed() const;
  // Destroys these; then `destroyed` of them are, all told. On disk when it returns.
  void destroy(const std::vector<uint64_t>& leaves, int64_t destroyed);

  // A file of before there was a tree held the secret that all grows from, which can destroy nothing: it is
  // written anew. Not before the store is up to date, which needs the old secret for that.
  void leave_first_form();
  // What a store of that time had wrapped; Error{machine, "seal_broken"}.
  std::string unwrap(std::string_view wrapped, std::string_view owner) const;

 private:
  SiteKey(std::filesystem::path file, std::string index_key, KeyTree::Nodes nodes, int64_t destroyed,
          std::string wrapping_key);
  static SiteKey parse(const std::filesystem::path& file);
  void write() const;  // with the lock

  std::filesystem::path file_;  // empty: in memory alone
  std::string index_key_;       // hex
  std::string wrapping_key_;    // empty: the secret that it came from is gone
  KeyTree tree_;
  mutable std::mutex mutex_;  // of the file and the count
  int64_t destroyed_ = 0;
};

}  // namespace mailroom::daemon

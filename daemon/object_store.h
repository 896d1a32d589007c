// Bytes that must not be lost: each content once, addressed by an HMAC of it, sealed under a key of its own
// (which the store keeps under the keys of the documents that it belongs to, daemon/sql_keys.cc), in a place
// (daemon/object_place.h) that keeps them durably before put() returns. The store records the object in the
// same transaction as whatever refers to it; bytes without a record (killed in between) are garbage and swept
// when they are a day old. Thread safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/file.h"
#include "daemon/key_file.h"
#include "daemon/object_place.h"

namespace mailroom::daemon {

struct ObjectRecord {
  std::string address;  // HMAC of the content, hex
  std::string id;       // names its bytes; a UUIDv7
  uint64_t bytes = 0;
  std::string key = {};   // in the clear, in memory alone
  bool is_known = false;  // it was stored before
};

// Where the records are kept; a Store is one.
class ObjectIndex {
 public:
  virtual ~ObjectIndex() = default;
  // None for one that was erased, too.
  virtual std::optional<ObjectRecord> find_object(const std::string& address) = 0;
  virtual bool has_object_file(const std::string& id) = 0;
};

class ObjectStore {
 public:
  ObjectStore(std::unique_ptr<ObjectPlace> place, const SiteKey& key, ObjectIndex& index, const Clock& clock);
  // In a folder.
  ObjectStore(std::filesystem::path folder, const SiteKey& key, ObjectIndex& index, const Clock& clock);

  // Stores and fsyncs; known content is not written again. The caller records what it returns.
  ObjectRecord put(std::string_view bytes);
  // Throws Error{machine, "object_missing" | "object_damaged"}.
  std::string get(const std::string& address);
  // The content in an anonymous file, for the reader process: never on disk in the clear.
  FileDescriptor open(const std::string& address);
  std::string address_of(std::string_view bytes) const;
  // Removes what is a day old and no record names, one of kSweepParts parts of it: whoever stores just now,
  // here or in another daemon, is not disturbed.
  size_t sweep(int part);
  static constexpr int kSweepParts = 256;

 private:
  std::unique_ptr<ObjectPlace> place_;
  const SiteKey& key_;
  ObjectIndex& index_;
  const Clock& clock_;
};

// Bytes in an anonymous file (memfd_create(2)), positioned at its start.
FileDescriptor in_memory_file(std::string_view bytes);

}  // namespace mailroom::daemon

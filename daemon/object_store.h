// Bytes that must not be lost: each content once, addressed by an HMAC of it, sealed under a key of its own,
// in a file that is fsynced before put() returns. The store records the object in the same transaction as
// whatever refers to it; a file without a record (killed in between) is garbage and swept at the next start.
// Thread safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/durable_file.h"
#include "base/file.h"
#include "daemon/seal.h"

namespace mailroom::daemon {

struct ObjectRecord {
  std::string address;  // HMAC of the content, hex
  std::string id;       // names the file
  uint64_t bytes = 0;
  std::string wrapped_key;
};

// Where the records are kept; a Store is one.
class ObjectIndex {
 public:
  virtual ~ObjectIndex() = default;
  virtual std::optional<ObjectRecord> find_object(const std::string& address) = 0;
  virtual bool has_object_file(const std::string& id) = 0;
};

class ObjectStore {
 public:
  ObjectStore(std::filesystem::path folder, const SiteKey& key, ObjectIndex& index, const Clock& clock);

  // Stores and fsyncs; known content is not written again. The caller records what it returns.
  ObjectRecord put(std::string_view bytes);
  // Throws Error{machine, "object_missing" | "object_damaged"}.
  std::string get(const std::string& address);
  // The content in an anonymous file, for the reader process: never on disk in the clear.
  FileDescriptor open(const std::string& address);
  std::string address_of(std::string_view bytes) const;
  // Removes files that no record names. Only while nobody else uses the folder.
  size_t sweep();

 private:
  std::filesystem::path path_of(const std::string& id) const;
  std::filesystem::path folder_;
  const SiteKey& key_;
  ObjectIndex& index_;
  const Clock& clock_;
  DurableFolders folders_;
};

// Bytes in an anonymous file (memfd_create(2)), positioned at its start.
FileDescriptor in_memory_file(std::string_view bytes);

}  // namespace mailroom::daemon

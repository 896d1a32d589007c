#include "daemon/object_store.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/durable_file.h"
#include "base/error.h"
#include "base/ids.h"

namespace mailroom::daemon {

namespace {

const FileFailpoints kObjectFile("object");

}  // namespace

ObjectStore::ObjectStore(std::filesystem::path folder, const SiteKey& key, ObjectIndex& index,
                         const Clock& clock)
    : folder_(std::move(folder)), key_(key), index_(index), clock_(clock), folders_(folder_.parent_path()) {}

std::string ObjectStore::address_of(std::string_view bytes) const {
  return key_.index("object", bytes);
}

// The last characters of a UUIDv7 are random: folders fill evenly.
std::filesystem::path ObjectStore::path_of(const std::string& id) const {
  return folder_ / id.substr(id.size() - 2) / id;
}

ObjectRecord ObjectStore::put(std::string_view bytes) {
  ObjectRecord record;
  record.address = address_of(bytes);
  if (auto known = index_.find_object(record.address)) return *known;
  record.id = new_uuid(clock_);
  record.bytes = bytes.size();
  const std::string key = new_key();
  record.wrapped_key = key_.wrap(key, "object:" + record.address);
  const std::filesystem::path path = path_of(record.id);
  folders_.make(path.parent_path());
  write_durably(path, seal(key, bytes, record.address), kObjectFile, 0600);
  return record;
}

std::string ObjectStore::get(const std::string& address) {
  const auto record = index_.find_object(address);
  if (!record) throw Error(Fault::machine, "object_missing", "no stored object has the address " + address);
  const std::filesystem::path path = path_of(record->id);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    throw Error(Fault::machine, "object_missing", "a stored object's file is missing", path.string(),
                "restore it from the backup of the same day as the database");
  }
  try {
    std::string plain = open_sealed(key_.unwrap(record->wrapped_key, "object:" + address),
                                    read_file(path, 4ull << 30), address);
    if (address_of(plain) == address) return plain;
  } catch (const Error& error) {
    if (error.code() != "seal_broken") throw;
  }
  throw Error(Fault::machine, "object_damaged", "a stored object is not what was stored", path.string(),
              "restore it from the backup");
}

FileDescriptor ObjectStore::open(const std::string& address) {
  return in_memory_file(get(address));
}

size_t ObjectStore::sweep() {
  size_t removed = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_, ignored)) {
    if (!entry.is_regular_file()) continue;
    if (!index_.has_object_file(entry.path().filename().string())) {
      removed += std::filesystem::remove(entry.path(), ignored) ? 1 : 0;
    }
  }
  return removed;
}

FileDescriptor in_memory_file(std::string_view bytes) {
  FileDescriptor file(memfd_create("document", MFD_CLOEXEC));
  if (!file.is_open()) {
    throw Error(Fault::machine, "no_memory_file", "cannot make a file in memory: " + system_reason(errno));
  }
  size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count = ::write(file.get(), bytes.data() + written, bytes.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      throw Error(Fault::machine, "no_memory_file", "cannot fill a file in memory: " + system_reason(errno));
    }
    written += static_cast<size_t>(count);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

}  // namespace mailroom::daemon

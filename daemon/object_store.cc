#include "daemon/object_store.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.h"
#include "base/ids.h"
#include "daemon/seal.h"

namespace mailroom::daemon {

ObjectStore::ObjectStore(std::unique_ptr<ObjectPlace> place, const SiteKey& key, ObjectIndex& index,
                         const Clock& clock)
    : place_(std::move(place)), key_(key), index_(index), clock_(clock) {}

ObjectStore::ObjectStore(std::filesystem::path folder, const SiteKey& key, ObjectIndex& index,
                         const Clock& clock)
    : ObjectStore(std::make_unique<ObjectFolder>(std::move(folder)), key, index, clock) {}

std::string ObjectStore::address_of(std::string_view bytes) const {
  return key_.index("object", bytes);
}

ObjectRecord ObjectStore::put(std::string_view bytes) {
  ObjectRecord record;
  record.address = address_of(bytes);
  if (auto known = index_.find_object(record.address)) {
    known->is_known = true;
    return *known;
  }
  record.id = new_uuid(clock_);
  record.bytes = bytes.size();
  record.key = new_key();
  place_->put(record.id, seal(record.key, bytes, record.address));
  return record;
}

std::string ObjectStore::get(const std::string& address) {
  const auto record = index_.find_object(address);
  if (!record) throw Error(Fault::machine, "object_missing", "no stored object has the address " + address);
  const auto sealed = place_->get(record->id);
  if (!sealed) {
    throw Error(Fault::machine, "object_missing", "a stored object's bytes are missing",
                place_->where(record->id), "restore it from the backup of the same day as the database");
  }
  try {
    // They were sealed for this address alone: that they open proves them as well as their HMAC does.
    return open_sealed(record->key, *sealed, address);
  } catch (const Error& error) {
    if (error.code() != "seal_broken") throw;
  }
  throw Error(Fault::machine, "object_damaged", "a stored object is not what was stored",
              place_->where(record->id), "restore it from the backup");
}

FileDescriptor ObjectStore::open(const std::string& address) {
  return in_memory_file(get(address));
}

size_t ObjectStore::sweep(int part) {
  const std::string before = first_uuid(clock_.now() + -std::chrono::hours(24));
  return place_->sweep(part, before, [&](const std::string& id) { return index_.has_object_file(id); });
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

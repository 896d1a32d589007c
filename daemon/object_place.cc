#include "daemon/object_place.h"

#include <system_error>

#include "base/file.h"
#include "daemon/store.h"

namespace mailroom::daemon {

namespace fs = std::filesystem;

namespace {

const FileFailpoints kObjectFile("object");

}  // namespace

std::string ObjectPlace::name_of_part(int part) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto at = static_cast<size_t>(part);
  return {kDigits[at / 16 % 16], kDigits[at % 16]};
}

fs::path ObjectFolder::path_of(const std::string& id) const {
  return folder_ / id.substr(id.size() - 2) / id;
}

void ObjectFolder::put(const std::string& id, std::string_view sealed) {
  const fs::path path = path_of(id);
  folders_.make(path.parent_path());
  write_durably(path, sealed, kObjectFile, 0600);
}

std::optional<std::string> ObjectFolder::get(const std::string& id) {
  const fs::path path = path_of(id);
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return {};
  return read_file(path, kLargest);
}

size_t ObjectFolder::sweep(int part, const std::string& before,
                           const std::function<bool(const std::string&)>& is_known) {
  size_t removed = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_ / name_of_part(part), ignored)) {
    const std::string id = entry.path().filename().string();
    if (!entry.is_regular_file() || id >= before || is_known(id)) continue;
    removed += fs::remove(entry.path(), ignored) ? 1 : 0;
  }
  return removed;
}

void ObjectTable::put(const std::string& id, std::string_view sealed) {
  store_.put_bytes(id, sealed);
}

std::optional<std::string> ObjectTable::get(const std::string& id) {
  return store_.bytes_of(id);
}

size_t ObjectTable::sweep(int part, const std::string& before,
                          const std::function<bool(const std::string&)>&) {
  return part == 0 ? store_.sweep_bytes(before) : 0;
}

}  // namespace mailroom::daemon

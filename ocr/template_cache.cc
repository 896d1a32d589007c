#include "ocr/template_cache.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <system_error>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"

namespace mailroom::ocr {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kKeptSeconds = 91 * 24 * 3600;

// Other kinds of files in the folder are not ours.
bool is_cache_file(const fs::path& file) {
  const std::string name = file.filename().string();
  constexpr size_t kDigest = 32;
  return name.size() > kDigest && name[name.size() - kDigest - 1] == '-' &&
         name.find_first_not_of("0123456789abcdef", name.size() - kDigest) == std::string::npos;
}

// Seconds since the epoch.
int64_t last_used(const struct stat& status) {
  return std::max(status.st_atim.tv_sec, status.st_mtim.tv_sec);
}

// "Now" is when `newest` was written.
void forget_unused(const fs::path& newest) {
  struct stat status {};
  if (::stat(newest.c_str(), &status) != 0) return;
  const int64_t now = status.st_mtim.tv_sec;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(newest.parent_path(), failed)) {
    if (!is_cache_file(entry.path()) || ::stat(entry.path().c_str(), &status) != 0) continue;
    if (last_used(status) + kKeptSeconds < now) fs::remove(entry.path(), failed);
  }
}

}  // namespace

fs::path template_cache() {
  const auto value = [](const char* name) {
    const char* text = std::getenv(name);
    return std::string_view(text != nullptr ? text : "");
  };
  // systemd.exec(5), CacheDirectory=: may name several, the first is ours.
  if (const auto own = value("CACHE_DIRECTORY"); !own.empty()) return own.substr(0, own.find(':'));
  if (const auto user = value("XDG_CACHE_HOME"); user.starts_with('/')) return fs::path(user) / "mailroom";
  if (const auto home = value("HOME"); home.starts_with('/')) return fs::path(home) / ".cache/mailroom";
  return {};
}

fs::path cache_file(const fs::path& cache, std::string_view kind, const std::vector<fs::path>& folders) {
  if (cache.empty()) return {};
  std::string all;
  for (const fs::path& folder : folders) {
    if (!all.empty()) all += '\n';
    all += fs::absolute(folder).lexically_normal().string();
  }
  return cache / (std::string(kind) + "-" + sha256(all).substr(0, 32));
}

bool write_cache_file(const fs::path& file, std::string_view bytes) {
  try {
    make_folder(file.parent_path());
    write_file(file, bytes);
    forget_unused(file);
    return true;
  } catch (const Error&) {
    return false;
  }
}

void use_cache_file(const fs::path& file) {
  // Whoever only reads it may not change it: then it ages, and is made anew one day.
  const timespec times[] = {{0, UTIME_NOW}, {0, UTIME_OMIT}};
  ::utimensat(AT_FDCWD, file.c_str(), times, 0);
}

FileState state_of(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {};
  return {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace mailroom::ocr

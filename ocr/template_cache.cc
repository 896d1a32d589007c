#include "ocr/template_cache.h"

#include <sys/stat.h>

#include <cstdlib>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"

namespace mailroom::ocr {

namespace fs = std::filesystem;

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
    return true;
  } catch (const Error&) {
    return false;
  }
}

FileState state_of(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {};
  return {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace mailroom::ocr

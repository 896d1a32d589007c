#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/error.h"

namespace mailroom {

namespace fs = std::filesystem;

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = other.release();
  }
  return *this;
}

int FileDescriptor::release() {
  return std::exchange(fd_, -1);
}

void FileDescriptor::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

FileDescriptor open_for_reading(const fs::path& path) {
  FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) {
      throw Error(Fault::usage, "file_not_found", "no such file", path.string(),
                  "check the name and the folder");
    }
    throw Error(Fault::machine, "file_unreadable", "cannot be read: " + system_reason(errno), path.string());
  }
  struct stat status {};
  if (::fstat(fd.get(), &status) == 0 && S_ISDIR(status.st_mode)) {
    throw Error(Fault::usage, "file_is_folder", "expected a file, got a folder", path.string());
  }
  return fd;
}

std::string read_file(const fs::path& path, uint64_t max_bytes) {
  const FileDescriptor fd = open_for_reading(path);
  std::string bytes;
  struct stat status {};
  if (::fstat(fd.get(), &status) == 0 && status.st_size > 0) {
    if (static_cast<uint64_t>(status.st_size) <= max_bytes)
      bytes.reserve(static_cast<size_t>(status.st_size) + 1);
  }
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = ::read(fd.get(), buffer, sizeof buffer);
    if (count == 0) return bytes;
    if (count < 0) {
      if (errno == EINTR) continue;
      throw Error(Fault::machine, "file_unreadable", "cannot be read: " + system_reason(errno),
                  path.string());
    }
    bytes.append(buffer, static_cast<size_t>(count));
    if (bytes.size() > max_bytes) {
      throw Error(Fault::document, "file_too_large",
                  "larger than the limit of " + std::to_string(max_bytes) + " bytes", path.string());
    }
  }
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) {
    throw Error(
        Fault::machine, "folder_unwritable",
        "the folder cannot be made: " + (error ? system_reason(error.value()) : "a file is in its place"),
        folder.string(), "check the rights, or choose another folder");
  }
}

FileDescriptor memory_file(std::string_view bytes) {
  FileDescriptor fd(::memfd_create("mailroom", MFD_CLOEXEC));
  size_t written = 0;
  while (fd.is_open() && written < bytes.size()) {
    const ssize_t count =
        ::pwrite(fd.get(), bytes.data() + written, bytes.size() - written, static_cast<off_t>(written));
    if (count < 0 && errno != EINTR) fd.reset();
    if (count > 0) written += static_cast<size_t>(count);
  }
  if (!fd.is_open()) {
    throw Error(Fault::machine, "file_unwritable", "no file in memory: " + system_reason(errno));
  }
  return fd;
}

std::shared_ptr<const MappedFile> MappedFile::open(const fs::path& path) {
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!fd.is_open() || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) {
    return nullptr;
  }
  const auto size = static_cast<size_t>(status.st_size);
  void* mapping = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
  if (mapping == MAP_FAILED) return nullptr;
  return std::shared_ptr<const MappedFile>(new MappedFile({static_cast<const char*>(mapping), size}));
}

MappedFile::~MappedFile() {
  ::munmap(const_cast<char*>(content_.data()), content_.size());
}

TemporaryFolder::TemporaryFolder(std::string_view prefix) {
  std::string name = (fs::temp_directory_path() / (std::string(prefix) + "-XXXXXX")).string();
  if (!::mkdtemp(name.data())) {
    throw Error(Fault::machine, "folder_unwritable", "no temporary folder: " + system_reason(errno), name);
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace mailroom

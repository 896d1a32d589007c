// Files as wholes: read one, write one so that it is there completely or not at all, and the descriptor that
// closes itself. Errors are Error{machine} or, for what a user named, Error{usage}, with the path and the
// reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace mailroom {

// Owns a file descriptor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { reset(); }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  int release();
  void reset();

 private:
  int fd_ = -1;
};

// Opens for reading, close-on-exec. Error{usage, "file_not_found" | "file_unreadable"}; a folder is an error
// too.
FileDescriptor open_for_reading(const std::filesystem::path& path);
// The whole file; Error{document, "file_too_large"} beyond max_bytes.
std::string read_file(const std::filesystem::path& path, uint64_t max_bytes = 1ull << 30);

// Writes to a temporary name beside `path`, then renames: readers see the old file or the new one.
// Error{machine, "file_unwritable"}. What must survive a power cut: base/durable_file.h.
void write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);
// Makes the folder and its parents; Error{machine, "folder_unwritable"}.
void make_folder(const std::filesystem::path& folder);

// The bytes as a file that has no name and lives in memory, at its beginning: for handing them to another
// process by descriptor. Error{machine, "file_unwritable"}.
FileDescriptor memory_file(std::string_view bytes);

// A file's content, mapped read-only for as long as it lives. What is renamed over the file changes nothing
// here.
class MappedFile {
 public:
  // Null if there is no such file, it is empty, or it cannot be mapped.
  static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::string_view content() const { return content_; }

 private:
  explicit MappedFile(std::string_view content) : content_(content) {}
  std::string_view content_;
};

// A folder of its own under the system's temporary folder, removed with all that is in it on destruction.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(std::string_view prefix = "mailroom");
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mailroom

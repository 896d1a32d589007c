// The folder in which a browser keeps its profile while it runs: below the site's data, for its owner only,
// gone with us. It holds personal data (pages, cookies); what a killed program left is removed by the next
// that starts here, which a lock tells from what is in use. Beside it is a folder for the browser's sockets
// in the system's temporary folder, because a socket's path must be short.
#pragma once

#include <filesystem>

#include "base/file.h"

namespace mailroom::connectors {

class ProfileFolder {
 public:
  // Error{machine, "folder_unwritable"}.
  explicit ProfileFolder(const std::filesystem::path& site_folder);
  ~ProfileFolder();
  ProfileFolder(const ProfileFolder&) = delete;
  ProfileFolder& operator=(const ProfileFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  const std::filesystem::path& temporary() const { return temporary_; }

 private:
  std::filesystem::path path_, temporary_;
  FileDescriptor lock_;
};

}  // namespace mailroom::connectors

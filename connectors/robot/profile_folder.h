// The folder in which a browser keeps its profile while it runs: below the site's data, for its owner only,
// gone with us. It holds personal data (pages, cookies); what a killed program left is removed by the next
// that starts here, which a lock tells from what is in use.
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

 private:
  std::filesystem::path path_;
  FileDescriptor lock_;
};

}  // namespace mailroom::connectors

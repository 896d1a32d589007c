// Tells when somebody changes what a site works by: mailroom.yaml, workflows/, forms/, rules/, letters/ and
// what is below them, by the kernel's notices (inotify(7)). Editors and copying programs write in several
// steps: ask again until it has been quiet for a while. One thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"

namespace mailroom::daemon {

class SiteWatch {
 public:
  // `more`: further folders of the site to watch.
  explicit SiteWatch(std::filesystem::path folder, std::vector<std::string> more = {});
  // Readable when something may have changed; -1 if the kernel gives no notices (then SIGHUP does).
  int descriptor() const { return notices_.get(); }
  // Takes the notices; true if one of them is about a file of the site's.
  bool take_notices();
  // Follows folders that were made since.
  void follow();

 private:
  std::filesystem::path folder_;
  std::vector<std::string> folders_;  // of it, with what is below them
  FileDescriptor notices_;
  int root_ = -1;  // the watch on the site's folder itself
};

}  // namespace mailroom::daemon

#include "cli/site_folder.h"

#include "base/error.h"
#include "daemon/site.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

fs::path site_folder(const std::string& named, const std::string& file) {
  const fs::path start = !named.empty()  ? fs::path(named)
                         : !file.empty() ? fs::absolute(file).parent_path()
                                         : fs::current_path();
  if (const auto found = daemon::find_site(start)) return *found;
  throw Error(Fault::usage, "no_site", "there is no site in '" + start.string() + "' or above it", "",
              "name one with --site DIR, or make one with `mailroom init DIR`");
}

}  // namespace mailroom::cli

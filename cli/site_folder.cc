#include "cli/site_folder.h"

#include "base/error.h"
#include "base/local_time.h"
#include "daemon/site.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

void use_time_of(const fs::path& site) {
  std::vector<Diagnostic> told_elsewhere;
  if (const auto settings = daemon::load_site(site, told_elsewhere)) use_time_zone(settings->time_zone);
}

fs::path site_folder(const std::string& named, const std::string& file) {
  const fs::path start = !named.empty()  ? fs::path(named)
                         : !file.empty() ? fs::absolute(file).parent_path()
                                         : fs::current_path();
  if (const auto found = daemon::find_site(start)) {
    use_time_of(*found);
    return *found;
  }
  throw Error(Fault::usage, "no_site", "there is no site in '" + start.string() + "' or above it", "",
              "name one with --site DIR, or make one with `mailroom init DIR`");
}

}  // namespace mailroom::cli

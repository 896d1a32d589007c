#include "daemon/site_change.h"

#include <utility>

namespace mailroom::daemon {

SiteChange taken_over(const Site& running, Site changed) {
  SiteChange change{std::move(changed), {}};
  const auto keep = [&](const char* key, auto... members) {
    const bool is_same = ((running.*members == change.site.*members) && ...);
    if (!is_same) change.at_next_start.emplace_back(key);
    ((change.site.*members = running.*members), ...);
  };
  keep("time_zone", &Site::time_zone);
  keep("store", &Site::store, &Site::store_url);
  keep("objects, s3", &Site::objects, &Site::objects_in_store, &Site::bucket);
  keep("listen", &Site::socket);
  keep("lease", &Site::lease);
  return change;
}

bool are_inboxes_the_same(const Site& one, const Site& other) {
  return one.inboxes == other.inboxes && one.item_bytes == other.item_bytes;
}

}  // namespace mailroom::daemon

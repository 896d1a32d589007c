// Erases: a case that a person names, papers and cases whose time is over. The store erases in one
// transaction and numbers the keys that must go; then the site's keys are destroyed here, on disk, and the
// other hosts do the same when they look (catch_up). Killed between the two, the next start finishes it.
// docs/erasing.md.
//
// Never erases what is open, held, or may have been sent without anybody knowing. Nothing given is owned.
// Thread safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/error.h"
#include "daemon/erasure.h"
#include "daemon/site.h"
#include "daemon/store.h"

namespace mailroom::daemon {

class Eraser {
 public:
  // The site as it is at the moment: retention, inboxes.
  using SiteNow = std::function<std::shared_ptr<const Site>()>;
  Eraser(Store& store, ObjectStore& objects, SiteKey& keys, SiteNow site, const Clock& clock);

  // Why this case may not be erased now, and what to do about it; none: it may.
  std::optional<Error> obstacle(const workflows::CaseRecord& record, const Erasure& plan);
  // Throws what obstacle() says; Error{usage, "why_names_person"} for a reason that would tell for ever whose
  // case it was.
  Erasure erase(const std::string& case_id, const std::string& by, const std::string& why);

  // Destroys what the store says, and erases in the store what the keys say is gone (it is a backup that was
  // restored).
  void catch_up();
  // At most so many of the papers and cases whose time is over; how many it was.
  int erase_due(const workflows::Workflows& workflows, int most);

 private:
  void erase_as_planned(const workflows::CaseRecord& record, const Erasure& plan, Retained what,
                        const workflows::AuditRecord& told);
  void remove_taken_files(const Erasure& plan);
  int erase_due(const std::string& workflow, Retained what, Instant before, int most);

  Store& store_;
  ObjectStore& objects_;
  SiteKey& keys_;
  const SiteNow site_;
  const Clock& clock_;
  std::mutex mutex_;  // one at a time
  // How far each round of what is due has come: what is held stays behind.
  std::map<std::pair<std::string, Retained>, DueErasure> came_to_;
};

}  // namespace mailroom::daemon

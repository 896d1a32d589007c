// One step of work at a time: claims it, does it, records its result in one transaction. Everything between
// two commits may be lost by a kill and is simply done again:
//
//   item ─unpack→ documents ─read→ reading, pictures ─file→ cases ─advance, deliver→ closed
//
// A document whose reading ends the daemon kMaxAttempts times is given up and filed as unreadable. Errors of
// the machine (no reader, full disk) hand the work back and let it rest. Used by one thread each.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "daemon/object_store.h"
#include "daemon/stages.h"
#include "daemon/store.h"

namespace mailroom::daemon {

// Generous: what a document does to the reader is caught there and costs it at once; a daemon that ends while
// a document is being read was nearly always ended by somebody else.
inline constexpr int kMaxAttempts = 20;

class Worker {
 public:
  struct Settings {
    std::string holder;  // unique among all daemons and threads
    Takes takes = Takes::all;
    std::chrono::microseconds lease = std::chrono::minutes(15);
    std::chrono::microseconds rest = std::chrono::seconds(10);
  };
  // Nothing given is owned.
  Worker(Store& store, ObjectStore& objects, const Clock& clock, const Stages& stages, Settings settings);

  // False: there was nothing to do. `claimed` is called when there was, before it is done.
  bool step(const std::function<void()>& claimed = {});
  // From another thread, when there is no time to wait for it: what is being worked may be claimed by others,
  // and the step that still runs will find that it lost its lease.
  void hand_back();
  // Keeps the claim that it works under. Called by another thread.
  void renew();

 private:
  void set_working(const std::optional<Work>& work);
  void unpack(const Work& work);
  void read(const Work& work);
  void file(const Work& work);
  void work_on(const Work& work);
  std::optional<Instant> advance(const std::string& case_id);
  bool reopen_destinations();
  std::vector<ObjectRecord> cut_apart(std::vector<Document>& documents);
  std::vector<PictureRecord> keep_pictures(ocr::DocumentReading& reading);

  Store& store_;
  ObjectStore& objects_;
  const Clock& clock_;
  const Stages& stages_;
  Settings settings_;
  Instant next_reopening_{};
  std::mutex mutex_;
  std::optional<Work> working_;
};

}  // namespace mailroom::daemon

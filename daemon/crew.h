// The threads of a daemon: one looks at the inboxes, one renews the leases of what is worked at, one
// sweeps up, the others work: readers at documents, as many as may be read at once; carriers at cases, more
// than there are processors, for they wait mostly, for the disk (where their commits meet) or for whom they
// send to. Whoever finds work calls one more of its like if there is more of it. They sleep until something
// arrives or falls due; nothing is queued in memory, so there is no queue to overflow or lose. Where other
// daemons work in the same store, they say so to each other, and look from time to time in case that gets
// lost.
//
// Started and stopped by one thread. stop() lets each worker finish the step it is at (reading a document is
// the longest, a receiver that does not answer may take for ever), and hands back what is not finished in
// time.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/file.h"
#include "daemon/folder_inbox.h"
#include "daemon/worker.h"

namespace mailroom::daemon {

class Crew {
 public:
  using Inboxes = std::vector<std::unique_ptr<FolderInbox>>;
  // May change while it runs.
  struct Pace {
    int readers = 1;
    std::chrono::microseconds poll = std::chrono::seconds(2);
    std::chrono::microseconds settle = std::chrono::milliseconds(500);
  };
  struct Settings {
    Pace pace = {};
    int carriers = 1;
    std::string daemon;                              // its id: with a thread's number it makes a holder
    std::function<std::string()> intake_lacks = {};  // why nothing may be taken in now; empty: it may
    std::chrono::microseconds lease = std::chrono::minutes(1);
    std::function<void()> keep_house =
        {};  // now and then, on a thread of its own with the sweeping; may be empty
  };
  // Nothing given is owned but the inboxes.
  Crew(Store& store, ObjectStore& objects, const Clock& clock, const Stages& stages, Inboxes inboxes,
       Settings settings);
  ~Crew();

  void start();
  // From now on: readers that are too many leave when they have finished their step; the inboxes, if any are
  // given, are looked into instead of those before, which are let go of between two looks.
  void change(Pace pace, std::optional<Inboxes> inboxes);
  // False: time is up, what was still being worked is handed back to the store, and its threads run on; the
  // process is to end at once.
  bool stop(std::chrono::microseconds within);
  // Work was made: somebody decided, a retry was asked for. Other daemons are told.
  void wake();
  // Another daemon made work.
  void hear();
  // Everything in the inboxes is taken and nothing is due: what is left waits for a person or a time.
  bool is_settled();
  int unsettled() const { return unsettled_; }
  // Inbox and file → why it cannot be taken.
  std::map<std::string, std::string> inbox_problems();

 private:
  void watch();
  struct Looked {
    int unsettled = 0;
    bool is_more = false, is_troubled = false;
    std::string lack;  // why nothing was taken in
  };
  Looked look_into_inboxes();
  void notice_clock();
  // Those who take the same work.
  struct Bench {
    const Takes takes;
    std::condition_variable called;
    uint64_t calls = 0;
    int asleep = 0;
    int there = 0, wanted = 0;
  };
  Pace pace();
  void add_workers(Bench& bench, int wanted);
  bool leaves(Bench& bench);
  void take_new_inboxes();
  void work(Worker& worker, Bench& bench);
  void renew();
  void keep_house();
  void run(std::function<void()> body);
  void call(Bench& bench);
  void call_for_more(Bench& bench);
  void rouse_watch();
  void sleep(std::chrono::microseconds pause);
  bool sleep_until_due(Bench& bench);

  Store& store_;
  ObjectStore& objects_;
  const Clock& clock_;
  const Stages& stages_;
  Inboxes inboxes_;  // of the thread that watches
  Settings settings_;

  std::mutex mutex_;
  Pace pace_;
  std::optional<Inboxes> new_inboxes_;
  std::condition_variable changed_;  // the crew is stopping, a thread has ended
  Bench readers_{Takes::documents, {}}, carriers_{Takes::cases, {}};
  std::map<std::string, std::string> problems_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> unsettled_{0}, busy_{0}, looks_{0};
  FileDescriptor roused_;  // ends a wait of the thread that watches
  Instant last_look_;
  std::vector<std::unique_ptr<Worker>> workers_;
  int running_ = 0;  // threads that have not ended
  std::vector<std::thread> threads_;
};

}  // namespace mailroom::daemon

// The threads of a daemon: one for each inbox looks at it, one watches the clock, one renews the leases of
// what is worked at, one sweeps up, one tends the connectors, the others work: readers at documents, as many
// as may be read at once; carriers at cases, more than there are processors, for they wait mostly, for the
// disk (where their commits meet) or for whom they send to. Whoever finds work calls one more of its like if
// there is more of it. They sleep until something arrives or falls due; nothing is queued in memory, so there
// is no queue to overflow or lose. Where other daemons work in the same store, they say so to each other, and
// look from time to time in case that gets lost.
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
#include "daemon/inbox.h"
#include "daemon/worker.h"

namespace mailroom::daemon {

class Crew {
 public:
  using Inboxes = std::vector<std::unique_ptr<Inbox>>;
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
  // given, are looked into instead of those before, which end their look first (a few seconds are given to
  // them). Called by the thread that starts and stops.
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
  // Inbox and thing → why it cannot be taken.
  std::map<std::string, std::string> inbox_problems();

 private:
  // An inbox and what its thread last saw there.
  struct Watch {
    explicit Watch(std::unique_ptr<Inbox> watched);
    void rouse();
    std::unique_ptr<Inbox> inbox;  // of its thread
    FileDescriptor roused;         // ends a wait of its thread
    std::atomic<int> looks{0}, unsettled{0};
    std::atomic<bool> leaves{false};  // others are looked into instead
    // Under the crew's mutex:
    std::map<std::string, std::string> problems;
    bool has_left = false;
  };
  using Watches = std::vector<std::shared_ptr<Watch>>;
  struct Looked {
    Inbox::Look look;
    bool is_resting = false;  // nothing is taken in now, or the store was in trouble
  };
  void begin_to_watch(Inboxes inboxes);
  void watch(Watch& watch);
  Looked look_into(Watch& watch);
  void wait_for_post(const Watch& watch, const Looked& looked);
  void watch_clock();
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
  void work(Worker& worker, Bench& bench);
  void renew();
  void keep_house();
  void tend();
  bool tend_lines();
  void run(std::function<void()> body);
  void call(Bench& bench);
  void call_for_more(Bench& bench);
  void sleep(std::chrono::microseconds pause);
  bool sleep_until_due(Bench& bench);

  Store& store_;
  ObjectStore& objects_;
  const Clock& clock_;
  const Stages& stages_;
  Inboxes inboxes_;  // until it starts
  Settings settings_;

  std::mutex mutex_;  // of the following, but what is atomic
  Pace pace_;
  Watches watches_;                  // one an inbox
  std::condition_variable changed_;  // the crew is stopping, a thread has ended
  Bench readers_{Takes::documents, {}}, carriers_{Takes::cases, {}};
  std::atomic<bool> stopping_{false};
  std::atomic<int> busy_{0};
  Instant last_look_;  // at the clock
  std::vector<std::unique_ptr<Worker>> workers_;
  int running_ = 0;  // threads that have not ended
  std::vector<std::thread> threads_;
};

}  // namespace mailroom::daemon

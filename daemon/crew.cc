#include "daemon/crew.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "daemon/lost_disk.h"

namespace mailroom::daemon {

namespace {

// How long a worker sleeps at most: a due time may come from a clock that was set.
constexpr std::chrono::microseconds kLongestSleep = std::chrono::seconds(30);
constexpr std::chrono::microseconds kBetweenTendings = std::chrono::seconds(1);
constexpr std::chrono::microseconds kAfterTrouble = std::chrono::seconds(5);
// Clocks are corrected by less than this all the time.
constexpr std::chrono::microseconds kClockSlack = std::chrono::minutes(1);
// A round of keeping house: with a lease of a minute, about a day.
constexpr int kTurns = 4096;
constexpr std::string_view kIntake = "intake";  // names what no single thing is to blame for
// For inboxes that others take the place of.
constexpr std::chrono::microseconds kToLeave = std::chrono::seconds(5);
constexpr std::chrono::microseconds kForEver = std::chrono::hours(24 * 365);

}  // namespace

Crew::Watch::Watch(std::unique_ptr<Inbox> watched)
    : inbox(std::move(watched)), roused(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Crew::Watch::rouse() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(roused.get(), &one, sizeof one);
}

Crew::Crew(Store& store, ObjectStore& objects, const Clock& clock, const Stages& stages, Inboxes inboxes,
           Settings settings)
    : store_(store),
      objects_(objects),
      clock_(clock),
      stages_(stages),
      inboxes_(std::move(inboxes)),
      settings_(std::move(settings)),
      pace_(settings_.pace) {}

Crew::~Crew() {
  stop(kForEver);
}

void Crew::run(std::function<void()> body) {
  ++running_;
  threads_.emplace_back([this, body = std::move(body)] {
    body();
    const std::lock_guard lock(mutex_);
    --running_;
    changed_.notify_all();
  });
}

void Crew::start() {
  const std::lock_guard lock(mutex_);
  begin_to_watch(std::move(inboxes_));
  run([this] { watch_clock(); });
  add_workers(readers_, pace_.readers);
  add_workers(carriers_, settings_.carriers);
  run([this] { renew(); });
  run([this] { keep_house(); });
  run([this] { tend(); });
}

void Crew::begin_to_watch(Inboxes inboxes) {
  for (auto& inbox : inboxes) {
    watches_.push_back(std::make_shared<Watch>(std::move(inbox)));
    run([this, one = watches_.back()] { watch(*one); });
  }
}

void Crew::change(Pace pace, std::optional<Inboxes> inboxes) {
  std::unique_lock lock(mutex_);
  pace_ = pace;
  add_workers(readers_, pace.readers);
  readers_.called.notify_all();
  for (const auto& watch : watches_) watch->rouse();
  if (!inboxes) return;
  const Watches before = std::exchange(watches_, {});
  lock.unlock();
  for (const auto& watch : before) {
    watch->inbox->give_up();
    watch->leaves = true;  // from now on its thread may let go of the inbox
    watch->rouse();
  }
  lock.lock();
  // What both use (a port, say) is free again then.
  changed_.wait_for(lock, kToLeave, [&] {
    return std::all_of(before.begin(), before.end(), [](const auto& watch) { return watch->has_left; });
  });
  begin_to_watch(std::move(*inboxes));
}

Crew::Pace Crew::pace() {
  const std::lock_guard lock(mutex_);
  return pace_;
}

void Crew::add_workers(Bench& bench, int wanted) {
  bench.wanted = wanted;
  for (; bench.there < wanted; ++bench.there) {
    Worker::Settings settings;
    settings.holder = settings_.daemon + "/" + std::to_string(workers_.size());
    settings.takes = bench.takes;
    settings.lease = settings_.lease;
    workers_.push_back(std::make_unique<Worker>(store_, objects_, clock_, stages_, settings));
    run([this, &bench, worker = workers_.back().get()] { work(*worker, bench); });
  }
}

// One of too many.
bool Crew::leaves(Bench& bench) {
  const std::lock_guard lock(mutex_);
  if (bench.there <= bench.wanted) return false;
  --bench.there;
  return true;
}

bool Crew::stop(std::chrono::microseconds within) {
  if (threads_.empty()) return true;
  stopping_ = true;
  for (const auto& watch : watches_) {  // of this thread to change
    watch->inbox->give_up();
    watch->rouse();
  }
  {
    std::unique_lock lock(mutex_);
    changed_.notify_all();
    readers_.called.notify_all();
    carriers_.called.notify_all();
    if (!changed_.wait_for(lock, within, [this] { return running_ == 0; })) {
      for (const auto& worker : workers_) worker->hand_back();
      return false;
    }
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  workers_.clear();
  return true;
}

void Crew::wake() {
  hear();
  store_.announce();
}

void Crew::hear() {
  call(readers_);
  call(carriers_);
}

void Crew::call(Bench& bench) {
  const std::lock_guard lock(mutex_);
  ++bench.calls;
  bench.called.notify_one();
}

// By one of them, who has just found something to do.
void Crew::call_for_more(Bench& bench) {
  {
    const std::lock_guard lock(mutex_);
    if (bench.asleep == 0) return;
  }
  const auto due = store_.next_due(bench.takes);
  if (due && *due <= clock_.now()) call(bench);
}

std::map<std::string, std::string> Crew::inbox_problems() {
  std::map<std::string, std::string> all;
  const std::lock_guard lock(mutex_);
  for (const auto& watch : watches_) {
    for (const auto& [thing, why] : watch->problems) {
      const bool is_all_of_it = thing == Inbox::kItself;
      all[thing == kIntake ? thing : watch->inbox->name() + (is_all_of_it ? "" : "/" + thing)] = why;
    }
  }
  return all;
}

bool Crew::is_settled() {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& watch : watches_) {
      if (watch->looks < 2 || watch->unsettled > 0) return false;
    }
  }
  if (busy_ > 0) return false;
  if (tend_lines()) return false;
  const auto due = store_.next_due();
  return (!due || *due > clock_.now()) && busy_ == 0;
}

Crew::Looked Crew::look_into(Watch& watch) {
  Looked looked;
  std::string lack;
  try {
    lack = settings_.intake_lacks ? settings_.intake_lacks() : std::string();
    looked.is_resting = !lack.empty();
    if (lack.empty()) looked.look = watch.inbox->look();
    if (looked.look.taken > 0) wake();
  } catch (const Error& error) {
    // Nothing was let go: things stay where they are and are taken when the store is well again.
    end_if_disk_is_lost(error);
    looked.is_resting = true;
    log::error("intake_interrupted", {{"inbox", watch.inbox->name()}, {"reason", error.code()}});
  } catch (const std::exception&) {
    looked.is_resting = true;
    log::error("intake_interrupted", {{"inbox", watch.inbox->name()}, {"reason", "internal"}});
  }
  std::map<std::string, std::string> problems = watch.inbox->problems();
  if (!lack.empty()) problems[std::string(kIntake)] = lack;
  const std::lock_guard lock(mutex_);
  watch.problems = std::move(problems);
  return looked;
}

// What rests by a clock that was ahead would wait until it is there again. Leases are renewed by the new
// time, and nobody loses what is on its way.
void Crew::notice_clock() {
  const Instant now = clock_.now();
  if (now + kClockSlack < last_look_) {
    log::warning("clock_set_back", {{"seconds", std::to_string((last_look_ - now).count() / 1'000'000)}});
    store_.end_rests(now + kClockSlack);
    wake();
  }
  last_look_ = now;
}

void Crew::watch_clock() {
  while (!stopping_) {
    try {
      notice_clock();
    } catch (const Error& error) {
      end_if_disk_is_lost(error);
      log::error("clock_not_noticed", {{"reason", error.code()}});
    }
    sleep(pace().poll);
  }
}

void Crew::watch(Watch& watch) {
  while (!stopping_ && !watch.leaves) {
    const Looked looked = look_into(watch);
    watch.unsettled = looked.is_resting ? 0 : looked.look.unsettled + (looked.look.is_more ? 1 : 0);
    ++watch.looks;
    if (!looked.look.is_more || looked.is_resting) wait_for_post(watch, looked);
  }
  if (!watch.leaves) return;
  watch.inbox.reset();
  const std::lock_guard lock(mutex_);
  watch.has_left = true;
}

void Crew::wait_for_post(const Watch& watch, const Looked& looked) {
  const Inbox& inbox = *watch.inbox;
  const Pace now = pace();
  const bool is_settling = looked.look.unsettled > 0;
  const auto pause = looked.is_resting ? kAfterTrouble : is_settling ? now.settle / 2 : now.poll;
  std::vector<pollfd> waited = {{watch.roused.get(), POLLIN, 0}};
  // While things settle the clock decides; otherwise who brings them says so.
  if (!is_settling && !looked.is_resting && inbox.wake_descriptor() >= 0)
    waited.push_back({inbox.wake_descriptor(), POLLIN, 0});
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(pause).count();
  ::poll(waited.data(), waited.size(), static_cast<int>(std::max<int64_t>(milliseconds, 20)));
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken = ::read(watch.roused.get(), &count, sizeof count);
}

void Crew::sleep(std::chrono::microseconds pause) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, pause, [&] { return stopping_.load(); });
}

bool Crew::sleep_until_due(Bench& bench) {
  std::unique_lock lock(mutex_);
  const uint64_t seen = bench.calls;
  lock.unlock();
  // Asked after the count of calls was taken: what comes in between is not slept through.
  const auto due = store_.next_due(bench.takes);
  // A hint from another daemon may get lost.
  const auto longest = store_.is_shared() ? std::min(pace().poll, kLongestSleep) : kLongestSleep;
  auto pause = longest;
  if (due) pause = std::clamp(*due - clock_.now(), std::chrono::microseconds(0), longest);
  if (pause.count() == 0) return !stopping_;
  lock.lock();
  ++bench.asleep;
  bench.called.wait_for(lock, pause,
                        [&] { return stopping_ || bench.calls != seen || bench.there > bench.wanted; });
  --bench.asleep;
  return !stopping_;
}

void Crew::renew() {
  // Three times within a lease: two may be lost to a slow store.
  const auto between = settings_.lease / 3;
  while (!stopping_) {
    try {
      std::vector<Worker*> workers;
      {
        const std::lock_guard lock(mutex_);
        for (const auto& worker : workers_) workers.push_back(worker.get());
      }
      for (Worker* worker : workers) worker->renew();
    } catch (const Error& error) {
      log::warning("leases_not_renewed", {{"reason", error.code()}});
    }
    sleep(between);
  }
}

// A part at a time and without haste: a bucket that does not answer holds up nobody but this.
void Crew::keep_house() {
  for (int turn = 0; !stopping_; turn = (turn + 1) % kTurns) {
    try {
      // Until all was swept; then again when a round of turns is over.
      if (turn < ObjectStore::kSweepParts) objects_.sweep(turn);
      if (settings_.keep_house) settings_.keep_house();
    } catch (const Error& error) {
      end_if_disk_is_lost(error);
      log::warning("house_not_kept", {{"reason", error.code()}});
    }
    sleep(settings_.lease / 3);
  }
}

bool Crew::tend_lines() {
  const bool may_any_go = stages_.tend_lines && stages_.tend_lines();
  if (may_any_go) wake();
  return may_any_go;
}

// Whether or not there is work: batches are closed when they are due, and a line goes on whose caller was
// lost.
void Crew::tend() {
  while (!stopping_) {
    auto pause = kBetweenTendings;
    try {
      tend_lines();
      if (stages_.tend) stages_.tend();
    } catch (const Error& error) {
      end_if_disk_is_lost(error);
      log::error("batch_not_closed", {{"where", error.where()}, {"reason", error.code()}});
      pause = kAfterTrouble;
    }
    sleep(pause);
  }
}

void Crew::work(Worker& worker, Bench& bench) {
  while (!stopping_ && !leaves(bench)) {
    try {
      ++busy_;
      const bool did = worker.step([&] { call_for_more(bench); });
      --busy_;
      if (did) {
        // What was read is filed by a carrier; what a carrier makes of it is its own to go on with.
        if (bench.takes == Takes::documents) call(carriers_);
        store_.announce();
      } else if (!sleep_until_due(bench)) {
        return;
      }
    } catch (const Error& error) {
      --busy_;
      end_if_disk_is_lost(error);
      log::error("worker_interrupted", {{"reason", error.code()}});
      sleep(kAfterTrouble);
    }
  }
}

}  // namespace mailroom::daemon

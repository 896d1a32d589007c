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
constexpr std::chrono::microseconds kForEver = std::chrono::hours(24 * 365);

}  // namespace

Crew::Crew(Store& store, ObjectStore& objects, const Clock& clock, const Stages& stages,
           std::vector<std::unique_ptr<Inbox>>& inboxes, Settings settings)
    : store_(store),
      objects_(objects),
      clock_(clock),
      stages_(stages),
      settings_(std::move(settings)),
      stop_signal_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  for (const auto& inbox : inboxes) watches_.push_back(std::make_unique<Watch>(*inbox));
}

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
  for (const auto& one : watches_) run([this, &one = *one] { watch(one); });
  run([this] { watch_clock(); });
  add_workers(readers_, settings_.readers);
  add_workers(carriers_, settings_.carriers);
  run([this] { renew(); });
  run([this] { keep_house(); });
  run([this] { tend(); });
}

void Crew::add_workers(Bench& bench, int count) {
  for (int i = 0; i < count; ++i) {
    Worker::Settings settings;
    settings.holder = settings_.daemon + "/" + std::to_string(workers_.size());
    settings.takes = bench.takes;
    settings.error_budget = settings_.error_budget;
    settings.lease = settings_.lease;
    settings.accepted_types = settings_.accepted_types;
    workers_.push_back(std::make_unique<Worker>(store_, objects_, clock_, stages_, settings));
    run([this, &bench, worker = workers_.back().get()] { work(*worker, bench); });
  }
}

bool Crew::stop(std::chrono::microseconds within) {
  if (threads_.empty()) return true;
  stopping_ = true;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(stop_signal_.get(), &one, sizeof one);
  for (const auto& watch : watches_) watch->inbox.give_up();
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
      all[thing == kIntake ? thing : watch->inbox.name() + (is_all_of_it ? "" : "/" + thing)] = why;
    }
  }
  return all;
}

bool Crew::is_settled() {
  for (const auto& watch : watches_) {
    if (watch->looks < 2 || watch->unsettled > 0) return false;
  }
  if (busy_ > 0) return false;
  const auto due = store_.next_due();
  return (!due || *due > clock_.now()) && busy_ == 0;
}

Crew::Looked Crew::look_into(Watch& watch) {
  Looked looked;
  std::string lack;
  try {
    lack = settings_.intake_lacks ? settings_.intake_lacks() : std::string();
    looked.is_resting = !lack.empty();
    if (lack.empty()) looked.look = watch.inbox.look();
    if (looked.look.taken > 0) wake();
  } catch (const Error& error) {
    // Nothing was let go: things stay where they are and are taken when the store is well again.
    end_if_disk_is_lost(error);
    looked.is_resting = true;
    log::error("intake_interrupted", {{"inbox", watch.inbox.name()}, {"reason", error.code()}});
  }
  std::map<std::string, std::string> problems = watch.inbox.problems();
  if (!lack.empty()) problems[std::string(kIntake)] = lack;
  const std::lock_guard lock(mutex_);
  watch.problems = std::move(problems);
  return looked;
}

// What was planned by a clock that was ahead would wait until it is there again.
void Crew::notice_clock() {
  const Instant now = clock_.now();
  if (now + kClockSlack < last_look_) {
    log::warning("clock_set_back", {{"seconds", std::to_string((last_look_ - now).count() / 1'000'000)}});
    store_.release_all(settings_.daemon);
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
    sleep(settings_.poll);
  }
}

void Crew::watch(Watch& watch) {
  while (!stopping_) {
    const Looked looked = look_into(watch);
    watch.unsettled = looked.is_resting ? 0 : looked.look.unsettled + (looked.look.is_more ? 1 : 0);
    ++watch.looks;
    if (!looked.look.is_more || looked.is_resting) wait_for_post(watch.inbox, looked);
  }
}

void Crew::wait_for_post(const Inbox& inbox, const Looked& looked) {
  const bool is_settling = looked.look.unsettled > 0;
  const auto pause = looked.is_resting ? kAfterTrouble : is_settling ? settings_.settle / 2 : settings_.poll;
  std::vector<pollfd> waited = {{stop_signal_.get(), POLLIN, 0}};
  // While things settle the clock decides; otherwise who brings them says so.
  if (!is_settling && !looked.is_resting && inbox.wake_descriptor() >= 0)
    waited.push_back({inbox.wake_descriptor(), POLLIN, 0});
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(pause).count();
  ::poll(waited.data(), waited.size(), static_cast<int>(std::max<int64_t>(milliseconds, 20)));
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
  const auto longest = store_.is_shared() ? std::min(settings_.poll, kLongestSleep) : kLongestSleep;
  auto pause = longest;
  if (due) pause = std::clamp(*due - clock_.now(), std::chrono::microseconds(0), longest);
  if (pause.count() == 0) return !stopping_;
  lock.lock();
  ++bench.asleep;
  bench.called.wait_for(lock, pause, [&] { return stopping_ || bench.calls != seen; });
  --bench.asleep;
  return !stopping_;
}

void Crew::renew() {
  // Three times within a lease: two may be lost to a slow store.
  const auto between = settings_.lease / 3;
  while (!stopping_) {
    try {
      for (const auto& worker : workers_) worker->renew();
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

// Batches are closed when they are due, whether or not there is work.
void Crew::tend() {
  while (!stopping_) {
    auto pause = kBetweenTendings;
    try {
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
  while (!stopping_) {
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

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
constexpr std::chrono::microseconds kAfterTrouble = std::chrono::seconds(5);

}  // namespace

Crew::Crew(Store& store, ObjectStore& objects, const Clock& clock, const Stages& stages,
           std::vector<std::unique_ptr<FolderInbox>>& inboxes, Settings settings)
    : store_(store),
      objects_(objects),
      clock_(clock),
      stages_(stages),
      inboxes_(inboxes),
      settings_(std::move(settings)),
      stop_signal_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Crew::~Crew() {
  stop();
}

void Crew::start() {
  threads_.emplace_back([this] { watch(); });
  for (int i = 0; i < settings_.workers; ++i) {
    threads_.emplace_back([this, i] { work(i); });
  }
}

void Crew::stop() {
  if (threads_.empty()) return;
  stopping_ = true;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(stop_signal_.get(), &one, sizeof one);
  wake();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Crew::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  changed_.notify_all();
}

std::map<std::string, std::string> Crew::inbox_problems() {
  const std::lock_guard lock(mutex_);
  return problems_;
}

bool Crew::is_settled() {
  if (looks_ < 2 || unsettled_ > 0 || busy_ > 0) return false;
  const auto due = store_.next_due();
  return (!due || *due > clock_.now()) && busy_ == 0;
}

void Crew::watch() {
  while (!stopping_) {
    int taken = 0, unsettled = 0;
    bool trouble = false;
    std::map<std::string, std::string> problems;
    for (const auto& inbox : inboxes_) {
      try {
        const FolderInbox::Look look = inbox->look();
        taken += look.taken;
        unsettled += look.unsettled;
      } catch (const Error& error) {
        // Nothing was let go: the files stay where they are and are taken when the store is well again.
        end_if_disk_is_lost(error);
        trouble = true;
        log::error("intake_interrupted", {{"inbox", inbox->name()}, {"reason", error.code()}});
      }
      for (const auto& [file, why] : inbox->problems()) problems[inbox->name() + "/" + file] = why;
    }
    {
      const std::lock_guard lock(mutex_);
      problems_ = std::move(problems);
    }
    unsettled_ = unsettled;
    ++looks_;
    if (taken > 0) wake();
    const auto pause = trouble ? kAfterTrouble : unsettled > 0 ? settings_.settle / 2 : settings_.poll;
    std::vector<pollfd> waited = {{stop_signal_.get(), POLLIN, 0}};
    // While files settle the clock decides; otherwise the kernel says when something comes.
    if (unsettled == 0 && !trouble) {
      for (const auto& inbox : inboxes_) {
        if (inbox->wake_descriptor() >= 0) waited.push_back({inbox->wake_descriptor(), POLLIN, 0});
      }
    }
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(pause).count();
    ::poll(waited.data(), waited.size(), static_cast<int>(std::max<int64_t>(milliseconds, 20)));
  }
}

bool Crew::sleep_until_due() {
  std::unique_lock lock(mutex_);
  const uint64_t seen = wakes_;
  lock.unlock();
  // Asked after the count of wakes was taken: what comes in between is not slept through.
  const auto due = store_.next_due();
  auto pause = kLongestSleep;
  if (due) pause = std::clamp(*due - clock_.now(), std::chrono::microseconds(0), kLongestSleep);
  if (pause.count() == 0) return !stopping_;
  lock.lock();
  changed_.wait_for(lock, pause, [&] { return stopping_ || wakes_ != seen; });
  return !stopping_;
}

void Crew::work(int number) {
  Worker worker(store_, objects_, clock_, stages_,
                {settings_.daemon + "/" + std::to_string(number), settings_.error_budget});
  while (!stopping_) {
    try {
      ++busy_;
      const bool did = worker.step();
      --busy_;
      if (did) {
        wake();
      } else if (!sleep_until_due()) {
        return;
      }
    } catch (const Error& error) {
      --busy_;
      end_if_disk_is_lost(error);
      log::error("worker_interrupted", {{"reason", error.code()}});
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kAfterTrouble, [&] { return stopping_.load(); });
    }
  }
}

}  // namespace mailroom::daemon

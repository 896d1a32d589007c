#include "daemon/postgres_hints.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "daemon/postgres_database.h"

namespace mailroom::daemon {

namespace {

constexpr int kBetweenNotices = 200;  // ms
constexpr int kAfterTrouble = 2000;
constexpr int kLongestWait = 60'000;

void drain(int descriptor) {
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t read = ::read(descriptor, &count, sizeof count);
}

}  // namespace

PostgresHints::PostgresHints(std::string url, std::function<void()> heard)
    : url_(std::move(url)), heard_(std::move(heard)), signal_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  thread_ = std::thread([this] { run(); });
}

PostgresHints::~PostgresHints() {
  stopping_ = true;
  announce();
  thread_.join();
}

void PostgresHints::announce() {
  if (has_news_.exchange(true) && !stopping_) return;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(signal_.get(), &one, sizeof one);
}

void PostgresHints::run() {
  while (!stopping_) {
    try {
      PostgresDatabase database(url_, Access::write);
      database.run("LISTEN mailroom");
      heard_();  // what was said while nobody listened
      listen(database);
    } catch (const Error& error) {
      log::warning("hints_interrupted", {{"reason", error.code()}});
      pause(kAfterTrouble);
    }
  }
}

void PostgresHints::listen(PostgresDatabase& database) {
  while (!stopping_) {
    if (database.wait_for_notice(signal_.get(), kLongestWait)) heard_();
    if (stopping_) return;
    if (has_news_.exchange(false)) {
      drain(signal_.get());
      database.run("NOTIFY mailroom");
      pause(kBetweenNotices);
    }
  }
}

void PostgresHints::pause(int milliseconds) {
  pollfd nothing{-1, 0, 0};
  for (int waited = 0; waited < milliseconds && !stopping_; waited += 50) ::poll(&nothing, 1, 50);
}

}  // namespace mailroom::daemon

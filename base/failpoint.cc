#include "base/failpoint.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace mailroom {

namespace {

// Filled while the program's constants are made, by one thread; a function's own, so that it is there first.
std::vector<Failpoint*>& all() {
  static std::vector<Failpoint*> failpoints;
  return failpoints;
}

constexpr std::array<std::pair<std::string_view, int>, 5> kErrors = {
    {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EROFS", EROFS}, {"EMFILE", EMFILE}, {"ETIMEDOUT", ETIMEDOUT}}};

[[noreturn]] void invalid(std::string_view text) {
  throw Error(Fault::usage, "failpoint_invalid", "'" + std::string(text) + "' is no failpoint's action", {},
              "write NAME=ACTION, NAME=ACTION@PASSING or NAME=ACTION@PASSING+; actions: kill, hang, "
              "short-write, error:EIO, error:ENOSPC, error:EROFS, error:EMFILE, error:ETIMEDOUT");
}

[[noreturn]] void kill_this_process() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

[[noreturn]] void stand_still() {
  for (;;) ::pause();
}

}  // namespace

Failpoint::Failpoint(std::string name) : name_(std::move(name)) {
  all().push_back(this);
}

FileFailpoints::FileFailpoints(const std::string& prefix)
    : write(prefix + ".write"),
      sync(prefix + ".sync"),
      rename(prefix + ".rename"),
      sync_folder(prefix + ".sync_folder") {}

Failpoint::Action Failpoint::next_action() const {
  const int left = passings_left_.fetch_sub(1);
  if (left > 1) return Action::none;
  if (lasts_) passings_left_ = 1;
  return left == 1 || lasts_ ? action_ : Action::none;
}

int Failpoint::act() const {
  switch (next_action()) {
    case Action::kill:
      kill_this_process();
    case Action::hang:
      stand_still();
    case Action::error:
      return error_;
    case Action::short_write:
    case Action::none:
      break;
  }
  return 0;
}

ptrdiff_t Failpoint::hit_write(size_t bytes) const {
  if (!armed_.load(std::memory_order_relaxed)) return static_cast<ptrdiff_t>(bytes);
  if (action_ == Action::short_write) {
    return static_cast<ptrdiff_t>(next_action() == Action::none ? bytes : (bytes + 1) / 2);
  }
  errno = act();
  return errno == 0 ? static_cast<ptrdiff_t>(bytes) : -1;
}

Failpoint::Order Failpoint::parse(std::string_view entry) {
  const size_t equals = entry.find('=');
  if (equals == std::string_view::npos) invalid(entry);
  Order order;
  order.name = entry.substr(0, equals);
  std::string_view action = entry.substr(equals + 1);
  if (const size_t at = action.find('@'); at != std::string_view::npos) {
    std::string_view digits = action.substr(at + 1);
    order.lasts = !digits.empty() && digits.back() == '+';
    if (order.lasts) digits.remove_suffix(1);
    const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), order.passing);
    if (bad != std::errc() || end != digits.data() + digits.size() || order.passing < 1) invalid(entry);
    action = action.substr(0, at);
  }
  constexpr std::string_view kErrorPrefix = "error:";
  if (action == "kill") {
    order.action = Action::kill;
  } else if (action == "hang") {
    order.action = Action::hang;
  } else if (action == "short-write") {
    order.action = Action::short_write;
  } else if (action.substr(0, kErrorPrefix.size()) == kErrorPrefix) {
    action.remove_prefix(kErrorPrefix.size());
    const auto error =
        std::find_if(kErrors.begin(), kErrors.end(), [&](const auto& one) { return one.first == action; });
    if (error == kErrors.end()) invalid(entry);
    order.action = Action::error;
    order.error = error->second;
  } else {
    invalid(entry);
  }
  return order;
}

void Failpoint::arm(const Order& order) {
  action_ = order.action;
  error_ = order.error;
  lasts_ = order.lasts;
  passings_left_ = order.passing;
  armed_ = true;
}

void arm_failpoints(std::string_view specification) {
  for (std::string_view entry : split(specification, ',')) {
    entry = trim(entry);
    if (entry.empty()) continue;
    const Failpoint::Order order = Failpoint::parse(entry);
    const auto found = std::find_if(all().begin(), all().end(),
                                    [&](const Failpoint* one) { return one->name() == order.name; });
    if (found == all().end()) {
      const auto near = nearest_name(order.name, failpoint_names());
      throw Error(Fault::usage, "failpoint_unknown",
                  "no failpoint is called '" + std::string(order.name) + "'", {},
                  near ? "did you mean '" + *near + "'?" : "list them: mailroomd --failpoints");
    }
    (*found)->arm(order);
  }
}

std::vector<std::string> failpoint_names() {
  std::vector<std::string> names;
  for (const Failpoint* one : all()) names.push_back(one->name());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace mailroom

#include "ocr/reader/server.h"

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <map>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "ocr/reader/child.h"
#include "ocr/reader/full_heap.h"
#include "ocr/reader/sandbox.h"

namespace mailroom::ocr::reader {

namespace {

using SteadyClock = std::chrono::steady_clock;  // for time-outs only

struct Running {
  FileDescriptor ending;  // where the client waits for the child's end
  SteadyClock::time_point deadline;
  bool timed_out = false;
};

class Server {
 public:
  Server(int control, Work& work, const Sandbox& sandbox, const ReaderLimits& limits)
      : control_(control), work_(work), sandbox_(sandbox), limits_(limits) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    children_ended_ = FileDescriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!children_ended_.is_open()) {
      throw Error(Fault::machine, "no_descriptors", "no signalfd: " + system_reason(errno));
    }
  }
  ~Server() {
    for (auto& [pid, child] : running_) ::kill(pid, SIGKILL);
    while (!running_.empty() && ::waitpid(-1, nullptr, 0) > 0) {
    }
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void run() {
    for (;;) {
      pollfd watched[] = {{control_, POLLIN, 0}, {children_ended_.get(), POLLIN, 0}};
      const int ready = ::poll(watched, 2, milliseconds_to_next_deadline());
      if (ready < 0 && errno != EINTR) return;
      if (ready > 0 && watched[1].revents) reap();
      if (wants_late_ && !work_.has_loaded_late()) {
        work_.load_late();
        is_heap_full_ = false;
      }
      end_overdue();
      if (ready > 0 && watched[0].revents && !take_request()) return;
    }
  }

 private:
  int milliseconds_to_next_deadline() const {
    auto next = SteadyClock::time_point::max();
    for (const auto& [pid, child] : running_) {
      if (!child.timed_out) next = std::min(next, child.deadline);
    }
    if (next == SteadyClock::time_point::max()) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - SteadyClock::now()).count();
    return static_cast<int>(std::clamp<int64_t>(left, 0, 60'000));
  }

  void end_overdue() {
    const auto now = SteadyClock::now();
    for (auto& [pid, child] : running_) {
      if (child.timed_out || child.deadline > now) continue;
      child.timed_out = true;
      ::kill(pid, SIGKILL);
    }
  }

  void reap() {
    signalfd_siginfo drained;
    while (::read(children_ended_.get(), &drained, sizeof drained) > 0) {
    }
    for (;;) {
      int status = 0;
      rusage usage{};
      const pid_t pid = ::wait4(-1, &status, WNOHANG, &usage);
      if (pid <= 0) return;
      auto child = running_.extract(pid);
      if (child.empty()) continue;
      wire::Ending ending;
      if (WIFEXITED(status)) ending.exit_code = WEXITSTATUS(status);
      if (ending.exit_code == wire::kExitAnsweredLate) {
        ending.exit_code = wire::kExitAnswered;
        wants_late_ = true;
      }
      if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
      ending.timed_out = child.mapped().timed_out || ending.signal == SIGXCPU;
      ending.peak_kilobytes = usage.ru_maxrss;
      ending.cpu_milliseconds = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
                                (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
      tell(child.mapped().ending, ending);
    }
  }

  // The client may have lost interest: then nobody needs to be told.
  static void tell(const FileDescriptor& to, const wire::Ending& ending) {
    wire::write_frame(to.get(), wire::FrameKind::json, to_json(wire::to_value(ending)));
  }

  // False when the client has gone.
  bool take_request() {
    auto message = wire::receive_message(control_);
    if (!message) return false;
    const auto request = wire::request_from_value(message->content);
    if (!request || message->descriptors.size() != wire::kMaxDescriptors) return false;
    auto& descriptors = message->descriptors;
    if (!std::exchange(is_heap_full_, true)) use_up_heap();
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) {
      live_as_child(work_, sandbox_, limits_, *request, std::move(descriptors[0]), std::move(descriptors[1]),
                    parent);
    }
    if (pid < 0) {
      wire::Ending refused;
      refused.refused = true;
      refused.exit_code = errno;
      tell(descriptors[2], refused);
      return true;
    }
    running_[pid] = {std::move(descriptors[2]), SteadyClock::now() + std::chrono::seconds(request->seconds)};
    return true;
  }

  int control_;
  Work& work_;
  const Sandbox& sandbox_;
  const ReaderLimits& limits_;
  FileDescriptor children_ended_;
  std::map<pid_t, Running> running_;
  bool is_heap_full_ = false;
  bool wants_late_ = false;  // a child had to load for itself what the parent could have
};

}  // namespace

int serve(int control, const MakeWork& make_work) {
  ::signal(SIGPIPE, SIG_IGN);
  const auto hello = wire::receive_message(control);
  if (!hello) return static_cast<int>(Fault::usage);
  try {
    const auto settings = wire::settings_from_value(hello->content);
    if (!settings) {
      throw Error(Fault::machine, "reader_mismatch",
                  "mailroom-reader speaks another protocol than its client", {},
                  "install both from the same version");
    }
    const std::unique_ptr<Work> work = make_work(*settings);
    const Sandbox sandbox(settings->limits);
    for (const std::string& wall : sandbox.missing()) {
      log::warning("sandbox_weakened", {{"missing", wall}, {"effect", "children may read any file"}});
    }
    Server server(control, *work, sandbox, settings->limits);
    if (wire::send_message(control, Context{{"protocol", wire::kProtocol}})) server.run();
    return 0;
  } catch (const Error& error) {
    wire::send_message(control, Context{{"error", wire::to_value(error)}});
    return static_cast<int>(error.fault());
  }
}

}  // namespace mailroom::ocr::reader

#include "connectors/robot/child_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/error.h"
#include "base/spawn.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr size_t kLongestLine = 1 << 20;
constexpr int kLifeDescriptor = 3;
// The program in the background with its own input and output; when the life line is cut, all of the group
// goes. `<&0` gives the program its input back, which a shell takes from what runs in the background.
constexpr const char* kKeeper =
    "exec 4<&0; \"$@\" <&4 3<&- 4<&- & exec <&3 3<&- 4<&- >/dev/null; read -r line; kill -KILL 0";

[[noreturn]] void not_started(const std::string& why, const std::string& program) {
  throw Error(Fault::machine, "program_not_started", "the program did not start: " + why, program);
}

// Two ends of a line: one is ours.
struct Ends {
  FileDescriptor ours, theirs;
  // A socket and no pipe: writing to a program that has ended is an error then and no signal.
  explicit Ends(const std::string& program) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
      not_started(system_reason(errno), program);
    ours = FileDescriptor(ends[0]);
    theirs = FileDescriptor(ends[1]);
  }
};

// Waits until it may be read or written; false if the time is up.
bool wait_for(int descriptor, short what, SteadyClock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
    if (left <= 0) return false;
    pollfd watched{descriptor, what, 0};
    const int ready = ::poll(&watched, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

}  // namespace

std::filesystem::path find_program(const std::string& name, const std::string& package) {
  if (const char* path = std::getenv("PATH")) {
    for (const std::string_view folder : split(path, ':')) {
      const std::filesystem::path candidate = std::filesystem::path(folder) / name;
      if (!folder.empty() && ::access(candidate.c_str(), X_OK) == 0) return candidate;
    }
  }
  throw Error(Fault::machine, "program_not_found", "there is no program '" + name + "' here", {},
              "install the package " + package);
}

ChildProgram::ChildProgram(const std::vector<std::string>& command, const std::vector<std::string>& more) {
  Ends life(command.front()), talk(command.front());
  SpawnPlan plan(SpawnPlan::Apart::group);
  plan.copy(talk.theirs.get(), STDIN_FILENO);
  plan.copy(talk.theirs.get(), STDOUT_FILENO);
  plan.open(STDERR_FILENO, "/dev/null", O_WRONLY);
  // Onto a number of its own first: dup2 onto the same one would leave it close-on-exec.
  const FileDescriptor apart(::fcntl(life.theirs.get(), F_DUPFD_CLOEXEC, kLifeDescriptor + 1));
  plan.copy(apart.get(), kLifeDescriptor);
  plan.close_from(kLifeDescriptor + 1);
  std::vector<std::string> environment = plain_environment();
  for (const std::string& variable : more) {
    const std::string name = variable.substr(0, variable.find('=') + 1);
    std::erase_if(environment, [&](const std::string& one) { return one.starts_with(name); });
    environment.push_back(variable);
  }
  std::vector<std::string> arguments = {"/bin/sh", "-c", kKeeper, "mailroom-robot"};
  arguments.insert(arguments.end(), command.begin(), command.end());
  const int failure = plan.start("/bin/sh", std::move(arguments), std::move(environment), pid_);
  if (failure != 0) not_started(system_reason(failure), command.front());
  life_ = std::move(life.ours);
  talk_ = std::move(talk.ours);
}

ChildProgram::~ChildProgram() {
  kill();
}

void ChildProgram::kill() {
  if (pid_ <= 0) return;
  ::kill(-pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

bool ChildProgram::write(std::string_view text, std::chrono::milliseconds within) {
  const auto deadline = SteadyClock::now() + within;
  while (!text.empty()) {
    if (!wait_for(talk_.get(), POLLOUT, deadline)) return false;
    const ssize_t count = ::send(talk_.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) text.remove_prefix(static_cast<size_t>(count));
    if (count < 0 && errno != EINTR && errno != EAGAIN) return false;
  }
  return true;
}

std::optional<std::string> ChildProgram::read_line(std::chrono::milliseconds within) {
  const auto deadline = SteadyClock::now() + within;
  for (;;) {
    if (const size_t end = unread_.find('\n'); end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      return line;
    }
    if (unread_.size() > kLongestLine || !wait_for(talk_.get(), POLLIN, deadline)) return {};
    char buffer[1 << 12];
    const ssize_t count = ::recv(talk_.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) return {};
    if (count > 0) unread_.append(buffer, static_cast<size_t>(count));
  }
}

}  // namespace mailroom::connectors

#include "ocr/reader_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/log.h"
#include "base/spawn.h"
#include "base/text.h"

namespace mailroom::ocr {

namespace fs = std::filesystem;

namespace {

constexpr const char* kProgramName = "mailroom-reader";

// Nothing secret: what finds languages, fonts and the cache of templates and, in a sanitizer build, its
// options.
std::vector<std::string> clean_environment() {
  std::vector<std::string> environment = plain_environment(
      {"TESSDATA_PREFIX=", "MAILROOM_READER_STDERR=", "XDG_CACHE_HOME=", "CACHE_DIRECTORY=", "FONTCONFIG_",
       "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"});
  // Must be there at exec: set later, a forked child of a parent that has recognised once hangs.
  environment.emplace_back("OMP_THREAD_LIMIT=1");
  environment.emplace_back("OPENCV_FOR_THREADS_NUM=1");
  // Large pages where the kernel has them: a child touches some 60 MB afresh, and a fault for each 4 KiB of
  // it was a fifth of its work.
  environment.emplace_back("GLIBC_TUNABLES=glibc.malloc.hugetlb=1");
  // Resolved once by the parent, not by each child anew on pages that it has to copy for it.
  environment.emplace_back("LD_BIND_NOW=1");
  return environment;
}

[[noreturn]] void not_started(const std::string& why, const fs::path& program) {
  throw Error(Fault::machine, "reader_not_started", "the reader did not start: " + why, program.string(),
              "reinstall mailroom, or see the log");
}

pid_t spawn(const fs::path& program, int socket) {
  SpawnPlan plan(SpawnPlan::Apart::group);
  plan.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  plan.open(STDOUT_FILENO, "/dev/null", O_WRONLY);
  plan.copy(socket, wire::kControlDescriptor);
  plan.close_from(wire::kControlDescriptor + 1);
  pid_t pid = -1;
  const int failure = plan.start(program.string(), {program.string()}, clean_environment(), pid);
  if (failure != 0) not_started(system_reason(failure), program);
  return pid;
}

}  // namespace

ReaderProcess::ReaderProcess(const fs::path& program, const wire::Settings& settings) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    not_started(system_reason(errno), program);
  }
  socket_ = FileDescriptor(ends[0]);
  const FileDescriptor theirs(ends[1]);
  pid_ = spawn(program, theirs.get());
  // If it is gone already, wait_until_ready() says so.
  wire::send_message(socket_.get(), wire::to_value(settings));
}

ReaderProcess::~ReaderProcess() {
  // It has nothing to put in order, and its children end with it.
  socket_.reset();
  kill();
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void ReaderProcess::kill() const {
  ::kill(pid_, SIGKILL);
}

void ReaderProcess::wait_until_ready() {
  pollfd watched{socket_.get(), POLLIN, 0};
  int ready = 0;
  do {
    ready = ::poll(&watched, 1, kMaxStartSeconds * 1000);
  } while (ready < 0 && errno == EINTR);
  const auto fail = [&](const std::string& why) {
    kill();
    not_started(why, kProgramName);
  };
  if (ready == 0) fail("it said nothing for " + count_of(kMaxStartSeconds, "second"));
  const auto message = wire::receive_message(socket_.get());
  if (!message) fail("it ended before it was ready");
  const Context& answer = message->content.context();
  if (const Value* refused = answer.find("error")) {
    if (const auto error = wire::error_from_value(*refused)) throw *error;
  }
  if (!(answer.at("protocol") == Value(wire::kProtocol))) fail("it is of another version");
}

bool ReaderProcess::send(const wire::Request& request, int document, int answer, int ending) const {
  return wire::send_message(socket_.get(), wire::to_value(request), {document, answer, ending});
}

fs::path find_reader_program() {
  std::error_code ignored;
  const fs::path beside = fs::read_symlink("/proc/self/exe", ignored).parent_path() / kProgramName;
  if (::access(beside.c_str(), X_OK) == 0) return beside;
  if (const char* path = std::getenv("PATH")) {
    for (std::string_view folder : split(path, ':')) {
      const fs::path candidate = fs::path(folder.empty() ? "." : folder) / kProgramName;
      if (!folder.empty() && ::access(candidate.c_str(), X_OK) == 0) return candidate;
    }
  }
  throw Error(Fault::machine, "reader_not_found", "no program 'mailroom-reader' beside this one or in PATH",
              beside.string(), "install it beside mailroom and mailroomd");
}

}  // namespace mailroom::ocr

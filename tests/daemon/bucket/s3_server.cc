#include "tests/daemon/bucket/s3_server.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace mailroom::daemon {

namespace {

constexpr const char* kBucket = "northmere";
std::string reason;  // why there is no server

}  // namespace

S3Server* S3Server::get() {
  static std::unique_ptr<S3Server> server = [] {
    try {
      return std::make_unique<S3Server>();
    } catch (const std::exception& error) {
      reason = error.what();
      return std::unique_ptr<S3Server>();
    }
  }();
  return server.get();
}

std::string S3Server::why() {
  return "no S3 server can be started here: " + reason;
}

S3Server::S3Server() {
  start();
}

S3Server::~S3Server() {
  stop();
}

void S3Server::stop() {
  if (server_ <= 0) return;
  ::kill(server_, SIGKILL);
  ::waitpid(server_, nullptr, 0);
  server_ = -1;
}

void S3Server::start() {
  const std::string log = folder_.path() / "log", data = folder_.path() / "data";
  std::filesystem::remove(log);
  const std::string program = std::string(MAILROOM_SOURCE) + "/tests/fakes/s3rver";
  server_ = ::fork();
  if (server_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(output, 1);
    ::dup2(output, 2);
    ::execl(program.c_str(), program.c_str(), "-d", data.c_str(), "-a", "127.0.0.1", "-p", port_.c_str(),
            "-s", "--service-endpoint", "localhost", "--configure-bucket", kBucket, nullptr);
    ::_exit(127);
  }
  constexpr std::string_view kReady = "listening on 127.0.0.1:";
  for (int i = 0; i < 2400; ++i) {  // installing it takes a while the first time
    std::error_code none;
    const std::string said = std::filesystem::exists(log, none) ? read_file(log) : "";
    const size_t at = said.find(kReady), end = said.find('\n', at);
    if (at != std::string::npos && end != std::string::npos) {
      port_ = said.substr(at + kReady.size(), end - at - kReady.size());
      return;
    }
    if (::waitpid(server_, nullptr, WNOHANG) == server_) {
      server_ = -1;
      throw std::runtime_error(said);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  stop();
  throw std::runtime_error("it did not come up in two minutes");
}

BucketSettings S3Server::settings(bool in_path) const {
  BucketSettings settings;
  settings.bucket = kBucket;
  settings.prefix = "post/2026";
  settings.endpoint = (in_path ? "http://127.0.0.1:" : "http://s3.localhost:") + port_;
  settings.in_path = in_path;
  settings.access_key = settings.secret_key = "S3RVER";
  settings.patience = std::chrono::milliseconds(300);
  return settings;
}

}  // namespace mailroom::daemon

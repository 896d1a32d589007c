#include "tests/daemon/postgres/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "base/error.h"
#include "daemon/postgres_database.h"

namespace mailroom::testing {

namespace fs = std::filesystem;

namespace {

std::string reason;  // why there is no server

// Who runs it when we are root.
const passwd* unprivileged() {
  const passwd* user = ::getpwnam("postgres");
  return user != nullptr ? user : ::getpwnam("nobody");
}

std::string newest_programs() {
  std::string newest;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
    if (fs::exists(entry.path() / "bin" / "initdb", none)) newest = std::max(newest, entry.path().string());
  }
  return newest.empty() ? newest : newest + "/bin/";
}

}  // namespace

PostgresServer* PostgresServer::get() {
  static std::unique_ptr<PostgresServer> server = [] {
    try {
      return std::make_unique<PostgresServer>();
    } catch (const std::exception& error) {
      reason = error.what();
      return std::unique_ptr<PostgresServer>();
    }
  }();
  return server.get();
}

std::string PostgresServer::why() {
  return "left out: no PostgreSQL server can be started here (" + reason + ")";
}

PostgresServer::PostgresServer() : programs_(newest_programs()) {
  if (programs_.empty()) throw std::runtime_error("the package postgresql is not installed");
  if (::geteuid() == 0) {
    const passwd* user = unprivileged();
    if (user == nullptr || ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error("there is no unprivileged user to run it");
  }
  const std::string data = (folder_.path() / "data").string();
  if (finish(spawn({programs_ + "initdb", "-D", data, "-A", "trust", "-U", "mailroom", "-E", "UTF8",
                    "--no-locale", "--no-sync", "--no-instructions"})) != 0)
    throw std::runtime_error("initdb failed, see " + (folder_.path() / "log").string());
  start();
}

PostgresServer::~PostgresServer() {
  stop(SIGQUIT);
}

pid_t PostgresServer::spawn(const std::vector<std::string>& command) const {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::string log = (folder_.path() / "log").string();
  const passwd* user = ::geteuid() == 0 ? unprivileged() : nullptr;
  const pid_t child = ::fork();
  if (child != 0) return child;
  if (user != nullptr &&
      (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
    ::_exit(127);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(output, 1);
  ::dup2(output, 2);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

int PostgresServer::finish(pid_t child) const {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

void PostgresServer::start() {
  // Few resources, as befits a test; durability as in earnest, or the store would refuse it.
  server_ = spawn({programs_ + "postgres", "-D", (folder_.path() / "data").string(), "-k",
                   folder_.path().string(), "-c", "listen_addresses=", "-c", "shared_buffers=16MB", "-c",
                   "max_connections=40", "-c", "autovacuum=off",
                   // After a crash: not each of the thousands of files by itself.
                   "-c", "recovery_init_sync_method=syncfs"});
  for (int i = 0; i < 2400; ++i) {
    try {
      daemon::PostgresDatabase(url("postgres"), daemon::Access::look);
      return;
    } catch (const Error&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  stop(SIGQUIT);
  throw std::runtime_error("it did not come up in two minutes");
}

double PostgresServer::cpu_seconds() const {
  double ticks = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator("/proc", none)) {
    // pid (name) state ppid … utime stime cutime cstime: fields 4 and 14 to 17 (proc(5)); the name may hold
    // blanks. Those that have ended are in the server's own last two.
    std::ifstream file(entry.path() / "stat");
    std::string line;
    if (!std::getline(file, line) || line.rfind(')') == std::string::npos) continue;
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::vector<std::string> all{std::istream_iterator<std::string>(fields), {}};
    if (all.size() < 15) continue;
    const bool is_server = entry.path().filename() == std::to_string(server_);
    if (!is_server && all[1] != std::to_string(server_)) continue;
    for (size_t field = 11; field < (is_server ? 15u : 13u); ++field) ticks += std::stod(all[field]);
  }
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

void PostgresServer::stop(int signal) {
  if (server_ <= 0) return;
  ::kill(server_, signal);
  finish(server_);
  server_ = -1;
}

std::string PostgresServer::url(const std::string& database) const {
  return "postgresql:///" + database + "?user=mailroom&host=" + folder_.path().string();
}

std::string PostgresServer::name_of(const std::string& url) {
  const size_t start = url.find(":///") + 4;
  return url.substr(start, url.find('?') - start);
}

std::string PostgresServer::socket() const {
  return (folder_.path() / ".s.PGSQL.5432").string();
}

void PostgresServer::run(const std::string& sql) {
  daemon::PostgresDatabase(url("postgres"), daemon::Access::write).run(sql);
}

std::string PostgresServer::new_database() {
  const std::string name = "site_" + std::to_string(++databases_);
  run("CREATE DATABASE " + name);
  return url(name);
}

void PostgresServer::drop(const std::string& url) {
  run("DROP DATABASE " + name_of(url) + " WITH (FORCE)");
}

}  // namespace mailroom::testing

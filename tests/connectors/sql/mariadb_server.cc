#include "tests/connectors/sql/mariadb_server.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <thread>

#include "base/text.h"

namespace mailroom::testing {

namespace fs = std::filesystem;

namespace {

constexpr const char* kServer = "/usr/sbin/mariadbd";
constexpr const char* kInstaller = "/usr/bin/mariadb-install-db";

std::string reason;  // why there is no server

}  // namespace

std::string output_of(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  std::string out;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out += static_cast<char>(c);
  ::pclose(pipe);
  return out;
}

MariadbServer* MariadbServer::get() {
  static std::unique_ptr<MariadbServer> server = [] {
    try {
      return std::make_unique<MariadbServer>();
    } catch (const std::exception& error) {
      reason = error.what();
      return std::unique_ptr<MariadbServer>();
    }
  }();
  return server.get();
}

std::string MariadbServer::why() {
  return "left out: no MariaDB server can be started here (" + reason + ")";
}

MariadbServer::MariadbServer() {
  if (!fs::exists(kServer) || !fs::exists(kInstaller))
    throw std::runtime_error("the package mariadb-server is not installed");
  std::string as_user;
  if (::geteuid() == 0) {
    const passwd* user = ::getpwnam("mysql");
    if (user == nullptr || ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error("there is no unprivileged user to run it");
    as_user = "--user=mysql";
  }
  const std::string data = "--datadir=" + (folder_.path() / "data").string();
  const std::string own_place = "--tmpdir=" + folder_.path().string();  // $TMPDIR may be nobody's but ours
  int status = 0;
  const pid_t installer =
      spawn({kInstaller, "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db",
             "--skip-name-resolve", own_place, as_user});
  while (::waitpid(installer, &status, 0) < 0 && errno == EINTR) {
  }
  if (status != 0) throw std::runtime_error("mariadb-install-db failed");
  // Few resources, as befits a test; durability as in earnest.
  server_ = spawn({kServer, "--no-defaults", data, "--socket=" + socket(), "--skip-networking",
                   "--skip-log-bin", "--pid-file=" + (folder_.path() / "pid").string(),
                   "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--performance-schema=off",
                   "--skip-name-resolve", "--character-set-server=utf8mb4", own_place, as_user});
  for (int i = 0; i < 1200; ++i) {
    if (answers()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error("it did not come up in a minute");
}

MariadbServer::~MariadbServer() {
  if (server_ <= 0) return;
  ::kill(server_, SIGKILL);
  ::waitpid(server_, nullptr, 0);
}

pid_t MariadbServer::spawn(const std::vector<std::string>& command) const {
  std::vector<char*> arguments;
  for (const std::string& word : command) {
    if (!word.empty()) arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const std::string log = (folder_.path() / "log").string();
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(output, 1);
  ::dup2(output, 2);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

bool MariadbServer::answers() const {
  return output_of("mariadb --no-defaults -N -u root -S " + socket() + " -e 'SELECT 1' 2>/dev/null") == "1\n";
}

std::string MariadbServer::socket() const {
  return (folder_.path() / "socket").string();
}

std::string MariadbServer::url(const std::string& database) const {
  return "mysql://root@localhost/" + database + "?socket=" + socket();
}

std::string MariadbServer::ask(const std::string& database, const std::string& sql) const {
  const TemporaryFolder folder("mailroom-sql");
  write_file(folder.path() / "statement", sql);
  std::string out =
      output_of("mariadb --no-defaults --default-character-set=utf8mb4 -N -B -u root -S " + socket() + " " +
                database + " < " + (folder.path() / "statement").string() + " 2>&1");
  std::replace(out.begin(), out.end(), '\t', '|');
  return out;
}

std::string MariadbServer::new_database() {
  const std::string name = "site_" + std::to_string(++databases_);
  ask("", "CREATE DATABASE " + name);
  return name;
}

}  // namespace mailroom::testing

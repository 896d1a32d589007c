#include "base/spawn.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>

namespace mailroom {

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

SpawnPlan::SpawnPlan(Apart apart) {
  ::posix_spawn_file_actions_init(&actions_);
  ::posix_spawnattr_init(&attributes_);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes_, &none);
  ::posix_spawnattr_setsigdefault(&attributes_, &all);
  ::posix_spawnattr_setpgroup(&attributes_, 0);
  const int where = apart == Apart::group ? POSIX_SPAWN_SETPGROUP : POSIX_SPAWN_SETSID;
  ::posix_spawnattr_setflags(&attributes_,
                             static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | where));
}

SpawnPlan::~SpawnPlan() {
  ::posix_spawn_file_actions_destroy(&actions_);
  ::posix_spawnattr_destroy(&attributes_);
}

void SpawnPlan::open(int descriptor, const char* file, int flags) {
  ::posix_spawn_file_actions_addopen(&actions_, descriptor, file, flags, 0);
}

void SpawnPlan::copy(int from, int to) {
  ::posix_spawn_file_actions_adddup2(&actions_, from, to);
}

void SpawnPlan::change_folder(const std::string& folder) {
  ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
}

void SpawnPlan::close_from(int descriptor) {
  ::posix_spawn_file_actions_addclosefrom_np(&actions_, descriptor);
}

int SpawnPlan::start(const std::string& program, std::vector<std::string> arguments,
                     std::vector<std::string> environment, pid_t& pid) {
  return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, pointers_to(arguments).data(),
                       pointers_to(environment).data());
}

std::vector<std::string> plain_environment(std::initializer_list<std::string_view> more) {
  constexpr std::string_view kPlain[] = {"PATH=", "HOME=", "LANG=", "TZ=", "TMPDIR=", "LC_"};
  std::vector<std::string> plain;
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text(*variable);
    const auto begins = [&](std::string_view start) { return text.starts_with(start); };
    if (std::any_of(std::begin(kPlain), std::end(kPlain), begins) ||
        std::any_of(more.begin(), more.end(), begins))
      plain.emplace_back(text);
  }
  return plain;
}

}  // namespace mailroom

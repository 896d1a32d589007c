// A program started by posix_spawn, which is safe beside threads: signals as at the start of a program, no
// descriptor but those that the plan gives it, in a process group or a session of its own. One use, one
// thread.
#pragma once

#include <spawn.h>
#include <sys/types.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom {

class SpawnPlan {
 public:
  enum class Apart { group, session };
  explicit SpawnPlan(Apart apart);
  ~SpawnPlan();
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  // In order, in the new process.
  void open(int descriptor, const char* file, int flags);
  void copy(int from, int to);
  void change_folder(const std::string& folder);
  void close_from(int descriptor);

  // 0 and the process, or an errno.
  int start(const std::string& program, std::vector<std::string> arguments,
            std::vector<std::string> environment, pid_t& pid);

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// PATH, HOME, LANG, TZ, TMPDIR and LC_* of ours, nothing secret; and what begins like one of `more`
// ("ASAN_").
std::vector<std::string> plain_environment(std::initializer_list<std::string_view> more = {});

}  // namespace mailroom

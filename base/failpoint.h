// Named places at which a test hurts a running program: one before each durable step (write, fsync, rename,
// commit, send, acknowledge). What is tested is what is shipped: they are in the normal programs, inert and
// costing a branch until arm_failpoints() is told otherwise, which mailroomd does only for the environment
// variable MAILROOM_FAILPOINTS, and says so in its log. Whoever sets a daemon's environment may end it
// anyway.
//
// A failpoint is a constant at namespace scope in the file whose step it stands before, and puts itself into
// the program's list. Arming happens before other threads start; hit() is thread safe.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom {

class Failpoint {
 public:
  explicit Failpoint(std::string name);
  Failpoint(const Failpoint&) = delete;
  Failpoint& operator=(const Failpoint&) = delete;

  // Before the step. 0: take it. Otherwise it is not taken and fails with this errno. `kill` ends the process
  // as kill(1) does with -9; `hang` stands still for ever, as a disk or a receiver does that answers no more.
  int hit() const { return armed_.load(std::memory_order_relaxed) ? act() : 0; }
  // Before a write of `bytes`: how many of them it takes (write(2) may take fewer); -1 with errno set.
  ptrdiff_t hit_write(size_t bytes) const;

  const std::string& name() const { return name_; }

 private:
  friend void arm_failpoints(std::string_view);
  enum class Action { none, kill, hang, error, short_write };
  struct Order {  // what one entry of a specification says
    std::string_view name;
    Action action = Action::none;
    int error = 0;
    int passing = 1;
    bool lasts = false;
  };
  static Order parse(std::string_view entry);
  void arm(const Order& order);
  Action next_action() const;  // of this passing
  int act() const;

  std::string name_;
  std::atomic<bool> armed_{false};
  mutable std::atomic<int> passings_left_{0};  // until it acts
  Action action_ = Action::none;
  int error_ = 0;
  bool lasts_ = false;
};

// The steps of writing a file durably (base/file.h), as "PREFIX.write", ".sync", ".rename", ".sync_folder".
struct FileFailpoints {
  explicit FileFailpoints(const std::string& prefix);
  Failpoint write, sync, rename, sync_folder;
};

// "store.commit=kill@3,object.sync=error:EIO,object.write=error:ENOSPC@2+": on the third passing, on the
// first, from the second on. Actions: kill, hang, short-write, error:E… Empty: nothing. Throws Error{usage,
// "failpoint_unknown" | "failpoint_invalid"}.
void arm_failpoints(std::string_view specification);

// All of this program's, sorted.
std::vector<std::string> failpoint_names();

}  // namespace mailroom

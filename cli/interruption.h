// Ctrl-C as a wish to end in order: from construction to destruction, the first SIGINT or SIGTERM is only
// noted; a second one ends the program as ever. At most one at a time.
#pragma once

#include <signal.h>

namespace mailroom::cli {

class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  // Thread safe.
  bool is_wished() const;

 private:
  struct sigaction former_interrupt_ {
  }, former_end_{};
};

// What a shell reports of a program that Ctrl-C ended.
inline constexpr int kInterrupted = 128 + SIGINT;

}  // namespace mailroom::cli

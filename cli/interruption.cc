#include "cli/interruption.h"

#include <atomic>

namespace mailroom::cli {

namespace {

// A signal handler has no other place to write to.
std::atomic<bool> wished = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void note(int) {
  wished = true;
}

}  // namespace

Interruption::Interruption() {
  wished = false;
  struct sigaction noting {};
  noting.sa_handler = note;
  noting.sa_flags = SA_RESETHAND | SA_RESTART;
  ::sigaction(SIGINT, &noting, &former_interrupt_);
  // Who started us in the background does not want Ctrl-C to reach us.
  if (former_interrupt_.sa_handler == SIG_IGN) ::sigaction(SIGINT, &former_interrupt_, nullptr);
  ::sigaction(SIGTERM, &noting, &former_end_);
}

Interruption::~Interruption() {
  ::sigaction(SIGINT, &former_interrupt_, nullptr);
  ::sigaction(SIGTERM, &former_end_, nullptr);
}

bool Interruption::is_wished() const {
  return wished;
}

}  // namespace mailroom::cli

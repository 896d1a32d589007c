// What one evaluation carries with it: the values of names, the notices, and what is left of its limits.
// Made for one evaluation on one thread; nodes and built-in functions see nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workflows/feel/expression.h"

namespace mailroom::feel {

class Machine {
 public:
  Machine(const Environment& environment, const Value* slots, std::vector<Notice>* notices);
  // For what is evaluated on another's behalf with names of its own (a required decision): it spends the
  // other's limits, and goes back to it when destroyed.
  Machine(Machine& parent, const Value* slots);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  // Null, with a notice made of the parts (texts) at the current place.
  template <class... Parts>
  Value null(const Parts&... parts) {
    if (notices_) {
      std::string message;
      (append(message, parts), ...);
      note(std::move(message));
    }
    return {};
  }
  void note(std::string message);
  bool wants_notices() const { return notices_ != nullptr; }
  std::vector<Notice>* notices() { return notices_; }

  // False if the limit is reached: the evaluation is over, everything answers null.
  bool step(uint64_t count = 1) {
    if (steps_left_ < count || aborted_)
      return exhausted("it takes too many steps: is a loop too large or a recursion endless?");
    steps_left_ -= count;
    return true;
  }
  bool spend(uint64_t bytes) {
    if (bytes_left_ < bytes || aborted_) return exhausted("its texts and lists grow too large");
    bytes_left_ -= bytes;
    return true;
  }
  bool aborted() const { return aborted_; }
  // Entering a function; false if too deep. Every true is paired with leave().
  bool enter();
  void leave() { --depth_; }

  const Environment& environment() const { return environment_; }

  const Value* slots = nullptr;  // of the scope
  Value* locals = nullptr;       // of the function being evaluated
  Reads* reads = nullptr;        // of the slots, if anybody asks
  // Where notices are placed; nodes set it before they may fail.
  uint32_t offset = 0, length = 0;

 private:
  static void append(std::string& message, std::string_view part);
  bool exhausted(const char* why);

  const Environment& environment_;
  std::vector<Notice>* notices_;
  uint64_t steps_left_, bytes_left_;
  uint32_t depth_ = 0;
  bool aborted_ = false;
  const char* stack_start_;
  Machine* parent_ = nullptr;
};

}  // namespace mailroom::feel

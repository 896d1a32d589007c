#include "workflows/feel/machine.h"

namespace mailroom::feel {

namespace {

constexpr size_t kMostNotices = 100;
constexpr ptrdiff_t kMostStack = 3 << 20;  // of a thread's 8 MB

const char* stack_now() {
  return static_cast<const char*>(__builtin_frame_address(0));
}

}  // namespace

Machine::Machine(const Environment& environment, const Value* values, std::vector<Notice>* notices)
    : slots(values),
      reads(environment.reads),
      environment_(environment),
      notices_(notices),
      steps_left_(environment.limits.steps),
      bytes_left_(environment.limits.bytes),
      stack_start_(stack_now()) {}

Machine::Machine(Machine& parent, const Value* values)
    : slots(values),
      environment_(parent.environment_),
      notices_(parent.notices_),
      steps_left_(parent.steps_left_),
      bytes_left_(parent.bytes_left_),
      depth_(parent.depth_),
      aborted_(parent.aborted_),
      stack_start_(parent.stack_start_),
      parent_(&parent) {}

Machine::~Machine() {
  if (!parent_) return;
  parent_->steps_left_ = steps_left_;
  parent_->bytes_left_ = bytes_left_;
  parent_->aborted_ = aborted_;
}

void Machine::append(std::string& message, std::string_view part) {
  message += part;
}

void Machine::note(std::string message) {
  if (notices_ && notices_->size() < kMostNotices) notices_->push_back({std::move(message), offset, length});
}

bool Machine::enter() {
  if (aborted_) return false;
  if (depth_ >= environment_.limits.depth || stack_start_ - stack_now() > kMostStack) {
    return exhausted("functions call each other too deeply: is a recursion endless?");
  }
  ++depth_;
  return step();
}

bool Machine::exhausted(const char* why) {
  if (!aborted_) {
    aborted_ = true;
    if (notices_ && notices_->size() >= kMostNotices) notices_->pop_back();
    note(std::string("given up: ") + why);
  }
  return false;
}

}  // namespace mailroom::feel

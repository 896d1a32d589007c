// Values of one evaluation by number (a function's locals, a call's arguments): on the stack while they are
// few, so that evaluating allocates nothing. One thread.
#pragma once

#include <vector>

#include "base/value.h"

namespace mailroom::feel {

template <size_t kFew>
class Frame {
 public:
  explicit Frame(size_t size) : size_(size) {
    if (size > kFew) many_.resize(size);
  }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  Value* data() { return size_ > kFew ? many_.data() : few_; }
  Value& operator[](size_t i) { return data()[i]; }
  size_t size() const { return size_; }

 private:
  Value few_[kFew];
  std::vector<Value> many_;
  size_t size_;
};

}  // namespace mailroom::feel

#include "daemon/at_once.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace mailroom::daemon {

namespace {

constexpr size_t kThreads = 4;

}  // namespace

void at_once(size_t count, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next{0};
  const auto take_turns = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (size_t i = 1; i < std::min(kThreads, count); ++i) others.emplace_back(take_turns);
  take_turns();
}

}  // namespace mailroom::daemon

// A few things at once that mostly wait for the disk.
#pragma once

#include <cstddef>
#include <functional>

namespace mailroom::daemon {

// Calls `work` for each number below `count`, on this thread and a few others, and returns when all are done.
// `work` must not throw.
void at_once(size_t count, const std::function<void(size_t)>& work);

}  // namespace mailroom::daemon

// What the kernel tells about folders (inotify(7)), read from its descriptor one by one.
#pragma once

#include <functional>
#include <string_view>

struct inotify_event;

namespace mailroom::daemon {

// Takes all that wait, without waiting for more; `name` is empty if the notice is about the folder itself.
void take_notices(int descriptor,
                  const std::function<void(const inotify_event&, std::string_view name)>& take);

}  // namespace mailroom::daemon

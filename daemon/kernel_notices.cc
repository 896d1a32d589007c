#include "daemon/kernel_notices.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>

namespace mailroom::daemon {

void take_notices(int descriptor,
                  const std::function<void(const inotify_event&, std::string_view name)>& take) {
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  ssize_t count;
  while ((count = ::read(descriptor, buffer.data(), buffer.size())) > 0) {
    for (const char* at = buffer.data(); at < buffer.data() + count;) {
      inotify_event event;
      std::memcpy(&event, at, sizeof event);
      take(event, event.len > 0 ? at + sizeof event : "");  // padded with zeros: the name ends at the first
      at += sizeof event + event.len;
    }
  }
}

}  // namespace mailroom::daemon

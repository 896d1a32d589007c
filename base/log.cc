#include "base/log.h"

#include <unistd.h>

#include <atomic>

#include "base/json.h"

namespace mailroom::log {

namespace {

std::atomic<Level> g_level{Level::info};
std::atomic<const Clock*> g_clock{nullptr};
std::atomic<int> g_fd{STDERR_FILENO};

bool is_plain(std::string_view text) {
  if (text.empty()) return false;
  for (char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == 0x7f) return false;
  }
  return true;
}

}  // namespace

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < g_level.load()) return;
  constexpr std::string_view kNames[] = {"DEBUG", "INFO", "WARNING", "ERROR"};
  static const SystemClock kSystemClock;
  const Clock* clock = g_clock.load();
  std::string line = to_rfc3339((clock ? clock : &kSystemClock)->now());
  line += ' ';
  line += kNames[static_cast<size_t>(level)];
  line += ' ';
  line += event;
  for (const auto& [name, value] : fields) {
    line += ' ';
    line += name;
    line += '=';
    line += is_plain(value) ? value : json_quoted(value);
  }
  line += '\n';
  // One write a line: lines of several threads and processes never mix (POSIX, O_APPEND and pipes up to
  // PIPE_BUF).
  if (::write(g_fd.load(), line.data(), line.size()) < 0) return;  // nowhere left to complain to
}

void set_level(Level level) {
  g_level = level;
}
void set_clock(const Clock* clock) {
  g_clock = clock;
}
void set_file_descriptor(int fd) {
  g_fd = fd;
}

}  // namespace mailroom::log

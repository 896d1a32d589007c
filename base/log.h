// One line per event: time, level, event, then key=value pairs (logfmt). ERROR means that an operator must
// act. Thread safe. Never give it personal data: ids, stages, durations and counts only.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"

namespace mailroom::log {

enum class Level { debug, info, warning, error };

using Field = std::pair<std::string_view, std::string>;

// Events are noun + past tense: "case_closed". Values with blanks or quotes are quoted.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});
inline void debug(std::string_view event, std::initializer_list<Field> f = {}) {
  write(Level::debug, event, f);
}
inline void info(std::string_view event, std::initializer_list<Field> f = {}) {
  write(Level::info, event, f);
}
inline void warning(std::string_view event, std::initializer_list<Field> f = {}) {
  write(Level::warning, event, f);
}
inline void error(std::string_view event, std::initializer_list<Field> f = {}) {
  write(Level::error, event, f);
}

// Call before other threads start. The default: level info, to stderr, by the system clock.
void set_level(Level level);
void set_clock(const Clock* clock);  // not owned; null restores the system clock
void set_file_descriptor(int fd);    // not owned

}  // namespace mailroom::log

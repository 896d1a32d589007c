// A terminal as a robot has it: a screen of characters with a cursor, and a keyboard. Each connect() is a
// session of its own. Two kinds: a program on this machine through a pty (pty_terminal.h), a 3270 host
// (s3270_terminal.h).
//
// One thread at a time. Nothing that is said holds what stood on the screen or was typed.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "connectors/robot/screen.h"
#include "connectors/robot/step.h"

namespace mailroom::connectors {

struct TextScreen {
  std::vector<std::u32string> rows;
  ScreenPlace cursor;
};

class Terminal {
 public:
  virtual ~Terminal() = default;
  // Ends a session that there is and begins another.
  virtual StepEnd connect() = 0;
  // Takes what came, and if nothing did waits this long for something. False if the session has ended; the
  // last screen stays.
  virtual bool refresh(std::chrono::milliseconds wait) = 0;
  virtual const TextScreen& screen() const = 0;
  // The cursor to there; `missing` if it does not get there.
  virtual StepEnd move_to(ScreenPlace place) = 0;
  virtual StepEnd type(const std::string& text) = 0;       // no control characters
  virtual StepEnd press(const std::string& key_name) = 0;  // of terminal_keys(); says may_have_acted
};

}  // namespace mailroom::connectors

// A screen that a robot works on: a web page in a browser, a terminal. What the steps mean is the screen's;
// in which order, what may be tried again and what must not is the discipline's (discipline.h).
//
// One thread at a time. Nothing that is said holds a value, a secret or what stood on the screen.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "connectors/robot/step.h"

namespace mailroom::connectors {

// How a step, or a number of them, ended.
struct StepEnd {
  enum class Kind {
    done,
    missing,      // what it is about did not show in time
    said_no,      // the screen shows the text of `unless`
    unfit,        // the screen does not take this value: trying again would not help
    unreachable,  // the application does not answer
    broken,       // the robot's own programs ended or hang
  } kind = Kind::done;
  std::string why = {};  // for a person
  // Of a step that takes effect, if it did not end well: it may have been taken nevertheless.
  bool may_have_acted = false;
};

struct Progress {
  size_t done = 0;  // how many steps were; the next one ended as `end` says, if it is not done
  StepEnd end = {};
  std::vector<std::string> read = {};  // by `read`, in order
};

class Screen {
 public:
  virtual ~Screen() = default;

  // A list of steps begins: the programs run, a terminal shows its first screen.
  virtual StepEnd begin() = 0;
  // One step after the other until one does not end well. A step that takes effect comes alone.
  virtual Progress take(std::span<const Step> steps) = 0;
  // Whether it asks who we are: it shows this text.
  virtual bool asks_who(const std::string& text) = 0;
  // What it shows now, as a file's bytes; empty if there is nothing to show.
  virtual std::string picture() = 0;
  virtual std::string_view picture_suffix() const = 0;  // ".png"
};

}  // namespace mailroom::connectors

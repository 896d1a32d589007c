// The desk: what operations staff ask and do, as verbs with JSON in and JSON out (docs/desk.md). The one
// place behind the command line and the HTTP API. Personal values are masked unless revealed
// or under review, and that is recorded. Thread safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "workflows/runner.h"

namespace mailroom::daemon {

struct Site;
class Store;
class ObjectStore;
class Eraser;
class SigningKey;

// Who asks: the system's word (the socket's peer), never an argument.
struct Caller {
  std::string name;
  unsigned uid = 0;
};

// What a desk works on; nothing is owned. Without `decide` it only looks.
struct DeskParts {
  const Site& site;
  Store& store;
  ObjectStore& objects;
  const Clock& clock;
  const workflows::Workflows* workflows = nullptr;
  // What a person decides (Runner::decide_by_person); empty: this desk only looks.
  std::function<void(const std::string& case_id, const workflows::Runner::Verdict&, const std::string& by)>
      decide;
  bool running = false;        // a daemon serves it
  std::function<void()> wake;  // work was made; may be empty
  std::function<std::vector<std::pair<std::string, std::string>>()>
      problems;                         // text and command, for `status`
  workflows::Runner* runner = nullptr;  // for what is not about one case; null: this desk only looks
  Eraser* eraser = nullptr;             // null: this desk erases nothing
  const SigningKey* signing = nullptr;  // null: this desk seals nothing
};

class Desk {
 public:
  explicit Desk(DeskParts parts) : parts_(std::move(parts)) {}
  // Throws Error: "unknown_verb", "unknown_case", "argument_missing", "lease_held" …
  Value call(const std::string& verb, const Context& arguments, const Caller& caller);

  // Whether a verb only looks, so that it works without a daemon; false for one that does not exist.
  static bool only_looks(std::string_view verb);
  static std::vector<std::string> verbs();

 private:
  DeskParts parts_;
};

}  // namespace mailroom::daemon

// What became of an item: of all the cases that came of it, the word for whoever handed it in. Plain value.
#pragma once

#include <string>

namespace mailroom::daemon {

struct ItemOutcome {
  // All its cases have ended: one is unreadable; else one was returned; else closed. Or a person is asked
  // about one.
  enum class Kind { closed, returned, quarantined, waiting };
  std::string item;
  Kind outcome = Kind::closed;
  bool is_where_it_waits = false;  // it was moved because it waited
};

}  // namespace mailroom::daemon

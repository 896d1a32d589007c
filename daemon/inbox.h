// Where items come from: a folder, a mailbox, programs that hand in. Whatever the kind, the promise is one:
// what it lets go of is stored, fsynced and recorded before, and what is offered twice (after a kill, a
// restored backup, a lost answer) is one item.
//
// The crew gives each inbox a thread of its own, so that one whose server does not answer holds up no other.
// All is called by that thread but wake_descriptor(), which may be waited on anywhere, and give_up(), which
// may be called from any thread.
#pragma once

#include <map>
#include <string>

namespace mailroom::daemon {

class Inbox {
 public:
  virtual ~Inbox() = default;
  static constexpr char kItself[] = ".";  // among the problems: the inbox as a whole

  struct Look {
    int taken = 0;         // items recorded since the last look
    int unsettled = 0;     // things that are not complete yet
    bool is_more = false;  // complete ones were left for the next look
  };
  // Looks once and takes what is complete, a batch at a time. What cannot be taken stays where it is and is
  // named in problems(), a server that cannot be reached too; Error{machine} only if the store itself fails.
  virtual Look look() = 0;
  // Readable when there is something to look at; -1: looking from time to time is all there is.
  virtual int wake_descriptor() const { return -1; }
  // A look under way ends soon, and no other begins: the daemon stops.
  virtual void give_up() {}

  virtual const std::string& name() const = 0;
  // What a person must look at: the thing (a file, "mail 17", kItself) and why.
  virtual const std::map<std::string, std::string>& problems() const = 0;
};

}  // namespace mailroom::daemon

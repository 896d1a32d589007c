// A mail that was taken follows its case: once that ends (or waits for a person), it goes to the mailbox that
// the site names for the outcome, so that whoever looks into the mailbox sees what became of it.
//
// What is to be moved is in the store, from the moment that a mail was taken: a kill forgets none, and one
// that was moved before a kill is looked for once more and not found, which is the same as a person's having
// moved it: no error, and it is left alone. A mail is told by its bytes, in which every delivery differs, for
// its number changes with every move; candidates are those that were delivered at the same second.
//
// Of the inbox's thread. Opens a connection of its own when there is something to move, and closes it again.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "daemon/imap_session.h"
#include "daemon/object_store.h"
#include "daemon/site.h"
#include "daemon/store.h"

namespace mailroom::daemon {

class OutcomeMover {
 public:
  // Nothing given is owned.
  OutcomeMover(const InboxSettings& settings, Store& store, ObjectStore& objects, const Clock& clock,
               const std::atomic<bool>& given_up);

  // At most so many at once; true: there may be more. Throws as ImapSession does; then all that was not yet
  // said to have moved is looked for again.
  bool move(const std::function<ImapConnection::Settings()>& connection);

 private:
  struct Move {
    std::string item, object, from, to;
    ItemOutcome::Kind outcome;
    Instant delivered;
  };
  std::vector<Move> due(bool& is_more);
  void move_out_of(ImapSession& session, const std::string& mailbox, const std::vector<Move>& moves);
  std::map<std::string, std::vector<uint32_t>> find(ImapSession& session, const std::vector<Move>& moves);
  static std::vector<ImapSession::Head> delivered_with(ImapSession& session, const std::vector<Move>& moves);

  const InboxSettings& settings_;
  Store& store_;
  ObjectStore& objects_;
  const Clock& clock_;
  const std::atomic<bool>& given_up_;
};

}  // namespace mailroom::daemon

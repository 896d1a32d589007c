// The commands that an inbox gives a mail server, on one connection (RFC 3501; UIDPLUS RFC 4315, MOVE RFC
// 6851, IDLE RFC 2177, where the server has them). Mails are named by their UID in the selected mailbox.
//
// Used by one thread. Throws as ImapConnection does, and Error{machine, "mail_command_refused"} (of a mailbox
// that is to be opened: "mail_mailbox_refused") for what the server will not do, after which the session goes
// on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "daemon/imap_connection.h"
#include "daemon/imap_syntax.h"

namespace mailroom::daemon {

class ImapSession {
 public:
  ImapSession(const ImapConnection::Settings& settings, const std::atomic<bool>& given_up);

  // "IDLE", "MOVE", "UIDPLUS"; in capitals.
  bool can(std::string_view capability) const { return capabilities_.count(std::string(capability)) != 0; }

  struct Mailbox {
    uint32_t validity = 0;  // UIDVALIDITY: UIDs mean something as long as this stays
    uint32_t mails = 0;
    bool keeps_keywords = false;  // flags of ours
    bool is_read_only = false;
  };
  Mailbox select(std::string_view mailbox);
  // The same without changing anything there.
  Mailbox examine(std::string_view mailbox);
  bool has_mailbox(std::string_view mailbox);
  // Makes it, and asks to have it shown to people. One that is there is left as it is.
  void make_mailbox(std::string_view mailbox);

  // Ascending. `criteria` as RFC 3501, 6.4.4: "UNDELETED".
  std::vector<uint32_t> search(std::string_view criteria);

  struct Head {
    uint32_t uid = 0;
    uint64_t bytes = 0;
    std::optional<Instant> delivered;  // INTERNALDATE
  };
  // Those that are still there.
  std::vector<Head> heads(const std::vector<uint32_t>& uids);
  struct Mail {
    uint32_t uid = 0;
    std::string bytes;
  };
  // Those that are still there, whole, and not marked as read by it.
  std::vector<Mail> fetch(const std::vector<uint32_t>& uids);

  void add_flags(const std::vector<uint32_t>& uids, std::string_view flags);
  void move(const std::vector<uint32_t>& uids, std::string_view mailbox);
  // Where the server has no UIDPLUS they are marked as deleted, and go when somebody tidies the mailbox up.
  void remove(const std::vector<uint32_t>& uids);

  // The server tells of its own accord what comes. No other command until end_idle().
  void begin_idle();
  void end_idle();
  bool is_idling() const { return !idle_tag_.empty(); }
  // Whether something came since the last search; waits for nothing.
  bool has_news();
  int descriptor() const { return connection_.descriptor(); }

 private:
  Mailbox open(std::string_view verb, std::string_view mailbox);
  std::vector<ImapReply> command(const std::string& text);
  std::string send(const std::string& text);
  void await_end(const std::string& tag, std::vector<ImapReply>* untagged);
  std::vector<ImapDatum> fetched(const std::vector<uint32_t>& uids, std::string_view what);

  ImapConnection connection_;
  std::set<std::string> capabilities_;
  uint64_t commands_ = 0;
  std::string idle_tag_;
  bool news_ = false;  // a mail came since the last search was sent
};

}  // namespace mailroom::daemon

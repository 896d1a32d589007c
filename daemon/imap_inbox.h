// A mailbox on a mail server as an inbox. A mail becomes an item with all its bytes, as it was delivered;
// taking it apart is the reader's, in its sandbox. Only once its bytes are stored and fsynced and the item is
// recorded does the mailbox let go of it: it is moved to another one, marked, or deleted, as `release` says.
//
// Never fetched twice: an item is known by (mailbox, UIDVALIDITY, UID), so that a mail that was recorded
// before a kill is let go without being fetched. A mail that comes under another UID (the mailbox was
// restored, somebody moved it away and back) is known by its bytes, in which every delivery differs; it makes
// no second item. Fetched are a batch at a time, which one transaction records. Afterwards mails may follow
// their cases into other mailboxes (daemon/outcome_mover.h).
//
// The server says when something comes (IDLE); one that cannot is asked every `look_every`. Whatever is wrong
// with it is a problem to be seen, and it is tried again, later and later; nothing was let go meanwhile.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/imap_session.h"
#include "daemon/inbox.h"
#include "daemon/intake.h"
#include "daemon/outcome_mover.h"
#include "daemon/site.h"

namespace mailroom::daemon {

// The mark on a mail that was taken and left in its mailbox.
inline constexpr std::string_view kTakenKeyword = "$MailroomTaken";

// How to come there. `resolve` puts secrets in their places; it throws if one is missing, and so does what
// fetches a token (Error{machine, "mail_no_token"}).
using ResolveSecrets = std::function<std::string(const std::string&)>;
ImapConnection::Settings connection_to(const MailboxSettings& mailbox, const ResolveSecrets& resolve);

class ImapInbox final : public Inbox {
 public:
  // Connects at the first look. Nothing given is owned.
  ImapInbox(InboxSettings settings, ResolveSecrets resolve, Store& store, ObjectStore& objects,
            const SiteKey& key, const Clock& clock);

  Look look() override;
  int wake_descriptor() const override;
  void give_up() override { given_up_ = true; }
  const std::string& name() const override { return settings_.name; }
  // By "mail UID".
  const std::map<std::string, std::string>& problems() const override { return problems_; }

 private:
  struct Batch;
  ImapConnection::Settings connection() const;
  void connect();
  void lose(const std::string& why, const std::string& code);
  Look look_connected();
  void move_by_outcome();
  bool is_quiet();
  void find_pending();
  Look take_batch();
  void choose(Batch& batch);
  void fetch(Batch& batch);
  int record(Batch& batch);
  void let_go(const std::vector<uint32_t>& uids);
  void leave(uint32_t uid, const std::string& why, const std::string& code);
  std::string offer_of(uint32_t uid) const;

  const InboxSettings settings_;
  const MailboxSettings& mailbox_;  // of the settings
  const ResolveSecrets resolve_;
  ObjectStore& objects_;
  const Clock& clock_;
  Intake intake_;
  std::atomic<bool> given_up_{false};
  OutcomeMover mover_;
  std::unique_ptr<ImapSession> session_;
  uint32_t validity_ = 0;
  bool keeps_keywords_ = false;
  std::deque<uint32_t> pending_;  // to be looked at, ascending
  std::set<uint32_t> left_;       // of the selected mailbox: not to be looked at again
  Instant last_search_{}, next_try_{}, next_move_{};
  int failures_ = 0;  // in a row
  std::map<std::string, std::string> problems_;
};

}  // namespace mailroom::daemon

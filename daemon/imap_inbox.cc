#include "daemon/imap_inbox.h"

#include <algorithm>
#include <exception>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/at_once.h"
#include "daemon/mail_token.h"

namespace mailroom::daemon {

namespace {

constexpr size_t kMostAtOnce = 64;
constexpr uint64_t kMostBytesAtOnce = 64 << 20;
// Some servers count a mail's lines otherwise than they send them.
constexpr uint64_t kSlack = 1 << 20;
constexpr char kMoving[] = "moving by outcome";  // among the problems
constexpr std::chrono::microseconds kFirstPause = std::chrono::seconds(1);
constexpr std::chrono::microseconds kLongestPause = std::chrono::minutes(5);
// A server may end an IDLE after half an hour (RFC 2177).
constexpr std::chrono::microseconds kLongestIdle = std::chrono::minutes(25);

// Before mails are fetched, and before the mailbox lets go of them.
const Failpoint kFetch("imap.fetch"), kLetGo("imap.let_go");

std::string name_of(uint32_t uid) {
  return "mail " + std::to_string(uid);
}

// What is the server's fault or the settings', not the store's.
bool is_about_the_mailbox(const Error& error) {
  return error.fault() != Fault::machine || error.code().rfind("mail_", 0) == 0;
}

}  // namespace

ImapConnection::Settings connection_to(const MailboxSettings& mailbox, const ResolveSecrets& resolve) {
  ImapConnection::Settings settings;
  settings.url = mailbox.url;
  settings.user = resolve(mailbox.user);
  if (mailbox.oauth2) {
    settings.token = fetch_token(*mailbox.oauth2, mailbox.trust_file, resolve);
  } else {
    settings.password = resolve(mailbox.password);
  }
  settings.trust_file = mailbox.trust_file.string();
  return settings;
}

ImapInbox::ImapInbox(InboxSettings settings, ResolveSecrets resolve, Store& store, ObjectStore& objects,
                     const SiteKey& key, const Clock& clock)
    : settings_(std::move(settings)),
      mailbox_(*settings_.mailbox),
      resolve_(std::move(resolve)),
      objects_(objects),
      clock_(clock),
      intake_(settings_.name, store, key, clock),
      mover_(settings_, store, objects, clock, given_up_) {}

int ImapInbox::wake_descriptor() const {
  return session_ && session_->is_idling() ? session_->descriptor() : -1;
}

ImapConnection::Settings ImapInbox::connection() const {
  ImapConnection::Settings settings = connection_to(mailbox_, resolve_);
  settings.largest_literal = settings_.largest + kSlack;
  return settings;
}

void ImapInbox::connect() {
  auto session = std::make_unique<ImapSession>(connection(), given_up_);
  if (settings_.release == Release::archive) session->make_mailbox(mailbox_.taken);
  const ImapSession::Mailbox opened = session->select(mailbox_.name);
  if (opened.is_read_only && settings_.release != Release::leave) {
    throw Error(Fault::machine, "mail_read_only", "the mailbox may only be read, so no mail can be let go",
                {}, "let the user move mails, or set release: leave");
  }
  if (opened.validity != validity_) left_.clear();
  validity_ = opened.validity;
  keeps_keywords_ = opened.keeps_keywords && !opened.is_read_only;
  session_ = std::move(session);
  failures_ = 0;
  problems_.clear();
  find_pending();
  log::info("mailbox_opened", {{"inbox", name()}, {"mails", std::to_string(pending_.size())}});
}

// Nothing was let go that is not recorded: everything is looked at again by the next connection.
void ImapInbox::lose(const std::string& why, const std::string& code) {
  session_.reset();
  pending_.clear();
  left_.clear();
  if (given_up_) return;
  const auto pause = std::min(kLongestPause, kFirstPause * (1 << std::min(failures_, 12)));
  next_try_ = clock_.now() + pause;
  if (failures_++ == 0) log::error("mailbox_lost", {{"inbox", name()}, {"reason", code}});
  problems_ = {{kItself, why}};
}

Inbox::Look ImapInbox::look() {
  const Instant now = clock_.now();
  // A clock that was set back does not make it wait until it is there again.
  if (given_up_ || (!session_ && now < next_try_ && next_try_ - now <= kLongestPause)) return {};
  try {
    return look_connected();
  } catch (const Error& error) {
    if (!is_about_the_mailbox(error)) {
      session_.reset();
      throw;
    }
    lose(error.message(), error.code());
    return {};
  }
}

Inbox::Look ImapInbox::look_connected() {
  if (!session_) {
    connect();
  } else if (pending_.empty()) {
    if (is_quiet()) {
      move_by_outcome();
      return {};
    }
    if (session_->is_idling()) session_->end_idle();
    find_pending();
  }
  Look look = pending_.empty() ? Look() : take_batch();
  move_by_outcome();
  if (pending_.empty() && session_->can("IDLE")) session_->begin_idle();
  look.is_more = !pending_.empty();
  return look;
}

// What stands in the way here stands in nobody else's: mails are taken all the same.
void ImapInbox::move_by_outcome() {
  if (mailbox_.moves.empty()) return;
  const Instant now = clock_.now();
  if (now < next_move_ && next_move_ - now <= kLongestPause) return;
  next_move_ = now + mailbox_.look_every;
  try {
    const bool is_more = mover_.move([this] { return connection(); });
    if (is_more) next_move_ = now;
    problems_.erase(kMoving);
  } catch (const Error& error) {
    if (!is_about_the_mailbox(error)) throw;
    if (given_up_) return;
    next_move_ = now + std::max<std::chrono::microseconds>(mailbox_.look_every, kFirstPause);
    if (problems_.emplace(kMoving, error.message()).second)
      log::error("mails_not_moved", {{"inbox", name()}, {"reason", error.code()}});
  }
}

// Nothing came and it is not time to ask.
bool ImapInbox::is_quiet() {
  const auto since = clock_.now() - last_search_;
  const auto longest = session_->is_idling() ? kLongestIdle : mailbox_.look_every;
  return !session_->has_news() && since.count() >= 0 && since < longest;
}

void ImapInbox::find_pending() {
  last_search_ = clock_.now();
  std::string criteria = "UNDELETED";
  if (keeps_keywords_) criteria += " UNKEYWORD " + std::string(kTakenKeyword);
  const std::vector<uint32_t> found = session_->search(criteria);
  // What somebody moved away is no problem any more.
  std::erase_if(left_, [&](uint32_t uid) {
    if (std::binary_search(found.begin(), found.end(), uid)) return false;
    problems_.erase(name_of(uid));
    return true;
  });
  pending_.clear();  // what a failing store left there is among the found
  std::copy_if(found.begin(), found.end(), std::back_inserter(pending_),
               [&](uint32_t uid) { return left_.count(uid) == 0; });
}

std::string ImapInbox::offer_of(uint32_t uid) const {
  // Servers give many mailboxes the same UIDVALIDITY: whose it is belongs to it.
  return "imap\n" + mailbox_.url + "\n" + mailbox_.user + "\n" + mailbox_.name + "\n" +
         std::to_string(validity_) + "\n" + std::to_string(uid);
}

struct ImapInbox::Batch {
  std::vector<uint32_t> known;  // recorded before: to be let go
  std::vector<ImapSession::Head> wanted;
  struct Fetched {
    uint32_t uid = 0;
    std::optional<Instant> delivered;
    ObjectRecord object;
    std::exception_ptr trouble;
  };
  std::vector<Fetched> fetched;
};

Inbox::Look ImapInbox::take_batch() {
  Batch batch;
  choose(batch);
  fetch(batch);
  Look look;
  look.taken = record(batch);
  let_go(batch.known);
  return look;
}

// Takes from `pending_` what this batch has room for.
void ImapInbox::choose(Batch& batch) {
  std::vector<uint32_t> unknown;
  while (!pending_.empty() && unknown.size() + batch.known.size() < kMostAtOnce) {
    const uint32_t uid = pending_.front();
    pending_.pop_front();
    (intake_.find(offer_of(uid)) ? batch.known : unknown).push_back(uid);
  }
  uint64_t bytes = 0;
  std::vector<uint32_t> later;
  for (const ImapSession::Head& head : session_->heads(unknown)) {
    if (head.bytes > settings_.largest) {
      leave(head.uid, "it is larger than " + std::to_string(settings_.largest >> 20) + " MB: raise 'largest'",
            "mail_too_large");
    } else if (bytes > 0 && bytes + head.bytes > kMostBytesAtOnce) {
      later.push_back(head.uid);
    } else {
      batch.wanted.push_back(head);
      bytes += head.bytes;
    }
  }
  std::sort(later.begin(), later.end());
  pending_.insert(pending_.begin(), later.begin(), later.end());
}

void ImapInbox::fetch(Batch& batch) {
  if (batch.wanted.empty()) return;
  std::vector<uint32_t> uids;
  std::map<uint32_t, std::optional<Instant>> delivered;
  for (const ImapSession::Head& head : batch.wanted) {
    uids.push_back(head.uid);
    delivered[head.uid] = head.delivered;
  }
  std::sort(uids.begin(), uids.end());
  if (kFetch.hit() != 0)
    throw Error(Fault::machine, "mail_connection_lost", "the connection to the mail server broke: a test");
  // Those that are gone by now somebody else took.
  const std::vector<ImapSession::Mail> mails = session_->fetch(uids);
  batch.fetched.resize(mails.size());
  at_once(mails.size(), [&](size_t i) {
    Batch::Fetched& one = batch.fetched[i];
    one.uid = mails[i].uid;
    one.delivered = delivered[mails[i].uid];
    try {
      one.object = objects_.put(mails[i].bytes);
    } catch (...) {
      one.trouble = std::current_exception();
    }
  });
  for (const Batch::Fetched& one : batch.fetched) {
    if (one.trouble) std::rethrow_exception(one.trouble);
  }
}

// How many of them are new items.
int ImapInbox::record(Batch& batch) {
  std::vector<Intake::Arrival> arrivals;
  std::set<std::string> contents;
  std::vector<std::string> again;  // contents that are known, or stand in this batch twice
  for (const Batch::Fetched& one : batch.fetched) {
    batch.known.push_back(one.uid);
    if (intake_.find_content(one.object.address) || !contents.insert(one.object.address).second) {
      again.push_back(one.object.address);
      continue;
    }
    Intake::Arrival arrival;
    arrival.offer = offer_of(one.uid);
    arrival.file = name_of(one.uid) + ".eml";
    arrival.object = one.object;
    arrival.received = one.delivered;
    arrival.follows = !mailbox_.moves.empty();
    arrival.metadata.put("mailbox", mailbox_.name);
    if (one.delivered) arrival.metadata.put("delivered", to_rfc3339(*one.delivered));
    arrivals.push_back(std::move(arrival));
  }
  const auto recorded = intake_.record(std::move(arrivals));
  for (const std::string& content : again) {
    if (const auto same = intake_.find_content(content)) intake_.note_offered_again(*same);
  }
  return static_cast<int>(
      std::count_if(recorded.begin(), recorded.end(), [](const auto& one) { return one.is_new; }));
}

void ImapInbox::let_go(const std::vector<uint32_t>& given) {
  if (given.empty()) return;
  std::vector<uint32_t> uids = given;
  std::sort(uids.begin(), uids.end());
  if (kLetGo.hit() != 0)
    throw Error(Fault::machine, "mail_connection_lost", "the connection to the mail server broke: a test");
  try {
    switch (settings_.release) {
      case Release::archive:
        return session_->move(uids, mailbox_.taken);
      case Release::remove:
        return session_->remove(uids);
      case Release::leave:
        left_.insert(uids.begin(), uids.end());
        if (keeps_keywords_) session_->add_flags(uids, kTakenKeyword);
    }
  } catch (const Error& error) {
    if (error.code() != "mail_command_refused") throw;
    // They are stored: nothing is lost, and they will be recognised. Somebody has to give us the right.
    for (const uint32_t uid : uids) leave(uid, "it was taken, but " + error.message(), "mail_not_let_go");
  }
}

// It stays where it is until somebody does something about it; looked at again by the next connection.
void ImapInbox::leave(uint32_t uid, const std::string& why, const std::string& code) {
  left_.insert(uid);
  if (problems_.emplace(name_of(uid), why).second)
    log::error("mail_not_taken", {{"inbox", name()}, {"uid", std::to_string(uid)}, {"reason", code}});
}

}  // namespace mailroom::daemon

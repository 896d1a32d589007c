#include "daemon/outcome_mover.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/failpoint.h"
#include "base/log.h"

namespace mailroom::daemon {

namespace {

constexpr size_t kMostAtOnce = 64;
constexpr uint64_t kMostBytesAtOnce = 64 << 20;
constexpr std::chrono::microseconds kSecond = std::chrono::seconds(1);

// Before mails are moved by their outcome, and before the store hears of it.
const Failpoint kMove("imap.move"), kRecord("imap.moved");

std::string imap_day(Instant instant) {
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date day = date_of(instant);
  return std::to_string(day.day) + "-" + kMonths.at(day.month - 1u) + "-" + std::to_string(day.year);
}

}  // namespace

OutcomeMover::OutcomeMover(const InboxSettings& settings, Store& store, ObjectStore& objects,
                           const Clock& clock, const std::atomic<bool>& given_up)
    : settings_(settings), store_(store), objects_(objects), clock_(clock), given_up_(given_up) {}

std::vector<OutcomeMover::Move> OutcomeMover::due(bool& is_more) {
  const MailboxSettings& mailbox = *settings_.mailbox;
  const std::string& taken = settings_.release == Release::archive ? mailbox.taken : mailbox.name;
  std::vector<Move> moves;
  for (const ItemOutcome& one : store_.item_outcomes(settings_.name)) {
    const auto to = mailbox.moves.find(one.outcome);
    const bool has_place = to != mailbox.moves.end();
    if (!has_place && one.outcome == ItemOutcome::Kind::waiting) continue;
    const Item item = store_.load_item(one.item);
    const auto delivered = parse_rfc3339(item.metadata.at("delivered").text_or(""));
    if (!has_place || !delivered) {  // it stays where it is, or its item was erased
      store_.follow_no_more(one.item);
      continue;
    }
    if (moves.size() == kMostAtOnce) {
      is_more = true;
      break;
    }
    const auto waiting = mailbox.moves.find(ItemOutcome::Kind::waiting);
    const bool has_waited = one.is_where_it_waits && waiting != mailbox.moves.end();
    moves.push_back(
        {one.item, item.object, has_waited ? waiting->second : taken, to->second, one.outcome, *delivered});
  }
  return moves;
}

bool OutcomeMover::move(const std::function<ImapConnection::Settings()>& connection) {
  bool is_more = false;
  const std::vector<Move> moves = due(is_more);
  if (moves.empty()) return false;
  ImapSession session(connection(), given_up_);
  std::set<std::string> made;
  std::map<std::string, std::vector<Move>> by_mailbox;
  for (const Move& one : moves) {
    if (made.insert(one.to).second) session.make_mailbox(one.to);
    by_mailbox[one.from].push_back(one);
  }
  for (const auto& [mailbox, here] : by_mailbox) move_out_of(session, mailbox, here);
  return is_more;
}

void OutcomeMover::move_out_of(ImapSession& session, const std::string& mailbox,
                               const std::vector<Move>& moves) {
  if (session.has_mailbox(mailbox)) {
    session.select(mailbox);
    for (const auto& [to, uids] : find(session, moves)) {
      kMove.hit();
      session.move(uids, to);
      log::info("mails_moved", {{"inbox", settings_.name}, {"mails", std::to_string(uids.size())}});
    }
  }
  kRecord.hit();
  for (const Move& one : moves) store_.note_outcome(one.item, one.outcome, clock_.now());
}

// Those that are there still, by where they are to go.
std::map<std::string, std::vector<uint32_t>> OutcomeMover::find(ImapSession& session,
                                                                const std::vector<Move>& moves) {
  std::map<std::string, std::string> goes;  // content, where to
  for (const Move& one : moves) goes[one.object] = one.to;
  std::map<std::string, std::vector<uint32_t>> found;
  const std::vector<ImapSession::Head> candidates = delivered_with(session, moves);
  for (size_t at = 0; at < candidates.size();) {
    std::vector<uint32_t> some;
    for (uint64_t bytes = 0; at < candidates.size() && some.size() < kMostAtOnce; ++at) {
      bytes += candidates[at].bytes;
      if (!some.empty() && bytes > kMostBytesAtOnce) break;
      some.push_back(candidates[at].uid);
    }
    std::sort(some.begin(), some.end());
    for (const ImapSession::Mail& mail : session.fetch(some)) {
      const auto to = goes.find(objects_.address_of(mail.bytes));
      if (to != goes.end()) found[to->second].push_back(mail.uid);
    }
  }
  for (auto& [to, uids] : found) std::sort(uids.begin(), uids.end());
  return found;
}

// Mails that were delivered at the same second as one of these: a search for each run of days, for what has
// ended today came over months.
std::vector<ImapSession::Head> OutcomeMover::delivered_with(ImapSession& session,
                                                            const std::vector<Move>& moves) {
  // Days are the server's, by its own time zone (RFC 3501, 6.4.4).
  constexpr std::chrono::microseconds kDay = std::chrono::hours(24);
  std::vector<Instant> times;
  for (const Move& one : moves) times.push_back(one.delivered);
  std::sort(times.begin(), times.end());
  std::vector<ImapSession::Head> candidates;
  for (size_t begin = 0, end = 0; begin < times.size(); begin = end) {
    for (end = begin + 1; end < times.size() && times[end] - times[end - 1] <= kDay * 3;) ++end;
    const std::vector<uint32_t> days =
        session.search("UNDELETED SINCE " + imap_day(times[begin] + kDay * -1) + " BEFORE " +
                       imap_day(times[end - 1] + kDay * 2));
    for (const ImapSession::Head& head : session.heads(days)) {
      if (!head.delivered) continue;
      const auto near = std::lower_bound(times.begin(), times.end(), *head.delivered + kSecond * -1);
      if (near != times.end() && *near - *head.delivered < kSecond) candidates.push_back(head);
    }
  }
  return candidates;
}

}  // namespace mailroom::daemon

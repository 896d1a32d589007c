#include "daemon/imap_session.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace mailroom::daemon {

namespace {

constexpr char kRefused[] = "mail_command_refused";

bool is_news(const ImapReply& reply) {
  return reply.text.rfind("* ", 0) == 0 && reply.text.find(" EXISTS") != std::string::npos;
}

std::string to_upper_ascii(std::string text) {
  for (char& letter : text) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return text;
}

// The number after "NAME " in a response code such as "* OK [UIDVALIDITY 17] …".
std::optional<uint32_t> coded_number(std::string_view text, std::string_view name) {
  const size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + name.size());
  return imap_number(text.substr(0, text.find_first_not_of("0123456789")));
}

uint64_t size_of(const ImapDatum* datum) {
  uint64_t size = 0;
  if (datum == nullptr || datum->text.size() > 18) return 0;
  for (const char digit : datum->text) {
    if (digit < '0' || digit > '9') return 0;
    size = size * 10 + static_cast<uint64_t>(digit - '0');
  }
  return size;
}

void must_not_end(const ImapReply& reply) {
  if (reply.text.rfind("* BYE", 0) == 0)
    throw Error(Fault::machine, "mail_connection_lost", "the mail server ended the connection");
}

}  // namespace

ImapSession::ImapSession(const ImapConnection::Settings& settings, const std::atomic<bool>& given_up)
    : connection_(settings, given_up) {
  for (const ImapReply& reply : command("CAPABILITY")) {
    if (reply.text.rfind("* CAPABILITY ", 0) != 0) continue;
    for (const std::string_view name : split(reply.text, ' '))
      capabilities_.insert(to_upper_ascii(std::string(name)));
  }
}

std::string ImapSession::send(const std::string& text) {
  // No tag that libcurl gave on the way in.
  std::string tag = "M" + std::to_string(++commands_);
  connection_.send(tag + " " + text + "\r\n");
  return tag;
}

void ImapSession::await_end(const std::string& tag, std::vector<ImapReply>* untagged) {
  for (;;) {
    ImapReply reply = connection_.receive();
    if (reply.text.rfind(tag + " ", 0) != 0) {
      must_not_end(reply);
      news_ |= is_news(reply);
      if (untagged) untagged->push_back(std::move(reply));
      continue;
    }
    const std::string_view outcome = std::string_view(reply.text).substr(tag.size() + 1);
    if (outcome.rfind("OK", 0) == 0) return;
    // What a server says may name anything; a code in brackets is one of a few words.
    const size_t open = outcome.find('['), close = outcome.find(']');
    std::string code;
    if (open != std::string_view::npos && close != std::string_view::npos && open < close)
      code = " (" + to_lower_ascii(outcome.substr(open + 1, std::min<size_t>(close - open - 1, 40))) + ")";
    throw Error(Fault::machine, kRefused, "the mail server refuses what was asked of it" + code);
  }
}

std::vector<ImapReply> ImapSession::command(const std::string& text) {
  std::vector<ImapReply> replies;
  await_end(send(text), &replies);
  return replies;
}

ImapSession::Mailbox ImapSession::open(std::string_view verb, std::string_view mailbox) {
  std::vector<ImapReply> replies;
  try {
    replies = command(std::string(verb) + " " + imap_mailbox(mailbox));
  } catch (const Error& error) {
    if (error.code() != kRefused) throw;
    throw Error(Fault::machine, "mail_mailbox_refused",
                "the mail server does not open the mailbox '" + std::string(mailbox) + "'", {},
                "check its name and the user's rights; write it as the server does, with its separators");
  }
  Mailbox found;
  for (const ImapReply& reply : replies) {
    const std::string& text = reply.text;
    if (const auto validity = coded_number(text, "[UIDVALIDITY ")) found.validity = *validity;
    if (text.find("[PERMANENTFLAGS ") != std::string::npos)
      found.keeps_keywords = text.find("\\*") != std::string::npos;
    if (is_news(reply)) found.mails = coded_number(text, "* ").value_or(0);
    found.is_read_only |= text.find("[READ-ONLY]") != std::string::npos;
  }
  return found;
}

ImapSession::Mailbox ImapSession::select(std::string_view mailbox) {
  return open("SELECT", mailbox);
}

ImapSession::Mailbox ImapSession::examine(std::string_view mailbox) {
  return open("EXAMINE", mailbox);
}

bool ImapSession::has_mailbox(std::string_view mailbox) {
  const auto replies = command("LIST \"\" " + imap_mailbox(mailbox));
  return std::any_of(replies.begin(), replies.end(),
                     [](const ImapReply& reply) { return reply.text.rfind("* LIST ", 0) == 0; });
}

void ImapSession::make_mailbox(std::string_view mailbox) {
  if (has_mailbox(mailbox)) return;
  command("CREATE " + imap_mailbox(mailbox));
  command("SUBSCRIBE " + imap_mailbox(mailbox));
}

std::vector<uint32_t> ImapSession::search(std::string_view criteria) {
  std::vector<uint32_t> uids;
  news_ = false;  // what comes from now on may be missing in the answer
  for (ImapReply& reply : command("UID SEARCH " + std::string(criteria))) {
    if (reply.text.rfind("* SEARCH", 0) != 0) continue;
    for (const std::string_view word : split(reply.text, ' ')) {
      if (const auto uid = imap_number(word)) uids.push_back(*uid);
    }
  }
  std::sort(uids.begin(), uids.end());
  uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
  return uids;
}

// The lists of "* n FETCH (…)", each with a UID.
std::vector<ImapDatum> ImapSession::fetched(const std::vector<uint32_t>& uids, std::string_view what) {
  std::vector<ImapDatum> lists;
  if (uids.empty()) return lists;
  for (ImapReply& reply : command("UID FETCH " + uid_set(uids) + " (UID " + std::string(what) + ")")) {
    const size_t number_end = reply.text.find(' ', 2);
    if (reply.text.rfind("* ", 0) != 0 || number_end == std::string::npos ||
        reply.text.compare(number_end + 1, 6, "FETCH ") != 0)
      continue;
    ImapDatum all = parse_imap(std::move(reply));
    if (all.items.size() == 4 && all.items[3].kind == ImapDatum::Kind::list && all.items[3].after("UID"))
      lists.push_back(std::move(all.items[3]));
  }
  return lists;
}

std::vector<ImapSession::Head> ImapSession::heads(const std::vector<uint32_t>& uids) {
  std::vector<Head> heads;
  for (const ImapDatum& list : fetched(uids, "RFC822.SIZE INTERNALDATE")) {
    const auto uid = imap_number(list.after("UID")->text);
    if (!uid || !std::binary_search(uids.begin(), uids.end(), *uid) || !list.after("RFC822.SIZE")) continue;
    Head head{*uid, size_of(list.after("RFC822.SIZE")), {}};
    if (const ImapDatum* date = list.after("INTERNALDATE")) head.delivered = parse_imap_date(date->text);
    heads.push_back(head);
  }
  return heads;
}

std::vector<ImapSession::Mail> ImapSession::fetch(const std::vector<uint32_t>& uids) {
  std::vector<Mail> mails;
  std::set<uint32_t> seen;
  for (ImapDatum& list : fetched(uids, "BODY.PEEK[]")) {
    const auto uid = imap_number(list.after("UID")->text);
    auto* body = const_cast<ImapDatum*>(list.after("BODY[]"));
    const bool is_asked = uid && std::binary_search(uids.begin(), uids.end(), *uid);
    if (is_asked && body && body->kind == ImapDatum::Kind::string && seen.insert(*uid).second)
      mails.push_back({*uid, std::move(body->text)});
  }
  return mails;
}

void ImapSession::add_flags(const std::vector<uint32_t>& uids, std::string_view flags) {
  if (!uids.empty()) command("UID STORE " + uid_set(uids) + " +FLAGS.SILENT (" + std::string(flags) + ")");
}

void ImapSession::move(const std::vector<uint32_t>& uids, std::string_view mailbox) {
  if (uids.empty()) return;
  const std::string to = uid_set(uids) + " " + imap_mailbox(mailbox);
  if (can("MOVE")) return void(command("UID MOVE " + to));
  // Killed in between it is copied once more at the next look: twice there, once an item.
  command("UID COPY " + to);
  remove(uids);
}

void ImapSession::remove(const std::vector<uint32_t>& uids) {
  if (uids.empty()) return;
  add_flags(uids, "\\Deleted");
  // Without UIDPLUS only everything that anybody marked could be expunged.
  if (can("UIDPLUS")) command("UID EXPUNGE " + uid_set(uids));
}

void ImapSession::begin_idle() {
  const std::string tag = send("IDLE");
  for (;;) {
    const ImapReply reply = connection_.receive();
    must_not_end(reply);
    news_ |= is_news(reply);
    if (reply.text.rfind("+", 0) == 0) break;
    if (reply.text.rfind(tag, 0) == 0) {
      throw Error(Fault::machine, kRefused, "the mail server offers IDLE and refuses it");
    }
  }
  idle_tag_ = tag;
}

void ImapSession::end_idle() {
  connection_.send("DONE\r\n");
  const std::string tag = std::move(idle_tag_);
  idle_tag_.clear();
  await_end(tag, nullptr);
}

bool ImapSession::has_news() {
  while (const auto reply = connection_.receive_if_any()) {
    must_not_end(*reply);
    news_ |= is_news(*reply);
  }
  return news_;
}

}  // namespace mailroom::daemon

// The data of IMAP4rev1 (RFC 3501, 4 and 9) as far as an inbox needs it: atoms, strings, lists; sets of UIDs;
// names of mailboxes. Pure; what a server sends is not trusted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "daemon/imap_connection.h"

namespace mailroom::daemon {

struct ImapDatum {
  enum class Kind { atom, string, list } kind = Kind::atom;
  std::string text;              // of an atom or a string
  std::vector<ImapDatum> items;  // of a list

  // The datum after the atom `name` (letters of any case) in a list of pairs; null if there is none.
  const ImapDatum* after(std::string_view name) const;
};

// What a reply says, as a list; the literals are moved into it. Throws Error{machine, "mail_server_unclear"}
// for what is no list of data.
ImapDatum parse_imap(ImapReply reply);

std::optional<uint32_t> imap_number(std::string_view text);

// "1:3,7" for 1, 2, 3, 7 (ascending, not empty).
std::string uid_set(const std::vector<uint32_t>& uids);

// A quoted string of a mailbox's name, in modified UTF-7 (RFC 3501, 5.1.3). Control characters are left out.
std::string imap_mailbox(std::string_view utf8);

// INTERNALDATE: "17-Jul-1996 02:44:25 -0700".
std::optional<Instant> parse_imap_date(std::string_view text);

}  // namespace mailroom::daemon

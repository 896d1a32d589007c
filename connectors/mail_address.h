// One mailbox of a mail's heads and envelope, "Ada Adams <ada@example.org>" or "ada@example.org", read
// strictly: what comes from a form may hold line breaks, commas and angle brackets, and must never become
// another head or another recipient. Pure, thread safe. After RFC 5322, 3.4 (no comments, no quoted local
// parts, no groups), RFC 5321, 4.5.3.1 (lengths) and RFC 6531, 3.3 (letters beyond ASCII).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailroom::connectors {

struct Mailbox {
  std::string name;     // for people; may be empty
  std::string address;  // local@domain

  std::string domain() const { return address.substr(address.rfind('@') + 1); }
  // Only a server with SMTPUTF8 takes it; a domain alone can be written in ASCII.
  bool needs_utf8() const;
};

// None if the text is not exactly one mailbox.
std::optional<Mailbox> parse_mailbox(std::string_view text);

}  // namespace mailroom::connectors

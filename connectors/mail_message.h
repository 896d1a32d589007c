// A mail as it goes over the line, composed by GMime: heads after RFC 5322, words beyond ASCII after RFC
// 2047, the names of files after RFC 2231, parts after RFC 2045 and 2046, all of it 7-bit but for addresses
// that need RFC 6532. The same mail always gives the same bytes. Pure, thread safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "connectors/mail_address.h"

namespace mailroom::connectors {

struct MailAttachment {
  std::string name;  // "letter.pdf"
  std::string bytes;
};

struct MailMessage {
  Mailbox from, to;
  std::optional<Mailbox> cc, reply_to;
  std::string subject;  // one line
  Instant date;
  std::string id;           // without '<' and '>': LEFT@DOMAIN
  std::string in_reply_to;  // another one's id; empty: none
  std::string text;         // UTF-8, lines end with '\n'
  std::string html;         // the same for programs that show it; empty: none
  std::vector<MailAttachment> attachments;
};

// With CRLF. Throws Error{machine, "mail_failed"} if GMime cannot.
std::string composed(const MailMessage& message);

// "application/pdf" for "letter.pdf", by what the name ends with; application/octet-stream where that is
// unknown.
std::string media_type_of(const std::string& file_name);

}  // namespace mailroom::connectors

// One mail handed to a server by SMTP (RFC 5321), with TLS from the first byte (RFC 8314) or from STARTTLS on
// (RFC 3207), on a connection of its own. All recipients or none: the first that is not taken ends it.
// Nothing is tried again. What became of it is a value, in which the server's words are left out: they often
// repeat an address. By libcurl.
//
// Thread safe: each mail under way has a connection of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/connection.h"

namespace mailroom::connectors {

struct SmtpSettings {
  std::string url;  // smtp://HOST:PORT or smtps://HOST:PORT; what follows '/' is our own name
  bool needs_tls = true;
  Connection connection;
  std::string token = {};  // of OAuth 2.0, instead of the connection's password
};

struct SmtpMail {
  std::string from;  // addresses alone
  std::vector<std::string> to;
  bool needs_utf8 = false;  // RFC 6531: an address beyond ASCII
  std::string_view bytes;   // with CRLF; not owned
};

struct SmtpAnswer {
  enum class Trouble {
    none,             // the server has taken it upon itself
    unreachable,      // no connection: nothing was sent
    address_refused,  // the server's address is private: nothing was sent
    not_trusted,      // no TLS, or no trust in its certificate: nothing was sent
    no_login,         // it does not know us: nothing was sent
    turned_away,      // it takes no mail now, or none from us
    not_taken,        // it does not take this mail; `code` says for how long
    cannot_utf8,      // it does not know SMTPUTF8: nothing was sent
    cut,              // the connection was lost before the mail was whole
    lost,             // the mail was whole; no answer
  } trouble = Trouble::none;
  int code = 0;        // the last answer's: 250, 451, 550 …; 0: there was none
  std::string status;  // RFC 3463, if it said one: "5.1.1"
  std::string why;     // of a lost connection, for a person
};

// Throws Error{machine, "curl_failed"} where libcurl cannot work at all.
SmtpAnswer send_mail(const SmtpSettings& settings, const SmtpMail& mail);

// smtp or smtps with a host, without user, query and fragment.
bool is_smtp_url(const std::string& text);

}  // namespace mailroom::connectors

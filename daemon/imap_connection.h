// A connection to a mail server that is open, encrypted and logged in, and the lines of IMAP4rev1 (RFC 3501)
// on it. libcurl brings it there (TLS with verification, STARTTLS, SASL) and then hands over the stream
// (CURLOPT_CONNECT_ONLY). Its own verbs are not used: they mark what they fetch as read, take one mail a
// round trip, know no IDLE, and let the text of a mail end a reply (curl/curl#22865).
//
// Used by one thread; one that is given up ends its waiting soon. What is shown names the server at most,
// never the user. Every failure is an Error{machine}, after which the connection is of no use:
// "mail_server_unreachable", "mail_server_not_trusted", "mail_login_refused", "mail_connection_lost",
// "mail_server_unclear".
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::daemon {

// One reply of the server. In `text` each literal stands as "{n}"; its bytes are in `literals`, in order.
struct ImapReply {
  std::string text;
  std::vector<std::string> literals;
};

class ImapConnection {
 public:
  struct Settings {
    std::string url;  // "imaps://HOST:PORT", or "imap://…", which must offer STARTTLS
    std::string user, password;
    std::string token;       // of OAuth 2.0, instead of the password
    std::string trust_file;  // PEM; empty: the system's authorities
    uint64_t largest_literal = 64 << 20;
    std::chrono::seconds patience{30};  // with a server that says nothing
  };
  // Connects and logs in. `given_up` is looked at while it waits, and outlives the connection.
  ImapConnection(const Settings& settings, const std::atomic<bool>& given_up);
  ~ImapConnection();
  ImapConnection(const ImapConnection&) = delete;
  ImapConnection& operator=(const ImapConnection&) = delete;

  void send(std::string_view text);
  // The next reply, for which the server has the settings' patience.
  ImapReply receive();
  // The next one if it has begun to come.
  std::optional<ImapReply> receive_if_any();
  // Readable when something came that was not read yet, but for what receive_if_any() still has.
  int descriptor() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::daemon

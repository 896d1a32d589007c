#include "daemon/imap_connection.h"

#include <curl/curl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"

namespace mailroom::daemon {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kSlice{250};  // how long giving up may take to be noticed
constexpr size_t kLongestText = 16 << 20;         // of a reply without its literals: a search among millions
constexpr size_t kMostLiterals = 64;

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

Error lost(const std::string& why) {
  return {Fault::machine, "mail_connection_lost", "the connection to the mail server broke: " + why};
}

Error unclear(const std::string& why) {
  return {Fault::machine, "mail_server_unclear", "the mail server does not speak IMAP as expected: " + why};
}

std::string reason_of(CURLcode code) {
  std::string text = curl_easy_strerror(code);
  if (!text.empty()) text[0] = to_lower_ascii(text.substr(0, 1))[0];
  return text;
}

// What stood in the way of a connection that is logged in, and what to do about it.
Error not_opened(CURLcode code, const std::string& url) {
  switch (code) {
    case CURLE_LOGIN_DENIED:
      return {Fault::machine, "mail_login_refused", "the mail server refuses user or password", url,
              "check 'user' and the secret that 'password' names"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return {Fault::machine, "mail_server_not_trusted",
              "the mail server's certificate is not to be believed: " + reason_of(code), url,
              "name the authority that signed it with 'trust', and write the host as the certificate has it"};
    case CURLE_SSL_CACERT_BADFILE:
      return {Fault::machine, "mail_server_not_trusted", "the file that 'trust' names cannot be read", url,
              "it must hold certificates as PEM, readable to the daemon's user"};
    case CURLE_USE_SSL_FAILED:
      return {Fault::machine, "mail_server_not_trusted", "the mail server offers no encryption (STARTTLS)",
              url, "write imaps:// if it encrypts from the start; a password is never sent in the clear"};
    case CURLE_ABORTED_BY_CALLBACK:
      return lost("the daemon stops");
    default:
      return {Fault::machine, "mail_server_unreachable",
              "no connection to the mail server: " + reason_of(code), url,
              "check host and port, and that the server runs"};
  }
}

// The n of a line that ends in "{n}".
std::optional<uint64_t> literal_at_end(std::string_view line) {
  if (line.empty() || line.back() != '}') return {};
  const size_t open = line.rfind('{');
  if (open == std::string_view::npos) return {};
  const std::string_view digits = line.substr(open + 1, line.size() - open - 2);
  if (digits.empty() || digits.size() > 18 ||
      digits.find_first_not_of("0123456789") != std::string_view::npos)
    return {};
  uint64_t size = 0;
  for (const char digit : digits) size = size * 10 + static_cast<uint64_t>(digit - '0');
  return size;
}

int progress(void* given_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return *static_cast<const std::atomic<bool>*>(given_up) ? 1 : 0;
}

}  // namespace

struct ImapConnection::Implementation {
  Implementation(const Settings& given, const std::atomic<bool>& flag) : settings(given), given_up(flag) {}
  // libcurl says LOGOUT and would wait for an answer, which a server that stands still never gives.
  ~Implementation() {
    if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RD);
  }

  template <typename Argument>
  void set(CURLoption option, Argument argument) {
    if (const CURLcode code = curl_easy_setopt(handle.get(), option, argument); code != CURLE_OK)
      throw not_opened(code, settings.url);
  }

  void open() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_ALL);  // once, safely among threads
    handle.reset(started == CURLE_OK ? curl_easy_init() : nullptr);
    if (!handle) throw not_opened(CURLE_OUT_OF_MEMORY, settings.url);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
    set(CURLOPT_URL, settings.url.c_str());
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.trust_file.empty()) set(CURLOPT_CAINFO, settings.trust_file.c_str());
    set(CURLOPT_USERNAME, settings.user.c_str());
    if (settings.token.empty()) {
      set(CURLOPT_PASSWORD, settings.password.c_str());
    } else {  // OAUTHBEARER (RFC 7628), or XOAUTH2 where the server has that alone
      set(CURLOPT_XOAUTH2_BEARER, settings.token.c_str());
    }
    set(CURLOPT_PROXY, "");
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings.patience.count()));
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(settings.patience.count()));
    set(CURLOPT_XFERINFOFUNCTION, &progress);
    set(CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&given_up));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_CONNECT_ONLY, 1L);
    const CURLcode code = curl_easy_perform(handle.get());
    if (code == CURLE_OK) curl_easy_getinfo(handle.get(), CURLINFO_ACTIVESOCKET, &socket);
    if (code != CURLE_OK || socket == CURL_SOCKET_BAD) throw not_opened(code, settings.url);
  }

  // Until the socket may be read or written. Throws if that takes too long or nobody wants it any more.
  void wait_for(short events) const {
    const auto until = Steady::now() + settings.patience;
    while (!given_up) {
      pollfd one{socket, events, 0};
      if (::poll(&one, 1, static_cast<int>(kSlice.count())) > 0) return;
      if (Steady::now() >= until)
        throw lost("it said nothing for " + count_of(settings.patience.count(), "second"));
    }
    throw lost("the daemon stops");
  }

  // Whatever has come; false: nothing has.
  bool read_some() {
    std::array<char, 64 << 10> chunk;
    size_t size = 0;
    const CURLcode code = curl_easy_recv(handle.get(), chunk.data(), chunk.size(), &size);
    if (code == CURLE_AGAIN) return false;
    if (code != CURLE_OK) throw lost(reason_of(code));
    if (size == 0) throw lost("the server closed it");
    if (start > 0) buffer.erase(0, start), start = 0;
    buffer.append(chunk.data(), size);
    return true;
  }
  void read_more() {
    while (!read_some()) wait_for(POLLIN);
  }

  std::string read_line() {
    size_t searched = start;
    for (;;) {
      if (const size_t end = buffer.find("\r\n", searched); end != std::string::npos) {
        std::string line = buffer.substr(start, end - start);
        start = end + 2;
        return line;
      }
      if (buffer.size() - start > kLongestText) throw unclear("a line that does not end");
      const size_t unsearched = buffer.size() - start;
      read_more();
      searched = start + (unsearched > 0 ? unsearched - 1 : 0);
    }
  }

  std::string read_bytes(uint64_t size) {
    std::string bytes;
    bytes.reserve(size);
    for (;;) {
      const size_t part = std::min<size_t>(size - bytes.size(), buffer.size() - start);
      bytes.append(buffer, start, part);
      start += part;
      if (bytes.size() == size) return bytes;
      read_more();
    }
  }

  ImapReply read_reply() {
    ImapReply reply;
    for (;;) {
      const std::string line = read_line();
      reply.text += line;
      const auto size = literal_at_end(line);
      if (!size) return reply;
      if (*size > settings.largest_literal || reply.literals.size() >= kMostLiterals ||
          reply.text.size() > kLongestText)
        throw unclear("a reply that is longer than was announced");
      reply.literals.push_back(read_bytes(*size));
    }
  }

  const Settings settings;
  const std::atomic<bool>& given_up;
  std::unique_ptr<CURL, CloseHandle> handle;
  curl_socket_t socket = CURL_SOCKET_BAD;
  std::string buffer;  // what came and was not read, from `start` on
  size_t start = 0;
};

ImapConnection::ImapConnection(const Settings& settings, const std::atomic<bool>& given_up)
    : implementation_(std::make_unique<Implementation>(settings, given_up)) {
  implementation_->open();
}

ImapConnection::~ImapConnection() = default;

void ImapConnection::send(std::string_view text) {
  while (!text.empty()) {
    size_t sent = 0;
    const CURLcode code = curl_easy_send(implementation_->handle.get(), text.data(), text.size(), &sent);
    if (code != CURLE_OK && code != CURLE_AGAIN) throw lost(reason_of(code));
    text.remove_prefix(sent);
    if (code == CURLE_AGAIN) implementation_->wait_for(POLLOUT);
  }
}

ImapReply ImapConnection::receive() {
  return implementation_->read_reply();
}

std::optional<ImapReply> ImapConnection::receive_if_any() {
  Implementation& self = *implementation_;
  if (self.start == self.buffer.size() && !self.read_some()) return {};
  return self.read_reply();
}

int ImapConnection::descriptor() const {
  return implementation_->socket;
}

}  // namespace mailroom::daemon

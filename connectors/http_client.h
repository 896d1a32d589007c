// Requests by HTTP/1.1, with or without TLS, on connections that are kept. Nothing is tried again and no
// redirect is followed: who asks decides. No proxy is taken from the environment, no cookie is kept. An
// answer or its lack is a value; nothing that is shown holds a URL, a header or a body, which may be secret.
//
// Thread safe: each request under way has a connection of its own. By libcurl, whose headers stay inside.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "connectors/networks.h"

namespace mailroom::connectors {

struct HttpSettings {
  std::chrono::milliseconds connect_within{10'000};
  std::chrono::milliseconds answer_within{30'000};  // the whole request
  std::chrono::seconds stall_within{0};  // without a byte in either direction; 0: as long as it takes
  size_t largest_answer = 1 << 20;       // bytes of a body
  // Given: only public addresses and these are connected to. What counts is the address that the name turned
  // out to be, at the moment of connecting.
  std::optional<Networks> private_networks;
  // PEM files; empty: the system's authorities, no certificate of ours.
  std::string trust_file, certificate_file, key_file;
  // Amazon's signature version 4 on every request; queries must be given sorted.
  struct Aws {
    std::string region, service, key_id, secret;
  };
  std::optional<Aws> aws;
};

struct HttpRequest {
  std::string method, url;
  std::vector<std::string> headers = {};  // "Name: value"
  std::string_view body = {};             // not owned
  // On a connection of its own. On one that was kept, libcurl sends a request again by itself if the server
  // closes the connection without a word; the server may have acted on it.
  bool is_sent_once = false;
};

struct HttpAnswer {
  enum class Trouble {
    none,             // the answer is whole
    unreachable,      // no connection: nothing was sent
    address_refused,  // the address is private: nothing was sent
    not_trusted,      // no agreement on TLS or a certificate: nothing was sent
    cut,              // the request or part of it was sent; no answer, or (status) not all of it
    too_large,        // the answer's body is longer than the settings allow
  } trouble = Trouble::none;
  int status = 0;                              // 0: there is none
  std::map<std::string, std::string> headers;  // by lower-case name; the last of a name
  std::string body;
  std::string why;  // of a trouble, for a person
};

class HttpClient {
 public:
  explicit HttpClient(HttpSettings settings);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;

  // Throws Error{machine, "curl_failed"} where libcurl cannot work at all (no memory, a file of the settings
  // that cannot be read).
  HttpAnswer send(const HttpRequest& request);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// "https://host/path": http or https with a host, without user and fragment.
bool is_http_url(const std::string& text);
// A date as HTTP writes it (RFC 9110, 5.6.7); none if it is none.
std::optional<Instant> http_date(const std::string& text);
// For a part of a path or a query (RFC 3986, 2.1): all but letters, digits, '-', '.', '_' and '~'.
std::string percent_encoded(std::string_view text);

}  // namespace mailroom::connectors

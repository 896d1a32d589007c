// libcurl's handles, owned, and what every file that speaks by libcurl does alike. For those files only: no
// other header includes this one, which shows libcurl's own. A handle is used by one thread at a time.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/networks.h"

namespace mailroom::connectors {

struct CloseCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlHandle = std::unique_ptr<CURL, CloseCurl>;
using CurlList = std::unique_ptr<curl_slist, CloseCurl>;
using CurlUrl = std::unique_ptr<CURLU, CloseCurl>;

// Throws Error{machine, "curl_failed"}: libcurl cannot work at all.
[[noreturn]] void curl_gives_up(CURLcode code);

// Thread safe; the first one starts libcurl.
CurlHandle new_curl_handle();
CurlList curl_list(const std::vector<std::string>& lines);

template <typename Argument>
void curl_set(CURL* handle, CURLoption option, Argument argument) {
  if (const CURLcode code = curl_easy_setopt(handle, option, argument); code != CURLE_OK) curl_gives_up(code);
}

// Which hosts a transfer may connect to (connectors/reach.h); looked at when it connects.
struct CurlGate {
  std::optional<Networks> private_networks;       // given: public addresses and these only
  std::string host = {};                          // that it is about
  bool has_refused = false, has_allowed = false;  // an address
  bool is_shut() const { return has_refused && !has_allowed; }
};
// Both outlive the transfer, which goes to this URL and follows no redirection.
void guard(CURL* handle, CurlGate& gate, const std::string& url);

// Nothing of what was to be sent was sent: no trust in the other side's certificate, no agreement on TLS.
bool is_about_trust(CURLcode code);
// In words, lower case. Not libcurl's longer text: that has the host in it, which may come from a secret.
std::string curl_reason(CURLcode code);

}  // namespace mailroom::connectors

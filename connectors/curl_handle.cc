#include "connectors/curl_handle.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "connectors/reach.h"

namespace mailroom::connectors {

namespace {

// Called with each address that a name turned out to be, before it is connected to.
curl_socket_t open_socket(void* pointer, curlsocktype, curl_sockaddr* address) {
  CurlGate& gate = *static_cast<CurlGate*>(pointer);
  const auto& allowed = gate.private_networks;
  if (allowed && (gate.has_refused || !may_reach(address->addr, *allowed) ||
                  (!gate.has_allowed && reach_of(gate.host, *allowed).kind == Reach::Kind::shut))) {
    gate.has_refused = true;
    return CURL_SOCKET_BAD;
  }
  gate.has_allowed = true;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

void curl_gives_up(CURLcode code) {
  throw Error(Fault::machine, "curl_failed",
              std::string("connections to others do not work: ") + curl_easy_strerror(code));
}

CurlHandle new_curl_handle() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_ALL);  // once, safely among threads
  if (started != CURLE_OK) curl_gives_up(started);
  CurlHandle handle(curl_easy_init());
  if (!handle) curl_gives_up(CURLE_OUT_OF_MEMORY);
  return handle;
}

CurlList curl_list(const std::vector<std::string>& lines) {
  CurlList list;
  for (const std::string& line : lines) {
    curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) curl_gives_up(CURLE_OUT_OF_MEMORY);
    (void)list.release();
    list.reset(longer);
  }
  return list;
}

void guard(CURL* handle, CurlGate& gate, const std::string& url) {
  const CurlUrl parsed(curl_url());
  char* host = nullptr;
  if (parsed &&
      curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
      curl_url_get(parsed.get(), CURLUPART_HOST, &host, 0) == CURLUE_OK) {
    gate.host = host;
    curl_free(host);
  }
  curl_set(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_set(handle, CURLOPT_OPENSOCKETDATA, &gate);
}

bool is_about_trust(CURLcode code) {
  switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return true;
    default:
      return false;
  }
}

std::string curl_reason(CURLcode code) {
  std::string text = curl_easy_strerror(code);
  if (!text.empty()) text[0] = to_lower_ascii(text.substr(0, 1))[0];
  return text;
}

}  // namespace mailroom::connectors

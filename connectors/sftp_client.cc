#include "connectors/sftp_client.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "connectors/curl_handle.h"

namespace mailroom::connectors {

namespace {

using Trouble = SftpAnswer::Trouble;

constexpr size_t kLargestFile = 64u << 20;  // that is looked at

struct Exchange {
  CurlGate gate;
  std::string_view upload;
  size_t handed_over = 0;
  std::string download;
};

size_t hand_over(char* buffer, size_t, size_t room, void* pointer) {
  Exchange& exchange = *static_cast<Exchange*>(pointer);
  const std::string_view rest = exchange.upload.substr(exchange.handed_over);
  const size_t size = std::min(room, rest.size());
  std::memcpy(buffer, rest.data(), size);
  exchange.handed_over += size;
  return size;
}

size_t take(char* data, size_t, size_t size, void* pointer) {
  std::string& download = static_cast<Exchange*>(pointer)->download;
  if (download.size() + size > kLargestFile) return 0;
  download.append(data, size);
  return size;
}

void apply(CURL* handle, const SftpSettings& settings) {
  const Connection& connection = settings.connection;
  curl_set(handle, CURLOPT_NOSIGNAL, 1L);
  curl_set(handle, CURLOPT_PROTOCOLS_STR, "sftp");
  curl_set(handle, CURLOPT_PROXY, "");
  curl_set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connection.connect_within.count()));
  curl_set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(connection.answer_within.count()));
  curl_set(handle, CURLOPT_SSH_KNOWNHOSTS, settings.known_hosts_file.c_str());
  curl_set(handle, CURLOPT_USERNAME, connection.user.c_str());
  if (settings.login_key_file.empty()) {
    curl_set(handle, CURLOPT_SSH_AUTH_TYPES,
             static_cast<long>(CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD));
    curl_set(handle, CURLOPT_PASSWORD, connection.password.c_str());
  } else {
    curl_set(handle, CURLOPT_SSH_AUTH_TYPES, static_cast<long>(CURLSSH_AUTH_PUBLICKEY));
    curl_set(handle, CURLOPT_SSH_PRIVATE_KEYFILE, settings.login_key_file.c_str());
    curl_set(handle, CURLOPT_KEYPASSWD, settings.login_key_password.c_str());
  }
  curl_set(handle, CURLOPT_READFUNCTION, &hand_over);
  curl_set(handle, CURLOPT_WRITEFUNCTION, &take);
}

Trouble trouble_of(CURLcode code, const Exchange& exchange) {
  switch (code) {
    case CURLE_OK:
      return Trouble::none;
    case CURLE_REMOTE_FILE_NOT_FOUND:
      return Trouble::missing;
    case CURLE_REMOTE_ACCESS_DENIED:
      return Trouble::denied;
    case CURLE_REMOTE_DISK_FULL:
      return Trouble::full;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Trouble::unreachable;
    case CURLE_COULDNT_CONNECT:
      return exchange.gate.is_shut() ? Trouble::address_refused : Trouble::unreachable;
    case CURLE_PEER_FAILED_VERIFICATION:
      return Trouble::unknown_host;
    case CURLE_LOGIN_DENIED:
      return Trouble::no_login;
    default:
      return Trouble::failed;
  }
}

// A path as it stands in libcurl's commands.
std::string quoted(const std::string& path) {
  return "\"" + replace_all(replace_all(path, "\\", "\\\\"), "\"", "\\\"") + "\"";
}

// The folder as the server understands it in a command: from the root, or (/~/) from the login's home.
std::string folder_in(const std::string& url) {
  constexpr std::string_view kHome = "/~/";
  const CurlUrl parsed(curl_url());
  char* text = nullptr;
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_get(parsed.get(), CURLUPART_PATH, &text, CURLU_URLDECODE) != CURLUE_OK)
    return "/";
  std::string folder(text);
  curl_free(text);
  if (folder.rfind(kHome, 0) == 0) folder.erase(0, kHome.size());
  return folder;
}

}  // namespace

struct SftpClient::Implementation {
  explicit Implementation(SftpSettings given) : settings(std::move(given)), handle(new_curl_handle()) {
    if (settings.url.back() != '/') settings.url += "/";
    folder = folder_in(settings.url);
    apply(handle.get(), settings);
  }

  SftpAnswer perform(const std::string& url, Exchange& exchange, bool uploads, curl_slist* commands) {
    curl_set(handle.get(), CURLOPT_URL, url.c_str());
    guard(handle.get(), exchange.gate);
    curl_set(handle.get(), CURLOPT_READDATA, &exchange);
    curl_set(handle.get(), CURLOPT_WRITEDATA, &exchange);
    curl_set(handle.get(), CURLOPT_NOBODY, commands != nullptr ? 1L : 0L);
    curl_set(handle.get(), CURLOPT_UPLOAD, uploads ? 1L : 0L);
    curl_set(handle.get(), CURLOPT_INFILESIZE_LARGE,
             uploads ? static_cast<curl_off_t>(exchange.upload.size()) : curl_off_t{-1});
    curl_set(handle.get(), CURLOPT_QUOTE, commands);
    curl_set(handle.get(), CURLOPT_FRESH_CONNECT, begins ? 1L : 0L);
    begins = false;
    const CURLcode code = curl_easy_perform(handle.get());
    if (code == CURLE_OUT_OF_MEMORY) curl_gives_up(code);
    SftpAnswer answer{trouble_of(code, exchange), std::move(exchange.download), {}};
    if (code != CURLE_OK) answer.why = curl_reason(code);
    return answer;
  }

  SftpSettings settings;
  std::string folder;
  CurlHandle handle;
  bool begins = true;
};

SftpClient::SftpClient(SftpSettings settings)
    : implementation_(std::make_unique<Implementation>(std::move(settings))) {}
SftpClient::~SftpClient() = default;

void SftpClient::begin() {
  implementation_->begins = true;
}

SftpAnswer SftpClient::get(const std::string& name) {
  Exchange exchange{{implementation_->settings.connection.private_networks}, {}, 0, {}};
  return implementation_->perform(implementation_->settings.url + name, exchange, false, nullptr);
}

SftpAnswer SftpClient::put(const std::string& name, std::string_view bytes) {
  Exchange exchange{{implementation_->settings.connection.private_networks}, bytes, 0, {}};
  return implementation_->perform(implementation_->settings.url + name, exchange, true, nullptr);
}

SftpAnswer SftpClient::rename(const std::string& from, const std::string& to) {
  Exchange exchange{{implementation_->settings.connection.private_networks}, {}, 0, {}};
  const std::string& folder = implementation_->folder;
  const CurlList commands = curl_list({"rename " + quoted(folder + from) + " " + quoted(folder + to)});
  return implementation_->perform(implementation_->settings.url, exchange, false, commands.get());
}

bool is_sftp_url(const std::string& text) {
  if (text.rfind("sftp://", 0) != 0) return false;
  const CurlUrl url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    return false;
  return text.find_first_of("?#") == std::string::npos;
}

}  // namespace mailroom::connectors

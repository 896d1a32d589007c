#include "connectors/sftp_client.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "connectors/curl_handle.h"

namespace mailroom::connectors {

namespace {

using Trouble = SftpAnswer::Trouble;

struct Exchange {
  CurlGate gate;
  std::string_view upload = {};
  size_t handed_over = 0;
  std::string download = {};
  uint64_t largest = SftpClient::kLargest;
  bool is_too_large = false;
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
  Exchange& exchange = *static_cast<Exchange*>(pointer);
  exchange.is_too_large = exchange.download.size() + size > exchange.largest;
  if (exchange.is_too_large) return 0;
  exchange.download.append(data, size);
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
      return exchange.is_too_large ? Trouble::too_large : Trouble::failed;
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

// A path in a URL, each of its names percent-encoded.
std::string in_url(CURL* handle, const std::string& path) {
  std::vector<std::string> names;
  for (const std::string_view name : split(path, '/')) {
    char* const escaped = curl_easy_escape(handle, name.data(), static_cast<int>(name.size()));
    if (escaped == nullptr) curl_gives_up(CURLE_OUT_OF_MEMORY);
    names.emplace_back(escaped);
    curl_free(escaped);
  }
  return join(names, "/");
}

// The name that this line of a long listing ends with: the longest, for "a b" ends with "b" too.
const std::string* name_in(std::string_view line, const std::vector<std::string>& names) {
  const std::string* found = nullptr;
  for (const std::string& name : names) {
    const bool ends =
        line.size() > name.size() + 1 && line.ends_with(name) && line[line.size() - name.size() - 1] == ' ';
    if (ends && (found == nullptr || name.size() > found->size())) found = &name;
  }
  return found;
}

// SFTP 3 has sizes and times only in lines for people ("-rw-r--r-- 1 ada ada 812 Nov 27 18:20 scan.pdf"),
// each server's its own: only the kind in front and the name at the end are understood, which a listing of
// names alone tells.
std::vector<SftpListing::Entry> entries_of(std::string_view lines, std::string_view names) {
  std::vector<std::string> known;
  for (const std::string_view name : split(names, '\n')) {
    if (!name.empty() && name != "." && name != "..") known.emplace_back(name);
  }
  std::vector<SftpListing::Entry> entries;
  for (const std::string_view line : split(lines, '\n')) {
    const std::string* const name = name_in(line, known);
    if (name == nullptr || (line[0] != '-' && line[0] != 'd')) continue;
    entries.push_back({*name, line[0] == 'd', std::string(line.substr(0, line.size() - name->size()))});
  }
  return entries;
}

}  // namespace

struct SftpClient::Implementation {
  explicit Implementation(SftpSettings given) : settings(std::move(given)), handle(new_curl_handle()) {
    if (settings.url.back() != '/') settings.url += "/";
    folder = folder_in(settings.url);
    apply(handle.get(), settings);
  }

  Exchange exchange() const { return {{settings.connection.private_networks}}; }
  std::string url_of(const std::string& path) const { return settings.url + in_url(handle.get(), path); }
  std::string quoted_path(const std::string& path) const { return quoted(folder + path); }
  SftpAnswer order(const std::string& command) {
    Exchange nothing = exchange();
    const CurlList commands = curl_list({command});
    return perform(settings.url, nothing, false, commands.get());
  }

  SftpAnswer perform(const std::string& url, Exchange& exchange, bool uploads, curl_slist* commands,
                     bool names_only = false) {
    curl_set(handle.get(), CURLOPT_URL, url.c_str());
    guard(handle.get(), exchange.gate, url);
    curl_set(handle.get(), CURLOPT_READDATA, &exchange);
    curl_set(handle.get(), CURLOPT_WRITEDATA, &exchange);
    curl_set(handle.get(), CURLOPT_NOBODY, commands != nullptr ? 1L : 0L);
    curl_set(handle.get(), CURLOPT_UPLOAD, uploads ? 1L : 0L);
    curl_set(handle.get(), CURLOPT_INFILESIZE_LARGE,
             uploads ? static_cast<curl_off_t>(exchange.upload.size()) : curl_off_t{-1});
    curl_set(handle.get(), CURLOPT_QUOTE, commands);
    curl_set(handle.get(), CURLOPT_DIRLISTONLY, names_only ? 1L : 0L);
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

SftpAnswer SftpClient::get(const std::string& path, uint64_t largest) {
  Exchange exchange = implementation_->exchange();
  exchange.largest = largest;
  return implementation_->perform(implementation_->url_of(path), exchange, false, nullptr);
}

SftpAnswer SftpClient::put(const std::string& path, std::string_view bytes) {
  Exchange exchange = implementation_->exchange();
  exchange.upload = bytes;
  return implementation_->perform(implementation_->url_of(path), exchange, true, nullptr);
}

SftpAnswer SftpClient::rename(const std::string& from, const std::string& to) {
  return implementation_->order("rename " + implementation_->quoted_path(from) + " " +
                                implementation_->quoted_path(to));
}

SftpAnswer SftpClient::remove(const std::string& path) {
  return implementation_->order("rm " + implementation_->quoted_path(path));
}

SftpAnswer SftpClient::make_folder(const std::string& path) {
  // libcurl's sign for a command that may fail.
  return implementation_->order("*mkdir " + implementation_->quoted_path(path));
}

SftpListing SftpClient::list(const std::string& path) {
  const std::string url = implementation_->url_of(path.empty() ? "" : path + "/");
  Exchange lines = implementation_->exchange(), names = implementation_->exchange();
  SftpListing listing{implementation_->perform(url, lines, false, nullptr), {}};
  if (listing.answer.trouble != Trouble::none) return listing;
  const SftpAnswer short_answer = implementation_->perform(url, names, false, nullptr, true);
  if (short_answer.trouble != Trouble::none) return {short_answer, {}};
  listing.entries = entries_of(listing.answer.bytes, short_answer.bytes);
  listing.answer.bytes.clear();
  return listing;
}

bool is_sftp_url(const std::string& text) {
  if (text.rfind("sftp://", 0) != 0) return false;
  const CurlUrl url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    return false;
  return text.find_first_of("?#") == std::string::npos;
}

}  // namespace mailroom::connectors

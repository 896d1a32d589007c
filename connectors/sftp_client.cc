#include "connectors/sftp_client.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "base/text.h"
#include "connectors/curl_handle.h"

namespace mailroom::connectors {

namespace {

using Trouble = SftpAnswer::Trouble;

// A line that is slower than that is as good as none.
constexpr int64_t kSlowest = 64 << 10;  // bytes a second

enum class Step { get, put, names, attributes, order };

struct Exchange {
  CurlGate gate;
  std::string_view upload = {};
  size_t handed_over = 0;
  std::string download = {};
  uint64_t largest = SftpClient::kLargest;
  int64_t expected = 0;  // bytes
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

int go_on(void* given_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(given_up)->load() ? 1 : 0;
}

void apply(CURL* handle, const SftpSettings& settings) {
  const Connection& connection = settings.connection;
  curl_set(handle, CURLOPT_NOSIGNAL, 1L);
  curl_set(handle, CURLOPT_PROTOCOLS_STR, "sftp");
  curl_set(handle, CURLOPT_PROXY, "");
  curl_set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connection.connect_within.count()));
  // Of what is given more time than that: nothing comes any more.
  curl_set(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_set(handle, CURLOPT_LOW_SPEED_TIME,
           static_cast<long>(std::chrono::ceil<std::chrono::seconds>(connection.answer_within).count()));
  if (settings.given_up != nullptr) {
    curl_set(handle, CURLOPT_NOPROGRESS, 0L);
    curl_set(handle, CURLOPT_XFERINFOFUNCTION, &go_on);
    curl_set(handle, CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(settings.given_up));
  }
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
std::string_view name_in(std::string_view line, const std::set<std::string_view>& names) {
  for (size_t blank = line.find(' '); blank != std::string_view::npos; blank = line.find(' ', blank + 1)) {
    if (const auto name = names.find(line.substr(blank + 1)); name != names.end()) return *name;
  }
  return {};
}

// SFTP 3 lists sizes and times only in lines for people ("-rw-r--r-- 1 ada ada 812 Nov 27 18:20 scan.pdf"),
// each server's its own: only the kind in front and the name at the end are understood, which a listing of
// names alone tells.
std::vector<SftpListing::Entry> entries_of(std::string_view lines, std::string_view names) {
  std::set<std::string_view> known;
  for (const std::string_view name : split(names, '\n')) {
    if (!name.empty() && name != "." && name != "..") known.insert(name);
  }
  std::vector<SftpListing::Entry> entries;
  for (const std::string_view line : split(lines, '\n')) {
    const std::string_view name = name_in(line, known);
    if (name.empty() || (line[0] != '-' && line[0] != 'd')) continue;
    entries.push_back(
        {std::string(name), line[0] == 'd', std::string(line.substr(0, line.size() - name.size()))});
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
    return perform(Step::order, settings.url, nothing, commands.get());
  }

  SftpAnswer perform(Step step, const std::string& url, Exchange& exchange, curl_slist* commands = nullptr) {
    const std::chrono::seconds more(exchange.expected / kSlowest);
    curl_set(handle.get(), CURLOPT_TIMEOUT_MS,
             static_cast<long>((settings.connection.answer_within + more).count()));
    curl_set(handle.get(), CURLOPT_URL, url.c_str());
    guard(handle.get(), exchange.gate, url);
    curl_set(handle.get(), CURLOPT_READDATA, &exchange);
    curl_set(handle.get(), CURLOPT_WRITEDATA, &exchange);
    curl_set(handle.get(), CURLOPT_NOBODY, step == Step::order || step == Step::attributes ? 1L : 0L);
    curl_set(handle.get(), CURLOPT_UPLOAD, step == Step::put ? 1L : 0L);
    curl_set(handle.get(), CURLOPT_INFILESIZE_LARGE,
             step == Step::put ? static_cast<curl_off_t>(exchange.upload.size()) : curl_off_t{-1});
    curl_set(handle.get(), CURLOPT_FILETIME, step == Step::attributes ? 1L : 0L);
    curl_set(handle.get(), CURLOPT_QUOTE, commands);
    curl_set(handle.get(), CURLOPT_DIRLISTONLY, step == Step::names ? 1L : 0L);
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

SftpAnswer SftpClient::get(const std::string& path, uint64_t largest, int64_t expected) {
  Exchange exchange = implementation_->exchange();
  exchange.largest = largest;
  exchange.expected = expected;
  return implementation_->perform(Step::get, implementation_->url_of(path), exchange);
}

SftpAnswer SftpClient::put(const std::string& path, std::string_view bytes) {
  Exchange exchange = implementation_->exchange();
  exchange.upload = bytes;
  return implementation_->perform(Step::put, implementation_->url_of(path), exchange);
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

SftpAttributes SftpClient::look_at(const std::string& path) {
  Exchange exchange = implementation_->exchange();
  SftpAttributes found{implementation_->perform(Step::attributes, implementation_->url_of(path), exchange)};
  CURL* const handle = implementation_->handle.get();
  curl_off_t modified = 0, bytes = 0;
  curl_easy_getinfo(handle, CURLINFO_FILETIME_T, &modified);
  curl_easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &bytes);
  found.modified = modified;
  found.bytes = std::max<curl_off_t>(0, bytes);  // libcurl's -1 is nothing
  return found;
}

SftpListing SftpClient::list(const std::string& path) {
  const std::string url = implementation_->url_of(path.empty() ? "" : path + "/");
  Exchange lines = implementation_->exchange(), names = implementation_->exchange();
  SftpListing listing{implementation_->perform(Step::get, url, lines), {}};
  if (listing.answer.trouble != Trouble::none) return listing;
  const SftpAnswer short_answer = implementation_->perform(Step::names, url, names);
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

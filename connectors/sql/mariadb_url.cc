#include "connectors/sql/mariadb_url.h"

#include <charconv>
#include <memory>

#include "base/text.h"
#include "connectors/curl_handle.h"
#include "connectors/sql/failure.h"

namespace mailroom::connectors::sql {

namespace {

constexpr unsigned kPort = 3306;

[[noreturn]] void refuse(const std::string& why) {
  throw Failure{Failure::Kind::refused, "the database's URL cannot be used: " + why};
}

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = CURLU_URLDECODE) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK || text == nullptr) return {};
  const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
  return text;
}

std::string decoded(std::string_view text) {
  int length = 0;
  const std::unique_ptr<char, void (*)(void*)> owner(
      curl_easy_unescape(nullptr, text.data(), static_cast<int>(text.size()), &length), curl_free);
  return owner ? std::string(owner.get(), static_cast<size_t>(length)) : std::string();
}

bool is_this_machine(const std::string& host) {
  return host.empty() || host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

}  // namespace

MariadbUrl MariadbUrl::parse(const std::string& text) {
  const CurlUrl url(curl_url());
  constexpr unsigned kFlags = CURLU_NON_SUPPORT_SCHEME | CURLU_NO_AUTHORITY;
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), kFlags) != CURLUE_OK)
    refuse("expected mysql://USER:PASSWORD@HOST/DATABASE");
  MariadbUrl made;
  made.user = part_of(url.get(), CURLUPART_USER);
  made.password = part_of(url.get(), CURLUPART_PASSWORD);
  made.host = part_of(url.get(), CURLUPART_HOST);
  const std::string path = part_of(url.get(), CURLUPART_PATH);
  made.database = path.empty() ? path : path.substr(1);
  made.port = kPort;
  const std::string port = part_of(url.get(), CURLUPART_PORT);
  std::from_chars(port.data(), port.data() + port.size(), made.port);
  made.uses_tls = !is_this_machine(made.host);
  const std::string query = part_of(url.get(), CURLUPART_QUERY, 0);
  for (const std::string_view pair : split(query, '&')) {
    const size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    const std::string value = equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1));
    if (name == "socket") {
      made.socket = value;
    } else if (name == "ssl" && (value == "on" || value == "off")) {
      made.uses_tls = value == "on";
    } else if (name == "ssl_ca") {
      made.ssl_ca = value;
      made.uses_tls = true;
    } else if (!pair.empty()) {
      refuse("expected 'socket=PATH', 'ssl=on', 'ssl=off' or 'ssl_ca=FILE' behind its '?'");
    }
  }
  if (made.host.size() > 1 && made.host.front() == '[') made.host = made.host.substr(1, made.host.size() - 2);
  if (made.database.empty()) refuse("it names no database: mysql://USER:PASSWORD@HOST/DATABASE");
  return made;
}

}  // namespace mailroom::connectors::sql

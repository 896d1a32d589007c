#include "workflows/plain_secret.h"

#include "base/text.h"

namespace mailroom::workflows {

namespace {

constexpr std::string_view kOdbc = "odbc:", kName = "${";

bool in_url(std::string_view text) {
  const size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view rest = text.substr(scheme + 3, text.find('/', scheme + 3) - scheme - 3);
  const size_t at = rest.rfind('@');
  const size_t colon = rest.substr(0, at).find(':');
  return at != std::string_view::npos && colon != std::string_view::npos && colon + 1 < at &&
         rest.substr(colon + 1, 2) != kName;
}

bool in_connection_string(std::string_view text) {
  if (!text.starts_with(kOdbc)) return false;
  for (const std::string_view part : split(text.substr(kOdbc.size()), ';')) {
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string name = to_lower_ascii(trim(part.substr(0, equals)));
    const bool is_password = name == "pwd" || name == "password";
    if (is_password && !trim(part.substr(equals + 1)).starts_with(kName)) return true;
  }
  return false;
}

// "postgresql://…?password=…", which libpq takes.
bool in_query(std::string_view text) {
  const size_t query = text.find('?');
  if (query == std::string_view::npos || text.find("://") == std::string_view::npos) return false;
  for (const std::string_view part : split(text.substr(query + 1), '&')) {
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string name = to_lower_ascii(part.substr(0, equals));
    const bool is_password = name == "password" || name == "sslpassword";
    if (is_password && !part.substr(equals + 1).starts_with(kName)) return true;
  }
  return false;
}

}  // namespace

bool says_password(std::string_view text) {
  return in_url(text) || in_query(text) || in_connection_string(text);
}

}  // namespace mailroom::workflows

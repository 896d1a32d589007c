#include "connectors/http_address.h"

#include "base/text.h"
#include "connectors/http_client.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

// Where the path, or the query of an address without a path, begins; npos: there is neither.
size_t end_of_host(std::string_view url) {
  const size_t scheme = url.find("://");
  return scheme == std::string_view::npos ? scheme : url.find_first_of("/?", scheme + 3);
}

std::string checked(const Context& settings) {
  std::string text = required_text(settings, "http", "https://HOST/PATH");
  if (names_secret(text)) return text;
  if (!is_http_url(replace_all(text, Pattern::kPlace, "0")))
    throw setting_invalid("http", "https://HOST/PATH, without a user and without '#'");
  if (text.find(Pattern::kPlace) < end_of_host(text))
    throw setting_invalid("http", "'{{ … }}' behind the host only, in the path or the query");
  return text;
}

}  // namespace

bool has_dot_segment(std::string_view address) {
  // As a browser reads it: breaks are left out, "\\" is "/", "%2e" is "." (URL Standard, 4.4).
  std::string path = to_lower_ascii(address.substr(0, address.find_first_of("?#")));
  std::erase_if(path, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
  path = replace_all(replace_all(path, "\\", "/"), "%2e", ".");
  const std::string_view all(path);
  for (const std::string_view segment : split(all, '/')) {
    if (trim(segment) == "." || trim(segment) == "..") return true;
  }
  return false;
}

HttpAddress::HttpAddress(const Context& settings) : text_(checked(settings)), pattern_(text_) {}

HttpAddress::Made HttpAddress::with(const Value& values) const {
  if (pattern_.places() == 0) return {text_, ""};
  Made made;
  made.url = pattern_.filled(values, [&](size_t place, const Value& value) {
    const std::string text = value.is_null() ? "" : to_display(value);
    if (text.empty() && made.trouble.empty())
      made.trouble = "value " + std::to_string(place + 1) + " of the address is missing";
    return percent_encoded(text);
  });
  if (made.trouble.empty() && has_dot_segment(made.url))
    made.trouble = "a value of the address is '.' or '..', which would lead to another address";
  return made;
}

std::string HttpAddress::host() const {
  const std::string& first = pattern_.texts().front();
  if (names_secret(first)) return {};
  const size_t start = first.find("://") + 3;
  return first.substr(start, first.find_first_of("/?", start) - start);
}

}  // namespace mailroom::connectors

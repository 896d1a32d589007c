#include "cli/file_uri.h"

#include <cctype>

namespace mailroom::cli {

namespace {

constexpr std::string_view kScheme = "file://", kDigits = "0123456789ABCDEF";

}  // namespace

std::filesystem::path path_of(std::string_view uri) {
  if (uri.substr(0, kScheme.size()) != kScheme) return {};
  uri.remove_prefix(kScheme.size());
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    const auto digit = [&](size_t at) {
      return at < uri.size()
                 ? kDigits.find(static_cast<char>(std::toupper(static_cast<unsigned char>(uri[at]))))
                 : std::string_view::npos;
    };
    const size_t high = uri[i] == '%' ? digit(i + 1) : std::string_view::npos;
    const size_t low = uri[i] == '%' ? digit(i + 2) : std::string_view::npos;
    if (high != std::string_view::npos && low != std::string_view::npos) {
      path += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      path += uri[i];
    }
  }
  return std::filesystem::path(path).lexically_normal();
}

std::string uri_of(const std::filesystem::path& path) {
  std::string uri(path.is_absolute() ? kScheme : std::string_view());
  for (const char c : path.generic_string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || std::string_view("/-._~").find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += '%';
      uri += kDigits[byte >> 4];
      uri += kDigits[byte & 15];
    }
  }
  return uri;
}

}  // namespace mailroom::cli

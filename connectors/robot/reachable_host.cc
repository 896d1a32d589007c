#include "connectors/robot/reachable_host.h"

#include <netdb.h>
#include <sys/socket.h>

#include <memory>

namespace mailroom::connectors {

std::variant<std::string, StepEnd> reachable_address(const std::string& host, const Networks& allowed) {
  const bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  const std::string name = is_bracketed ? host.substr(1, host.size() - 2) : host;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0 || found == nullptr)
    return StepEnd{StepEnd::Kind::unreachable, "its host's name is not known"};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (!is_public(*one->ai_addr) && !allowed.contains(*one->ai_addr)) continue;
    char text[NI_MAXHOST];
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
      return std::string(text);
  }
  return StepEnd{StepEnd::Kind::unfit, "its address is private"};
}

}  // namespace mailroom::connectors

#include "connectors/reach.h"

#include <netdb.h>
#include <sys/socket.h>

#include <memory>

namespace mailroom::connectors {

bool may_reach(const sockaddr& address, const Networks& allowed) {
  return address.sa_family == AF_UNIX || is_public(address) || allowed.contains(address);
}

Reach reach_of(std::string host, const Networks& allowed) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &wanted, &found) != 0 || found == nullptr) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
  Reach reach{Reach::Kind::open, {}};
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (!may_reach(*one->ai_addr, allowed)) return {Reach::Kind::shut, {}};
    char text[NI_MAXHOST];
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
      reach.addresses.emplace_back(text);
  }
  if (reach.addresses.empty()) return {};
  return reach;
}

bool is_peer_allowed(int socket, const Networks& allowed) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  auto& address = reinterpret_cast<sockaddr&>(peer);
  return ::getpeername(socket, &address, &size) == 0 && may_reach(address, allowed);
}

}  // namespace mailroom::connectors

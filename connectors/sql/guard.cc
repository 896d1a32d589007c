#include "connectors/sql/guard.h"

#include <netdb.h>
#include <sys/socket.h>

#include <memory>

#include "connectors/sql/failure.h"

namespace mailroom::connectors::sql {

namespace {

void must_be_allowed(const sockaddr& address, const Networks& private_networks) {
  if (address.sa_family == AF_UNIX || is_public(address) || private_networks.contains(address)) return;
  throw Failure{Failure::Kind::refused,
                "the database's address is private, and the site does not name it under 'private_networks'"};
}

}  // namespace

void must_be_allowed(const std::string& host, const Networks& private_networks) {
  if (host.empty() || host[0] == '/' || host[0] == '@') return;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0)
    throw Failure{Failure::Kind::away, "the database server's name is not known"};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next)
    must_be_allowed(*one->ai_addr, private_networks);
}

void must_be_allowed_peer(int descriptor, const Networks& private_networks) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto& plain = reinterpret_cast<sockaddr&>(address);
  if (::getpeername(descriptor, &plain, &size) == 0) must_be_allowed(plain, private_networks);
}

}  // namespace mailroom::connectors::sql

#include "connectors/sql/guard.h"

#include "connectors/reach.h"
#include "connectors/sql/failure.h"

namespace mailroom::connectors::sql {

namespace {

[[noreturn]] void refuse() {
  throw Failure{Failure::Kind::refused,
                "the database's address is private, and the site does not name it under 'private_networks'"};
}

}  // namespace

void must_be_allowed(const std::string& host, const Networks& private_networks) {
  if (host.empty() || host[0] == '/' || host[0] == '@') return;
  switch (reach_of(host, private_networks).kind) {
    case Reach::Kind::open:
      return;
    case Reach::Kind::shut:
      refuse();
    case Reach::Kind::unknown:
      throw Failure{Failure::Kind::away, "the database server's name is not known"};
  }
}

void must_be_allowed_peer(int descriptor, const Networks& private_networks) {
  if (!is_peer_allowed(descriptor, private_networks)) refuse();
}

}  // namespace mailroom::connectors::sql

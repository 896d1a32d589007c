// Addresses of the Internet, and which of them are nobody's but a network's own: what a delivery must not
// reach unless the site says so, or whoever can write a host's name could make the daemon talk to the
// office's own machines. Plain values, immutable once filled; thread safe. After IANA's special-purpose
// registries (RFC 6890): what is not plainly public is private.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

struct sockaddr;

namespace mailroom::connectors {

class Networks {
 public:
  // "10.20.0.0/16", "127.0.0.1", "fd00::/8". False if it is none.
  bool add(std::string_view text);
  bool contains(const sockaddr& address) const;

 private:
  struct Network {
    std::array<uint8_t, 16> address;  // IPv4 as ::ffff:a.b.c.d
    int bits;
  };
  std::vector<Network> networks_;
};

// An address that the whole Internet knows as one machine's.
bool is_public(const sockaddr& address);

}  // namespace mailroom::connectors

#include "connectors/networks.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <string>

namespace mailroom::connectors {

namespace {

using Bytes = std::array<uint8_t, 16>;

constexpr int kMappedBits = 96;
constexpr Bytes kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

Bytes mapped(const in_addr& address) {
  Bytes bytes = kMapped;
  std::memcpy(bytes.data() + 12, &address, sizeof address);
  return bytes;
}

std::optional<Bytes> bytes_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) return mapped(reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  if (address.sa_family != AF_INET6) return {};
  Bytes bytes;
  std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, bytes.size());
  return bytes;
}

bool starts_alike(const Bytes& a, const Bytes& b, int bits) {
  const auto whole = static_cast<size_t>(bits / 8);
  if (std::memcmp(a.data(), b.data(), whole) != 0) return false;
  const int rest = bits % 8;
  return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

Networks networks_of(std::initializer_list<std::string_view> texts) {
  Networks networks;
  for (const std::string_view text : texts) networks.add(text);
  return networks;
}

}  // namespace

bool Networks::add(std::string_view text) {
  const size_t slash = text.find('/');
  const std::string host(text.substr(0, slash));
  Network network{};
  in_addr four{};
  const bool is_four = inet_pton(AF_INET, host.c_str(), &four) == 1;
  if (is_four) {
    network.address = mapped(four);
  } else if (inet_pton(AF_INET6, host.c_str(), network.address.data()) != 1) {
    return false;
  }
  const int most = is_four ? 32 : 128;
  int bits = most;
  if (slash != std::string_view::npos) {
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data() + slash + 1, end, bits);
    if (error != std::errc() || stopped != end || bits < 0 || bits > most) return false;
  }
  network.bits = bits + (is_four ? kMappedBits : 0);
  networks_.push_back(network);
  return true;
}

bool Networks::contains(const sockaddr& address) const {
  const auto bytes = bytes_of(address);
  if (!bytes) return false;
  for (const Network& network : networks_) {
    if (starts_alike(*bytes, network.address, network.bits)) return true;
  }
  return false;
}

bool is_public(const sockaddr& address) {
  static const Networks kGiven = networks_of({"0.0.0.0/0", "2000::/3"});
  static const Networks kSpecial = networks_of(
      {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
       "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
       "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
       // Protocol assignments with Teredo, documentation, 6to4: they may carry any IPv4 address in them.
       "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"});
  return kGiven.contains(address) && !kSpecial.contains(address);
}

}  // namespace mailroom::connectors

// What every connector that connects says alike: who we are there, whom we trust, how long it may take. Read
// from the keys `login`, `tls` and `timeout`. A plain value.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/value.h"
#include "connectors/kind.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

struct Connection {
  std::string user, password;                          // empty: none
  std::string trust_file, certificate_file, key_file;  // PEM; empty: the system's authorities, none of ours
  std::chrono::milliseconds answer_within{30'000};     // all of one delivery
  std::chrono::milliseconds connect_within{10'000};
  Networks private_networks;

  // Throws Error{usage, "setting_invalid"}.
  static Connection of(const Context& settings, const Surroundings& around,
                       std::string_view timeout = "PT30S");
};

// The key `timeout`. Throws Error{usage, "setting_invalid"}.
std::chrono::milliseconds answer_time(const Context& settings, std::string_view otherwise = "PT30S");

// Of the kind: `login.user` and `login.password`.
std::vector<ConnectorKey> login_keys();
// `tls.trust`, `tls.certificate` and `tls.key`.
std::vector<ConnectorKey> tls_keys();
ConnectorKey timeout_key(std::string_view description = "how long an answer may take; default: PT30S");

// `idempotency`: whether the receiver takes the same `word` ("key", "name") once, so that what may have been
// sent can be sent again.
bool honours(const Context& settings, std::string_view word);

}  // namespace mailroom::connectors

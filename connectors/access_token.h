// A token of OAuth 2.0 by the client credentials grant (RFC 6749, 4.4), fetched when it is first wanted and
// kept until shortly before it expires. One thread at a time. Neither the token nor the client's secret is in
// any text.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "connectors/connector.h"
#include "connectors/http_client.h"
#include "connectors/kind.h"

namespace mailroom::connectors {

class AccessToken {
 public:
  // None if the settings name no token's address. Throws Error{usage, "setting_invalid"}.
  static std::optional<AccessToken> of(const Context& settings);
  static std::vector<ConnectorKey> keys();

  // The token, or what becomes of the delivery without one: nothing of it was sent.
  std::variant<std::string, DeliveryOutcome> get(HttpClient& client, Instant now);
  bool is_kept() const { return !token_.empty(); }
  void forget() { token_.clear(); }  // the receiver does not take it any more
  const std::string& url() const { return url_; }

 private:
  std::string url_, client_id_, client_secret_, scope_;
  std::string token_;
  Instant good_until_{};
};

}  // namespace mailroom::connectors

// A delivery as a request by HTTP: what is sent, drawn up from settings and content; sends nothing. Amounts
// stay decimal in JSON. The same delivery always gives the same body, so that a receiver that compares what
// comes under one key finds it alike.
//
// Follows Standard Webhooks (github.com/standard-webhooks, 1.0), CloudEvents 1.0.2 (structured mode, JSON)
// and the Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header, without its quotes, which most
// receivers do not expect). Immutable; thread safe.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "connectors/connector.h"
#include "connectors/http_address.h"
#include "connectors/kind.h"

namespace mailroom::connectors {

struct HttpMessage {
  std::string method, url, body;
  std::vector<std::string> headers;  // "Name: value"
  std::string trouble = {};          // why it cannot be sent; empty: it can
};

class HttpDraft {
 public:
  // Throws Error{usage, "setting_invalid"}. Texts that still name a secret are taken as they are.
  explicit HttpDraft(const Context& settings);

  HttpMessage message(const Delivery& delivery) const;
  // The headers of Standard Webhooks, if the settings ask for them.
  std::vector<std::string> signature(const Delivery& delivery, const std::string& body, Instant now) const;
  // The message as a person reads it; what is made when it is sent is described.
  std::string shown(const Delivery& delivery) const;
  std::string host() const { return address_.host(); }

 private:
  std::string body_of(const Delivery& delivery) const;

  std::string method_;
  HttpAddress address_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string event_type_, event_source_;  // empty: no envelope
  std::string signing_key_;                // bytes
  bool signs_, is_form_;
};

// The keys of the kind that are read here.
std::vector<ConnectorKey> http_message_keys();

}  // namespace mailroom::connectors

// `http`: one request a delivery to a web service. What was sent and may have taken effect is `unknown`; with
// `idempotency: key` the receiver honours the header Idempotency-Key and it is simply sent again, without it
// a request goes out on a connection of its own and never twice by itself. No redirect is followed; private
// addresses are refused unless the site names them.
//
// One thread at a time. Answers are limited to a megabyte; of them a receipt is kept and
// what the settings name.
#pragma once

#include <optional>

#include "connectors/access_token.h"
#include "connectors/connector.h"
#include "connectors/http_answer.h"
#include "connectors/http_client.h"
#include "connectors/http_message.h"
#include "connectors/kind.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& http_kind();

class HttpConnector final : public Connector {
 public:
  // `as_written`: the settings before secrets were put in, from which everything is taken that people see.
  HttpConnector(const Context& settings, const Context& as_written, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return honours_key_; }
  bool amends() const override { return amends_; }

 private:
  HttpAnswer send(HttpMessage message, const Delivery& delivery, const std::string& token);
  void keep(const HttpAnswer& answer, DeliveryOutcome& outcome) const;

  HttpDraft draft_, shown_;
  std::optional<AccessToken> token_;
  std::string shown_token_url_;
  std::optional<AnswerPath> receipt_;
  AnswerValues answer_;
  bool honours_key_, amends_;
  const Clock& clock_;
  HttpClient client_;
};

}  // namespace mailroom::connectors

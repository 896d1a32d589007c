// `amqp`: one persistent message a delivery to a broker (RabbitMQ), with the delivery's key as its
// message-id. Confirmed is delivered; returned, because no queue takes it, is refused. What was sent and not
// confirmed is `unknown`, and sent again only with `idempotency: key`: a broker looks at no message-id, the
// receiver must.
//
// One thread at a time.
#pragma once

#include "connectors/amqp_publisher.h"
#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& amqp_kind();

class AmqpConnector final : public Connector {
 public:
  // `as_written`: the settings before secrets were put in, for what people see.
  AmqpConnector(const Context& settings, const Context& as_written, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return honours_key_; }
  bool amends() const override { return amends_; }

 private:
  AmqpMessage message_of(const Delivery& delivery) const;

  AmqpPublisher publisher_;
  std::string shown_, exchange_;
  bool honours_key_, amends_;
  const Clock& clock_;
};

}  // namespace mailroom::connectors

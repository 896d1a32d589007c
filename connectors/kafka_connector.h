// `kafka`: one record a delivery to a topic of Kafka, with the delivery's key in the header Idempotency-Key.
// Taken is what all replicas in step have. What was sent and not answered is `unknown`, and sent again only
// with `idempotency: key`: Kafka keeps both, the reader must tell them.
//
// One thread at a time.
#pragma once

#include "connectors/connector.h"
#include "connectors/kafka_producer.h"
#include "connectors/kind.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& kafka_kind();

class KafkaConnector final : public Connector {
 public:
  // `as_written`: the settings before secrets were put in, for what people see.
  KafkaConnector(const Context& settings, const Context& as_written, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return honours_key_; }
  bool amends() const override { return amends_; }

 private:
  KafkaRecord record_of(const Delivery& delivery) const;

  KafkaProducer producer_;
  std::string shown_, topic_;
  bool honours_key_, amends_;
  const Clock& clock_;
};

}  // namespace mailroom::connectors

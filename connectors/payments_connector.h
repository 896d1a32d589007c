// `payments`: credit transfers for a bank, by the batch, as files of ISO 20022 pain.001.001.09 in a folder
// from which the bank's own program takes them. Honours its key: a payment is in one file once
// (connectors/batch_folder.h). It is never amended: what is ordered is ordered, a person settles the
// difference. One thread at a time.
#pragma once

#include <optional>

#include "connectors/batch_folder.h"
#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/payment.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& payments_kind();

class PaymentsConnector final : public Connector {
 public:
  // The clock outlives it.
  PaymentsConnector(const Context& settings, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return true; }
  void tend() override { batches_.close_due(); }

 private:
  PaymentOrTrouble payment(const Delivery& delivery) const;

  Context settings_;  // what a batch is made by
  std::string currency_;
  BatchFolder batches_;
};

}  // namespace mailroom::connectors

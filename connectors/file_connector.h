// `file`: deliveries as files in a folder, for a system that picks files up: one file each
// (connectors/outbox.h), or one for many (connectors/batch_folder.h), as JSON, NDJSON, CSV, XML or of fixed
// width. Honours its key. One thread at a time.
#pragma once

#include <memory>
#include <optional>

#include "connectors/batch_folder.h"
#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/outbox.h"
#include "connectors/record_format.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& file_kind();

class FileConnector final : public Connector {
 public:
  // The clock outlives it.
  FileConnector(const Context& settings, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return true; }
  bool amends() const override { return amends_; }
  void tend() override;

 private:
  DeliveryOutcome put_into_batch(const Delivery& delivery);

  Context settings_;  // what a batch is made by
  std::unique_ptr<RecordFormat> format_;
  Outbox outbox_;
  std::optional<BatchFolder> batches_;
  std::string summed_;  // the column whose sum a batch tells; empty: none
  bool amends_;
};

}  // namespace mailroom::connectors

// `file`: one JSON file a delivery in a folder, for a system that picks files up. The file holds the
// idempotency key, the case and the content; numbers are decimal, dates ISO. Honours its key (see outbox.h).
#pragma once

#include <filesystem>

#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/outbox.h"

namespace mailroom::connectors {

const ConnectorKind& file_kind();

class FileConnector final : public Connector {
 public:
  FileConnector(const Context& settings, const std::filesystem::path& site_folder);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return true; }
  bool amends() const override { return amends_; }

 private:
  Outbox outbox_;
  bool amends_;
};

}  // namespace mailroom::connectors

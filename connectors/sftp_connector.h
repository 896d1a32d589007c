// `sftp`: one JSON file a delivery into a folder on another host (export_file.h). It is put there under
// another name and then renamed, so that it appears whole; a file of its name that is there already with the
// same content is this delivery's. What may have been renamed when the connection was lost is looked up; what
// cannot be told is `unknown`, and put there again only with `idempotency: name`.
//
// One thread at a time.
#pragma once

#include "connectors/connector.h"
#include "connectors/export_file.h"
#include "connectors/kind.h"
#include "connectors/sftp_client.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& sftp_kind();

class SftpConnector final : public Connector {
 public:
  // `as_written`: the settings before secrets were put in, for what people see.
  SftpConnector(const Context& settings, const Context& as_written, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return honours_name_; }
  bool amends() const override { return amends_; }

 private:
  // After a rename whose outcome nobody told: what lies in the folder does.
  DeliveryOutcome look_up(const ExportFile& file, const std::string& part, const SftpAnswer& renamed);
  DeliveryOutcome delivered(const ExportFile& file) const;

  SftpClient client_;
  std::string shown_;
  bool honours_name_, amends_;
};

}  // namespace mailroom::connectors

// `s3`: one JSON object a delivery in a bucket of S3 (export_file.h), under a name of its own and only if
// there is none of that name yet (If-None-Match); one that is there with the same content is this delivery's.
// What may have been put when the connection was lost is `unknown`, and put again only with
// `idempotency: name`: the same bytes under the same name.
//
// One thread at a time.
#pragma once

#include "connectors/bucket.h"
#include "connectors/connector.h"
#include "connectors/export_file.h"
#include "connectors/kind.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& s3_kind();

class S3Connector final : public Connector {
 public:
  S3Connector(const Context& settings, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return honours_name_; }
  bool amends() const override { return amends_; }

 private:
  std::string key_of(const ExportFile& file) const;
  std::string receipt_of(const ExportFile& file) const;
  // Something of its name is there already.
  DeliveryOutcome compare(const ExportFile& file);

  BucketAddress address_;
  Bucket bucket_;
  bool honours_name_, amends_;
};

}  // namespace mailroom::connectors

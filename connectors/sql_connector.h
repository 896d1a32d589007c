// `sql`: one row a delivery into a table of a database; today SQLite (`sqlite:FILE`). Values are always
// bound, names are checked against the table and quoted. The table has a unique column `idempotency_key`: the
// same key again changes nothing. Committed with synchronous=FULL before it is `delivered`.
//
// Numbers stay exact: a text column gets them as they are written (52.00 keeps its pence), an INTEGER column
// whole numbers; a column whose type would make SQLite turn them into binary floating point (REAL, NUMERIC,
// DECIMAL …) is refused. Follows https://www.sqlite.org/datatype3.html, section 3.1 (column affinity).
#pragma once

#include <filesystem>

#include "connectors/connector.h"
#include "connectors/kind.h"

namespace mailroom::connectors {

const ConnectorKind& sql_kind();

class SqlConnector final : public Connector {
 public:
  SqlConnector(const Context& settings, const std::filesystem::path& site_folder);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return true; }
  bool amends() const override { return amends_; }

 private:
  std::filesystem::path file_;  // never shown: it may come from a secret
  std::string table_;
  bool create_, amends_;
};

}  // namespace mailroom::connectors

// `sql`: one row a delivery into a table of a database, a row written over, or a stored procedure called:
// SQLite, PostgreSQL, MySQL, MariaDB, or whatever has an ODBC driver (connectors/sql/open.h). Values are
// always bound, names are checked and quoted, amounts stay exact or are refused.
//
// One transaction does it and keeps its idempotency key: in the row that is inserted, or in a table of keys
// (`keys:`). The same key again changes nothing. Without a table of keys, `upsert` and `call` keep none: what
// may have taken effect is `unknown` and a person's. A connection that was lost while committing is made anew
// and the key looked up. The connection is kept between deliveries; a SQLite file is opened for each.
#pragma once

#include <memory>
#include <optional>

#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/sql/effect.h"
#include "connectors/sql/open.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& sql_kind();

class SqlConnector final : public Connector {
 public:
  SqlConnector(const Context& settings, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return plan_.keeps_key(); }
  bool amends() const override { return amends_; }

 private:
  enum class Stage { looking, acting, committing };
  std::string misnamed(const Context& content) const;
  DeliveryOutcome attempt(const Delivery& delivery, Stage& stage);
  DeliveryOutcome settle(const sql::Failure& failure, Stage stage, const Delivery& delivery);
  std::optional<std::string> look_again(const Delivery& delivery);
  void drop();

  std::optional<sql::Source> source_;  // none: a dry run, which knows no secrets
  sql::EffectPlan plan_;
  bool amends_;
  std::unique_ptr<sql::Database> database_;
  sql::Tables tables_;  // as they were looked at on this connection
};

}  // namespace mailroom::connectors

#include "connectors/sql_connector.h"

#include <utility>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "connectors/connection.h"
#include "connectors/settings.h"
#include "connectors/sql/names.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;
using sql::EffectPlan;
using sql::Failure;

// Before the database is opened, before what was written counts, and after: the receiver has it, we do not
// know.
const Failpoint kConnect("sql.connect"), kCommit("sql.commit"), kAcknowledge("sql.acknowledge");

void fail_if_hurt(const Failpoint& failpoint) {
  if (const int error = failpoint.hit(); error != 0)
    throw Failure{Failure::Kind::lost, "the database failed: " + system_reason(error)};
}

DeliveryOutcome refused(std::string why) {
  return {Kind::refused, std::move(why), ""};
}

std::string table_name(const Context& settings, std::string_view path) {
  std::string name = required_text(settings, path, "the name of a table");
  if (!sql::is_table_name(name))
    throw setting_invalid(path, "a name of letters, digits and '_', not '" + name + "'");
  return name;
}

EffectPlan plan_of(const Context& settings) {
  EffectPlan plan;
  const bool inserts = !at_path(settings, "insert").is_null(),
             upserts = !at_path(settings, "upsert").is_null(), calls = !at_path(settings, "call").is_null();
  if (static_cast<int>(inserts) + static_cast<int>(upserts) + static_cast<int>(calls) != 1)
    throw setting_invalid("sql", "one of 'insert', 'upsert' and 'call' beside it");
  plan.kind = inserts   ? EffectPlan::Kind::insert
              : upserts ? EffectPlan::Kind::upsert
                        : EffectPlan::Kind::call;
  plan.target = table_name(settings, inserts ? "insert.table" : upserts ? "upsert.table" : "call.procedure");
  if (upserts) {
    plan.by = lines_at(settings, "upsert.by");
    if (plan.by.empty()) throw setting_invalid("upsert.by", "the columns that tell the row");
    for (const std::string& column : plan.by)
      if (!sql::is_plain_name(column))
        throw setting_invalid("upsert.by", "names of columns, not '" + column + "'");
  }
  if (!at_path(settings, "keys").is_null()) plan.keys = table_name(settings, "keys");
  plan.creates = flag_at(settings, "create", false);
  return plan;
}

}  // namespace

const ConnectorKind& sql_kind() {
  static const ConnectorKind kKind = {
      "sql",
      "a row in a database: SQLite, PostgreSQL, MySQL, MariaDB, or by ODBC",
      {{"sql", KeyForm::text, true,
        "the database: sqlite:FILE (relative to the site), postgresql://…, mysql://…, mariadb://…, odbc:DSN",
        "sqlite:data/ledger.db"},
       {"insert.table", KeyForm::text, true,
        "the table that gets a row; it has a unique column idempotency_key", "awards"},
       {"insert.row", KeyForm::expressions, true, "the columns and what they get",
        "{nino: claim.nino, amount: band.weekly_award}"},
       {"upsert.table", KeyForm::text, true, "the table whose row is written over, or made", "awards"},
       {"upsert.by", KeyForm::lines, true, "the columns that tell the row", "[nino]"},
       {"upsert.row", KeyForm::expressions, true,
        "the columns and what they get, those that tell the row too",
        "{nino: claim.nino, amount: band.weekly_award}"},
       {"call.procedure", KeyForm::text, true, "the stored procedure that is called", "take_award"},
       {"call.arguments", KeyForm::expressions, true, "what it is given, in this order",
        "{nino: claim.nino, amount: band.weekly_award}"},
       {"keys", KeyForm::text, false,
        "a table with a unique column idempotency_key, written in the same transaction: then nothing is done "
        "twice",
        "mailroom_keys"},
       {"create", KeyForm::flag, false, "SQLite: make the database and the table if they are missing",
        "true"},
       {"amend", KeyForm::flag, false, "an amendment changes the row; otherwise a person settles it", "true"},
       {"timeout", KeyForm::text, false, "how long an answer may take; default: PT30S", "PT10S"}},
      "ledger:\n  sql: sqlite:data/ledger.db\n  insert: {table: awards, row: {nino: claim.nino, amount: "
      "band.weekly_award}}\n",
      {"insert", "upsert", "call"}};
  return kKind;
}

SqlConnector::SqlConnector(const Context& settings, const Surroundings& around)
    : plan_(plan_of(settings)), amends_(flag_at(settings, "amend", false)) {
  const std::string url = required_text(settings, "sql", "the URL of a database");
  const auto timeout = answer_time(settings);
  if (!names_secret(url)) source_.emplace(url, "sql", around, timeout);
  const bool is_sqlite = source_ && source_->scheme() == sql::Scheme::sqlite;
  if (plan_.creates && source_ && !is_sqlite)
    throw setting_invalid("create", "nothing: only a SQLite database is made by Mailroom");
  if (plan_.kind == EffectPlan::Kind::call && is_sqlite)
    throw setting_invalid("call", "'insert' or 'upsert': SQLite has no stored procedures");
  if (amends_ && (plan_.kind == EffectPlan::Kind::call ||
                  (plan_.kind == EffectPlan::Kind::insert && !plan_.keys.empty())))
    throw setting_invalid("amend", "a row that is found again: by 'upsert', or by its own idempotency_key");
}

std::string SqlConnector::misnamed(const Context& content) const {
  if (plan_.kind == EffectPlan::Kind::call) return {};  // its arguments' names are for people
  for (const auto& [name, value] : content.entries()) {
    if (!sql::is_plain_name(name))
      return "'" + name + "' is no name of a column: expected letters, digits and '_'";
    if (to_lower_ascii(name) == sql::kKeyColumn)
      return "the column 'idempotency_key' is filled in by mailroom; leave it out of the row";
  }
  return content.empty() && plan_.kind == EffectPlan::Kind::upsert ? "the row is empty" : "";
}

DeliveryOutcome SqlConnector::deliver(const Delivery& delivery) {
  if (!source_) return refused("the database's URL is not known");
  if (const std::string why = misnamed(content_of(plan_, delivery)); !why.empty()) return refused(why);
  for (bool has_met = false;;) {
    const bool was_kept = database_ != nullptr;
    Stage stage = Stage::looking;
    try {
      DeliveryOutcome outcome = attempt(delivery, stage);
      if (outcome.kind != Kind::delivered || !source_->is_kept_open()) drop();
      return outcome;
    } catch (const Failure& failure) {
      const bool was_stale = was_kept && stage == Stage::looking && failure.kind == Failure::Kind::lost;
      // Somebody put the row there between our look and our row: now it is found and written over.
      const bool meets =
          failure.is_constraint && plan_.kind == EffectPlan::Kind::upsert && !std::exchange(has_met, true);
      if (!was_stale && !meets) return settle(failure, stage, delivery);
      drop();  // stale: the server went away since the last delivery, nothing was sent yet
    }
  }
}

DeliveryOutcome SqlConnector::attempt(const Delivery& delivery, Stage& stage) {
  if (!database_) {
    fail_if_hurt(kConnect);
    database_ = source_->open(plan_.creates);
  }
  database_->begin();
  sql::Effect effect(*database_, plan_, delivery, tables_);
  if (const std::string why = effect.obstacle(); !why.empty()) return refused(why);
  auto receipt = effect.receipt();
  stage = Stage::acting;
  effect.take(receipt.has_value());
  if (!receipt) receipt = effect.told();
  stage = Stage::committing;
  fail_if_hurt(kCommit);
  database_->commit();
  fail_if_hurt(kAcknowledge);
  if (database_->needs_proof() && plan_.keeps_key()) {
    if (!effect.receipt()) throw Failure{Failure::Kind::lost, "the database lost what it had committed"};
    database_->roll_back();  // what was only read
  }
  return {Kind::delivered, "", *receipt};
}

// What a failure means at this stage. Until COMMIT is sent, nothing of a transaction lasts; a procedure,
// though, may have committed for itself.
DeliveryOutcome SqlConnector::settle(const Failure& failure, Stage stage, const Delivery& delivery) {
  drop();
  switch (failure.kind) {
    case Failure::Kind::away:
      return {Kind::unavailable, failure.message, ""};
    case Failure::Kind::busy:
    case Failure::Kind::contended:
      return {Kind::retry_later, failure.message, ""};
    case Failure::Kind::refused: {
      // Another daemon may have been faster under the same key.
      const auto receipt = failure.is_constraint ? look_again(delivery) : std::nullopt;
      return receipt ? DeliveryOutcome{Kind::delivered, "", *receipt} : refused(failure.message);
    }
    case Failure::Kind::lost:
    case Failure::Kind::unsettled:
      break;
  }
  const bool may_have_effect = stage == Stage::committing || failure.kind == Failure::Kind::unsettled ||
                               (stage == Stage::acting && plan_.kind == EffectPlan::Kind::call);
  if (!may_have_effect) return {Kind::unavailable, failure.message, ""};
  if (const auto receipt = look_again(delivery)) return {Kind::delivered, "", *receipt};
  return {Kind::unknown, failure.message + " before it said what became of it", ""};
}

// On a new connection: where it is, if it took effect.
std::optional<std::string> SqlConnector::look_again(const Delivery& delivery) {
  // An amendment of a row has the key that the row had before.
  if (!plan_.keeps_key() || (delivery.amendment > 0 && plan_.keeps_key_in_row())) return {};
  try {
    const auto database = source_->open();
    return sql::Effect(*database, plan_, delivery, tables_).receipt();
  } catch (const Failure&) {
    return {};
  }
}

void SqlConnector::drop() {
  if (database_) database_->roll_back();
  database_.reset();
  tables_.clear();
}

std::string SqlConnector::preview(const Delivery& delivery) const {
  std::string text = plan_.kind == EffectPlan::Kind::call ? "a call of " + plan_.target
                     : plan_.kind == EffectPlan::Kind::upsert
                         ? "a row of " + plan_.target + ", written over by " + join(plan_.by, ", ")
                         : "a row of " + plan_.target;
  text += "\n";
  for (const auto& [name, value] : content_of(plan_, delivery).entries())
    text += "  " + name + " = " + to_display(value) + "\n";
  return text;
}

}  // namespace mailroom::connectors

// What people and destinations stop: holds on subjects, destinations, parked deliveries; and the versions of
// workflows that cases stay on.
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "daemon/sql_store.h"
#include "daemon/standing.h"

namespace mailroom::daemon {

using workflows::Destination;
using workflows::Hold;

namespace {

std::string owner_of_hold(const std::string& hash) {
  return "hold:" + hash;
}

Value value_of(const Destination& one) {
  return Context{{"gate", to_string(one.gate)},
                 {"why", one.why},
                 {"by", one.by},
                 {"failures", one.failures},
                 {"closures", one.closures}};
}

int small(const Context& body, std::string_view key) {
  const Value& value = body.at(key);
  return value.is(Value::Kind::number) ? static_cast<int>(value.number().to_integer().value_or(0)) : 0;
}

Destination destination_from(Query& query) {
  const Value stored = parse_json(query.text(3), "the store");
  if (!stored.is(Value::Kind::context))
    throw Error(Fault::machine, "store_damaged", "a stored destination is not what was written");
  const Context& body = stored.context();
  Destination one;
  one.name = query.text(0);
  if (!query.is_null(1)) one.until = query.instant(1);
  one.revision = query.integer(2);
  one.gate = workflows::parse_gate(body.at("gate").text_or("")).value_or(Destination::Gate::open);
  one.why = body.at("why").text_or("");
  one.by = body.at("by").text_or("");
  one.failures = small(body, "failures");
  one.closures = small(body, "closures");
  return one;
}

}  // namespace

std::optional<Hold> SqlStore::hold_on(const std::string& subject) {
  const std::string hash = key_.index("subject", folded_for_index(subject));
  return read([&](Database& database) -> std::optional<Hold> {
    Query query = database.query("SELECT body FROM holds WHERE subject = ?");
    query.bind(hash);
    if (!query.step()) return {};
    const Value stored = opened(database, owner_of_hold(hash), query.blob(0));
    const Context& body = stored.context();
    const auto at = body.at("at").number().to_integer();
    return Hold{body.at("by").text_or(""), Instant{at.value_or(0)}, body.at("why").text_or(""), true, {}};
  });
}

bool SqlStore::hold_subject(const std::string& subject, const Hold& hold) {
  const std::string hash = key_.index("subject", folded_for_index(subject));
  // Not the person's keyed hash: the record stays when they are erased.
  const std::string chain = "hold:" + new_uuid(clock_);
  return engine_->write([&](Database& database) {
    const std::string body =
        sealed(database, owner_of_hold(hash),
               Context{{"by", hold.by}, {"at", hold.at.microseconds}, {"why", hold.why}, {"chain", chain}});
    const int64_t written = database.query("INSERT INTO holds VALUES (?, ?) ON CONFLICT DO NOTHING")
                                .bind(hash)
                                .bind_blob(body)
                                .run();
    if (written == 0) return false;
    append_audit(database, chain, {"subject_held", hold.by, hold.at, {}});
    return true;
  });
}

bool SqlStore::release_subject(const std::string& subject, const std::string& by, Instant now) {
  const std::string hash = key_.index("subject", folded_for_index(subject));
  return engine_->write([&](Database& database) {
    std::string chain;
    {
      Query query = database.query("SELECT body FROM holds WHERE subject = ? FOR UPDATE");
      if (!query.bind(hash).step()) return false;
      chain = opened(database, owner_of_hold(hash), query.blob(0))
                  .context()
                  .at("chain")
                  .text_or("subject:" + hash);
    }
    database.query("DELETE FROM holds WHERE subject = ?").bind(hash).run();
    database.lock("destroyed");
    destroy_key(database, owner_of_hold(hash));
    append_audit(database, chain, {"subject_released", by, now, {}});
    return true;
  });
}

std::vector<std::string> SqlStore::cases_of(const std::string& subject) {
  return read([&](Database& database) -> std::vector<std::string> {
    Query query = database.query("SELECT case_id FROM subjects WHERE hash = ? ORDER BY case_id");
    query.bind(key_.index("subject", folded_for_index(subject)));
    std::vector<std::string> ids;
    while (query.step()) ids.push_back(query.text(0));
    return ids;
  });
}

std::optional<Destination> SqlStore::destination(const std::string& name) {
  return read([&](Database& database) -> std::optional<Destination> {
    Query query = database.query("SELECT name, until, revision, body FROM destinations WHERE name = ?");
    query.bind(name);
    if (!query.step()) return {};
    return destination_from(query);
  });
}

std::vector<Destination> SqlStore::destinations() {
  return read([&](Database& database) -> std::vector<Destination> {
    Query query = database.query("SELECT name, until, revision, body FROM destinations ORDER BY name");
    std::vector<Destination> all;
    while (query.step()) all.push_back(destination_from(query));
    return all;
  });
}

bool SqlStore::keep_destination(const Destination& destination) {
  const std::string body = to_json(value_of(destination));
  return engine_->write([&](Database& database) {
    if (is_plain(destination)) {
      if (destination.revision == 0) return true;
      return database.query("DELETE FROM destinations WHERE name = ? AND revision = ?")
                 .bind(destination.name)
                 .bind(destination.revision)
                 .run() > 0;
    }
    if (destination.revision == 0) {
      return database.query("INSERT INTO destinations VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING")
                 .bind(destination.name)
                 .bind(destination.until)
                 .bind(body)
                 .run() > 0;
    }
    return database
               .query(
                   "UPDATE destinations SET until = ?, revision = revision + 1, body = ?"
                   " WHERE name = ? AND revision = ?")
               .bind(destination.until)
               .bind(body)
               .bind(destination.name)
               .bind(destination.revision)
               .run() > 0;
  });
}

int SqlStore::unpark(const std::string& destination, int most, Instant due) {
  int released = 0;
  engine_->write([&](Database& database) {
    std::vector<std::pair<std::string, std::string>> found;
    {
      Query query = database.query(
          "SELECT id, case_id FROM deliveries WHERE name = ? AND parked = 1 ORDER BY urgent DESC, id LIMIT ?"
          " FOR UPDATE SKIP LOCKED");
      query.bind(destination).bind(most);
      while (query.step()) found.emplace_back(query.text(0), query.text(1));
    }
    for (const auto& [delivery, case_id] : found) {
      database.query("UPDATE deliveries SET parked = 0 WHERE id = ?").bind(delivery).run();
      database
          .query(
              "UPDATE cases SET due_at = CASE WHEN due_at < ?1 THEN due_at ELSE ?1 END WHERE id = ?2 AND"
              " state = 'delivering'")
          .bind(due)
          .bind(case_id)
          .run();
    }
    released = static_cast<int>(found.size());
    return released > 0;
  });
  return released;
}

// From name to name in the index of what is parked, however much that is.
std::vector<std::string> SqlStore::parked_for() {
  return read([&](Database& database) {
    std::vector<std::string> names;
    for (std::string last;; last = names.back()) {
      Query query = database.query("SELECT min(name) FROM deliveries WHERE parked = 1 AND name > ?");
      query.bind(last);
      if (!query.step() || query.is_null(0)) return names;
      names.push_back(query.text(0));
    }
  });
}

std::optional<VersionRecord> SqlStore::find_version(const std::string& workflow, int version) {
  return read([&](Database& database) -> std::optional<VersionRecord> {
    Query query =
        database.query("SELECT digest, body FROM workflow_versions WHERE workflow = ? AND version = ?");
    query.bind(workflow).bind(version);
    if (!query.step()) return {};
    return VersionRecord{workflow, version, query.text(0), query.text(1)};
  });
}

void SqlStore::keep_version(const VersionRecord& version, Instant now) {
  engine_->write([&](Database& database) {
    return database
               .query(
                   "INSERT INTO workflow_versions VALUES (?1, ?2, ?3, ?4, ?5)"
                   " ON CONFLICT (workflow, version) DO UPDATE SET digest = excluded.digest,"
                   " kept = excluded.kept, body = excluded.body"
                   " WHERE workflow_versions.digest <> excluded.digest AND NOT EXISTS"
                   " (SELECT 1 FROM cases WHERE cases.workflow = ?1 AND cases.version = ?2)")
               .bind(version.workflow)
               .bind(version.version)
               .bind(version.digest)
               .bind(now)
               .bind(version.body)
               .run() > 0;
  });
}

std::vector<int> SqlStore::kept_versions(const std::string& workflow) {
  return read([&](Database& database) -> std::vector<int> {
    Query query = database.query("SELECT version FROM workflow_versions WHERE workflow = ? ORDER BY version");
    query.bind(workflow);
    std::vector<int> versions;
    while (query.step()) versions.push_back(static_cast<int>(query.integer(0)));
    return versions;
  });
}

bool SqlStore::has_cases_of(const std::string& workflow, int version) {
  return read([&](Database& database) -> bool {
    Query query = database.query("SELECT 1 FROM cases WHERE workflow = ? AND version = ? LIMIT 1");
    query.bind(workflow).bind(version);
    return query.step();
  });
}

// From one to the next by the index of open cases (rank: daemon/standing.h, kRankWaitingLast): there are few
// versions, and a million cases. First the next version of a workflow, then the next workflow: as one
// comparison, (workflow, version) > (?, ?), SQLite steps over every case of the last one.
std::vector<std::pair<std::string, int>> SqlStore::versions_in_use() {
  static_assert(kRankWaitingLast == 2);
  return read([&](Database& database) -> std::vector<std::pair<std::string, int>> {
    std::vector<std::pair<std::string, int>> versions;
    std::pair<std::string, int> last{"", 0};
    const auto take = [&](Query& query) {
      if (!query.step()) return false;
      last = {query.text(0), static_cast<int>(query.integer(1))};
      if (!last.first.empty()) versions.push_back(last);
      return true;
    };
    const auto next_version = [&] {
      Query query = database.query(
          "SELECT workflow, version FROM cases WHERE rank <= 2 AND workflow = ? AND version > ?"
          " ORDER BY version LIMIT 1");
      return take(query.bind(last.first).bind(last.second));
    };
    const auto next_workflow = [&] {
      Query query = database.query(
          "SELECT workflow, version FROM cases WHERE rank <= 2 AND workflow > ?"
          " ORDER BY workflow, version LIMIT 1");
      return take(query.bind(last.first));
    };
    while (next_version() || next_workflow()) {
    }
    return versions;
  });
}

std::vector<std::string> SqlStore::open_cases_of_version(const std::string& workflow, int version) {
  return read([&](Database& database) -> std::vector<std::string> {
    Query query =
        database.query("SELECT id FROM cases WHERE workflow = ? AND version = ? AND rank <= 2 ORDER BY id");
    query.bind(workflow).bind(version);
    std::vector<std::string> ids;
    while (query.step()) ids.push_back(query.text(0));
    return ids;
  });
}

}  // namespace mailroom::daemon

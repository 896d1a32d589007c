// The part that the case runner uses, and what all parts share: keys, sealed bodies, objects.
#include "daemon/sqlite_store.h"

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "daemon/sqlite_schema.h"
#include "daemon/standing.h"

namespace mailroom::daemon {

using workflows::CaseChange;
using workflows::CaseRecord;

std::string folded_for_index(std::string_view value) {
  std::string folded;
  for (char c : value) {
    if (c == ' ' || c == '-' || c == '\t') continue;
    folded += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return folded;
}

SqliteStore::SqliteStore(const std::filesystem::path& file, const SiteKey& key, const Clock& clock,
                         Database::Mode mode)
    : database_(file, mode), key_(key), clock_(clock) {
  if (mode == Database::Mode::write) {
    migrate(database_, clock.now());
  } else {
    require_version(database_);
  }
}

std::string SqliteStore::key_of(const std::string& owner) {
  {
    Query query = database_.query("SELECT wrapped FROM keys WHERE owner = ?");
    query.bind(owner);
    if (query.step()) return key_.unwrap(query.blob(0), owner);
  }
  const std::string key = new_key();
  database_.query("INSERT INTO keys VALUES (?, ?)").bind(owner).bind_blob(key_.wrap(key, owner)).run();
  return key;
}

std::string SqliteStore::sealed(const std::string& owner, const Value& body) {
  return seal(key_of(owner), to_json(body), owner);
}

Value SqliteStore::opened(const std::string& owner, const std::string& body) {
  Query query = database_.query("SELECT wrapped FROM keys WHERE owner = ?");
  query.bind(owner);
  if (!query.step()) {
    throw Error(Fault::document, "erased", "this was erased: its key was destroyed");
  }
  return parse_json(open_sealed(key_.unwrap(query.blob(0), owner), body, owner), "the store");
}

void SqliteStore::add_object(const ObjectRecord& object) {
  database_.query("INSERT OR IGNORE INTO objects VALUES (?, ?, ?, ?)")
      .bind(object.address)
      .bind(object.id)
      .bind(static_cast<int64_t>(object.bytes))
      .bind_blob(object.wrapped_key)
      .run();
}

std::optional<ObjectRecord> SqliteStore::find_object(const std::string& address) {
  const std::lock_guard lock(mutex_);
  Query query = database_.query("SELECT id, bytes, wrapped_key FROM objects WHERE address = ?");
  query.bind(address);
  if (!query.step()) return {};
  return ObjectRecord{address, query.text(0), static_cast<uint64_t>(query.integer(1)), query.blob(2)};
}

bool SqliteStore::has_object_file(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Query query = database_.query("SELECT 1 FROM objects WHERE id = ?");
  query.bind(id);
  return query.step();
}

std::optional<CaseRecord> SqliteStore::load(const std::string& case_id) {
  const std::lock_guard lock(mutex_);
  Query query = database_.query("SELECT body, revision FROM cases WHERE id = ?");
  query.bind(case_id);
  if (!query.step()) return {};
  CaseRecord record = workflows::case_from_value(opened("case:" + case_id, query.blob(0)));
  record.revision = query.integer(1);
  return record;
}

std::optional<std::string> SqliteStore::find_open(const std::string& workflow, const std::string& join_key) {
  const std::lock_guard lock(mutex_);
  Query query = database_.query("SELECT min(case_id) FROM join_keys WHERE workflow = ? AND hash = ?");
  query.bind(workflow).bind(key_.index("join", folded_for_index(join_key)));
  if (!query.step() || query.is_null(0)) return {};
  return query.text(0);
}

std::vector<std::string> SqliteStore::filed_in(const std::string& document_id) {
  const std::lock_guard lock(mutex_);
  Query query =
      database_.query("SELECT DISTINCT case_id FROM filings WHERE document_id = ? ORDER BY case_id");
  query.bind(document_id);
  std::vector<std::string> cases;
  while (query.step()) cases.push_back(query.text(0));
  return cases;
}

std::string SqliteStore::new_case_number(int year) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  int64_t serial = 0;
  {
    Query query = database_.query(
        "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1"
        " RETURNING value");
    query.bind("case:" + std::to_string(year));
    while (query.step()) serial = query.integer(0);
  }
  transaction.commit();
  return case_number(year, serial);
}

void SqliteStore::write_filings(const CaseRecord& record) {
  database_.query("DELETE FROM filings WHERE case_id = ?").bind(record.id).run();
  for (const auto& filing : record.filings) {
    database_.query("INSERT INTO filings VALUES (?, ?, ?, ?)")
        .bind(record.id)
        .bind(filing.document_id)
        .bind(filing.part)
        .bind(static_cast<int64_t>(filing.pages.size()))
        .run();
  }
}

void SqliteStore::write_indexes(const CaseRecord& record) {
  database_.query("DELETE FROM join_keys WHERE case_id = ?").bind(record.id).run();
  if (is_open(record.state)) {
    for (const std::string& key : record.join_keys) {
      database_.query("INSERT OR IGNORE INTO join_keys VALUES (?, ?, ?)")
          .bind(record.workflow)
          .bind(key_.index("join", folded_for_index(key)))
          .bind(record.id)
          .run();
    }
  }
  database_.query("DELETE FROM subjects WHERE case_id = ?").bind(record.id).run();
  if (!record.subject.empty()) {
    database_.query("INSERT INTO subjects VALUES (?, ?)")
        .bind(key_.index("subject", folded_for_index(record.subject)))
        .bind(record.id)
        .run();
  }
}

void SqliteStore::write_deliveries(const CaseRecord& record) {
  for (const auto& delivery : record.deliveries) {
    database_
        .query(
            "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " state = excluded.state, attempts = excluded.attempts, next_attempt = excluded.next_attempt,"
            " why = excluded.why, receipt = excluded.receipt")
        .bind(delivery.id)
        .bind(record.id)
        .bind(delivery.name)
        .bind(delivery.key)
        .bind(to_string(delivery.state))
        .bind(delivery.attempts)
        .bind(delivery.next_attempt)
        .bind(delivery.why)
        .bind(delivery.receipt)
        .run();
  }
}

bool SqliteStore::commit(const std::vector<CaseChange>& changes) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  for (const CaseChange& change : changes) {
    if (!apply(change)) return false;
  }
  transaction.commit();
  return true;
}

bool SqliteStore::is_any_open(const std::string& workflow, const std::vector<std::string>& join_keys) {
  for (const std::string& join_key : join_keys) {
    Query query = database_.query("SELECT 1 FROM join_keys WHERE workflow = ? AND hash = ?");
    query.bind(workflow).bind(key_.index("join", folded_for_index(join_key)));
    if (query.step()) return true;
  }
  return false;
}

bool SqliteStore::apply(const CaseChange& change) {
  if (is_any_open(change.record.workflow, change.none_open_with)) return false;
  CaseRecord record = change.record;
  record.revision = change.record.revision + 1;
  const std::string body = sealed("case:" + record.id, workflows::to_value(record));
  const std::string standing = standing_of(record);
  {
    Query query = database_.query(
        change.is_new
            ? "INSERT INTO cases(number, workflow, version, state, standing, rank, queue, urgent, due, "
              "received,"
              " changed, due_at, revision, body, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            : "UPDATE cases SET number = ?, workflow = ?, version = ?, state = ?, standing = ?, rank = ?,"
              " queue = ?, urgent = ?, due = ?, received = ?, changed = ?, due_at = ?, revision = ?, body = ?"
              " WHERE id = ? AND revision = ?");
    query.bind(record.number).bind(record.workflow).bind(record.version).bind(to_string(record.state));
    query.bind(standing).bind(rank_of(standing)).bind(record.queue).bind(record.urgent ? 1 : 0);
    if (record.due) {
      query.bind(to_string(*record.due));
    } else {
      query.bind_null();
    }
    query.bind(record.received).bind(clock_.now()).bind(due_of(record)).bind(record.revision).bind_blob(body);
    query.bind(record.id);
    if (!change.is_new) query.bind(change.record.revision);
    query.run();
    if (database_.changes() == 0) return false;
  }
  if (record.state != workflows::State::awaiting_review) {
    database_
        .query("UPDATE cases SET review_by = NULL, review_until = NULL WHERE id = ? AND review_by NOTNULL")
        .bind(record.id)
        .run();
  }
  write_filings(record);
  write_indexes(record);
  write_deliveries(record);
  for (const auto& entry : change.audit) append_audit(record.id, entry);
  return true;
}

}  // namespace mailroom::daemon

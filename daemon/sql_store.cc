// The part that the case runner uses.
#include "daemon/sql_store.h"

#include <set>
#include <tuple>

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "daemon/sql_schema.h"
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

SqlStore::SqlStore(std::unique_ptr<Engine> engine, const SiteKey& key, const Clock& clock, Access access)
    : engine_(std::move(engine)), key_(key), clock_(clock) {
  if (access == Access::write) {
    migrate(*engine_, key, clock.now());
  } else {
    require_version(*engine_);
  }
  check_key(access);
}

void SqlStore::check_key(Access access) {
  const std::string expected = key_.index("mark", "site key");
  const std::string found = read([](Database& database) {
    Query query = database.query("SELECT value FROM marks WHERE name = 'site key'");
    return query.step() ? query.text(0) : std::string();
  });
  if (found.empty() && access == Access::write) {
    engine_->write([&](Database& database) {
      database.query("INSERT INTO marks VALUES ('site key', ?) ON CONFLICT DO NOTHING").bind(expected).run();
      return true;
    });
    return check_key(Access::look);  // of two that start together one is the first
  }
  if (!found.empty() && found != expected) {
    throw Error(Fault::usage, "site_key_wrong", "this site's key is not the one that the store was made with",
                {}, "copy data/site.key from the daemon that made the store, or from the backup");
  }
}

std::optional<CaseRecord> SqlStore::load(const std::string& case_id) {
  return read([&](Database& database) -> std::optional<CaseRecord> {
    Query query = database.query("SELECT body, revision FROM cases WHERE id = ?");
    query.bind(case_id);
    if (!query.step()) return {};
    if (query.blob(0).empty()) throw Error(Fault::usage, "erased", "this case was erased");
    CaseRecord record = workflows::case_from_value(opened(database, "case:" + case_id, query.blob(0)));
    record.revision = query.integer(1);
    return record;
  });
}

std::optional<std::string> SqlStore::find_open(const std::string& workflow, const std::string& join_key) {
  return read([&](Database& database) -> std::optional<std::string> {
    Query query =
        database.query("SELECT min(case_id) FROM join_keys WHERE workflow = ? AND hash = ? AND open = 1");
    query.bind(workflow).bind(key_.index("join", folded_for_index(join_key)));
    if (!query.step() || query.is_null(0)) return {};
    return query.text(0);
  });
}

std::optional<std::string> SqlStore::find_closed(const std::string& workflow, const std::string& join_key) {
  return read([&](Database& database) -> std::optional<std::string> {
    Query query =
        database.query("SELECT max(case_id) FROM join_keys WHERE workflow = ? AND hash = ? AND open = 0");
    query.bind(workflow).bind(key_.index("join", folded_for_index(join_key)));
    if (!query.step() || query.is_null(0)) return {};
    return query.text(0);
  });
}

std::vector<std::string> SqlStore::filed_in(const std::string& document_id) {
  return read([&](Database& database) -> std::vector<std::string> {
    Query query =
        database.query("SELECT DISTINCT case_id FROM filings WHERE document_id = ? ORDER BY case_id");
    query.bind(document_id);
    std::vector<std::string> cases;
    while (query.step()) cases.push_back(query.text(0));
    return cases;
  });
}

std::string SqlStore::new_case_number(int year) {
  int64_t serial = 0;
  const auto body = [&](Database& database) {
    Query query = database.query(
        "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1"
        " RETURNING value");
    query.bind("case:" + std::to_string(year));
    while (query.step()) serial = query.integer(0);
    return true;
  };
  engine_->write(body, Lasts::with_next);  // the commit of its case takes it along
  return case_number(year, serial);
}

// The next three mostly find that nothing changed: looking is cheaper than writing it anew.
void SqlStore::write_filings(Database& database, const CaseRecord& record) {
  using Row = std::tuple<std::string, int64_t, int64_t>;
  std::set<Row> wanted, there;
  for (const auto& filing : record.filings) {
    wanted.emplace(filing.document_id, filing.part, static_cast<int64_t>(filing.pages.size()));
  }
  {
    Query query = database.query("SELECT document_id, part, pages FROM filings WHERE case_id = ?");
    query.bind(record.id);
    while (query.step()) there.emplace(query.text(0), query.integer(1), query.integer(2));
  }
  if (wanted == there) return;
  if (!there.empty())  // there are papers again, if there were none any more
    database.query("UPDATE cases SET kept = 2 WHERE id = ?").bind(record.id).run();
  database.query("DELETE FROM filings WHERE case_id = ?").bind(record.id).run();
  for (const auto& [document, part, pages] : wanted) {
    database.query("INSERT INTO filings VALUES (?, ?, ?, ?)")
        .bind(record.id)
        .bind(document)
        .bind(part)
        .bind(pages)
        .run();
  }
}

void SqlStore::write_join_keys(Database& database, const CaseRecord& record) {
  using Key = std::tuple<std::string, std::string, int64_t>;  // workflow, hash, whether the case is open
  std::set<Key> wanted, there;
  // Of a closed case too: documents of it may come late.
  if (is_open(record.state) || record.state == workflows::State::closed) {
    for (const std::string& key : record.join_keys)
      wanted.emplace(record.workflow, key_.index("join", folded_for_index(key)),
                     is_open(record.state) ? 1 : 0);
  }
  {
    Query query = database.query("SELECT workflow, hash, open FROM join_keys WHERE case_id = ?");
    query.bind(record.id);
    while (query.step()) there.emplace(query.text(0), query.text(1), query.integer(2));
  }
  if (wanted == there) return;
  database.query("DELETE FROM join_keys WHERE case_id = ?").bind(record.id).run();
  for (const auto& [workflow, hash, open] : wanted) {
    database.query("INSERT INTO join_keys VALUES (?, ?, ?, ?)")
        .bind(workflow)
        .bind(hash)
        .bind(record.id)
        .bind(open)
        .run();
  }
}

void SqlStore::write_subject(Database& database, const CaseRecord& record) {
  const std::string wanted =
      record.subject.empty() ? "" : key_.index("subject", folded_for_index(record.subject));
  std::string there;
  {
    Query query = database.query("SELECT hash FROM subjects WHERE case_id = ?");
    if (query.bind(record.id).step()) there = query.text(0);
  }
  if (wanted == there) return;
  database.query("DELETE FROM subjects WHERE case_id = ?").bind(record.id).run();
  if (!wanted.empty()) {
    database.query("INSERT INTO subjects VALUES (?, ?)").bind(wanted).bind(record.id).run();
  }
}

void SqlStore::write_deliveries(Database& database, const CaseRecord& record) {
  for (const auto& delivery : record.deliveries) {
    const bool parked =
        delivery.parked && delivery.state == workflows::DeliveryState::waiting && !record.hold;
    database
        .query(
            "INSERT INTO deliveries(id, case_id, name, key, state, attempts, next_attempt, said,"
            " revision, urgent, parked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET id = excluded.id, state = excluded.state,"
            " attempts = excluded.attempts, next_attempt = excluded.next_attempt, said = excluded.said,"
            " revision = excluded.revision, urgent = excluded.urgent,"
            " parked = excluded.parked")
        .bind(delivery.id)
        .bind(record.id)
        .bind(delivery.name)
        .bind(delivery.key)
        .bind(to_string(delivery.state))
        .bind(delivery.attempts)
        .bind(delivery.next_attempt)
        .bind_blob(sealed(database, "case:" + record.id, said_of(delivery.why, delivery.receipt)))
        .bind(record.revision)
        .bind(record.urgent ? 1 : 0)
        .bind(parked ? 1 : 0)
        .run();
  }
  // What was planned and is not wanted any more.
  database.query("DELETE FROM deliveries WHERE case_id = ? AND revision <> ?")
      .bind(record.id)
      .bind(record.revision)
      .run();
}

bool SqlStore::commit(const std::vector<CaseChange>& changes) {
  const Work* const claim = UnderClaim::current();  // asked here: the body may run in another thread
  return engine_->write([&](Database& database) {
    if (claim != nullptr && !is_held(database, *claim)) {
      throw Error(Fault::machine, "lease_lost", "this work was taken over by somebody else");
    }
    for (const CaseChange& change : changes) {
      if (!apply(database, change)) return false;
    }
    return true;
  });
}

bool SqlStore::is_any_open(Database& database, const std::string& workflow,
                           const std::vector<std::string>& join_keys) {
  for (const std::string& join_key : join_keys) {
    // Whoever opens a case of this key at the same moment comes before or after us.
    const std::string hash = key_.index("join", folded_for_index(join_key));
    database.lock(hash);
    Query query = database.query("SELECT 1 FROM join_keys WHERE workflow = ? AND hash = ? AND open = 1");
    if (query.bind(workflow).bind(hash).step()) return true;
  }
  return false;
}

bool SqlStore::apply(Database& database, const CaseChange& change) {
  if (is_any_open(database, change.record.workflow, change.none_open_with)) return false;
  CaseRecord record = change.record;
  record.revision = change.record.revision + 1;
  const std::string body = sealed(database, "case:" + record.id, workflows::to_value(record));
  const std::string standing = standing_of(record);
  {
    Query query = database.query(
        change.is_new
            ? "INSERT INTO cases(workflow, version, state, standing, rank, queue, urgent, due, received,"
              " changed, due_at, revision, body, id, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
              "?, ?)"
            // Who held it for review holds nothing any more, unless it waits for a person still.
            : "UPDATE cases SET workflow = ?1, version = ?2, state = ?3, standing = ?4, rank = ?5,"
              " queue = ?6, urgent = ?7, due = ?8, received = ?9, changed = ?10, due_at = ?11,"
              " revision = ?12, body = ?13,"
              " review_by = CASE WHEN ?3 = 'awaiting_review' THEN review_by END,"
              " review_until = CASE WHEN ?3 = 'awaiting_review' THEN review_until END"
              " WHERE id = ?14 AND revision = ?15");
    query.bind(record.workflow).bind(record.version).bind(to_string(record.state));
    query.bind(standing).bind(rank_of(standing)).bind(record.queue).bind(record.urgent ? 1 : 0);
    if (record.due) {
      query.bind(to_string(*record.due));
    } else {
      query.bind_null();
    }
    query.bind(record.received).bind(clock_.now()).bind(due_of(record)).bind(record.revision).bind_blob(body);
    query.bind(record.id);
    if (change.is_new) {
      query.bind(record.number);  // it never changes
    } else {
      query.bind(change.record.revision);
    }
    if (query.run() == 0) return false;
  }
  write_filings(database, record);
  write_join_keys(database, record);
  write_subject(database, record);
  write_deliveries(database, record);
  for (const auto& entry : change.audit) append_audit(database, record.id, entry);
  return true;
}

}  // namespace mailroom::daemon

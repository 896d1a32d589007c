// What a commit of cases writes. What needs no database is made ready by the thread that commits, before its
// turn to write comes: whoever writes does so for everybody who waits in line.
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/json.h"
#include "daemon/sql_store.h"
#include "daemon/sql_tally.h"
#include "daemon/standing.h"

namespace mailroom::daemon {

using workflows::CaseChange;
using workflows::CaseRecord;

namespace {

// The index of a case by what it is joined by: workflow, hash, whether it is open.
using JoinKey = std::tuple<std::string, std::string, int64_t>;

// Of a closed case too: documents of it may come late.
bool can_be_joined(const CaseRecord& record) {
  return is_open(record.state) || record.state == workflows::State::closed;
}

// Documents, their parts and how many pages of them.
using FiledPages = std::set<std::tuple<std::string, int64_t, int64_t>>;

FiledPages filed_pages(const CaseRecord& record) {
  FiledPages filed;
  for (const auto& filing : record.filings)
    filed.emplace(filing.document_id, filing.part, static_cast<int64_t>(filing.pages.size()));
  return filed;
}

// The next three mostly find that nothing changed: looking is cheaper than writing it anew.
void write_filings(Database& database, const std::string& case_id, const FiledPages& wanted) {
  FiledPages there;
  {
    Query query = database.query("SELECT document_id, part, pages FROM filings WHERE case_id = ?");
    query.bind(case_id);
    while (query.step()) there.emplace(query.text(0), query.integer(1), query.integer(2));
  }
  if (wanted == there) return;
  if (!there.empty())  // there are papers again, if there were none any more
    database.query("UPDATE cases SET kept = 2 WHERE id = ?").bind(case_id).run();
  database.query("DELETE FROM filings WHERE case_id = ?").bind(case_id).run();
  for (const auto& [document, part, pages] : wanted) {
    uncount_document(database, document);
    database.query("INSERT INTO filings VALUES (?, ?, ?, ?)")
        .bind(case_id)
        .bind(document)
        .bind(part)
        .bind(pages)
        .run();
  }
}

void write_join_keys(Database& database, const std::string& case_id, const std::set<JoinKey>& wanted) {
  std::set<JoinKey> there;
  {
    Query query = database.query("SELECT workflow, hash, open FROM join_keys WHERE case_id = ?");
    query.bind(case_id);
    while (query.step()) there.emplace(query.text(0), query.text(1), query.integer(2));
  }
  if (wanted == there) return;
  database.query("DELETE FROM join_keys WHERE case_id = ?").bind(case_id).run();
  for (const auto& [workflow, hash, open] : wanted) {
    database.query("INSERT INTO join_keys VALUES (?, ?, ?, ?)")
        .bind(workflow)
        .bind(hash)
        .bind(case_id)
        .bind(open)
        .run();
  }
}

void write_subject(Database& database, const std::string& case_id, const std::string& wanted) {
  std::string there;
  {
    Query query = database.query("SELECT hash FROM subjects WHERE case_id = ?");
    if (query.bind(case_id).step()) there = query.text(0);
  }
  if (wanted == there) return;
  database.query("DELETE FROM subjects WHERE case_id = ?").bind(case_id).run();
  if (!wanted.empty()) {
    database.query("INSERT INTO subjects VALUES (?, ?)").bind(wanted).bind(case_id).run();
  }
}

}  // namespace

struct SqlStore::ReadyChange {
  ReadyChange(const CaseChange& change, const CaseRecord* stored, const SiteKey& key);

  const CaseChange& change;
  CaseRecord record;  // of the new revision
  std::string body;
  std::string standing;
  std::vector<std::string> none_open_with;  // hashes
  std::vector<std::string> details;         // of each of the audit's records
  // Not there: as it is stored already.
  std::optional<FiledPages> filed;
  std::optional<std::set<JoinKey>> join_keys;
  std::optional<std::string> subject;  // its hash; empty: none
  bool may_have_ended = true;          // before: what has not is not counted yet
  bool has_deliveries = true;          // or may have had some
};

SqlStore::ReadyChange::ReadyChange(const CaseChange& given, const CaseRecord* stored, const SiteKey& key)
    : change(given), record(given.record) {
  ++record.revision;
  body = to_json(workflows::to_value(record));
  standing = standing_of(record);
  for (const auto& one : change.audit) details.push_back(audit_details(one));
  const auto join_hash = [&](const std::string& one) { return key.index("join", folded_for_index(one)); };
  for (const std::string& one : change.none_open_with) none_open_with.push_back(join_hash(one));
  if (stored == nullptr || filed_pages(*stored) != filed_pages(record)) filed = filed_pages(record);
  if (stored == nullptr || stored->workflow != record.workflow || stored->join_keys != record.join_keys ||
      is_open(stored->state) != is_open(record.state) || can_be_joined(*stored) != can_be_joined(record)) {
    join_keys.emplace();
    if (can_be_joined(record)) {
      for (const std::string& one : record.join_keys)
        join_keys->emplace(record.workflow, join_hash(one), is_open(record.state) ? 1 : 0);
    }
  }
  if (stored == nullptr || stored->subject != record.subject)
    subject = record.subject.empty() ? "" : key.index("subject", folded_for_index(record.subject));
  may_have_ended = !change.is_new && (stored == nullptr || !is_open(stored->state));
  has_deliveries = stored == nullptr || !stored->deliveries.empty() || !record.deliveries.empty();
}

bool SqlStore::commit(const std::vector<CaseChange>& changes) {
  UnderClaim* const claim = UnderClaim::current();  // asked here: the body may run in another thread
  std::vector<ReadyChange> ready;
  ready.reserve(changes.size());
  for (const CaseChange& change : changes) {
    const CaseRecord* stored = claim != nullptr ? claim->known(change.record.id) : nullptr;
    if (stored != nullptr && stored->revision != change.record.revision) stored = nullptr;
    ready.emplace_back(change, stored, key_);
  }
  const bool kept = engine_->write([&](Database& database) {
    if (claim != nullptr && !is_held(database, claim->work())) {
      throw Error(Fault::machine, "lease_lost", "this work was taken over by somebody else");
    }
    for (const ReadyChange& one : ready) {
      if (!apply(database, one)) return false;
    }
    return true;
  });
  if (claim != nullptr && kept) {
    for (ReadyChange& one : ready) claim->know(std::move(one.record));
  }
  return kept;
}

bool SqlStore::is_any_open(Database& database, const std::string& workflow,
                           const std::vector<std::string>& hashes) {
  for (const std::string& hash : hashes) {
    // Whoever opens a case of this key at the same moment comes before or after us.
    database.lock(hash);
    Query query = database.query("SELECT 1 FROM join_keys WHERE workflow = ? AND hash = ? AND open = 1");
    if (query.bind(workflow).bind(hash).step()) return true;
  }
  return false;
}

bool SqlStore::apply(Database& database, const ReadyChange& ready) {
  const CaseRecord& record = ready.record;
  if (is_any_open(database, record.workflow, ready.none_open_with)) return false;
  if (ready.may_have_ended) uncount_case(database, record.id);
  if (!write_case(database, ready)) return false;
  if (ready.filed) write_filings(database, record.id, *ready.filed);
  if (ready.join_keys) write_join_keys(database, record.id, *ready.join_keys);
  if (ready.subject) write_subject(database, record.id, *ready.subject);
  if (ready.has_deliveries) write_deliveries(database, record);
  for (size_t i = 0; i < ready.details.size(); ++i)
    append_audit(database, record.id, ready.change.audit[i], ready.details[i]);
  return true;
}

bool SqlStore::write_case(Database& database, const ReadyChange& ready) {
  const CaseRecord& record = ready.record;
  const std::string body = sealed_text(database, key_, "case:" + record.id, ready.body);
  Query query = database.query(
      ready.change.is_new
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
  query.bind(ready.standing).bind(rank_of(ready.standing)).bind(record.queue).bind(record.urgent ? 1 : 0);
  if (record.due) {
    query.bind(to_string(*record.due));
  } else {
    query.bind_null();
  }
  query.bind(record.received).bind(clock_.now()).bind(due_of(record)).bind(record.revision).bind_blob(body);
  query.bind(record.id);
  if (ready.change.is_new) {
    query.bind(record.number);  // it never changes
  } else {
    query.bind(ready.change.record.revision);
  }
  return query.run() != 0;
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

}  // namespace mailroom::daemon

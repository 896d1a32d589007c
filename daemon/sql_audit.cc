// The append-only audit: a chain for each case and each item. A record's digest covers the digest before it
// and its own canonical JSON, so that nothing can be changed, dropped or put in between unnoticed; `chains`
// remembers how long a chain is, so that its end cannot be cut off either.
#include <algorithm>

#include "base/digest.h"
#include "base/json.h"
#include "daemon/sql_store.h"

namespace mailroom::daemon {

using workflows::AuditRecord;

namespace {

constexpr int kChainsAtATime = 5000;

// Names sorted at every level: the same details give the same bytes whoever wrote them.
Value canonical(const Value& value) {
  if (value.is(Value::Kind::list)) {
    List list;
    for (const Value& entry : value.list()) list.push_back(canonical(entry));
    return list;
  }
  if (!value.is(Value::Kind::context)) return value;
  auto entries = value.context().entries();
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Context sorted;
  for (auto& [name, entry] : entries) sorted.put(name, canonical(entry));
  return sorted;
}

std::string digest_of(const std::string& previous, const std::string& chain, int64_t sequence,
                      const std::string& event, const std::string& by, Instant at,
                      const std::string& details) {
  return sha256(previous + "\n" + to_json(List{chain, sequence, event, by, at.microseconds}) + "\n" +
                details);
}

}  // namespace

std::string SqlStore::audit_details(const AuditRecord& record) {
  return to_json(canonical(Value(record.details)));
}

void SqlStore::append_audit(Database& database, const std::string& chain, const AuditRecord& record,
                            const std::string& details) {
  int64_t sequence = 0;
  std::string head;
  {
    Query query = database.query("SELECT count, head FROM chains WHERE chain = ? FOR UPDATE");
    query.bind(chain);
    if (query.step()) sequence = query.integer(0), head = query.text(1);
  }
  const std::string digest = digest_of(head, chain, ++sequence, record.event, record.by, record.at, details);
  database.query("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bind(chain)
      .bind(sequence)
      .bind(record.event)
      .bind(record.by)
      .bind(record.at)
      .bind(details)
      .bind(digest)
      .run();
  database
      .query(
          "INSERT INTO chains VALUES (?, ?, ?) ON CONFLICT (chain) DO UPDATE SET count = excluded.count, "
          "head = excluded.head")
      .bind(chain)
      .bind(sequence)
      .bind(digest)
      .run();
}

void SqlStore::note_each(const std::vector<std::string>& chains, const AuditRecord& record) {
  engine_->write([&](Database& database) {
    for (const std::string& chain : chains) append_audit(database, chain, record);
    return true;
  });
}

std::vector<AuditLine> SqlStore::history(const std::string& chain) {
  return read([&](Database& database) -> std::vector<AuditLine> {
    Query query = database.query(
        "SELECT sequence, event, by, at, details, digest FROM audit WHERE chain = ? ORDER BY sequence");
    query.bind(chain);
    std::vector<AuditLine> lines;
    while (query.step()) {
      AuditLine line;
      line.sequence = query.integer(0);
      line.digest = query.text(5);
      line.record = {query.text(1), query.text(2), query.instant(3), {}};
      if (const Value details = parse_json(query.text(4)); details.is(Value::Kind::context)) {
        line.record.details = details.context();
      }
      lines.push_back(std::move(line));
    }
    return lines;
  });
}

AuditReport SqlStore::verify_audit() {
  return read_snapshot([&](Database& database) -> AuditReport {
    AuditReport report;
    // So many chains at a time: an engine may hold all of an answer in memory.
    std::string after;
    while (verify_chains(database, after, report)) {
    }
    return report;
  });
}

// One pass over both tables in the order of chains, from `after` on; a chain without records shows as a
// missing end. False: these were the last.
bool SqlStore::verify_chains(Database& database, std::string& after, AuditReport& report) {
  const std::string first = after;
  const bool is_last = !last_of_next_chains(database, after);
  Query heads = database.query(
      "SELECT chain, count, head FROM chains WHERE chain > ?1 AND (?2 = '' OR chain <= ?2) ORDER BY chain");
  Query records = database.query(
      "SELECT chain, sequence, event, by, at, details, digest FROM audit WHERE chain > ?1"
      " AND (?2 = '' OR chain <= ?2) ORDER BY chain, sequence");
  const std::string last = is_last ? "" : after;
  heads.bind(first).bind(last);
  records.bind(first).bind(last);
  bool more = records.step();
  const auto report_orphan = [&] {
    report.problems.push_back("audit of " + records.text(0) + ": its chain is not in the list of chains");
    more = records.step();
  };
  while (heads.step()) {
    const std::string chain = heads.text(0);
    ++report.chains;
    std::string previous;
    int64_t sequence = 0;
    bool sound = true;
    while (more && records.text(0) < chain) report_orphan();
    while (more && records.text(0) == chain) {
      ++report.records;
      const std::string digest = digest_of(previous, chain, ++sequence, records.text(2), records.text(3),
                                           records.instant(4), records.text(5));
      if (sound && (records.integer(1) != sequence || records.text(6) != digest)) {
        report.problems.push_back("audit of " + chain + ": record " + std::to_string(records.integer(1)) +
                                  " is not what was written");
        sound = false;
      }
      previous = records.text(6);
      more = records.step();
    }
    if (sound && (sequence != heads.integer(1) || previous != heads.text(2))) {
      report.problems.push_back("audit of " + chain + ": expected " + std::to_string(heads.integer(1)) +
                                " records, got " + std::to_string(sequence));
    }
  }
  while (more) report_orphan();
  return !is_last;
}

// Moves `after` to the last of the next so many chains. False: there are no more than that.
bool SqlStore::last_of_next_chains(Database& database, std::string& after) {
  Query query = database.query("SELECT chain FROM chains WHERE chain > ? ORDER BY chain LIMIT 1 OFFSET ?");
  query.bind(after).bind(kChainsAtATime - 1);
  if (!query.step()) return false;
  after = query.text(0);
  return true;
}

}  // namespace mailroom::daemon

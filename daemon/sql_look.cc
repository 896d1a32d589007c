// Lists and counts.
#include <initializer_list>
#include <limits>

#include "base/error.h"
#include "daemon/sql_store.h"
#include "daemon/sql_tally.h"
#include "daemon/standing.h"

namespace mailroom::daemon {

namespace {

void add(Balance& balance, int64_t rank, int64_t count) {
  balance.arrived += count;
  if (rank < 0) return;  // missing: does not balance, and must not
  if (rank <= kRankWaitingLast) {
    balance.waiting += count;
  } else if (rank == kRankUnreadable) {
    balance.quarantined += count;
  } else if (rank == kRankReturned) {
    balance.returned += count;
  } else {
    balance.finished += count;
  }
}

constexpr Instant kEarliest{std::numeric_limits<int64_t>::min()},
    kLatest{std::numeric_limits<int64_t>::max()};

constexpr std::string_view kLineColumns =
    "SELECT c.id, c.number, c.workflow, c.state, c.standing, c.queue, c.urgent, c.due, c.received, c.changed,"
    " c.review_by, c.review_until, c.revision, c.due_at FROM cases c ";

std::string statement(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all += part;
  return all;
}

}  // namespace

CaseLine SqlStore::line_from(Query& query) {
  CaseLine line;
  line.id = query.text(0);
  line.number = query.text(1);
  line.workflow = query.text(2);
  line.state = workflows::parse_state(query.text(3)).value_or(workflows::State::quarantined);
  line.standing = query.text(4);
  line.queue = query.text(5);
  line.urgent = query.integer(6) != 0;
  line.due = parse_date(query.text(7));
  line.received = query.instant(8);
  line.changed = query.instant(9);
  if (!query.is_null(10)) line.review = Lease{query.text(10), query.instant(11)};
  line.revision = query.integer(12);
  if (!query.is_null(13)) line.due_at = query.instant(13);
  return line;
}

std::optional<std::string> SqlStore::find_by_number(const std::string& number) {
  return read([&](Database& database) -> std::optional<std::string> {
    Query query = database.query("SELECT id FROM cases WHERE number = ?");
    query.bind(number);
    if (!query.step()) return {};
    return query.text(0);
  });
}

CaseLine SqlStore::line_of(const std::string& case_id) {
  static const std::string kSql = statement({kLineColumns, "WHERE c.id = ?"});
  return read([&](Database& database) -> CaseLine {
    Query query = database.query(kSql);
    query.bind(case_id);
    if (!query.step()) throw Error(Fault::usage, "unknown_case", "no case has the id '" + case_id + "'");
    return line_from(query);
  });
}

std::optional<std::vector<CaseLine>> SqlStore::cases_of_item(const std::string& inbox,
                                                             const std::string& item_id) {
  static const std::string kSql =
      statement({kLineColumns,
                 "WHERE c.id IN (SELECT f.case_id FROM filings f JOIN documents d ON d.id = f.document_id"
                 " WHERE d.item_id = ?) ORDER BY c.number"});
  using Lines = std::vector<CaseLine>;
  return read_snapshot([&](Database& database) -> std::optional<Lines> {
    {
      Query query = database.query("SELECT 1 FROM items WHERE id = ? AND inbox = ?");
      if (!query.bind(item_id).bind(inbox).step()) return {};
    }
    Query query = database.query(kSql);
    query.bind(item_id);
    Lines lines;
    while (query.step()) lines.push_back(line_from(query));
    return lines;
  });
}

std::vector<CaseLine> SqlStore::list(const CaseFilter& filter) {
  // Newest first; a clerk's list (awaiting review) by urgency and due date.
  static const std::string kWhere = statement(
      {kLineColumns,
       "WHERE (?1 = '' OR c.state = ?1) AND (?2 = '' OR c.standing = ?2) AND (?3 = '' OR c.workflow = ?3)"
       " AND (?4 = '' OR c.queue = ?4) AND (?5 = 0 OR c.urgent = 1)"
       " AND (?6 = '' OR c.id < (SELECT id FROM cases WHERE number = ?6))"
       " AND c.received >= ?7 AND c.received < ?8 "});
  static const std::string kNewestFirst = statement({kWhere, "ORDER BY c.id DESC LIMIT ?9"});
  static const std::string kMostUrgentFirst =
      statement({kWhere, "ORDER BY c.urgent DESC, c.due IS NULL, c.due, c.id LIMIT ?9"});
  const bool for_clerks =
      filter.state == workflows::State::awaiting_review && filter.after.empty() && !filter.newest_first;
  return read([&](Database& database) -> std::vector<CaseLine> {
    Query query = database.query(for_clerks ? kMostUrgentFirst : kNewestFirst);
    query.bind(filter.state ? to_string(*filter.state) : std::string_view()).bind(filter.standing);
    query.bind(filter.workflow).bind(filter.queue).bind(filter.urgent_only ? 1 : 0).bind(filter.after);
    query.bind(filter.received_from.value_or(kEarliest)).bind(filter.received_before.value_or(kLatest));
    query.bind(filter.limit);
    std::vector<CaseLine> lines;
    while (query.step()) lines.push_back(line_from(query));
    return lines;
  });
}

std::vector<CaseLine> SqlStore::find_by_subject(const std::string& subject) {
  static const std::string kSql =
      statement({kLineColumns, "JOIN subjects s ON s.case_id = c.id WHERE s.hash = ? ORDER BY c.id DESC"});
  return read([&](Database& database) -> std::vector<CaseLine> {
    Query query = database.query(kSql);
    query.bind(key_.index("subject", folded_for_index(subject)));
    std::vector<CaseLine> lines;
    while (query.step()) lines.push_back(line_from(query));
    return lines;
  });
}

std::vector<DeliveryLine> SqlStore::deliveries(const DeliveryFilter& filter) {
  using workflows::DeliveryState;
  // Only what is asked for stands there, so that an index answers: among a million that were delivered the
  // few that were not are found at once. The second condition on the state is the index's own.
  std::string sql =
      "SELECT d.id, c.number, d.name, d.state, d.attempts, d.next_attempt, d.said, c.id FROM deliveries d"
      " JOIN cases c ON c.id = d.case_id WHERE 1 = 1";
  if (filter.state) sql += " AND d.state = ?";
  if (filter.state && *filter.state != DeliveryState::delivered) sql += " AND d.state <> 'delivered'";
  if (!filter.name.empty()) sql += " AND d.name = ?";
  if (!filter.before.empty()) sql += " AND d.id < ?";
  sql += " ORDER BY d.id DESC LIMIT ?";
  return read([&](Database& database) -> std::vector<DeliveryLine> {
    Query query = database.query(sql);
    if (filter.state) query.bind(to_string(*filter.state));
    if (!filter.name.empty()) query.bind(filter.name);
    if (!filter.before.empty()) query.bind(filter.before);
    query.bind(filter.limit);
    std::vector<DeliveryLine> lines;
    while (query.step()) {
      DeliveryLine line;
      line.id = query.text(0);
      line.case_number = query.text(1);
      line.name = query.text(2);
      line.state = workflows::parse_delivery_state(query.text(3)).value_or(DeliveryState::unknown);
      line.attempts = static_cast<int>(query.integer(4));
      line.next_attempt = query.instant(5);
      if (!query.is_null(6)) {
        const Value said = opened(database, "case:" + query.text(7), query.blob(6));
        line.why = said.context().at("why").text_or("");
        line.receipt = said.context().at("receipt").text_or("");
      }
      lines.push_back(std::move(line));
    }
    return lines;
  });
}

Counts SqlStore::count(Instant now, Date today, Counting how) {
  return read_snapshot([&](Database& database) -> Counts {
    Counts counts;
    const auto standing = [&](const std::string& label) -> Standing& {
      for (Standing& known : counts.standings) {
        if (known.label == label) return known;
      }
      counts.standings.push_back({label});
      return counts.standings.back();
    };
    for (const char* label : {"closed", "waiting for a person"}) standing(label);
    {
      Query query = database.query(
          "SELECT (SELECT count(*) FROM items WHERE state = 'arrived')"
          " + (SELECT count(*) FROM documents WHERE state = 'received' OR state = 'read'),"
          " (SELECT count(*) FROM cases WHERE due_at <= ?)");
      query.bind(now);
      if (query.step()) {
        counts.arriving = query.integer(0);
        counts.working = counts.arriving + query.integer(1);
      }
    }
    {
      // Ids are made when they arrive, and sort by that.
      Query query = database.query("SELECT arrived FROM items ORDER BY id LIMIT 1");
      if (query.step()) counts.since = query.instant(0);
    }
    {
      Query query = database.query(
          "SELECT standing, count(*) FROM cases GROUP BY rank, standing ORDER BY rank, standing");
      while (query.step()) standing(query.text(0)).cases += query.integer(1);
    }
    {
      // Of those that go on alone: what has ended is neither urgent nor late any more.
      Query query = database.query(
          "SELECT standing, CAST(sum(urgent) AS INTEGER), sum(CASE WHEN due < ? THEN 1 ELSE 0 END)"
          " FROM cases WHERE rank <= ? GROUP BY standing");
      query.bind(to_string(today)).bind(int64_t{kRankWaitingLast});
      while (query.step()) {
        Standing& entry = standing(query.text(0));
        entry.urgent += query.integer(1);
        entry.overdue += query.integer(2);
      }
    }
    {
      Query query = database.query(
          "SELECT queue, count(*), CAST(sum(urgent) AS INTEGER) FROM cases WHERE state = 'awaiting_review'"
          " GROUP BY queue ORDER BY queue");
      while (query.step()) counts.queues.push_back({query.text(0), query.integer(1), query.integer(2)});
    }
    {
      // The second condition is the index's own: only with it are those that were delivered not walked.
      Query query = database.query(
          "SELECT state, count(*) FROM deliveries WHERE state IN ('refused', 'unknown') AND state <> "
          "'delivered' GROUP BY state");
      while (query.step()) {
        (query.text(0) == "refused" ? counts.not_taken : counts.perhaps_taken) = query.integer(1);
      }
    }
    for (const auto& [key, entry] :
         how == Counting::anew ? tally_of_all(database) : tally_as_kept(database)) {
      if (key.what == "inbox") {
        counts.inboxes.emplace_back(key.words, entry.count);
      } else if (key.what == "items") {
        add(counts.items, key.rank, entry.count);
        if (key.rank >= 0) standing(key.words.substr(1)).items += entry.count;
      } else {
        if (key.what == "documents") add(counts.documents, key.rank, entry.count);
        if (key.rank < 0) counts.missing += entry.count;
        add(counts.pages, key.rank, entry.pages);
      }
    }
    return counts;
  });
}

void SqlStore::count_ended(std::string& after, int limit) {
  const std::string before = after;
  const auto body = [&](Database& database) {
    after = before;
    daemon::count_ended(database, after, limit);
    return true;
  };
  engine_->write(body, Lasts::with_next);
}

}  // namespace mailroom::daemon

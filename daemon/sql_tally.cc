#include "daemon/sql_tally.h"

#include <algorithm>
#include <vector>

#include "daemon/standing.h"

namespace mailroom::daemon {

namespace {

// Of each document: the least finished standing among its cases, and how many of its pages are in them; on
// its way: rank 0; filed nowhere: -1.
constexpr const char* kStanding =
    "SELECT d.id, d.item_id, d.pages, d.state,"
    " CASE WHEN d.state <> 'filed' THEN 0 ELSE coalesce(min(c.rank), -1) END AS rank,"
    " CASE WHEN d.state <> 'filed' THEN '0being read' ELSE coalesce(min(c.rank || c.standing), '') END"
    " AS words,"
    " CAST(coalesce(sum(f.pages), 0) AS INTEGER) AS filed";

// What `wanted` items, whose documents are in `stand`, come to. Pages count where their case stands; those of
// a document that are in no case, where the document does.
std::string counted_from(const std::string& wanted, const std::string& pages) {
  return " SELECT 'items', rank, words, count(*), 0 FROM (SELECT i.id,"
         " CASE WHEN i.state = 'arrived' THEN 0 ELSE coalesce(min(s.rank), -1) END AS rank,"
         " CASE WHEN i.state = 'arrived' THEN '0being read' ELSE coalesce(min(s.words), '') END AS words"
         " FROM " +
         wanted +
         " i LEFT JOIN stand s ON s.item_id = i.id GROUP BY i.id, i.state) AS each_item GROUP BY rank, words"
         " UNION ALL SELECT 'documents', rank, '', count(*),"
         " CAST(sum(CASE WHEN pages > filed THEN pages - filed ELSE 0 END) AS INTEGER) FROM stand"
         " GROUP BY rank"
         " UNION ALL SELECT 'pages', CASE WHEN s.state <> 'filed' THEN 0 ELSE c.rank END, '', 0,"
         " CAST(sum(f.pages) AS INTEGER) FROM " +
         pages + " GROUP BY 2 UNION ALL SELECT 'inbox', 0, inbox, count(*), 0 FROM " + wanted +
         " GROUP BY inbox";
}

// Everything in one walk over indexes alone: a store of a million cases is walked, too.
const std::string& of_all() {
  static const std::string kSql =
      "WITH standing AS MATERIALIZED (SELECT id, rank, standing FROM cases), stand AS MATERIALIZED (" +
      std::string(kStanding) +
      " FROM documents d LEFT JOIN filings f ON f.document_id = d.id LEFT JOIN standing c ON c.id = f.case_id"
      " GROUP BY d.id)" +
      counted_from("items",
                   "filings f JOIN stand s ON s.id = f.document_id JOIN standing c ON c.id = f.case_id");
  return kSql;
}

// A few among many: from each item to what is its own. CROSS JOIN keeps SQLite to this order.
std::string of_some(const std::string& where) {
  return "WITH wanted AS MATERIALIZED (SELECT id, state, inbox FROM items WHERE " + where +
         "), stand AS MATERIALIZED (" + kStanding +
         " FROM wanted w CROSS JOIN documents d LEFT JOIN filings f ON f.document_id = d.id"
         " LEFT JOIN cases c ON c.id = f.case_id WHERE d.item_id = w.id GROUP BY d.id)" +
         counted_from("wanted",
                      "stand s CROSS JOIN filings f CROSS JOIN cases c WHERE f.document_id = s.id"
                      " AND c.id = f.case_id");
}

Tally read_from(Query& query) {
  Tally tally;
  while (query.step()) {
    TallyCount& entry = tally[{query.text(0), query.integer(1), query.text(2)}];
    entry.count += query.integer(3);
    entry.pages += query.integer(4);
  }
  std::erase_if(tally, [](const auto& entry) { return entry.second == TallyCount(); });
  return tally;
}

Tally tally_of_item(Database& database, const std::string& item_id) {
  static const std::string kSql = of_some("id = ?1");
  Query query = database.query(kSql);
  query.bind(item_id);
  return read_from(query);
}

Tally kept(Database& database) {
  Query query = database.query("SELECT what, rank, words, count, pages FROM tally");
  return read_from(query);
}

// By the keys' order, so that no two wait for each other.
void keep(Database& database, const Tally& tally, int sign) {
  for (const auto& [key, entry] : tally) {
    database
        .query(
            "INSERT INTO tally(what, rank, words, count, pages) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (what, rank, words) DO UPDATE SET count = tally.count + excluded.count,"
            " pages = tally.pages + excluded.pages")
        .bind(key.what)
        .bind(key.rank)
        .bind(key.words)
        .bind(sign * entry.count)
        .bind(sign * entry.pages)
        .run();
  }
}

void mark(Database& database, const std::string& item_id, bool is_counted) {
  database.query("UPDATE items SET counted = ? WHERE id = ?").bind(is_counted ? 1 : 0).bind(item_id).run();
}

// Nothing is missing or under way.
bool has_ended(const Tally& of_item) {
  return std::all_of(of_item.begin(), of_item.end(), [](const auto& entry) {
    return entry.first.what == "inbox" || entry.first.rank > kRankWaitingLast;
  });
}

}  // namespace

void add(Tally& tally, const Tally& more) {
  for (const auto& [key, entry] : more) {
    TallyCount& sum = tally[key];
    sum.count += entry.count;
    sum.pages += entry.pages;
  }
}

Tally tally_of_all(Database& database) {
  Query query = database.query(of_all());
  return read_from(query);
}

Tally tally_as_kept(Database& database) {
  static const std::string kSql = of_some("counted = 0");
  Query query = database.query(kSql);
  Tally tally = read_from(query);
  add(tally, kept(database));
  return tally;
}

bool is_tally_true(Database& database) {
  static const std::string kSql = of_some("counted = 1");
  Query query = database.query(kSql);
  const Tally walked = read_from(query);
  return walked == kept(database);
}

void count_ended(Database& database, std::string& after, int limit) {
  std::vector<std::string> items;
  {
    Query query = database.query(
        "SELECT id FROM items WHERE counted = 0 AND id > ? ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED");
    query.bind(after).bind(limit);
    while (query.step()) items.push_back(query.text(0));
  }
  Tally ended;
  for (const std::string& item : items) {
    const Tally one = tally_of_item(database, item);
    if (!has_ended(one)) continue;
    mark(database, item, true);
    add(ended, one);
  }
  keep(database, ended, 1);
  after = items.size() < static_cast<size_t>(limit) ? std::string() : items.back();
}

void uncount_item(Database& database, const std::string& item_id) {
  {
    Query query = database.query("SELECT counted FROM items WHERE id = ? FOR UPDATE");
    if (!query.bind(item_id).step() || query.integer(0) == 0) return;
  }
  keep(database, tally_of_item(database, item_id), -1);
  mark(database, item_id, false);
}

void uncount_document(Database& database, const std::string& document_id) {
  std::string item_id;
  {
    Query query = database.query("SELECT item_id FROM documents WHERE id = ?");
    if (!query.bind(document_id).step()) return;
    item_id = query.text(0);
  }
  uncount_item(database, item_id);
}

void uncount_case(Database& database, const std::string& case_id) {
  std::vector<std::string> items;
  {
    Query query = database.query(
        "SELECT DISTINCT d.item_id FROM filings f JOIN documents d ON d.id = f.document_id"
        " WHERE f.case_id = ? ORDER BY d.item_id");
    query.bind(case_id);
    while (query.step()) items.push_back(query.text(0));
  }
  for (const std::string& item : items) uncount_item(database, item);
}

}  // namespace mailroom::daemon

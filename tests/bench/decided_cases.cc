// Fills the store of the example benefits office with decided cases, two decisions each, the first superseded
// by the second, so that what walks the whole record can be measured:
//   cp -r examples/benefits-office SITE && decided_cases SITE CASES
//   /usr/bin/time -v mailroom audit decisions --site SITE --csv >/dev/null
//   /usr/bin/time -v mailroom what-if --site SITE SITE/workflows/council-tax-reduction.yaml NEXT.yaml
#include <cstdlib>
#include <iostream>

#include "base/file.h"
#include "base/ids.h"
#include "daemon/sql_store.h"
#include "daemon/sqlite_database.h"

namespace {

using namespace mailroom;

constexpr char kWorkflow[] = "council-tax-reduction";

// The i-th claim: incomes from 40 to 339 a week, so that every rule decides some.
Context facts_of(int i) {
  const Date start{2026, static_cast<uint8_t>(4 + i % 8), 1};
  return {{"claim", Context{{"nino", "AB" + std::to_string(100000 + i % 900000) + "C"},
                            {"start_date", start},
                            {"household_size", 1 + i % 4},
                            {"earnings_weekly", 40 + i % 300},
                            {"other_income_weekly", Value()},
                            {"savings", i % 50 == 0 ? 20000 : 500},
                            {"annual_bill", *Decimal::parse("1637.30")},
                            {"payslips_follow", false},
                            {"payslips_sent", Value()},
                            {"declared", true}}},
          {"payslips", List()},
          {"received", Date{2026, 11, static_cast<uint8_t>(1 + i % 28)}},
          {"effective", start}};
}

workflows::AuditRecord decided(Instant at, int rule) {
  return {"decision_made",
          "",
          at,
          {{"decision", "band"},
           {"fired", List{rule}},
           {"references", List{"reg 4(" + std::to_string(rule) + ")"}},
           {"workflow", kWorkflow},
           {"version", 1},
           {"effective", "2026-11-01"}}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "decided_cases SITE CASES\n";
    return 2;
  }
  constexpr int kBatch = 500;
  const std::filesystem::path data = std::filesystem::path(argv[1]) / "data";
  make_folder(data);
  const SystemClock clock;
  const daemon::SiteKey key = daemon::SiteKey::load_or_make(data / "site.key");
  daemon::SqlStore store(std::make_unique<daemon::SqliteEngine>(data / "mailroom.db"), key, clock);
  const int cases = std::atoi(argv[2]);
  for (int made = 0; made < cases;) {
    std::vector<workflows::CaseChange> batch;
    for (int i = 0; i < kBatch && made < cases; ++i, ++made) {
      workflows::CaseRecord record;
      record.id = new_uuid(clock);
      record.number = store.new_case_number(2026);
      record.workflow = kWorkflow;
      record.version = 1;
      record.received = clock.now();
      record.state = workflows::State::closed;
      record.route = "award";
      record.facts = facts_of(made);
      record.decisions = {{"assessment", Context{{"outcome", "award"}}, {{2, "reg 4(2)", ""}}, {}, {}}};
      batch.push_back({std::move(record), {decided(clock.now(), 2), decided(clock.now(), 3)}, true, {}});
    }
    if (!store.commit(batch)) return 1;
  }
  std::cout << cases << " cases, " << 2 * cases << " decisions\n";
}

// Fills a site's store with decided cases, two decisions each, the first superseded by the second, so that
// what walks the whole record can be measured:
//   decided_cases SITE CASES && /usr/bin/time -v mailroom audit decisions --site SITE --csv >/dev/null
#include <cstdlib>
#include <iostream>

#include "base/file.h"
#include "base/ids.h"
#include "daemon/sqlite_store.h"

namespace {

using namespace mailroom;

workflows::AuditRecord decided(Instant at, int rule) {
  return {"decision_made",
          "",
          at,
          {{"decision", "band"},
           {"fired", List{rule}},
           {"references", List{"reg 4(" + std::to_string(rule) + ")"}},
           {"workflow", "ctr"},
           {"version", 4},
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
  daemon::SqliteStore store(data / "mailroom.db", key, clock);
  const int cases = std::atoi(argv[2]);
  for (int made = 0; made < cases;) {
    std::vector<workflows::CaseChange> batch;
    for (int i = 0; i < kBatch && made < cases; ++i, ++made) {
      workflows::CaseRecord record;
      record.id = new_uuid(clock);
      record.number = store.new_case_number(2026);
      record.workflow = "ctr";
      record.version = 4;
      record.received = clock.now();
      record.state = workflows::State::closed;
      batch.push_back({std::move(record), {decided(clock.now(), 2), decided(clock.now(), 3)}, true, {}});
    }
    if (!store.commit(batch)) return 1;
  }
  std::cout << cases << " cases, " << 2 * cases << " decisions\n";
}

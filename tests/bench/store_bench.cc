// What the store does in a second, beside what the machine can do at all: fsyncs, and plain commits of the
// same rows by SQLite and PostgreSQL. A transition is one commit of a case with one audit record. One run
// prints all.
//
// usage: store_bench FOLDER [SECONDS [PART]]      FOLDER: on the disk that is to be measured; emptied of what
// it makes. PART: what of it, by a part of its name (sqlite, claims, postgres-transitions)
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "base/file.h"
#include "daemon/postgres_engine.h"
#include "daemon/sql_store.h"
#include "daemon/sqlite_database.h"
#include "tests/daemon/case_store_conformance.h"
#include "tests/daemon/postgres/postgres_server.h"

namespace mailroom::testing {
namespace {

using Seconds = std::chrono::duration<double>;
using daemon::Database;
namespace fs = std::filesystem;

double seconds = 3;
constexpr int kCases = 1000;
constexpr int kRounds = 5;
PostgresServer* server = nullptr;

double since(std::chrono::steady_clock::time_point start) {
  return Seconds(std::chrono::steady_clock::now() - start).count();
}

void say(const std::string& what, double rate, const std::string& unit = "/s") {
  std::printf("%-62s %12.0f%s\n", what.c_str(), rate, unit.c_str());
  std::fflush(stdout);
}

// How often in a second `step(thread, i)` goes through, by so many threads.
double rate_of(int threads, const std::function<void(int, int)>& step) {
  std::atomic<int64_t> done{0};
  std::vector<std::thread> all;
  const auto start = std::chrono::steady_clock::now();
  for (int thread = 0; thread < threads; ++thread) {
    all.emplace_back([&, thread] {
      for (int i = 0; since(start) < seconds; ++i) {
        step(thread, i);
        ++done;
      }
    });
  }
  for (std::thread& each : all) each.join();
  return static_cast<double>(done) / since(start);
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

std::string case_id(int i) {
  return "case-" + std::to_string(i);
}

workflows::CaseRecord case_of(int i) {
  auto record = a_case(case_id(i), "number-" + std::to_string(i));
  record.subject = "QQ" + std::to_string(i);
  record.join_keys = {"claim=" + record.subject};
  return record;
}

void fill(daemon::Store& store) {
  for (int i = 0; i < kCases; ++i) (void)store.commit({case_of(i), {}, true});
}

// As workers do: each has claimed its cases, loads one and takes it through its stages. Claiming is measured
// by itself.
double transitions(daemon::Store& store, int threads) {
  constexpr int kStages = 6;
  const Instant now{int64_t{1} << 52};
  std::vector<std::vector<daemon::Work>> claimed;
  for (int thread = 0; thread < threads; ++thread)
    claimed.push_back(
        store.claim("bench/" + std::to_string(thread), now, now, kCases / threads, daemon::Takes::cases));
  const double cases = rate_of(threads, [&](int thread, int i) {
    const auto& own = claimed[static_cast<size_t>(thread)];
    const daemon::Work& work = own[static_cast<size_t>(i) % own.size()];
    const daemon::UnderClaim fence(work);
    workflows::CaseChange change{*store.load(work.id), {}, false, {}};
    for (int stage = 0; stage < kStages; ++stage) {
      change.audit = {{"checks_passed", "mailroom", kMonday, {{"checks", 4}}}};
      if (!store.commit(change)) std::abort();
      ++change.record.revision;
    }
  });
  store.release_all("bench");
  return kStages * cases;
}

// The rows that a transition writes, and nothing else: no JSON, no sealing, no hashes, nothing looked at.
void plain_rows(Database& database, int one, int64_t sequence, const std::string& body) {
  const std::string id = case_id(one), digest(64, 'd');
  database
      .query(
          "UPDATE cases SET workflow = 'council-tax', version = 4, state = 'checking', standing = 'being "
          "read',"
          " rank = 0, queue = '', urgent = 0, due = NULL, received = 1, changed = ?, due_at = 1,"
          " revision = revision + 1, body = ? WHERE id = ?")
      .bind(sequence)
      .bind_blob(body)
      .bind(id)
      .run();
  database.query("INSERT INTO audit VALUES (?, ?, 'checks_passed', 'mailroom', 0, ?, ?)")
      .bind(id)
      .bind(sequence)
      .bind("{\"checks\":4}")
      .bind(digest)
      .run();
  database
      .query(
          "INSERT INTO chains VALUES (?, ?, ?) ON CONFLICT (chain) DO UPDATE SET count = excluded.count,"
          " head = excluded.head")
      .bind(id)
      .bind(sequence)
      .bind(digest)
      .run();
}

std::vector<std::string> bodies_of(Database& database) {
  std::vector<std::string> bodies;
  for (int i = 0; i < kCases; ++i) {
    daemon::Query query = database.query("SELECT body FROM cases WHERE id = ?");
    query.bind(case_id(i)).step();
    bodies.push_back(query.blob(0));
  }
  return bodies;
}

double plain_commits(Database& database, const std::string& begin, int group, int first, int stride) {
  const std::vector<std::string> bodies = bodies_of(database);
  static int64_t sequence = 0;  // of all calls: far from what the store counts on from it
  sequence += 100'000'000;
  int one = first;
  return group * rate_of(1, [&](int, int) {
           database.run(begin);
           for (int i = 0; i < group; ++i) {
             plain_rows(database, one, sequence += stride, bodies[static_cast<size_t>(one)]);
             one = (one + stride) % kCases;
           }
           database.run("COMMIT");
         });
}

double fsyncs(const fs::path& folder) {
  const FileDescriptor file(::open((folder / "fsync").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  const std::string page(4096, 'x');
  return rate_of(1, [&](int, int i) {
    if (::pwrite(file.get(), page.data(), page.size(), i % 1024 * 4096L) < 0 || ::fdatasync(file.get()) != 0)
      std::abort();
  });
}

// A store of so many cases that wait, all of them due, in the order of their ids, which are of their time:
// nearly all of one workflow, a hundredth of each of nine others.
void add_waiting(daemon::Engine& engine, int64_t from, int64_t to) {
  engine.write([&](Database& database) {
    const std::string numbers = database.dialect() == daemon::Dialect::sqlite
                                    ? "WITH RECURSIVE n(i) AS (SELECT " + std::to_string(from) +
                                          " UNION ALL SELECT i + 1 FROM n WHERE i < " +
                                          std::to_string(to - 1) + ")"
                                    : "WITH n AS (SELECT generate_series(" + std::to_string(from) + ", " +
                                          std::to_string(to - 1) + ") AS i)";
    database.run(numbers +
                 " INSERT INTO cases(number, workflow, version, state, standing, rank, queue, urgent, "
                 "received, changed, due_at,"
                 " revision, body, id) SELECT 'w' || i,"
                 " CASE WHEN i % 100 BETWEEN 1 AND 9 THEN 'workflow-' || (i % 100) ELSE 'council-tax' END, "
                 "4, 'checking', "
                 "'being read', 0, '', "
                 "0, 1, 1, i, 1, '0123456789', 'waiting-' || (1000000000 + i) FROM n");
    if (database.dialect() == daemon::Dialect::postgres) database.run("ANALYZE cases");
    return true;
  });
}

double cpu_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  const double own = static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  return own + (server != nullptr ? server->cpu_seconds() : 0);
}

struct Claims {
  double rate = 0;     // in a second
  double for_cpu = 0;  // in a second of CPU time, ours and the server's: what a busy machine does not change
};

// The lease ends at once, so that as many wait as before, what was just claimed last.
Claims claims(daemon::Store& store, int batch) {
  const Instant now{int64_t{1} << 52};
  int64_t claimed = 0;
  const double cpu = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  while (since(start) < seconds)
    claimed += static_cast<int64_t>(store.claim("bench/0", now, now, batch).size());
  const Claims found{static_cast<double>(claimed) / since(start),
                     static_cast<double>(claimed) / (cpu_seconds() - cpu)};
  store.release_all("bench");
  return found;
}

Claims median_claims(daemon::Store& store) {
  std::vector<double> rates, for_cpu;
  for (int round = 0; round < kRounds; ++round) {
    const Claims one = claims(store, 1);
    rates.push_back(one.rate);
    for_cpu.push_back(one.for_cpu);
  }
  return {median(rates), median(for_cpu)};
}

template <typename Open>
void waiting(const std::string& engine, Open open) {
  double few = 0;
  for (const int64_t cases : {int64_t{1'000}, int64_t{1'000'000}}) {
    auto store = open(cases);
    const Claims found = median_claims(*store);
    say(engine + ": one claim at a time, " + std::to_string(cases) + " wait", found.rate);
    say("  in a second of CPU time", found.for_cpu);
    if (few == 0) {
      few = found.for_cpu;
    } else {
      std::printf("%-62s %12.2f\n", (engine + ": CPU time of a claim at 1,000,000 against 1,000").c_str(),
                  few / found.for_cpu);
    }
    store.reset();
    if (cases == 1'000'000) {
      const auto start = std::chrono::steady_clock::now();
      auto again = open(-1);
      again->release_all("bench");
      (void)again->next_due();
      say(engine + ": opened, own leases ended, next due known, of 1,000,000 cases", since(start) * 1000,
          " ms");
    }
  }
}

// All that a run makes, in one folder.
struct Place {
  explicit Place(fs::path at) : folder(std::move(at)), file(folder / "bench.db") { make_folder(folder); }
  ~Place() { forget(); }
  void forget() const {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file.string() + end);
  }
  std::unique_ptr<daemon::SqlStore> store() const {
    return std::make_unique<daemon::SqlStore>(std::make_unique<daemon::SqliteEngine>(file), key, clock);
  }
  static std::unique_ptr<daemon::PostgresEngine> engine(const std::string& url) {
    return std::make_unique<daemon::PostgresEngine>(
        daemon::PostgresEngine::Settings{url, daemon::Access::write, 40, std::chrono::seconds(10)});
  }
  std::unique_ptr<daemon::SqlStore> store(const std::string& url) const {
    return std::make_unique<daemon::SqlStore>(engine(url), key, clock);
  }

  const fs::path folder, file;
  const daemon::SiteKey key{std::string(64, 'k')};
  const FakeClock clock{kMonday};
};

// In turns, and the medians: a disk that others use is never the same twice. CPU time does not tell of disks.
void sqlite_transitions(const Place& place) {
  place.forget();
  fill(*place.store());
  std::vector<double> plain, ours, plain_cpu, our_cpu;
  const auto measured = [](std::vector<double>& rates, std::vector<double>& cpu, auto run) {
    const double before = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    rates.push_back(run());
    cpu.push_back(1e6 * (cpu_seconds() - before) / (rates.back() * since(start)));
  };
  for (int round = 0; round < kRounds; ++round) {
    {
      daemon::SqliteDatabase raw(place.file, daemon::Access::write);
      measured(plain, plain_cpu, [&] { return plain_commits(raw, "BEGIN IMMEDIATE", 1, 0, 1); });
    }
    const auto store = place.store();
    measured(ours, our_cpu, [&] { return transitions(*store, 1); });
  }
  say("SQLite plain, one transition a transaction", median(plain));
  say("SQLite store, one worker", median(ours));
  std::printf("%-62s %11.0f%%\n", "  of plain", 100 * median(ours) / median(plain));
  say("  CPU time of one: plain", median(plain_cpu), " us");
  say("  CPU time of one: store", median(our_cpu), " us");
  for (const int group : {32, 256}) {
    daemon::SqliteDatabase raw(place.file, daemon::Access::write);
    say("SQLite plain, " + std::to_string(group) + " transitions a transaction",
        plain_commits(raw, "BEGIN IMMEDIATE", group, 0, 1));
  }
  const auto store = place.store();
  for (const int threads : {2, 8, 32, 64, 256}) {
    std::vector<double> rate, cpu;
    measured(rate, cpu, [&] { return transitions(*store, threads); });
    say("SQLite store, grouped, " + std::to_string(threads) + " workers", rate.front());
    say("  CPU time of one", cpu.front(), " us");
  }
}

void sqlite_claims(const Place& place) {
  place.forget();
  int64_t there = 0;
  waiting("SQLite", [&](int64_t cases) {
    auto store = place.store();
    if (cases > there) {
      daemon::SqliteEngine engine(place.file);
      add_waiting(engine, there, cases);
      // What filling left in the log is not the claims' to clear away.
      daemon::SqliteDatabase(place.file, daemon::Access::write).run("PRAGMA wal_checkpoint(TRUNCATE)");
      there = cases;
    }
    return store;
  });
}

void postgres_transitions(const Place& place) {
  const std::string url = server->new_database();
  const auto store = place.store(url);
  fill(*store);
  daemon::PostgresDatabase raw(url, daemon::Access::write);
  say("PostgreSQL plain, one transition a transaction, one connection", plain_commits(raw, "BEGIN", 1, 0, 1));
  say("PostgreSQL plain, 32 transitions a transaction", plain_commits(raw, "BEGIN", 32, 0, 1));
  for (const int threads : {1, 8, 24})
    say("PostgreSQL store, " + std::to_string(threads) + " workers", transitions(*store, threads));
}

void postgres_claims(const Place& place) {
  const std::string crowded = server->new_database();
  int64_t there = 0;
  waiting("PostgreSQL", [&](int64_t cases) {
    auto store = place.store(crowded);
    if (cases > there) {
      const auto engine = Place::engine(crowded);
      add_waiting(*engine, there, cases);
      // As above: else the server cleans up, and writes whole pages to its log, while claims are counted.
      daemon::PostgresDatabase raw(crowded, daemon::Access::write);
      raw.run("VACUUM ANALYZE cases");
      raw.run("CHECKPOINT");
      there = cases;
    }
    return store;
  });
  const auto store = place.store(crowded);
  for (const int batch : {10, 100, 500}) {
    const Claims found = claims(*store, batch);
    say("PostgreSQL: claims in batches of " + std::to_string(batch) + ", 1,000,000 wait", found.rate);
    say("  in a second of CPU time", found.for_cpu);
  }
}

struct Part {
  std::string_view name;
  bool needs_postgres;
  void (*run)(const Place&);
};
constexpr Part kParts[] = {{"sqlite-transitions", false, sqlite_transitions},
                           {"sqlite-claims", false, sqlite_claims},
                           {"postgres-transitions", true, postgres_transitions},
                           {"postgres-claims", true, postgres_claims}};

int run(const fs::path& folder, std::string_view only) {
  const Place place(folder);
  say("fsync (4 KB, fdatasync)", fsyncs(folder));
  for (const Part& part : kParts) {
    if (part.name.find(only) == std::string_view::npos) continue;
    if (part.needs_postgres && server == nullptr && (server = PostgresServer::get()) == nullptr) {
      std::printf("%s\n", PostgresServer::why().c_str());
      continue;
    }
    part.run(place);
  }
  return 0;
}

}  // namespace
}  // namespace mailroom::testing

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: store_bench FOLDER [SECONDS [PART]]\n");
    return 2;
  }
  if (argc > 2) mailroom::testing::seconds = std::atof(argv[2]);
  return mailroom::testing::run(argv[1], argc > 3 ? argv[3] : "");
}

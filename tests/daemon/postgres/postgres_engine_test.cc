#include "daemon/postgres_engine.h"

#include <signal.h>

#include <future>

#include "base/error.h"
#include "daemon/sql_store.h"
#include "tests/daemon/claims_conformance.h"
#include "tests/daemon/erasing_conformance.h"
#include "tests/daemon/hands_conformance.h"
#include "tests/daemon/postgres/cutting_proxy.h"
#include "tests/daemon/postgres/postgres_server.h"
#include "tests/daemon/remembered_case_conformance.h"
#include "tests/daemon/sealing_conformance.h"
#include "tests/daemon/store_conformance.h"

namespace mailroom::testing {

using std::chrono::milliseconds;
using std::chrono::seconds;

class PostgresMaker {
 public:
  PostgresMaker() {
    if (PostgresServer* server = PostgresServer::get()) {
      url_ = server->new_database();
      reopened();
    }
  }
  // Else the restart after a crash would sync the databases of all tests before, which takes minutes.
  ~PostgresMaker() {
    store_.reset();
    second_.reset();
    if (PostgresServer* server = PostgresServer::get()) server->drop(url_);
  }
  daemon::Store& store() { return *store_; }
  daemon::Store& reopened() {
    store_.reset();
    store_ = open(url_);
    return *store_;
  }
  daemon::Store& second() {
    if (!second_) second_ = open(url_);
    return *second_;
  }
  std::unique_ptr<daemon::SqlStore> open(const std::string& url, milliseconds patience = seconds(10)) {
    return std::make_unique<daemon::SqlStore>(
        std::make_unique<daemon::PostgresEngine>(
            daemon::PostgresEngine::Settings{url, daemon::Access::write, 4, patience}),
        key_, clock_);
  }
  static std::string left_out() { return PostgresServer::get() ? "" : PostgresServer::why(); }
  const std::string& url() const { return url_; }

 private:
  daemon::SiteKey key_{std::string(64, 'k')};
  FakeClock clock_{kMonday};
  std::string url_;
  std::unique_ptr<daemon::SqlStore> store_, second_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, CaseStoreConformance, PostgresMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, StoreConformance, PostgresMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, ClaimsConformance, PostgresMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, ErasingConformance, PostgresMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, SealingConformance, PostgresMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, HandsConformance, PostgresMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, RememberedCaseConformance, PostgresMaker);

class PostgresEngineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (PostgresServer::get() == nullptr) GTEST_SKIP() << PostgresServer::why();
  }
  PostgresServer& server() { return *PostgresServer::get(); }
  PostgresMaker maker_;
};

TEST_F(PostgresEngineTest, RefusesAServerThatMayLoseCommits) {
  const std::string url = server().new_database();
  server().run("ALTER DATABASE " + PostgresServer::name_of(url) + " SET synchronous_commit = off");
  try {
    maker_.open(url);
    FAIL() << "it must not start";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "store_unsafe");
    EXPECT_THAT(error.message(), ::testing::HasSubstr("synchronous_commit=off"));
  }
}

TEST_F(PostgresEngineTest, WaitsForTheDiskOnlyForWhatMustLast) {
  daemon::PostgresEngine engine({maker_.url()});
  std::string level;
  const auto look = [&](daemon::Database& database) {
    daemon::Query query = database.query("SELECT current_setting('synchronous_commit')");
    query.step();
    level = query.text(0);
    return true;
  };
  EXPECT_TRUE(engine.write(look));
  EXPECT_EQ(level, "on");
  EXPECT_TRUE(engine.write(look, daemon::Lasts::with_next));
  EXPECT_EQ(level, "off");
  EXPECT_TRUE(engine.write(look));
  EXPECT_EQ(level, "on");
}

TEST_F(PostgresEngineTest, RunsAClaimAgainWhoseConnectionWasLost) {
  CuttingProxy proxy(server().socket());
  const auto store = maker_.open(proxy.url(maker_.url()));
  ASSERT_TRUE(store->commit({a_case("case-1", "26-00001-8"), {}, true}));
  proxy.cut_at_next_commit(CuttingProxy::Cut::before_it_arrives);
  const auto work = store->claim("a", kMonday, kMonday + std::chrono::minutes(5));
  EXPECT_EQ(proxy.cuts(), 1);
  ASSERT_TRUE(work);
  EXPECT_TRUE(store->renew(*work, kMonday + std::chrono::minutes(6)));
}

TEST_F(PostgresEngineTest, GoesOnAfterTheServerWasRestarted) {
  // A server that comes up from a crash makes the databases of all tests before anew: on a busy disk for
  // minutes.
  server().run("CHECKPOINT");
  const auto patient = maker_.open(maker_.url(), std::chrono::minutes(3));
  ASSERT_TRUE(patient->commit({a_case("case-1", "26-00001-8"), {}, true}));
  server().stop(SIGQUIT);
  auto committed = std::async(std::launch::async, [&] {
    return patient->commit({a_case("case-2", "26-00002-6"), {}, true});
  });
  std::this_thread::sleep_for(milliseconds(300));
  server().start();
  EXPECT_TRUE(committed.get());
  EXPECT_TRUE(patient->load("case-1"));
  EXPECT_TRUE(maker_.second().load("case-2"));
}

TEST_F(PostgresEngineTest, SaysThatTheServerCannotBeReached) {
  const auto impatient = maker_.open(maker_.url(), milliseconds(100));
  server().stop(SIGINT);
  try {
    (void)impatient->load("case-1");
    FAIL() << "there is no server";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "store_unreachable");
  }
  server().start();
  EXPECT_FALSE(impatient->load("case-1"));
}

TEST_F(PostgresEngineTest, CommitsOnceWhenTheConnectionIsLostBeforeCommitArrives) {
  CuttingProxy proxy(server().socket());
  const auto store = maker_.open(proxy.url(maker_.url()));
  proxy.cut_at_next_commit(CuttingProxy::Cut::before_it_arrives);
  EXPECT_TRUE(store->commit({a_case("case-1", "26-00001-8"), {{"case_opened", "m", kMonday, {}}}, true}));
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_EQ(maker_.second().load("case-1")->revision, 1);
  EXPECT_EQ(maker_.second().history("case-1").size(), 1u);
}

TEST_F(PostgresEngineTest, CommitsOnceWhenTheConnectionIsLostAfterCommitTookEffect) {
  CuttingProxy proxy(server().socket());
  const auto store = maker_.open(proxy.url(maker_.url()));
  proxy.cut_at_next_commit(CuttingProxy::Cut::after_it_took_effect);
  EXPECT_TRUE(store->commit({a_case("case-1", "26-00001-8"), {{"case_opened", "m", kMonday, {}}}, true}));
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_EQ(maker_.second().load("case-1")->revision, 1);
  EXPECT_EQ(maker_.second().history("case-1").size(), 1u);
}

TEST_F(PostgresEngineTest, CommitsOnceWhenTheOldSessionStillHoldsItsTransaction) {
  // The network swallows the COMMIT, and the server does not notice that nobody is there any more.
  CuttingProxy proxy(server().socket());
  const auto store = maker_.open(proxy.url(maker_.url()));
  proxy.cut_at_next_commit(CuttingProxy::Cut::server_side_stays);
  EXPECT_TRUE(store->commit({a_case("case-1", "26-00001-8"), {{"case_opened", "m", kMonday, {}}}, true}));
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_EQ(maker_.second().history("case-1").size(), 1u);
}

TEST_F(PostgresEngineTest, SaysThatACommitIsUnknownWhenTheServerStaysAway) {
  CuttingProxy proxy(server().socket());
  const auto store = maker_.open(proxy.url(maker_.url()), milliseconds(200));
  proxy.cut_at_next_commit(CuttingProxy::Cut::for_good);
  try {
    (void)store->commit({a_case("case-1", "26-00001-8"), {}, true});
    FAIL() << "nobody can know";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "store_commit_unknown");
  }
}

TEST_F(PostgresEngineTest, TellsAnotherDaemonThatThereIsWork) {
  std::mutex mutex;
  std::condition_variable changed;
  int heard = 0;
  auto& other = maker_.second();
  other.on_announcement([&] {
    const std::lock_guard lock(mutex);
    ++heard;
    changed.notify_all();
  });
  maker_.store().on_announcement([] {});
  std::unique_lock lock(mutex);
  ASSERT_TRUE(changed.wait_for(lock, seconds(20), [&] { return heard >= 1; })) << "it listens";
  maker_.store().announce();
  EXPECT_TRUE(changed.wait_for(lock, seconds(20), [&] { return heard >= 2; }));
  lock.unlock();
  other.on_announcement({});
}

TEST_F(PostgresEngineTest, OpensOneCaseForAPersonWhoseTwoFormsAreFiledAtOnce) {
  std::atomic<int> opened{0};
  std::vector<std::thread> daemons;
  auto& one = maker_.store();
  auto& two = maker_.second();
  for (int i = 0; i < 8; ++i) {
    daemons.emplace_back([&, i] {
      auto& store = i % 2 == 0 ? one : two;
      const std::string name = std::to_string(i);
      if (store.commit({a_case("case-" + name, name), {}, true, {"claim=QQ123456C"}})) ++opened;
    });
  }
  for (std::thread& each : daemons) each.join();
  EXPECT_EQ(opened, 1);
}

TEST_F(PostgresEngineTest, GivesEachPieceOfWorkToOneOfManyWhoAskAtOnce) {
  auto& one = maker_.store();
  auto& two = maker_.second();
  for (int i = 0; i < 60; ++i) {
    auto record = a_case("case-" + std::to_string(i), std::to_string(i));
    ASSERT_TRUE(one.commit({record, {}, true}));
  }
  std::mutex mutex;
  std::vector<std::string> claimed;
  std::vector<std::thread> workers;
  for (int i = 0; i < 6; ++i) {
    workers.emplace_back([&, i] {
      auto& store = i % 2 == 0 ? one : two;
      for (;;) {
        const auto batch = store.claim("w/" + std::to_string(i), kMonday, kMonday + minutes(5), 7);
        if (batch.empty()) return;
        const std::lock_guard lock(mutex);
        for (const auto& work : batch) claimed.push_back(work.id);
      }
    });
  }
  for (std::thread& each : workers) each.join();
  EXPECT_EQ(claimed.size(), 60u);
  EXPECT_EQ(std::set<std::string>(claimed.begin(), claimed.end()).size(), 60u);
}

}  // namespace mailroom::testing

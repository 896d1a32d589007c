// What the `sql` connector promises, on every database there is here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "connectors/lookup.h"
#include "connectors/sql/open.h"
#include "tests/connectors/sql/databases.h"

namespace mailroom::connectors::sql {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Kind = DeliveryOutcome::Kind;

Value decimal(const char* text) {
  return Decimal::parse(text).value();
}

class EachDatabase : public ::testing::TestWithParam<DatabaseKind> {
 protected:
  EachDatabase() : database_(GetParam().make(folder_)) {
    ask("CREATE TABLE awards (idempotency_key " + kind().key_type +
        " NOT NULL UNIQUE, nino VARCHAR(40), amount " + kind().exact_type + ")");
  }

  static const DatabaseKind& kind() { return GetParam(); }
  std::string ask(const std::string& script) const { return database_.ask(script + ";\n"); }
  std::unique_ptr<Connector> connector(Context settings) const {
    return connector_to(database_.url, std::move(settings), folder_.path());
  }
  std::unique_ptr<Connector> inserting(const char* table = "awards") const {
    return connector({{"insert", Context{{"table", table}}}, {"amend", true}, {"timeout", "PT2S"}});
  }
  static Delivery delivery(Context row, const std::string& key = "k1", const std::string& how = "insert") {
    return {key, "26-48817-9", "ledger",
            Context{{how, Context{{how == "call" ? "arguments" : "row", std::move(row)}}}}};
  }
  // Letters of any alphabet, and what would be SQL if it were not bound.
  const std::string kText = "Zoë Ω 😀 '); DROP TABLE awards;--\\";

  TemporaryFolder folder_{"mailroom-databases"};
  TestDatabase database_;
};

TEST_P(EachDatabase, ValuesArriveAsTheyWere) {
  ask("CREATE TABLE kept (idempotency_key " + kind().key_type + " NOT NULL UNIQUE, note TEXT, amount " +
      kind().exact_type + ", pence BIGINT, day DATE, paid " + kind().tick_type + ", gone VARCHAR(9), lost " +
      kind().exact_type + ")");
  const DeliveryOutcome outcome = inserting("kept")->deliver(delivery({{"note", kText},
                                                                       {"amount", decimal("1234567890.10")},
                                                                       {"pence", 157000000000000},
                                                                       {"day", Date{2026, 11, 23}},
                                                                       {"paid", true},
                                                                       {"gone", nullptr},
                                                                       {"lost", nullptr}}));
  ASSERT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_THAT(ask("SELECT note FROM kept"), HasSubstr("Zoë Ω 😀 '); DROP TABLE awards;--"));
  EXPECT_EQ(ask("SELECT amount, pence, day FROM kept"), "1234567890.10|157000000000000|2026-11-23\n");
  EXPECT_EQ(ask("SELECT count(*) FROM kept WHERE paid AND gone IS NULL AND lost IS NULL"), "1\n");
}

TEST_P(EachDatabase, AnAmountIsExactOrRefused) {
  ask("CREATE TABLE wrong (idempotency_key " + kind().key_type + " NOT NULL UNIQUE, amount " +
      kind().binary_type + ", pence INTEGER)");
  const DeliveryOutcome outcome = inserting("wrong")->deliver(delivery({{"amount", decimal("15.70")}}));
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_THAT(outcome.why, HasSubstr("which is kept as binary floating point; make it"));
  EXPECT_THAT(inserting("wrong")->deliver(delivery({{"pence", decimal("15.70")}})).why,
              HasSubstr("write whole pence (amount * 100)"));
  if (kind().exact_type != "TEXT") {
    EXPECT_THAT(inserting()->deliver(delivery({{"amount", decimal("15.705")}})).why,
                HasSubstr("with 2 digits after the point, and the value has more"));
    EXPECT_EQ(inserting()->deliver(delivery({{"amount", decimal("15.700")}})).kind, Kind::delivered);
  }
  EXPECT_EQ(ask("SELECT count(*) FROM wrong"), "0\n");
}

TEST_P(EachDatabase, WhatItsTableLacksIsSaidWithTheStatementToRun) {
  EXPECT_THAT(inserting("nowhere")->deliver(delivery({{"nino", "Q"}})).why,
              HasSubstr("there is no table 'nowhere'; run: CREATE TABLE"));
  ask("CREATE TABLE keyless (nino VARCHAR(9))");
  EXPECT_THAT(
      inserting("keyless")->deliver(delivery({{"nino", "Q"}})).why,
      HasSubstr("has no column 'idempotency_key', which keeps a row from being written twice; run: ALTER"));
  ask("CREATE TABLE loose (idempotency_key " + kind().key_type + ", nino VARCHAR(9))");
  EXPECT_THAT(inserting("loose")->deliver(delivery({{"nino", "Q"}})).why,
              HasSubstr("is not unique; run: CREATE UNIQUE INDEX"));
  EXPECT_EQ(inserting()->deliver(delivery({{"ammount", 1}})).why,
            "table 'awards' has no column 'ammount'; did you mean 'amount'?");
}

TEST_P(EachDatabase, AConstraintIsRefusedWithoutTheRowsValues) {
  ask("CREATE TABLE once (idempotency_key " + kind().key_type +
      " NOT NULL UNIQUE, nino VARCHAR(40), CONSTRAINT one_a_person UNIQUE (nino))");
  ASSERT_EQ(inserting("once")->deliver(delivery({{"nino", "QQ123456C"}})).kind, Kind::delivered);
  const DeliveryOutcome outcome = inserting("once")->deliver(delivery({{"nino", "QQ123456C"}}, "k2"));
  EXPECT_EQ(outcome.kind, Kind::refused);
  if (!kind().is_odbc && kind().has_procedures) {
    EXPECT_THAT(outcome.why, HasSubstr("'one_a_person'"));
  }
  EXPECT_THAT(outcome.why, Not(HasSubstr("QQ123456C")));
}

TEST_P(EachDatabase, AnAmendmentChangesTheRowUnderTheKey) {
  inserting()->deliver(delivery({{"nino", "A"}, {"amount", decimal("31.40")}}));
  inserting()->deliver(delivery({{"nino", "B"}, {"amount", decimal("7.00")}}, "k2"));
  Delivery amended = delivery({{"nino", "A"}, {"amount", decimal("15.70")}});
  amended.amendment = 1;
  EXPECT_EQ(inserting()->deliver(amended).kind, Kind::delivered);
  EXPECT_EQ(ask("SELECT nino, amount FROM awards ORDER BY nino"), "A|15.70\nB|7.00\n");
}

TEST_P(EachDatabase, AnUpsertWritesTheRowOfItsColumnsOver) {
  ask("CREATE TABLE current (nino VARCHAR(40) NOT NULL UNIQUE, amount " + kind().exact_type + ")");
  const auto upserting = connector({{"upsert", Context{{"table", "current"}, {"by", List{"nino"}}}}});
  EXPECT_FALSE(upserting->honours_key());
  for (const char* amount : {"31.40", "15.70", "15.70"}) {
    const DeliveryOutcome outcome =
        upserting->deliver(delivery({{"nino", "A"}, {"amount", decimal(amount)}}, "k1", "upsert"));
    ASSERT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  }
  upserting->deliver(delivery({{"nino", "B"}, {"amount", decimal("7.00")}}, "k2", "upsert"));
  EXPECT_EQ(ask("SELECT nino, amount FROM current ORDER BY nino"), "A|15.70\nB|7.00\n");
}

TEST_P(EachDatabase, TwoUpsertsThatMeetAreBothTaken) {
  // Of one row that is not there yet, by two workers at once: whoever comes second finds it and writes it
  // over.
  ask("CREATE TABLE current (nino VARCHAR(40) NOT NULL UNIQUE, amount " + kind().exact_type + ")");
  constexpr int kRows = 20;
  std::vector<std::string> refusals[2];
  const auto work = [&](int worker) {
    const auto upserting = connector({{"upsert", Context{{"table", "current"}, {"by", "nino"}}}});
    for (int i = 0; i < kRows; ++i) {
      const std::string nino = "A" + std::to_string(i), key = nino + "-" + std::to_string(worker);
      const DeliveryOutcome outcome =
          upserting->deliver(delivery({{"nino", nino}, {"amount", decimal("1.00")}}, key, "upsert"));
      if (outcome.kind == Kind::refused) refusals[worker].push_back(outcome.why);
    }
  };
  std::thread other([&] { work(1); });
  work(0);
  other.join();
  EXPECT_THAT(refusals[0], ::testing::IsEmpty());
  EXPECT_THAT(refusals[1], ::testing::IsEmpty());
}

TEST_P(EachDatabase, AnUpsertNeedsColumnsThatTellRowsApart) {
  ask("CREATE TABLE current (nino VARCHAR(40), amount " + kind().exact_type + ")");
  const auto upserting = connector({{"upsert", Context{{"table", "current"}, {"by", "nino"}}}});
  EXPECT_EQ(upserting->deliver(delivery({{"nino", "A"}}, "k1", "upsert")).why,
            "rows of table 'current' are not told apart by 'nino'; run: CREATE UNIQUE INDEX current_by_nino "
            "ON current(nino)");
  EXPECT_THAT(upserting->deliver(delivery({{"amount", 1}}, "k1", "upsert")).why,
              HasSubstr("the column 'nino', by which the row is found, has no value"));
}

TEST_P(EachDatabase, ATableOfKeysKeepsAnUpsertFromBeingDoneTwice) {
  ask("CREATE TABLE current (nino VARCHAR(40) NOT NULL UNIQUE, amount " + kind().exact_type +
      "); CREATE TABLE done (idempotency_key " + kind().key_type + " NOT NULL UNIQUE)");
  const auto upserting = connector(
      {{"upsert", Context{{"table", "current"}, {"by", "nino"}}}, {"keys", "done"}, {"amend", true}});
  EXPECT_TRUE(upserting->honours_key());
  const Delivery first = delivery({{"nino", "A"}, {"amount", decimal("31.40")}}, "k1", "upsert");
  const DeliveryOutcome outcome = upserting->deliver(first);
  EXPECT_EQ(outcome.receipt, "a row of current, under k1") << outcome.why;
  upserting->deliver(delivery({{"nino", "A"}, {"amount", decimal("15.70")}}, "k2", "upsert"));
  EXPECT_EQ(upserting->deliver(first).receipt, outcome.receipt);  // does not undo what came after it
  EXPECT_EQ(ask("SELECT amount FROM current"), "15.70\n");
}

TEST_P(EachDatabase, AProcedureIsCalledOnceUnderItsKey) {
  if (!kind().has_procedures) GTEST_SKIP() << "this database has none";
  ask("CREATE TABLE done (idempotency_key " + kind().key_type + " NOT NULL UNIQUE)");
  ask(kind().name.find("postgres") != std::string::npos
          ? "CREATE PROCEDURE take_award(a TEXT, b NUMERIC) LANGUAGE sql AS $$ INSERT INTO awards VALUES (a "
            "|| 'x', a, b) $$"
          : "CREATE PROCEDURE take_award(a VARCHAR(40), b DECIMAL(12,2)) INSERT INTO awards VALUES "
            "(CONCAT(a, 'x'), a, b)");
  const auto calling = connector({{"call", Context{{"procedure", "take_award"}}}, {"keys", "done"}});
  EXPECT_TRUE(calling->honours_key());
  const Delivery call = delivery({{"nino", "A"}, {"amount", decimal("31.40")}}, "k1", "call");
  EXPECT_EQ(calling->deliver(call).receipt, "take_award was called, under k1") << calling->deliver(call).why;
  EXPECT_EQ(calling->deliver(call).kind, Kind::delivered);
  EXPECT_EQ(ask("SELECT nino, amount FROM awards"), "A|31.40\n");
}

TEST_P(EachDatabase, AConnectionLostWhileCommittingIsLookedUp) {
  const auto connector = inserting();
  arm_failpoints("sql.acknowledge=error:EIO");  // committed, but nobody said so
  EXPECT_EQ(connector->deliver(delivery({{"nino", "A"}})).kind, Kind::delivered);
  arm_failpoints("sql.commit=error:EIO");  // not committed, and nobody knows
  const DeliveryOutcome unknown = connector->deliver(delivery({{"nino", "B"}}, "k2"));
  EXPECT_EQ(unknown.kind, Kind::unknown);
  EXPECT_TRUE(connector->honours_key());
  EXPECT_EQ(connector->deliver(delivery({{"nino", "B"}}, "k2")).kind, Kind::delivered);
  EXPECT_EQ(ask("SELECT nino FROM awards ORDER BY nino"), "A\nB\n");
}

TEST_P(EachDatabase, WhatSomebodyElseHoldsIsTriedLater) {
  if (kind().name == "odbc_sqlite") GTEST_SKIP() << "its driver begins to wait only when it commits";
  ask("CREATE TABLE current (nino VARCHAR(40) NOT NULL UNIQUE, amount " + kind().exact_type + ")");
  ask("INSERT INTO current VALUES ('A', '1.00')");
  Surroundings around{folder_.path()};
  const auto other = Source(database_.url, "sql", around, std::chrono::seconds(5)).open();
  other->begin();
  other->run("UPDATE current SET amount = '2.00' WHERE nino = 'A'", {});
  const DeliveryOutcome outcome =
      connector({{"upsert", Context{{"table", "current"}, {"by", "nino"}}}, {"timeout", "PT1S"}})
          ->deliver(delivery({{"nino", "A"}, {"amount", decimal("3.00")}}, "k1", "upsert"));
  other->roll_back();
  EXPECT_EQ(outcome.kind, kind().name == "sqlite" ? Kind::unavailable : Kind::retry_later) << outcome.why;
  EXPECT_EQ(ask("SELECT amount FROM current"), "1.00\n");
}

class EachRegister : public EachDatabase {
 protected:
  EachRegister() {
    ask("CREATE TABLE citizens (id INTEGER, nino VARCHAR(20), street VARCHAR(40), born DATE, income " +
        kind().exact_type + ")");
    ask("INSERT INTO citizens VALUES (1, 'A', 'High Street', '1970-01-31', '52.00'), (2, 'A', 'Long_Road', "
        "NULL, NULL), "
        "(3, 'B', 'High Street', NULL, NULL)");
  }
  std::unique_ptr<Lookup> citizens(const char* score = "0.8") const {
    return make_lookup({{"sql", database_.url},
                        {"select", Context{{"table", "citizens"}, {"columns", List{"id", "born", "income"}}}},
                        {"score", score},
                        {"timeout", "PT2S"}},
                       {folder_.path()});
  }
};

TEST_P(EachRegister, GivesTheRowsThatAreEqual) {
  const Finding finding = citizens()->look_up({{{"nino", "A"}, {"id", 1}}, {}, {}});
  ASSERT_EQ(finding.kind, Finding::Kind::answered) << finding.why;
  ASSERT_EQ(finding.rows.size(), 1u);
  const Context& row = finding.rows[0].columns;
  EXPECT_EQ(row.at("id"), Value(1));
  EXPECT_EQ(to_display(row.at("born")), "1970-01-31");
  EXPECT_EQ(to_display(row.at("income")), "52.00");
  EXPECT_TRUE(citizens()->look_up({{{"nino", "A' OR '1'='1"}}, {}, {}}).rows.empty());
}

TEST_P(EachRegister, FindsAMisspeltStreetWithAScore) {
  const Finding finding = citizens()->look_up({{{"nino", "A"}}, {}, {{"street", "hihg street"}}});
  ASSERT_EQ(finding.rows.size(), 1u) << finding.why;
  EXPECT_EQ(finding.rows[0].columns.at("id"), Value(1));
  EXPECT_EQ(finding.rows[0].score.to_string(), "0.909");
  EXPECT_TRUE(citizens("0.95")->look_up({{{"nino", "A"}}, {}, {{"street", "hihg street"}}}).rows.empty());
}

TEST_P(EachRegister, ABeginningIsTakenLiterally) {
  EXPECT_EQ(citizens()->look_up({{}, {{"street", "Long_"}}, {}}).rows.size(), 1u);
  EXPECT_TRUE(citizens()->look_up({{}, {{"street", "Long%"}}, {}}).rows.empty());
}

TEST_P(EachRegister, ThatLacksTheTableOrIsAwaySaysWhich) {
  ask("DROP TABLE citizens");
  const Finding finding = citizens()->look_up({{{"nino", "A"}}, {}, {}});
  EXPECT_EQ(finding.kind, Finding::Kind::refused);
  EXPECT_THAT(finding.why, HasSubstr("citizens: "));
  const auto away = make_lookup({{"sql", "postgresql:///x?host=/nowhere"},
                                 {"select", Context{{"table", "citizens"}, {"columns", List{"id"}}}}},
                                {folder_.path()});
  EXPECT_EQ(away->look_up({{{"nino", "A"}}, {}, {}}).kind, Finding::Kind::unavailable);
}

std::vector<DatabaseKind> servers() {
  std::vector<DatabaseKind> kinds;
  for (const DatabaseKind& kind : database_kinds())
    if (kind.has_procedures) kinds.push_back(kind);
  return kinds;
}

class EachServer : public EachDatabase {};

TEST_P(EachServer, ThatWentAwaySinceTheLastDeliveryIsConnectedToAnew) {
  const auto connector = inserting();
  ASSERT_EQ(connector->deliver(delivery({{"nino", "A"}})).kind, Kind::delivered);
  if (kind().name.find("postgres") != std::string::npos) {
    ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid "
        "<> pg_backend_pid()");
  } else {
    for (const std::string_view id : split(ask("SELECT id FROM information_schema.processlist WHERE db = "
                                               "DATABASE() AND id <> CONNECTION_ID()"),
                                           '\n'))
      if (!id.empty()) ask("KILL " + std::string(id));
  }
  const DeliveryOutcome outcome = connector->deliver(delivery({{"nino", "B"}}, "k2"));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(ask("SELECT count(*) FROM awards"), "2\n");
}

TEST(SqlConnector, TestsEveryDatabase) {
  if (const std::string why = left_out(); !why.empty()) GTEST_SKIP() << why;
  EXPECT_EQ(database_kinds().size(), 6u);
}

TEST(SqlConnector, AServerThatIsNotThereIsUnavailable) {
  const Delivery one{"k1", "26-48817-9", "ledger",
                     Context{{"insert", Context{{"row", Context{{"nino", "Q"}}}}}}};
  for (const char* url : {"postgresql://u:swordfish@127.0.0.1:9/ledger",
                          "mysql://u:swordfish@127.0.0.1:9/ledger", "odbc:no_such_source"}) {
    const DeliveryOutcome outcome =
        connector_to(url, {{"insert", Context{{"table", "awards"}}}})->deliver(one);
    EXPECT_EQ(outcome.kind, Kind::unavailable) << url << " " << outcome.why;
    EXPECT_THAT(outcome.why, Not(HasSubstr("swordfish")));
  }
}

TEST(SqlConnector, APrivateAddressThatTheSiteDoesNotNameIsRefused) {
  const Delivery one{"k1", "26-48817-9", "ledger",
                     Context{{"insert", Context{{"row", Context{{"nino", "Q"}}}}}}};
  for (const char* url : {"postgresql://u@127.0.0.1:9/ledger", "mysql://u@localhost:9/ledger"}) {
    const Context settings{{"sql", url}, {"insert", Context{{"table", "awards"}}}};
    const DeliveryOutcome outcome = make_connector("sql", settings, settings, {"/"})->deliver(one);
    EXPECT_EQ(outcome.kind, Kind::refused);
    EXPECT_THAT(outcome.why, HasSubstr("private_networks"));
  }
}

TEST(SqlConnector, SettingsThatDoNotGoTogetherAreRefused) {
  const auto why = [](Context settings) -> std::string {
    try {
      connector_to("postgresql:///x", std::move(settings));
      return "";
    } catch (const Error& error) {
      return error.message();
    }
  };
  EXPECT_EQ(why({}), "'sql' is not usable: expected one of 'insert', 'upsert' and 'call' beside it");
  EXPECT_EQ(why({{"insert", Context{{"table", "a"}}}, {"create", true}}),
            "'create' is not usable: expected nothing: only a SQLite database is made by Mailroom");
  EXPECT_EQ(why({{"call", Context{{"procedure", "a"}}}, {"amend", true}}),
            "'amend' is not usable: expected a row that is found again: by 'upsert', or by its own "
            "idempotency_key");
  EXPECT_EQ(why({{"insert", Context{{"table", "finance.awards"}}}}), "");
  EXPECT_THAT(why({{"insert", Context{{"table", "a;b"}}}}), HasSubstr("a name of letters, digits and '_'"));
}

const auto kName = [](const auto& tested) { return tested.param.name; };
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EachServer);
INSTANTIATE_TEST_SUITE_P(All, EachDatabase, ::testing::ValuesIn(database_kinds()), kName);
INSTANTIATE_TEST_SUITE_P(All, EachRegister, ::testing::ValuesIn(database_kinds()), kName);
INSTANTIATE_TEST_SUITE_P(All, EachServer, ::testing::ValuesIn(servers()), kName);

}  // namespace
}  // namespace mailroom::connectors::sql

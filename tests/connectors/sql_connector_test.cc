// The `sql` connector on real SQLite files, looked at with the sqlite3 program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdio>

#include "base/error.h"
#include "base/file.h"
#include "tests/connectors/made.h"

namespace mailroom::connectors {
namespace {

using testing::HasSubstr;
using Kind = DeliveryOutcome::Kind;

class SqlConnectorTest : public testing::Test {
 protected:
  std::unique_ptr<Connector> connector(bool create = false) {
    return made("sql",
                {{"sql", "sqlite:ledger.db"}, {"insert", Context{{"table", "awards"}}}, {"create", create}},
                site_.path());
  }
  // What the sqlite3 program prints.
  std::string sqlite(const std::string& sql) {
    const std::string line = "sqlite3 '" + (site_.path() / "ledger.db").string() + "' \"" + sql + "\"";
    std::FILE* pipe = popen(line.c_str(), "r");
    std::string out;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out += static_cast<char>(c);
    pclose(pipe);
    return out;
  }
  static Delivery delivery(Context row, const std::string& key = "k1") {
    return {key, "26-48817-9", "ledger", Context{{"insert", Context{{"row", std::move(row)}}}}};
  }
  static Value decimal(const char* text) { return Decimal::parse(text).value(); }

  TemporaryFolder site_;
};

TEST_F(SqlConnectorTest, AmountsStayExactAndTypesAreKept) {
  sqlite(
      "CREATE TABLE awards (idempotency_key TEXT PRIMARY KEY, nino TEXT, amount TEXT, pence INTEGER, "
      "paid INTEGER, day TEXT, note TEXT)");
  const DeliveryOutcome outcome = connector()->deliver(delivery({{"nino", "Robert'); DROP TABLE awards;--"},
                                                                 {"amount", decimal("0.10")},
                                                                 {"pence", decimal("1570.00")},
                                                                 {"paid", true},
                                                                 {"day", Date{2026, 11, 23}},
                                                                 {"note", nullptr}}));
  ASSERT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "row 1 of awards");
  EXPECT_EQ(
      sqlite(
          "SELECT nino, amount, typeof(amount), pence, typeof(pence), paid, day, note IS NULL FROM awards"),
      "Robert'); DROP TABLE awards;--|0.10|text|1570|integer|1|2026-11-23|1\n");
}

TEST_F(SqlConnectorTest, AColumnThatWouldRoundAnAmountIsRefused) {
  sqlite("CREATE TABLE awards (idempotency_key TEXT UNIQUE, amount DECIMAL(10,2), pence INTEGER)");
  const DeliveryOutcome outcome = connector()->deliver(delivery({{"amount", decimal("15.70")}}));
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(
      outcome.why,
      "column 'amount' of table 'awards' is DECIMAL(10,2), which is kept as binary floating point; make it "
      "TEXT, or INTEGER for pence");
  EXPECT_THAT(connector()->deliver(delivery({{"pence", decimal("15.70")}})).why,
              HasSubstr("write whole pence (amount * 100)"));
  EXPECT_EQ(sqlite("SELECT count(*) FROM awards"), "0\n");
}

TEST_F(SqlConnectorTest, AMissingTableSaysTheStatementThatMakesIt) {
  sqlite("CREATE TABLE other (id)");
  const DeliveryOutcome outcome = connector()->deliver(delivery({{"nino", "QQ123456C"}}));
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(outcome.why,
            "there is no table 'awards'; run: CREATE TABLE \"awards\" (idempotency_key TEXT NOT NULL UNIQUE, "
            "\"nino\" TEXT); or let it be made with 'create: true'");
}

TEST_F(SqlConnectorTest, CreateMakesDatabaseAndTable) {
  ASSERT_EQ(connector(true)->deliver(delivery({{"amount", decimal("52.00")}, {"paid", false}})).kind,
            Kind::delivered);
  EXPECT_EQ(sqlite("SELECT amount, paid, idempotency_key FROM awards"), "52.00|0|k1\n");
}

TEST_F(SqlConnectorTest, WithoutCreateAMissingDatabaseIsNotMade) {
  EXPECT_EQ(connector()->deliver(delivery({})).kind, Kind::refused);
  EXPECT_FALSE(std::filesystem::exists(site_.path() / "ledger.db"));
}

TEST_F(SqlConnectorTest, AMisspeltColumnGetsTheNearestName) {
  sqlite("CREATE TABLE awards (idempotency_key TEXT UNIQUE, amount TEXT)");
  EXPECT_EQ(connector()->deliver(delivery({{"ammount", 1}})).why,
            "table 'awards' has no column 'ammount'; did you mean 'amount'?");
}

TEST_F(SqlConnectorTest, AKeyThatIsNotUniqueIsRefused) {
  sqlite("CREATE TABLE awards (idempotency_key TEXT, amount TEXT)");
  EXPECT_THAT(connector()->deliver(delivery({})).why, HasSubstr("run: CREATE UNIQUE INDEX"));
}

TEST_F(SqlConnectorTest, ABusyDatabaseIsTriedLater) {
  sqlite("CREATE TABLE awards (idempotency_key TEXT UNIQUE, amount TEXT)");
  sqlite3* other = nullptr;
  sqlite3_open((site_.path() / "ledger.db").c_str(), &other);
  sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr);
  const DeliveryOutcome outcome = connector()->deliver(delivery({{"amount", 1}}));
  sqlite3_close(other);
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_EQ(outcome.why, "the database is in use by somebody else");
}

TEST_F(SqlConnectorTest, AnAmendmentChangesTheRowThatStandsUnderTheKey) {
  sqlite("CREATE TABLE awards (idempotency_key TEXT UNIQUE, nino TEXT, amount TEXT)");
  connector()->deliver(delivery({{"nino", "QQ123456C"}, {"amount", decimal("31.40")}}));
  connector()->deliver(delivery({{"nino", "QQ123457C"}, {"amount", decimal("7.00")}}, "k2"));
  Delivery amended = delivery({{"nino", "QQ123456C"}, {"amount", decimal("15.70")}});
  amended.amendment = 1;
  EXPECT_EQ(connector()->deliver(amended).receipt, "row 1 of awards");
  EXPECT_EQ(sqlite("SELECT nino, amount FROM awards"), "QQ123456C|15.70\nQQ123457C|7.00\n");
}

TEST_F(SqlConnectorTest, AConstraintOfTheTableIsRefusedWithItsName) {
  sqlite("CREATE TABLE awards (idempotency_key TEXT UNIQUE, nino TEXT NOT NULL)");
  EXPECT_EQ(connector()->deliver(delivery({{"nino", nullptr}})).why,
            "the table does not take the row: NOT NULL constraint failed: awards.nino");
}

TEST_F(SqlConnectorTest, NamesThatAreNoNamesAreRefused) {
  EXPECT_THAT(connector()->deliver(delivery({{"a\" , b", 1}})).why, HasSubstr("is no name of a column"));
  EXPECT_THROW(made("sql", {{"sql", "sqlite:x.db"}, {"insert", Context{{"table", "a;b"}}}}, "/"), Error);
}

TEST(MakeConnector, NamesTheKindThatWasMeantAndNoSecret) {
  try {
    made("leter", {}, "/");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "there is no connector 'leter'");
    EXPECT_EQ(error.hint(), "did you mean 'letter'?");
  }
  try {
    made("sql", {{"sql", "oracle://u:swordfish@host"}, {"insert", Context{{"table", "t"}}}}, "/");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "'sql' is not usable: expected sqlite:FILE, postgresql://…, mysql://…, mariadb://… or odbc:DSN");
  }
}

}  // namespace
}  // namespace mailroom::connectors

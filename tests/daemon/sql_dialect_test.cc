#include "daemon/sql_dialect.h"

#include <gtest/gtest.h>

namespace mailroom::testing {

using daemon::Dialect;
using daemon::in_dialect;

TEST(SqlDialect, NumbersParametersForPostgres) {
  EXPECT_EQ(in_dialect(Dialect::postgres, "SELECT ? WHERE a = '?' AND b = ?"),
            "SELECT $1 WHERE a = '?' AND b = $2");
  EXPECT_EQ(in_dialect(Dialect::postgres, "?2 = ?12"), "$2 = $12");
  EXPECT_EQ(in_dialect(Dialect::sqlite, "?2 = ?"), "?2 = ?");
}

TEST(SqlDialect, LocksRowsWhereThereIsMoreThanOneWriter) {
  EXPECT_EQ(in_dialect(Dialect::postgres, "SELECT id FOR UPDATE SKIP LOCKED"),
            "SELECT id FOR UPDATE SKIP LOCKED");
  EXPECT_EQ(in_dialect(Dialect::sqlite, "SELECT id FOR UPDATE SKIP LOCKED"), "SELECT id ");
}

TEST(SqlDialect, KnowsTheTypesOfColumnsAndNothingWithinWords) {
  EXPECT_EQ(in_dialect(Dialect::postgres, "a TEXT, b INTEGER, c BLOB) WITHOUT ROWID"),
            "a text COLLATE \"C\", b bigint, c bytea) ");
  EXPECT_EQ(in_dialect(Dialect::postgres, "CONTEXT, TEXTS, 'TEXT'"), "CONTEXT, TEXTS, 'TEXT'");
}

}  // namespace mailroom::testing

// The conformance suite over the `sql` connector on every database there is here.
#include "tests/connectors/conformance.h"

#include "tests/connectors/sql/databases.h"

namespace mailroom::connectors {
namespace {

// The database of the test that runs: suites run one test at a time.
sql::TestDatabase& current() {
  static sql::TestDatabase database;
  return database;
}

Subject subject_on(const sql::DatabaseKind& kind) {
  return {"sql",
          [](const std::filesystem::path& site) {
            return sql::connector_to(
                current().url,
                {{"insert", Context{{"table", "awards"}}}, {"amend", true}, {"unused", kSecret}}, site);
          },
          [kind](const std::filesystem::path&) {
            static std::unique_ptr<TemporaryFolder> folder;
            folder = std::make_unique<TemporaryFolder>("mailroom-databases");
            current() = kind.make(*folder);
            current().ask("CREATE TABLE awards (idempotency_key " + kind.key_type +
                          " NOT NULL UNIQUE, nino VARCHAR(40), amount " + kind.exact_type + ");\n");
          },
          [](const std::filesystem::path&) { current().ask("DROP TABLE awards;\n"); },
          {{"insert",
            Context{{"row", Context{{"nino", "QQ123456C"}, {"amount", Decimal::parse("15.70").value()}}}}}},
          [](const std::filesystem::path&) {
            return std::atoi(current().ask("SELECT count(*) FROM awards;\n").c_str());
          }};
}

std::vector<Subject> subjects() {
  std::vector<Subject> all;
  for (const sql::DatabaseKind& kind : sql::database_kinds()) all.push_back(subject_on(kind));
  return all;
}

INSTANTIATE_TEST_SUITE_P(Sql, ConnectorConformance, ::testing::ValuesIn(subjects()),
                         [](const auto& tested) { return sql::database_kinds()[tested.index].name; });

}  // namespace
}  // namespace mailroom::connectors

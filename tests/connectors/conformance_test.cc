// The conformance suite over every connector there is.
#include "tests/connectors/conformance.h"

#include <sqlite3.h>

#include "base/base64.h"
#include "tests/connectors/http_peer.h"
#include "tests/connectors/made.h"
#include "tests/connectors/robots.h"

namespace mailroom::connectors {
namespace {

namespace fs = std::filesystem;

int rows(const fs::path& database) {
  sqlite3* handle = nullptr;
  sqlite3_open_v2(database.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* query = nullptr;
  int count = 0;
  if (sqlite3_prepare_v2(handle, "SELECT count(*) FROM awards", -1, &query, nullptr) == SQLITE_OK &&
      sqlite3_step(query) == SQLITE_ROW) {
    count = sqlite3_column_int(query, 0);
  }
  sqlite3_finalize(query);
  sqlite3_close(handle);
  return count;
}

int files(const fs::path& folder) {
  int count = 0;
  if (!fs::exists(folder)) return 0;
  for (const auto& entry : fs::directory_iterator(folder)) count += entry.is_regular_file() ? 1 : 0;
  return count;
}

// A file where the folder should be: nobody can write below it, root included.
void block(const fs::path& folder) {
  fs::remove_all(folder);
  write_file(folder, "in the way");
}

Subject sql() {
  const std::string file = std::string("data/") + kSecret + ".db";
  const auto prepare = [file](const fs::path& site) {
    make_folder(site / "data");
    sqlite3* handle = nullptr;
    sqlite3_open((site / file).c_str(), &handle);
    sqlite3_exec(handle, "CREATE TABLE awards (nino TEXT, amount TEXT, idempotency_key TEXT UNIQUE)", nullptr,
                 nullptr, nullptr);
    sqlite3_close(handle);
  };
  return {"sql",
          [file](const fs::path& site) {
            return made(
                "sql", {{"sql", "sqlite:" + file}, {"insert", Context{{"table", "awards"}}}, {"amend", true}},
                site);
          },
          prepare,
          [](const fs::path& site) { block(site / "data"); },
          {{"insert",
            Context{{"row", Context{{"nino", "QQ123456C"}, {"amount", Decimal::parse("15.70").value()}}}}}},
          [file](const fs::path& site) { return rows(site / file); }};
}

Subject file() {
  return {"file",
          [](const fs::path& site) {
            return made("file", {{"file", "out"}, {"amend", true}, {"unused", kSecret}}, site);
          },
          [](const fs::path&) {},
          [](const fs::path& site) { block(site / "out"); },
          {{"content", Context{{"nino", "QQ123456C"}}}},
          [](const fs::path& site) { return files(site / "out"); }};
}

// Counted before the batch is closed: what is put by is durable.
int entries(const fs::path& folder) {
  int count = 0;
  if (!fs::exists(folder / ".batches")) return 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder / ".batches"))
    count += entry.path().filename().string().size() == 64 ? 1 : 0;
  return count;
}

Subject batched_file() {
  Subject subject{"file",
                  [](const fs::path& site) {
                    return made("file",
                                {{"file", "out"},
                                 {"as", "ndjson"},
                                 {"amend", true},
                                 {"batch", Context{{"every", "PT1H"}}},
                                 {"unused", kSecret}},
                                site);
                  },
                  [](const fs::path&) {},
                  [](const fs::path& site) { block(site / "out"); },
                  {{"content", Context{{"nino", "QQ123456C"}}}},
                  [](const fs::path& site) { return entries(site / "out"); }};
  subject.name = "batched_file";
  return subject;
}

Subject payments() {
  return {"payments",
          [](const fs::path& site) {
            return made("payments",
                        {{"payments", "out"},
                         {"debtor", Context{{"name", "Council"}, {"iban", "DE89370400440532013000"}}},
                         {"batch", Context{{"every", "PT1H"}}},
                         {"unused", kSecret}},
                        site);
          },
          [](const fs::path&) {},
          [](const fs::path& site) { block(site / "out"); },
          {{"pay", Context{{"name", "Jane Doe"},
                           {"iban", "GB29NWBK60161331926819"},
                           {"amount", Decimal::parse("15.70").value()}}}},
          [](const fs::path& site) { return entries(site / "out"); }};
}

Subject letter() {
  return {"letter",
          [](const fs::path& site) {
            return made("letter", {{"unused", kSecret}}, site);
          },
          [](const fs::path&) {},
          [](const fs::path& site) { block(site / "outbox"); },
          {{"letter", "Dear Ms Doe,\n\nwe have decided."}, {"to", "Jane Doe\n1 High Street"}},
          [](const fs::path& site) { return files(site / "outbox"); }};
}

// The peer of a site, by its folder: suites run one test at a time.
std::unique_ptr<HttpPeer>& http_peer() {
  static std::unique_ptr<HttpPeer> peer;
  return peer;
}

Subject http() {
  return {"http",
          [](const fs::path& site) {
            const auto settings = [&](const std::string& secret) {
              return Context{{"http", http_peer()->url("/awards?for=" + secret)},
                             {"headers", Context{{"Authorization", "Bearer " + secret}}},
                             {"sign", to_base64(secret)},
                             {"idempotency", "key"},
                             {"amend", true},
                             {"timeout", "PT2S"},
                             {"receipt", "payment.id"}};
            };
            Surroundings around{site};
            around.private_networks.add("127.0.0.1");
            return make_connector("http", settings(kSecret), settings("${secret:PAY}"), around);
          },
          [](const fs::path&) { http_peer() = std::make_unique<HttpPeer>(); },
          [](const fs::path&) { http_peer()->behave({.status = 503, .takes_effect = false}); },
          {{"body", Context{{"nino", "QQ123456C"}, {"amount", Decimal::parse("15.70").value()}}}},
          [](const fs::path&) { return http_peer()->effects(); }};
}

// A secret among what it logs in with, which the application does not mind.
Context with_secret(Context settings, StepTexts step) {
  const Context log_in = settings.at("log_in").context();
  List steps = log_in.at("steps").list();
  Context secret;
  for (const auto& [key, text] : step) secret.put(key, text);
  steps.insert(steps.begin(), std::move(secret));
  settings.put("log_in", Context{{"when", log_in.at("when")}, {"steps", steps}});
  return settings;
}

std::unique_ptr<Connector> made_robot(std::string_view kind, const Context& settings,
                                      const Context& as_written, const fs::path& site) {
  Surroundings around{site};
  around.private_networks.add("127.0.0.1");
  return make_connector(kind, settings, as_written, around);
}

Subject browser() {
  static std::unique_ptr<LegacyOffice> office;
  return {"browser",
          [](const fs::path& site) {
            const auto settings = [&](const std::string& secret) {
              return with_secret(office->settings(), {{"fill", "User name"}, {"with", secret}});
            };
            return made_robot("browser", settings(kSecret), settings("${secret:LEGACY}"), site);
          },
          [](const fs::path& site) { office = std::make_unique<LegacyOffice>(site); },
          [](const fs::path&) { office->application.stop(); },
          {},
          [](const fs::path&) { return office->awards(); },
          [] {
            return lacking({"chromium", "chromedriver"});
          },
          "browser",
          [](const std::string& number) { return LegacyOffice::content(number); }};
}

Subject terminal() {
  static std::unique_ptr<TestHost> host;
  return {"terminal",
          [](const fs::path& site) {
            const auto settings = [&](const std::string& secret) {
              return with_secret(host->settings(), {{"type", secret.substr(0, 8)}, {"at", "10,25"}});
            };
            return made_robot("terminal", settings(kSecret), settings("${secret:HOST}"), site);
          },
          [](const fs::path& site) { host = std::make_unique<TestHost>(site); },
          [](const fs::path&) { host->host.stop(); },
          {},
          [](const fs::path&) { return host->awards(); },
          [] { return lacking({"s3270"}); },
          "terminal",
          [](const std::string& number) { return TestHost::content(number); }};
}

INSTANTIATE_TEST_SUITE_P(All, ConnectorConformance,
                         testing::Values(sql(), file(), batched_file(), payments(), letter(), http(),
                                         browser(), terminal()),
                         [](const auto& tested) { return tested.param.named(); });

}  // namespace
}  // namespace mailroom::connectors

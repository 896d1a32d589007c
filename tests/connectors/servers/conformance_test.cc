// The conformance suite over the connectors that need a server: OpenSSH, s3rver, RabbitMQ, librdkafka's mock
// cluster, and a mail server that misbehaves on demand. What cannot be had here is left out and says why.
#include "tests/connectors/conformance.h"

#include <pwd.h>
#include <unistd.h>

#include <set>

#include "tests/connectors/server_process.h"
#include "tests/connectors/servers/broker.h"
#include "tests/connectors/servers/mock_kafka.h"

namespace mailroom::connectors {
namespace {

namespace fs = std::filesystem;

const Context kBody{{"nino", "QQ123456C"}, {"amount", Decimal::parse("15.70").value()}};

// Of the program's tests, started at first use.
ServerProcess& sftp_server(fs::path* folder = nullptr) {
  static const TemporaryFolder place("mailroom-sftp");
  static ServerProcess server("sftp_server", {place.path().string()});
  if (folder != nullptr) *folder = place.path();
  return server;
}
ServerProcess& s3_server(fs::path* folder = nullptr) {
  static const TemporaryFolder place("mailroom-s3");
  static ServerProcess server(
      "s3rver", {"-s", "-d", place.path().string(), "-a", "127.0.0.1", "--configure-bucket", "northmere"});
  if (folder != nullptr) *folder = place.path();
  return server;
}
MockKafka& cluster() {
  static MockKafka made;
  return made;
}

std::unique_ptr<Connector> made_on(const std::string& kind, const Context& settings, const fs::path& site) {
  Surroundings around{site};
  around.private_networks.add("127.0.0.1");
  return make_connector(kind, settings, settings, around);
}

int files(const fs::path& folder, const std::string& ending) {
  int count = 0;
  if (!fs::exists(folder)) return 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    count += entry.is_regular_file() && name.size() > ending.size() &&
             name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
  }
  return count;
}

fs::path sftp_folder(const fs::path& site) {
  fs::path place;
  sftp_server(&place);
  return place / "files" / site.filename();
}

Subject sftp() {
  return {"sftp",
          [](const fs::path& site) {
            fs::path place;
            const int port = sftp_server(&place).port();
            fs::copy_file(place / "known_hosts", site / "known_hosts", fs::copy_options::overwrite_existing);
            return made_on("sftp",
                           {{"sftp", "sftp://127.0.0.1:" + std::to_string(port) + sftp_folder(site).string()},
                            {"known_hosts", "known_hosts"},
                            {"login", Context{{"user", std::string(getpwuid(getuid())->pw_name)},
                                              {"key", (place / "login").string()},
                                              {"key_password", kSecret}}},
                            {"idempotency", "name"},
                            {"amend", true},
                            {"timeout", "PT5S"}},
                           site);
          },
          [](const fs::path& site) { make_folder(sftp_folder(site)); },
          [](const fs::path& site) { fs::remove_all(sftp_folder(site)); },
          {{"content", kBody}},
          [](const fs::path& site) { return files(sftp_folder(site), ".json"); },
          [] { return sftp_server().why(); }};
}

Subject s3() {
  return {"s3",
          [](const fs::path& site) {
            return made_on("s3",
                           {{"s3", "s3://northmere/" + site.filename().string()},
                            {"endpoint", "http://127.0.0.1:" + std::to_string(s3_server().port())},
                            {"access_key", "S3RVER"},
                            {"secret_key", "S3RVER"},
                            {"unused", kSecret},
                            {"idempotency", "name"},
                            {"amend", true},
                            {"timeout", "PT5S"}},
                           site);
          },
          [](const fs::path&) {
            if (!s3_server().is_up()) s3_server().start();
          },
          [](const fs::path&) { s3_server().stop(); },
          {{"content", kBody}},
          [](const fs::path& site) {
            fs::path place;
            s3_server(&place);
            return files(place / "northmere" / site.filename(), "_object");
          },
          [] { return s3_server().why(); }};
}

Subject amqp() {
  return {"amqp",
          [](const fs::path& site) {
            return made_on("amqp",
                           {{"amqp", Broker::get()->url()},
                            {"login", Context{{"user", "office"}, {"password", "swordfish"}}},
                            {"unused", kSecret},
                            {"idempotency", "key"},
                            {"amend", true},
                            {"timeout", "PT5S"}},
                           site);
          },
          [](const fs::path&) {
            Broker::get()->remove("conformance");
            Broker::get()->declare("conformance");
          },
          [](const fs::path&) { Broker::get()->remove("conformance"); },
          {{"routing_key", "conformance"}, {"body", kBody}},
          [](const fs::path&) {
            std::set<std::string> ids;
            for (const Broker::Message& one : Broker::get()->messages("conformance")) ids.insert(one.id);
            return static_cast<int>(ids.size());
          },
          [] { return Broker::why(); }};
}

Subject kafka() {
  return {"kafka",
          [](const fs::path& site) {
            return made_on("kafka",
                           {{"kafka", cluster().brokers()},
                            {"topic", site.filename().string()},
                            {"tls", Context{{"required", false}}},
                            {"unused", kSecret},
                            {"idempotency", "key"},
                            {"amend", true},
                            {"timeout", "PT3S"}},
                           site);
          },
          [](const fs::path& site) {
            cluster().go_down(false);
            cluster().create(site.filename());
          },
          [](const fs::path&) { cluster().go_down(true); },
          {{"body", kBody}},
          [](const fs::path& site) {
            std::set<std::string> keys;
            for (const auto& one : cluster().records(site.filename()))
              keys.insert(one.headers.at("Idempotency-Key"));
            return static_cast<int>(keys.size());
          }};
}

// The peer of a test, on the site's own folder.
std::unique_ptr<ServerProcess>& mail_peer() {
  static std::unique_ptr<ServerProcess> peer;
  return peer;
}

Subject mail() {
  return {"mail",
          [](const fs::path& site) {
            return made_on("mail",
                           {{"mail", "smtp://127.0.0.1:" + std::to_string(mail_peer()->port())},
                            {"tls", Context{{"required", false}}},
                            {"unused", kSecret},
                            {"timeout", "PT5S"}},
                           site);
          },
          [](const fs::path& site) {
            mail_peer() = std::make_unique<ServerProcess>(
                "smtp_peer.py", std::vector<std::string>{"--mails", (site / "mails").string()});
          },
          [](const fs::path&) { mail_peer()->stop(); },
          {{"from", "benefits@northmere.example"},
           {"to", "ada@example.org"},
           {"subject", "Your claim"},
           {"message", "It is decided."}},
          [](const fs::path& site) { return files(site / "mails", ".mail"); }};
}

INSTANTIATE_TEST_SUITE_P(Servers, ConnectorConformance,
                         testing::Values(mail(), sftp(), s3(), amqp(), kafka()),
                         [](const auto& tested) { return tested.param.kind; });

}  // namespace
}  // namespace mailroom::connectors

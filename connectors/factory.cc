#include "connectors/factory.h"

#include "base/error.h"
#include "base/text.h"
#include "connectors/amqp_connector.h"
#include "connectors/browser_connector.h"
#include "connectors/file_connector.h"
#include "connectors/http_connector.h"
#include "connectors/kafka_connector.h"
#include "connectors/letter_connector.h"
#include "connectors/mail_connector.h"
#include "connectors/payments_connector.h"
#include "connectors/s3_connector.h"
#include "connectors/sftp_connector.h"
#include "connectors/sql_connector.h"
#include "connectors/terminal_connector.h"

namespace mailroom::connectors {

const ConnectorKey* ConnectorKind::find(std::string_view key) const {
  for (const ConnectorKey& one : keys) {
    if (one.name == key) return &one;
  }
  return nullptr;
}

const std::vector<ConnectorKind>& connector_kinds() {
  static const std::vector<ConnectorKind> kKinds = {
      sql_kind(),  file_kind(), letter_kind(), http_kind(),  payments_kind(), mail_kind(),
      sftp_kind(), s3_kind(),   amqp_kind(),   kafka_kind(), browser_kind(),  terminal_kind()};
  return kKinds;
}

const ConnectorKind* find_kind(std::string_view name) {
  for (const ConnectorKind& kind : connector_kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::unique_ptr<Connector> make_connector(std::string_view kind, const Context& settings,
                                          const Context& as_written, const Surroundings& around) {
  if (kind == "sql") return std::make_unique<SqlConnector>(settings, around);
  if (kind == "file") return std::make_unique<FileConnector>(settings, around);
  if (kind == "letter") return std::make_unique<LetterConnector>(settings, around);
  if (kind == "http") return std::make_unique<HttpConnector>(settings, as_written, around);
  if (kind == "mail") return std::make_unique<MailConnector>(settings, as_written, around);
  if (kind == "sftp") return std::make_unique<SftpConnector>(settings, as_written, around);
  if (kind == "s3") return std::make_unique<S3Connector>(settings, around);
  if (kind == "amqp") return std::make_unique<AmqpConnector>(settings, as_written, around);
  if (kind == "kafka") return std::make_unique<KafkaConnector>(settings, as_written, around);
  if (kind == "browser") return std::make_unique<BrowserConnector>(settings, as_written, around);
  if (kind == "terminal") return std::make_unique<TerminalConnector>(settings, as_written, around);
  if (kind == "payments") return std::make_unique<PaymentsConnector>(settings, around);
  std::vector<std::string> known;
  for (const ConnectorKind& one : connector_kinds()) known.emplace_back(one.name);
  const auto nearest = nearest_name(kind, known);
  throw Error(Fault::usage, "unknown_connector", "there is no connector '" + std::string(kind) + "'", {},
              nearest ? "did you mean '" + *nearest + "'?" : "expected " + quoted_list(known));
}

}  // namespace mailroom::connectors

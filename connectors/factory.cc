#include "connectors/factory.h"

#include "base/error.h"
#include "base/text.h"
#include "connectors/file_connector.h"
#include "connectors/http_connector.h"
#include "connectors/letter_connector.h"
#include "connectors/payments_connector.h"
#include "connectors/sql_connector.h"

namespace mailroom::connectors {

const ConnectorKey* ConnectorKind::find(std::string_view key) const {
  for (const ConnectorKey& one : keys) {
    if (one.name == key) return &one;
  }
  return nullptr;
}

const std::vector<ConnectorKind>& connector_kinds() {
  static const std::vector<ConnectorKind> kKinds = {sql_kind(), file_kind(), letter_kind(), http_kind(),
                                                    payments_kind()};
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
  if (kind == "sql") return std::make_unique<SqlConnector>(settings, around.site_folder);
  if (kind == "file") return std::make_unique<FileConnector>(settings, around);
  if (kind == "letter") return std::make_unique<LetterConnector>(settings, around);
  if (kind == "http") return std::make_unique<HttpConnector>(settings, as_written, around);
  if (kind == "payments") return std::make_unique<PaymentsConnector>(settings, around);
  std::vector<std::string> known;
  for (const ConnectorKind& one : connector_kinds()) known.emplace_back(one.name);
  const auto nearest = nearest_name(kind, known);
  throw Error(Fault::usage, "unknown_connector", "there is no connector '" + std::string(kind) + "'", {},
              nearest ? "did you mean '" + *nearest + "'?" : "expected " + quoted_list(known));
}

}  // namespace mailroom::connectors

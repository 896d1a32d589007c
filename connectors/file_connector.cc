#include "connectors/file_connector.h"

#include "connectors/export_file.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

Outbox outbox_of(const Context& settings, const std::filesystem::path& site_folder) {
  return {site_folder, required_text(settings, "file", "a folder, for example 'data/export'")};
}

}  // namespace

const ConnectorKind& file_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "file",
        "a JSON file into a folder, for a system that picks files up",
        {{"file", KeyForm::path, true, "the folder the files are put into", "data/export"}},
        "export:\n  file: data/export\n  content: {nino: claim.nino, amount: band.weekly_award}\n"};
    for (ConnectorKey& key : export_file_keys()) kind.keys.push_back(std::move(key));
    return kind;
  }();
  return kKind;
}

FileConnector::FileConnector(const Context& settings, const std::filesystem::path& site_folder)
    : outbox_(outbox_of(settings, site_folder)), amends_(flag_at(settings, "amend", false)) {}

DeliveryOutcome FileConnector::deliver(const Delivery& delivery) {
  ExportFile file = export_file(delivery);
  return outbox_.put(effect_of(delivery), {{std::move(file.name), std::move(file.bytes)}});
}

std::string FileConnector::preview(const Delivery& delivery) const {
  const ExportFile file = export_file(delivery);
  return file.name + " in " + outbox_.shown() + "\n" + file.bytes;
}

}  // namespace mailroom::connectors

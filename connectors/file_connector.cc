#include "connectors/file_connector.h"

#include "base/json.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

std::string json_of(const Delivery& delivery) {
  Context file{{"idempotency_key", delivery.idempotency_key},
               {"case", delivery.case_number},
               {"delivery", delivery.name}};
  if (delivery.amendment > 0) file.put("amendment", delivery.amendment);
  file.put("content", delivery.content.at("content"));
  return to_json(file, 2) + "\n";
}

Outbox outbox_of(const Context& settings, const std::filesystem::path& site_folder) {
  return {site_folder, required_text(settings, "file", "a folder, for example 'data/export'")};
}

}  // namespace

const ConnectorKind& file_kind() {
  static const ConnectorKind kKind = {
      "file",
      "a JSON file into a folder, for a system that picks files up",
      {{"file", KeyForm::path, true, "the folder the files are put into", "data/export"},
       {"content", KeyForm::expressions, true, "what the file says, by name",
        "{nino: claim.nino, amount: band.weekly_award}"},
       {"amend", KeyForm::flag, false,
        "the other system knows amendments: a later file with the same key takes the first one's place",
        "true"}},
      "export:\n  file: data/export\n  content: {nino: claim.nino, amount: band.weekly_award}\n"};
  return kKind;
}

FileConnector::FileConnector(const Context& settings, const std::filesystem::path& site_folder)
    : outbox_(outbox_of(settings, site_folder)), amends_(flag_at(settings, "amend", false)) {}

DeliveryOutcome FileConnector::deliver(const Delivery& delivery) {
  return outbox_.put(effect_of(delivery), {{file_stem(delivery) + ".json", json_of(delivery)}});
}

std::string FileConnector::preview(const Delivery& delivery) const {
  return file_stem(delivery) + ".json in " + outbox_.shown() + "\n" + json_of(delivery);
}

}  // namespace mailroom::connectors

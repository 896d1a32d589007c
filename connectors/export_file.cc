#include "connectors/export_file.h"

#include "base/json.h"
#include "connectors/outbox.h"

namespace mailroom::connectors {

Context export_object(const Delivery& delivery) {
  Context file{{"idempotency_key", delivery.idempotency_key},
               {"case", delivery.case_number},
               {"delivery", delivery.name}};
  if (delivery.amendment > 0) file.put("amendment", delivery.amendment);
  file.put("content", delivery.content.at("content"));
  return file;
}

ExportFile export_file(const Delivery& delivery) {
  return {file_stem(delivery) + ".json", to_json(export_object(delivery), 2) + "\n"};
}

std::vector<ConnectorKey> export_file_keys() {
  return {{"content", KeyForm::expressions, true, "what the file says, by name",
           "{nino: claim.nino, amount: band.weekly_award}"},
          {"amend", KeyForm::flag, false,
           "the other system knows amendments: a later file with the same key takes the first one's place",
           "true"}};
}

ConnectorKey name_key() {
  return {
      "idempotency",
      KeyForm::choice,
      false,
      "name: the receiver takes a file of one name once, so that what may have been taken away already is "
      "put there again; default: none, and a person looks",
      "name",
      {"name", "none"}};
}

}  // namespace mailroom::connectors

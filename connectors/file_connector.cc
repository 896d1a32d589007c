#include "connectors/file_connector.h"

#include "connectors/file_batch.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;

std::string folder_of(const Context& settings) {
  return required_text(settings, "file", "a folder, for example 'data/export'");
}

// Of a batch: sorted by case, a delivery's amendments behind it.
std::string order_of(const Delivery& delivery) {
  return delivery.case_number + "/" + effect_of(delivery);
}

// What a batch is made by, which is kept with it.
Context kept_settings(const Context& settings) {
  Context kept;
  for (const char* key : {"as", "charset", "line_end", "csv", "xml", "columns", "batch"}) {
    if (!settings.at(key).is_null()) kept.put(key, settings.at(key));
  }
  return kept;
}

std::string names_of(const Context& columns) {
  std::string names;
  for (const auto& [name, value] : columns.entries()) names += name + "\n";
  return names;
}

std::vector<ConnectorKey> format_keys() {
  return {{"file", KeyForm::path, true, "the folder the files are put into", "data/export"},
          {"content",
           KeyForm::expressions,
           true,
           "what the file says, by name; not needed for xml",
           "{nino: claim.nino, amount: band.weekly_award}",
           {},
           "xml"},
          {"as",
           KeyForm::choice,
           false,
           "how it is written; default: json",
           "csv",
           {"json", "ndjson", "csv", "xml", "fixed"}},
          {"charset", KeyForm::text, false,
           "of csv (default: utf-8) and fixed (default: us-ascii): any of ICU's names", "windows-1252"},
          {"line_end",
           KeyForm::choice,
           false,
           "of csv (default: crlf) and fixed (default: lf)",
           "lf",
           {"crlf", "lf", "none"}},
          {"csv.delimiter",
           KeyForm::choice,
           false,
           "what stands between two values; default: comma",
           "semicolon",
           {"comma", "semicolon", "tab", "bar"}},
          {"csv.header", KeyForm::flag, false, "the names of the columns in the first line; default: true",
           "false"},
          {"csv.decimal", KeyForm::choice, false, "of amounts; default: point", "comma", {"point", "comma"}},
          {"csv.formulas",
           KeyForm::choice,
           false,
           "texts that a spreadsheet would run as formulas: guard (default) puts an apostrophe in front",
           "keep",
           {"guard", "keep"}},
          {"xml", KeyForm::pattern_file, false, "a template of the site with {{ FEEL }} in it, for as: xml",
           "exports/award.xml"},
          {"columns", KeyForm::texts, false, "for as: fixed, the columns as COBOL pictures",
           "{nino: X(9), amount: 9(7)V99}"}};
}

std::vector<ConnectorKey> batch_keys() {
  return {
      {"batch.every", KeyForm::text, false, "one file for many, closed so long after its first delivery",
       "PT1H"},
      {"batch.at", KeyForm::text, false, "or at this time of the office's day", "\"17:00\""},
      {"batch.at_most", KeyForm::text, false, "and when it has so many; default: 1000", "500"},
      {"batch.name", KeyForm::text, false, "the file's name", "\"awards-{number:9(6)}.csv\""},
      {"batch.header", KeyForm::text, false, "what stands before the records",
       "\"H{number:9(6)}{date:9(8)}\""},
      {"batch.trailer", KeyForm::text, false, "what stands after them", "\"T{count:9(7)}{sum:9(11)V99}\""},
      {"batch.sum", KeyForm::text, false, "the column whose sum {sum} is", "amount"},
      {"batch.root", KeyForm::text, false, "the element around those of xml; default: deliveries", "awards"}};
}

}  // namespace

const ConnectorKind& file_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "file", "files in a folder, for a system that picks files up", format_keys(),
        "export:\n  file: data/export\n  content: {nino: claim.nino, amount: band.weekly_award}\n"};
    kind.keys.push_back(
        {"amend", KeyForm::flag, false,
         "the other system knows amendments: what comes later with the same key takes the first "
         "one's place",
         "true"});
    for (ConnectorKey& key : batch_keys()) kind.keys.push_back(std::move(key));
    return kind;
  }();
  return kKind;
}

FileConnector::FileConnector(const Context& settings, const Surroundings& around)
    : settings_(kept_settings(settings)),
      format_(record_format(settings)),
      outbox_(around.site_folder, folder_of(settings)),
      summed_(text_at(settings, "batch.sum", "")),
      amends_(flag_at(settings, "amend", false)) {
  // A line of CSV that is sent again with another amount is another payment to whoever reads it.
  const std::string as = text_at(settings, "as", "json");
  if (amends_ && as != "json" && as != "ndjson")
    throw setting_invalid("amend", "json or ndjson, in which an amendment says that it is one");
  if (settings.at("batch").is_null()) return;
  const MakeBatches make = [](const Context& kept) { return std::make_unique<FileBatch>(kept); };
  make(settings);
  batches_.emplace(around.site_folder, folder_of(settings), "file", make, around.time());
}

DeliveryOutcome FileConnector::put_into_batch(const Delivery& delivery) {
  Record record = format_->record(delivery);
  if (!record.trouble.empty()) return {Kind::refused, record.trouble, ""};
  BatchEntry entry{order_of(delivery), std::move(record.text), std::nullopt};
  if (!summed_.empty()) {
    const Value& amount = columns_of(delivery).at(summed_);
    if (!amount.is(Value::Kind::number))
      return {Kind::refused, "column '" + summed_ + "', which is summed, is no number", ""};
    entry.amount = amount.number();
  }
  return batches_->put(effect_of(delivery), settings_, names_of(columns_of(delivery)), entry);
}

DeliveryOutcome FileConnector::deliver(const Delivery& delivery) {
  if (batches_) return put_into_batch(delivery);
  Record file = format_->alone(delivery);
  if (!file.trouble.empty()) return {Kind::refused, file.trouble, ""};
  return outbox_.put(effect_of(delivery),
                     {{file_stem(delivery) + "." + std::string(format_->extension()), std::move(file.text)}});
}

void FileConnector::tend() {
  if (batches_) batches_->close_due();
}

std::string FileConnector::preview(const Delivery& delivery) const {
  const Record file = format_->alone(delivery);
  if (!file.trouble.empty()) return "nothing: " + file.trouble + "\n";
  const std::string name =
      batches_ ? "in a batch" : file_stem(delivery) + "." + std::string(format_->extension());
  return name + " in " + outbox_.shown() + "\n" + file.text;
}

}  // namespace mailroom::connectors

#include "connectors/record_format.h"

#include "base/text.h"
#include "connectors/csv_format.h"
#include "connectors/fixed_format.h"
#include "connectors/json_format.h"
#include "connectors/settings.h"
#include "connectors/xml_format.h"

namespace mailroom::connectors {

Record RecordFormat::alone(const Delivery& delivery) const {
  Record one = record(delivery);
  return one.trouble.empty() ? whole({one.text}, "", "") : one;
}

std::unique_ptr<RecordFormat> record_format(const Context& settings) {
  const std::string as = text_at(settings, "as", "json");
  if (as == "json") return std::make_unique<JsonFormat>(settings);
  if (as == "ndjson") return std::make_unique<NdjsonFormat>(settings);
  if (as == "csv") return std::make_unique<CsvFormat>(settings);
  if (as == "xml") return std::make_unique<XmlFormat>(settings);
  if (as == "fixed") return std::make_unique<FixedFormat>(settings);
  throw setting_invalid("as", "'json', 'ndjson', 'csv', 'xml' or 'fixed'");
}

void must_be_utf8(const Context& settings) {
  if (to_lower_ascii(text_at(settings, "charset", "utf-8")) != "utf-8")
    throw setting_invalid("charset", "utf-8, as JSON and XML are written");
}

const Context& columns_of(const Delivery& delivery) {
  static const Context kNone;
  const Value& content = delivery.content.at("content");
  return content.is(Value::Kind::context) ? content.context() : kNone;
}

}  // namespace mailroom::connectors

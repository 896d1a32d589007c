#include "connectors/json_format.h"

#include "base/json.h"
#include "base/text.h"
#include "connectors/export_file.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

JsonFormat::JsonFormat(const Context& settings) : is_batch_(!settings.at("batch").is_null()) {
  must_be_utf8(settings);
}

Record JsonFormat::record(const Delivery& delivery) const {
  return {to_json(export_object(delivery), is_batch_ ? 0 : 2), ""};
}

Record JsonFormat::whole(const std::vector<std::string>& records, const std::string& header,
                         const std::string& trailer) const {
  if (!is_batch_) return {join(records, "\n") + "\n", ""};
  std::vector<std::string> all;
  if (!header.empty()) all.push_back(header);
  all.insert(all.end(), records.begin(), records.end());
  if (!trailer.empty()) all.push_back(trailer);
  return {"[\n" + join(all, ",\n") + "\n]\n", ""};
}

NdjsonFormat::NdjsonFormat(const Context& settings) {
  must_be_utf8(settings);
}

Record NdjsonFormat::record(const Delivery& delivery) const {
  return {to_json(export_object(delivery)), ""};
}

Record NdjsonFormat::whole(const std::vector<std::string>& records, const std::string& header,
                           const std::string& trailer) const {
  return {(header.empty() ? "" : header + "\n") + join(records, "\n") + "\n" +
              (trailer.empty() ? "" : trailer + "\n"),
          ""};
}

}  // namespace mailroom::connectors

// JSON: a file an object with key, case and content; a batch a list of these. NDJSON
// (github.com/ndjson/ndjson-spec): one of these a line. Amounts stay decimal.
#pragma once

#include "connectors/record_format.h"

namespace mailroom::connectors {

class JsonFormat final : public RecordFormat {
 public:
  explicit JsonFormat(const Context& settings);
  std::string_view extension() const override { return "json"; }
  Record record(const Delivery& delivery) const override;
  Record whole(const std::vector<std::string>& records, const std::string& header,
               const std::string& trailer) const override;

 private:
  bool is_batch_;
};

class NdjsonFormat final : public RecordFormat {
 public:
  explicit NdjsonFormat(const Context& settings);
  std::string_view extension() const override { return "ndjson"; }
  Record record(const Delivery& delivery) const override;
  Record whole(const std::vector<std::string>& records, const std::string& header,
               const std::string& trailer) const override;
};

}  // namespace mailroom::connectors

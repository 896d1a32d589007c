// Files of fixed width, as mainframes take them: a line a delivery, its columns described as COBOL does
// (connectors/picture_clause.h), in any set of characters of one byte each, EBCDIC among them.
#pragma once

#include <utility>
#include <vector>

#include "connectors/charset.h"
#include "connectors/picture_clause.h"
#include "connectors/record_format.h"

namespace mailroom::connectors {

class FixedFormat final : public RecordFormat {
 public:
  explicit FixedFormat(const Context& settings);
  std::string_view extension() const override { return "txt"; }
  Record record(const Delivery& delivery) const override;
  PictureClause::Signs signs() const override { return signs_; }
  Record whole(const std::vector<std::string>& records, const std::string& header,
               const std::string& trailer) const override;

 private:
  Charset charset_;
  std::vector<std::pair<std::string, PictureClause>> columns_;
  PictureClause::Signs signs_;
  size_t width_ = 0;
  std::string line_end_;
};

}  // namespace mailroom::connectors

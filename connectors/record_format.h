// How deliveries are written into files: one record each, between what the format has before and after them.
// Texts are UTF-8 until the file is whole. Nothing is cut off, rounded or left out: what a format cannot say
// is told, for a person. Immutable; thread safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "connectors/connector.h"
#include "connectors/picture_clause.h"

namespace mailroom::connectors {

// A record, a file, or why there is none.
struct Record {
  std::string text;     // of a whole file: bytes
  std::string trouble;  // for a person, without values; empty: there is one
};

class RecordFormat {
 public:
  virtual ~RecordFormat() = default;
  virtual std::string_view extension() const = 0;
  virtual Record record(const Delivery& delivery) const = 0;
  // How the pictures of header and trailer write signs.
  virtual PictureClause::Signs signs() const { return {}; }
  // `header` and `trailer`: of a batch, what stands before and after its records; empty: nothing.
  virtual Record whole(const std::vector<std::string>& records, const std::string& header,
                       const std::string& trailer) const = 0;
  // The file of a delivery that is alone in it.
  Record alone(const Delivery& delivery) const;
};

// By the settings of `file`: `as` and what belongs to it. Throws Error{usage, "setting_invalid"}.
std::unique_ptr<RecordFormat> record_format(const Context& settings);

// What JSON and XML are written in here; otherwise throws.
void must_be_utf8(const Context& settings);

// The content as named columns; a content that is no mapping has none.
const Context& columns_of(const Delivery& delivery);

}  // namespace mailroom::connectors

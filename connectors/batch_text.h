// What a batch says of itself, in its header, its trailer and its file's name: a text with words in braces
// for {number}, {count}, {sum}, {date}, {time}; a picture behind the word says how it is written,
// "{count:9(7)}". Immutable; thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/value.h"
#include "connectors/picture_clause.h"

namespace mailroom::connectors {

// What a batch's deliveries come to; the date and time are the office's.
struct BatchTotals {
  int64_t number = 0;  // of the folder's batches, from 1, without gaps
  int64_t count = 0;
  std::optional<Decimal> sum;  // of the column that the settings name
  Instant made;
};

class BatchText {
 public:
  // Throws Error{usage, "setting_invalid"} for the key.
  BatchText(std::string_view text, std::string_view key);
  bool empty() const { return pieces_.empty(); }
  bool names(std::string_view word) const;
  PictureClause::Written written(const BatchTotals& totals, const PictureClause::Signs& signs = {}) const;

 private:
  struct Piece {
    std::string text;  // as it is, or
    std::string word;
    std::optional<PictureClause> picture = {};
  };
  std::vector<Piece> pieces_;
};

// The name of a batch's file by the key `batch.name`: it has {number} in it, so that no two are alike.
BatchText batch_name(const Context& settings, const std::string& otherwise);
std::string written_name(const BatchText& name, const BatchTotals& opened);

// The day and the time of day of the office's time zone (TZ).
std::string office_time(Instant instant);  // "17:00:00"

}  // namespace mailroom::connectors

#include "connectors/file_batch.h"

#include "base/error.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

FileBatch::FileBatch(const Context& settings)
    : format_(record_format(settings)),
      rule_(BatchRule::of(settings)),
      name_(batch_name(settings, "batch-{number:9(6)}." + std::string(format_->extension()))),
      header_(text_at(settings, "batch.header", ""), "batch.header"),
      trailer_(text_at(settings, "batch.trailer", ""), "batch.trailer") {
  if (text_at(settings, "batch.sum", "").empty() && (header_.names("sum") || trailer_.names("sum")))
    throw setting_invalid("batch.sum", "the column whose sum the header or the trailer says");
  // An empty batch shows what is wrong with the texts before anything is in it.
  Batch empty;
  empty.totals.sum = Decimal(0);
  empty.totals.count = rule_.at_most;  // the widest
  if (const Record made = whole(empty); !made.trouble.empty())
    throw setting_invalid("batch", "a header and a trailer that fit, but " + made.trouble);
}

std::string FileBatch::name(const BatchTotals& opened) const {
  return written_name(name_, opened);
}

Record FileBatch::whole(const Batch& batch) const {
  const PictureClause::Signs signs = format_->signs();
  const PictureClause::Written header = header_.written(batch.totals, signs),
                               trailer = trailer_.written(batch.totals, signs);
  if (!header.trouble.empty()) return {"", header.trouble};
  if (!trailer.trouble.empty()) return {"", trailer.trouble};
  std::vector<std::string> records;
  for (const BatchEntry& entry : batch.entries) records.push_back(entry.record);
  return format_->whole(records, header.text, trailer.text);
}

std::string FileBatch::bytes(const Batch& batch) const {
  Record made = whole(batch);
  if (!made.trouble.empty())
    throw Error(Fault::document, "batch_unwritable", "a batch cannot be written: " + made.trouble, {},
                "give its header and trailer wider pictures");
  return std::move(made.text);
}

}  // namespace mailroom::connectors

// The file of a batch of `file`: records of one format between a header and a trailer. Immutable; thread
// safe.
#pragma once

#include <memory>

#include "connectors/batch_folder.h"
#include "connectors/batch_text.h"
#include "connectors/record_format.h"

namespace mailroom::connectors {

class FileBatch final : public BatchMaker {
 public:
  // Throws Error{usage, "setting_invalid"}.
  explicit FileBatch(const Context& settings);
  BatchRule rule() const override { return rule_; }
  std::string name(const BatchTotals& opened) const override;
  std::string bytes(const Batch& batch) const override;

 private:
  Record whole(const Batch& batch) const;

  std::unique_ptr<RecordFormat> format_;
  BatchRule rule_;
  BatchText name_, header_, trailer_;
};

}  // namespace mailroom::connectors

#include "workflows/memory_store.h"

#include "tests/daemon/case_store_conformance.h"

namespace mailroom::testing {

// What a dry run stands on keeps the same promises to the runner as what is stored.
class MemoryMaker {
 public:
  workflows::CaseStore& store() { return store_; }

 private:
  workflows::MemoryStore store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, CaseStoreConformance, MemoryMaker);

}  // namespace mailroom::testing

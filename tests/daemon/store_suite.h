// What the suites for every store of a daemon stand on. Maker: `daemon::Store& store()`, `reopened()`: the
// same data through a new store, and `second()`: through another beside it, as a second daemon has it.
#pragma once

#include "base/error.h"
#include "daemon/store.h"
#include "tests/daemon/case_store_conformance.h"

namespace mailroom::testing {

using std::chrono::minutes;

inline daemon::ObjectRecord an_object(const std::string& name) {
  return {"address of " + name, name, 7, "key"};
}

inline daemon::Item an_item(const std::string& id, const std::string& content = "content") {
  return {id,
          "post",
          "identity of " + id,
          "scan-017.tif",
          "address of " + content,
          kMonday,
          kMonday,
          Context{{"source", "scanner 2"}}};
}

inline daemon::Document a_document(const std::string& id, const std::string& item) {
  daemon::Document document;
  document.id = id;
  document.item_id = item;
  document.file = "scan-017.tif";
  document.media_type = "image/tiff";
  document.object = "address of content";
  return document;
}

template <typename Maker>
class StoreSuite : public ::testing::Test {
 public:
  void SetUp() override {
    if (const std::string why = left_out<Maker>(); !why.empty()) GTEST_SKIP() << why;
  }
  Maker maker_;
  daemon::Store& store() { return maker_.store(); }
  Instant later(int m) const { return kMonday + minutes(m); }

  // An item that was unpacked to one document, claimed for reading by "a".
  void take_in(const std::string& item, const std::string& document) {
    ASSERT_TRUE(store().add_item(an_item(item), an_object("content")));
    const daemon::Work unpacking = claimed("a");
    ASSERT_EQ(unpacking.kind, daemon::Work::Kind::unpack);
    ASSERT_TRUE(
        store().unpacked(store().load_item(item), {a_document(document, item)}, {}, unpacking, kMonday));
    reading_ = claimed("a");
    ASSERT_EQ(reading_.id, document);
  }
  daemon::Work claimed(const std::string& holder) {
    return store().claim(holder, kMonday, later(5)).value_or(daemon::Work());
  }
  daemon::Work reading_;  // of what was taken in
};

}  // namespace mailroom::testing

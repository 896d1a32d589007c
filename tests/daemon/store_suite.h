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

// What is kept of ended items is what a walk over everything finds.
inline void expect_counted_truly(daemon::Store& store, const std::string& when) {
  using Counting = daemon::Store::Counting;
  const Date today{2026, 11, 23};
  const auto kept = store.count(kMonday, today, Counting::kept);
  const auto anew = store.count(kMonday, today, Counting::anew);
  const auto all = [](const daemon::Balance& b) {
    return std::vector<int64_t>{b.arrived, b.finished, b.waiting, b.returned, b.quarantined};
  };
  EXPECT_EQ(all(kept.items), all(anew.items)) << when;
  EXPECT_EQ(all(kept.documents), all(anew.documents)) << when;
  EXPECT_EQ(all(kept.pages), all(anew.pages)) << when;
  EXPECT_EQ(kept.missing, anew.missing) << when;
  EXPECT_EQ(kept.inboxes, anew.inboxes) << when;
  ASSERT_EQ(kept.standings.size(), anew.standings.size()) << when;
  for (size_t i = 0; i < kept.standings.size(); ++i)
    EXPECT_EQ(kept.standings[i].items, anew.standings[i].items) << when << ": " << kept.standings[i].label;
  for (const std::string& line : store.contradictions())
    EXPECT_EQ(line.find("tally"), std::string::npos) << when << ": " << line;
}

inline void count_what_has_ended(daemon::Store& store) {
  std::string after;
  do store.count_ended(after, 1);
  while (!after.empty());
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

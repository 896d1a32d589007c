// What is erased is nowhere, backups of the store included; what is not erased is whole.
#include "base/error.h"
#include "daemon/eraser.h"
#include "daemon/verify.h"
#include "tests/daemon/office.h"

namespace mailroom::testing {

namespace fs = std::filesystem;
using daemon::Retained;
using ::testing::IsEmpty;

// Two people's forms in one archive; each becomes a case.
class EraseTest : public Office {
 protected:
  EraseTest() {
    site_.inboxes = {{"post", folder_.path() / "inbox"}};
    unpacked_.is_container = true;
    unpacked_.parts = {part("osei.pdf", kOsei), part("lund.pdf", kLund)};
    reading_.fields.resize(1);
    reading_.fields[0].id = "name";
    on_read_ = [this] {
      reading_.fields[0].value = reads_ == 1 ? "OSEI-VALUE" : "LUND-VALUE";
      reading_.fields[0].crop = ocr::Picture{1, 1, 1, {static_cast<uint8_t>(reads_)}};
    };
    put_in("batch.zip", kBatch);
    work();
    osei_ = of("osei.pdf");
    lund_ = of("lund.pdf");
  }
  static ocr::Part part(const std::string& name, const std::string& bytes) {
    ocr::Part part;
    part.name = name;
    part.media_type = "application/pdf";
    part.bytes = bytes;
    return part;
  }
  std::string of(const std::string& file) {
    for (const auto& line : store_.list({})) {
      if (line.standing != "erased" && store_.load(line.id)->filings[0].file == file) return line.id;
    }
    return {};
  }
  // As somebody copies the site's data at night, without its keys.
  fs::path back_up() {
    const fs::path copy = folder_.path() / "backup";
    fs::create_directory(copy);
    for (const char* name : {"mailroom.db", "mailroom.db-wal", "objects"}) {
      if (fs::exists(folder_.path() / name))
        fs::copy(folder_.path() / name, copy / name, fs::copy_options::recursive);
    }
    return copy;
  }
  // What can be opened of these data with these keys.
  std::set<std::string> readable(const fs::path& data, const daemon::SiteKey& keys) {
    daemon::SqlStore store(std::make_unique<daemon::SqliteEngine>(data / "mailroom.db"), keys, clock_);
    daemon::ObjectStore objects(data / "objects", keys, store, clock_);
    std::set<std::string> found;
    const auto note = [&](const std::string& what, const std::function<void()>& open) {
      try {
        open();
        found.insert(what);
      } catch (const Error&) {
      }
    };
    for (const std::string& id : {osei_, lund_}) {
      const std::string who = id == osei_ ? "osei" : "lund";
      note(who + "'s case", [&] { (void)store.load(id).value(); });
      for (const std::string& document : documents_.at(id)) {
        note(who + "'s document", [&] {
          if (store.load_document(document).erased) throw Error(Fault::usage, "erased", "");
        });
      }
    }
    for (const auto& [what, content] :
         {std::pair("osei's content", kOsei), {"lund's content", kLund}, {"the batch", kBatch}})
      note(what, [&] { EXPECT_EQ(objects.get(objects_.address_of(content)), content); });
    return found;
  }
  void remember_documents() {
    for (const auto& record : cases()) documents_[record.id] = {record.filings[0].document_id};
  }
  // Files below the folder that have this in the clear.
  std::vector<fs::path> holding(const std::string& text, const fs::path& except = {}) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      if (!entry.is_regular_file() || (!except.empty() && entry.path().string().starts_with(except.string())))
        continue;
      if (read_file(entry.path()).find(text) != std::string::npos) found.push_back(entry.path());
    }
    return found;
  }
  daemon::Erasure erase(const std::string& id, const std::string& why = "asked for") {
    return eraser_.erase(id, "m.lund", why);
  }
  std::vector<std::string> damages() {
    std::vector<std::string> lines;
    for (const auto& damage : daemon::verify(store_, objects_, clock_.now()).damages)
      lines.push_back(damage.what);
    return lines;
  }
  std::string refusal(const std::string& id, const std::string& why = "asked for") {
    try {
      erase(id, why);
    } catch (const Error& error) {
      return error.code();
    }
    return "";
  }

  inline static const std::string kOsei = "osei's own pages", kLund = "lund's own pages",
                                  kBatch = "both, in one archive";
  daemon::Eraser eraser_{store_, objects_, key_, site_now(), clock_};
  std::string osei_, lund_;
  std::map<std::string, std::vector<std::string>> documents_;
};

TEST_F(EraseTest, TakesOneOfTwoCasesOfABatchOutOfEveryBackupAndLeavesTheOtherWhole) {
  remember_documents();
  const fs::path backup = back_up();
  const fs::path old_keys = folder_.path() / "old.key";
  fs::copy_file(folder_.path() / "site.key", old_keys);
  const auto plan = erase(osei_);
  EXPECT_EQ(plan.documents, 1);
  EXPECT_THAT(damages(), IsEmpty());
  EXPECT_THAT(store_.verify_audit().problems, IsEmpty());
  EXPECT_THAT(readable(folder_.path(), daemon::SiteKey::load(folder_.path() / "site.key")),
              ::testing::ElementsAre("lund's case", "lund's content", "lund's document"));
  // The proof that the keys are what it hangs on: with those of before, the backup tells everything.
  const fs::path again = folder_.path() / "again";
  fs::copy(backup, again, fs::copy_options::recursive);
  EXPECT_EQ(readable(again, daemon::SiteKey::load(old_keys)).size(), 6u);
  EXPECT_THAT(readable(backup, daemon::SiteKey::load(folder_.path() / "site.key")),
              ::testing::ElementsAre("lund's case", "lund's content", "lund's document"));
  for (const char* text : {"OSEI-VALUE", "osei.pdf", "osei's own pages", "both, in one archive"})
    EXPECT_THAT(holding(text), IsEmpty()) << text;
}

TEST_F(EraseTest, LetsTheArchiveGoOnceItsPartsAreStored) {
  EXPECT_THROW(objects_.get(objects_.address_of(kBatch)), Error);
  EXPECT_EQ(objects_.get(objects_.address_of(kOsei)), kOsei);
  EXPECT_THAT(damages(), IsEmpty());
}

TEST_F(EraseTest, TakesTheFileThatTheInboxMovedAside) {
  const fs::path taken = folder_.path() / "inbox/.taken/2026-11-23";
  fs::create_directories(taken);
  write_file(taken / "batch (2).zip", kBatch);
  write_file(taken / "batch.zip", "another of that name");
  erase(osei_);
  EXPECT_FALSE(fs::exists(taken / "batch (2).zip"));
  EXPECT_TRUE(fs::exists(taken / "batch.zip"));
}

TEST_F(EraseTest, KeepsContentThatSomebodyElseHandedInToo) {
  unpacked_ = {};
  put_in("again.pdf", kOsei);
  work();
  erase(osei_);
  EXPECT_EQ(objects_.get(objects_.address_of(kOsei)), kOsei);
  erase(of("again.pdf"));
  EXPECT_THROW(objects_.get(objects_.address_of(kOsei)), Error);
  EXPECT_THAT(damages(), IsEmpty());
}

TEST_F(EraseTest, TakesWhatComesAgainAsNew) {
  erase(osei_);
  unpacked_ = {};
  put_in("again.pdf", kOsei);
  work();
  EXPECT_EQ(objects_.get(objects_.address_of(kOsei)), kOsei);
  EXPECT_THAT(damages(), IsEmpty());
}

TEST_F(EraseTest, TellsThatItWasAndByWhomAndWhy) {
  erase(osei_);
  const auto line = store_.line_of(osei_);
  EXPECT_EQ(line.standing, "erased");
  const Value shown = ask("cases.show", {{"case", line.number}});
  EXPECT_EQ(shown.context().at("erased").context().at("by"), Value("m.lund"));
  EXPECT_EQ(shown.context().at("erased").context().at("why"), Value("asked for"));
  EXPECT_EQ(ask("cases.list").context().at("cases").list().size(), 2u);
  EXPECT_TRUE(store_.find_by_subject("QQ123456C").size() == 1) << "the other case has that subject too";
  EXPECT_TRUE(erase(osei_).is_done);
}

TEST_F(EraseTest, IsFinishedAfterAKillBeforeTheKeysAreDestroyed) {
  const auto record = *store_.load(osei_);
  ASSERT_TRUE(
      store_.erase(osei_, record.revision, Retained::all, {"case_erased", "m.lund", clock_.now(), {}}));
  EXPECT_EQ(daemon::SiteKey::load(folder_.path() / "site.key").destroyed(), 0);
  daemon::SiteKey keys = daemon::SiteKey::load(folder_.path() / "site.key");
  daemon::Eraser(store_, objects_, keys, site_now(), clock_).catch_up();
  EXPECT_EQ(daemon::SiteKey::load(folder_.path() / "site.key").destroyed(), store_.last_destroyed());
  EXPECT_GE(store_.last_destroyed(), 3);
}

TEST_F(EraseTest, ErasesAgainWhatARestoredBackupHolds) {
  remember_documents();
  const fs::path backup = back_up();
  erase(osei_);
  daemon::SiteKey keys = daemon::SiteKey::load(folder_.path() / "site.key");
  daemon::SqlStore store(std::make_unique<daemon::SqliteEngine>(backup / "mailroom.db"), keys, clock_);
  daemon::ObjectStore objects(backup / "objects", keys, store, clock_);
  daemon::Eraser(store, objects, keys, site_now(), clock_).catch_up();
  EXPECT_EQ(store.line_of(osei_).standing, "erased");
  EXPECT_TRUE(store.load(lund_));
  const auto found = daemon::verify(store, objects, clock_.now());
  EXPECT_TRUE(found.holds()) << found.damages.front().what;
  EXPECT_EQ(store.last_destroyed(), keys.destroyed());
}

TEST_F(EraseTest, RefusesWhatIsOpenHeldOrPerhapsSent) {
  auto record = *store_.load(osei_);
  record.state = workflows::State::awaiting_review;
  ASSERT_TRUE(store_.commit({record, {}, false}));
  EXPECT_EQ(refusal(osei_), "case_open");
  record = *store_.load(osei_);
  record.state = workflows::State::closed;
  record.deliveries.resize(1);
  record.deliveries[0].id = record.deliveries[0].key = "1";
  record.deliveries[0].name = "ledger";
  record.deliveries[0].state = workflows::DeliveryState::unknown;
  ASSERT_TRUE(store_.commit({record, {}, false}));
  EXPECT_EQ(refusal(osei_), "delivery_unknown");
  ASSERT_TRUE(store_.hold_subject("QQ123456C", {"m.lund", kMonday, "fraud", true, {}}));
  EXPECT_EQ(refusal(lund_), "case_held");
  ASSERT_TRUE(store_.release_subject("QQ123456C", "m.lund", kMonday));
  EXPECT_EQ(refusal(lund_, "QQ123456C asked for it"), "why_names_person");
  EXPECT_EQ(refusal(lund_), "");
}

TEST_F(EraseTest, LetsPapersGoFirstAndTheCaseWhenItsTimeIsOver) {
  site_.retention = {"P1Y", "P7Y"};
  const workflows::Workflows none;
  EXPECT_EQ(eraser_.erase_due(none, 10), 0);
  clock_.set(kMonday + std::chrono::hours(24 * 366));
  EXPECT_EQ(eraser_.erase_due(none, 10), 2);
  EXPECT_EQ(eraser_.erase_due(none, 10), 0);
  EXPECT_TRUE(store_.load(osei_)) << "its facts are kept";
  EXPECT_THROW(objects_.get(objects_.address_of(kOsei)), Error);
  EXPECT_THAT(damages(), IsEmpty());
  clock_.set(kMonday + std::chrono::hours(24 * 7 * 366));
  EXPECT_EQ(eraser_.erase_due(none, 1), 1) << "so many at a time";
  EXPECT_EQ(eraser_.erase_due(none, 10), 1);
  EXPECT_EQ(store_.line_of(osei_).standing, "erased");
  EXPECT_THAT(damages(), IsEmpty());
}

TEST_F(EraseTest, LeavesWhatIsHeldAndComesBackToIt) {
  auto record = *store_.load(osei_);
  record.hold = workflows::Hold{"m.lund", kMonday, "fraud", false, {}};
  ASSERT_TRUE(store_.commit({record, {}, false}));
  clock_.set(kMonday + std::chrono::hours(24 * 366));
  EXPECT_EQ(eraser_.erase_due({}, 10), 1);
  record = *store_.load(osei_);
  EXPECT_TRUE(record.hold);
  EXPECT_EQ(objects_.get(objects_.address_of(kOsei)), kOsei);
}

TEST_F(EraseTest, LetsPapersOfTwoCasesGoWithTheSecond) {
  auto lund = *store_.load(lund_);
  lund.filings.push_back(store_.load(osei_)->filings[0]);
  ASSERT_TRUE(store_.commit({lund, {}, false}));
  site_.retention = {"P1Y", "P7Y"};
  clock_.set(kMonday + std::chrono::hours(24 * 366));
  EXPECT_EQ(eraser_.erase_due({}, 10), 2);
  EXPECT_THROW(objects_.get(objects_.address_of(kOsei)), Error);
  EXPECT_THAT(damages(), IsEmpty());
}

// A scan of two people's papers with separator sheets between them.
class EraseBatchTest : public EraseTest {
 protected:
  EraseBatchTest() {
    unpacked_ = {};
    reading_.fields.clear();
    on_read_ = [this] {
      before_ = back_up();
    };  // the data as they are while it is read: unpacked, not yet cut
    put_in_a_batch("scan.tif", kScan);
    work();
    osei_ = of("scan.tif, document 1 of 2");
    lund_ = of("scan.tif, document 2 of 2");
  }
  std::string content(const std::string& id) {
    return objects_.get(store_.load_document(store_.load(id)->filings[0].document_id).object);
  }
  // Whether these data and keys give back what was scanned.
  bool gives_back(const fs::path& data, const daemon::SiteKey& keys, const std::string& bytes) {
    daemon::SqlStore store(std::make_unique<daemon::SqliteEngine>(data / "mailroom.db"), keys, clock_);
    daemon::ObjectStore objects(data / "objects", keys, store, clock_);
    try {
      return objects.get(objects.address_of(bytes)) == bytes;
    } catch (const Error&) {
      return false;
    }
  }
  inline static const std::string kScan = "both, with a sheet between them";
  fs::path before_;
};

TEST_F(EraseBatchTest, LeavesTheOtherWholeAndNothingOfTheErasedInAnyBackup) {
  const fs::path copy = folder_.path() / "copy";
  fs::copy(before_, copy, fs::copy_options::recursive);
  const fs::path old_keys = folder_.path() / "old.key";
  fs::copy_file(folder_.path() / "site.key", old_keys);
  EXPECT_TRUE(gives_back(copy, daemon::SiteKey::load(old_keys), kScan)) << "or this proves nothing";
  const auto plan = erase(lund_);
  EXPECT_EQ(plan.shared_scans, 0);
  EXPECT_EQ(content(osei_), "part 1");
  EXPECT_THROW(objects_.get(objects_.address_of("part 2")), Error);
  EXPECT_THAT(damages(), IsEmpty());
  // The scan as it came lay under the key of its first document, which is somebody else's now.
  const daemon::SiteKey keys = daemon::SiteKey::load(folder_.path() / "site.key");
  EXPECT_FALSE(gives_back(folder_.path(), keys, kScan));
  EXPECT_FALSE(gives_back(before_, keys, kScan));
  EXPECT_TRUE(gives_back(folder_.path(), keys, "part 1"));
  erase(osei_);
  EXPECT_FALSE(gives_back(folder_.path(), keys, "part 1"));
  EXPECT_THAT(damages(), IsEmpty());
  EXPECT_THAT(store_.verify_audit().problems, IsEmpty());
}

TEST_F(EraseBatchTest, SaysOfABatchThatCouldNotBeCutThatItsPagesStay) {
  cut_failure_ = ocr::ReadFailure{"not_cut", "it cannot be told what a page of it shows"};
  on_read_ = nullptr;
  put_in_a_batch("whole.tif", "another scan of both");
  work();
  EXPECT_EQ(erase(of("whole.tif, document 1 of 2")).shared_scans, 1);
  EXPECT_EQ(content(of("whole.tif, document 2 of 2")), "another scan of both");
}

}  // namespace mailroom::testing

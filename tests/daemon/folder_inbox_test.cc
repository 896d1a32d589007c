#include "daemon/folder_inbox.h"

#include <sys/stat.h>

#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "daemon/sql_store.h"
#include "daemon/sqlite_database.h"
#include "daemon/submit.h"
#include "tests/daemon/store_suite.h"
#include "workflows/filing.h"

namespace mailroom::daemon {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using ::testing::ElementsAre;

namespace {

class FolderInboxTest : public ::testing::Test {
 protected:
  FolderInboxTest() {
    settings_.name = "post";
    settings_.folder = folder_.path() / "inbox";
    open();
  }

  void open() { inbox_ = std::make_unique<FolderInbox>(settings_, 1 << 20, store_, objects_, key_, clock_); }
  // Looks twice, far enough apart for a file to have settled.
  int look_twice() {
    const int first = inbox_->look().taken;
    clock_.advance(milliseconds(600));
    return first + inbox_->look().taken;
  }
  void put(const std::string& name, std::string_view bytes) {
    make_folder((settings_.folder / name).parent_path());
    write_file(folder_.path() / "made", bytes);
    // Written in place, as a copying program does: not by a rename into the folder.
    fs::copy_file(folder_.path() / "made", settings_.folder / name, fs::copy_options::overwrite_existing);
  }
  int64_t arrived() { return store_.count(mailroom::testing::kMonday, {2026, 11, 23}).items.arrived; }
  size_t sweep() {
    size_t removed = 0;
    for (int part = 0; part < ObjectStore::kSweepParts; ++part) removed += objects_.sweep(part);
    return removed;
  }
  Item only_item() {
    const auto work = store_.claim("test", clock_.now(), clock_.now() + std::chrono::minutes(1));
    return store_.load_item(work->id);
  }

  TemporaryFolder folder_;
  FakeClock clock_{mailroom::testing::kMonday};
  SiteKey key_{SiteKey::load_or_make(folder_.path() / "site.key")};
  SqlStore store_{std::make_unique<SqliteEngine>(folder_.path() / "mailroom.db"), key_, clock_};
  ObjectStore objects_{folder_.path() / "objects", key_, store_, clock_};
  InboxSettings settings_;
  std::unique_ptr<FolderInbox> inbox_;
};

}  // namespace

TEST_F(FolderInboxTest, TakesAFileOnceItHasSettled) {
  put("scan-017.tif", "pixels");
  EXPECT_EQ(inbox_->look().unsettled, 1);
  clock_.advance(milliseconds(400));
  EXPECT_EQ(inbox_->look().taken, 0);
  put("scan-017.tif", "pixels and more");  // still being written
  EXPECT_EQ(inbox_->look().taken, 0);
  clock_.advance(milliseconds(600));
  EXPECT_EQ(inbox_->look().taken, 1);
  EXPECT_FALSE(fs::exists(settings_.folder / "scan-017.tif"));
  EXPECT_TRUE(fs::exists(settings_.folder / ".taken/2026-11-23/scan-017.tif"));
  const Item item = only_item();
  EXPECT_EQ(item.file, "scan-017.tif");
  EXPECT_EQ(objects_.get(item.object), "pixels and more");
}

TEST_F(FolderInboxTest, TakesARenamedFileAtOnceAndNoWorkInProgress) {
  put("upload.part", "pixels");
  put(".hidden", "pixels");
  EXPECT_EQ(look_twice(), 0);
  fs::rename(settings_.folder / "upload.part", settings_.folder / "upload.tif");
  EXPECT_EQ(inbox_->look().taken, 1);
  EXPECT_TRUE(fs::exists(settings_.folder / ".hidden"));
}

TEST_F(FolderInboxTest, RecognisesAFileThatItHadRecordedBeforeItWasKilled) {
  settings_.release = Release::leave;
  open();
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  settings_.release = Release::archive;
  open();  // as after a kill between record and move
  EXPECT_EQ(look_twice(), 0);
  EXPECT_EQ(arrived(), 1);
  EXPECT_FALSE(fs::exists(settings_.folder / "scan.tif"));
}

TEST_F(FolderInboxTest, TakesTheSameContentUnderAnotherNameAsADuplicate) {
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  const std::string first = only_item().id;
  put("copy.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  EXPECT_EQ(arrived(), 2);
  EXPECT_EQ(only_item().metadata.at("duplicate_of"), Value(first));
}

TEST_F(FolderInboxTest, TellsDuplicatesThatComeTogether) {
  for (const char* name : {"a.tif", "b.tif", "c.tif"}) put(name, "pixels");
  EXPECT_EQ(look_twice(), 3);
  const auto items = store_.claim("test", clock_.now(), clock_.now() + std::chrono::minutes(1), 3);
  ASSERT_EQ(items.size(), 3u);
  std::vector<Value> duplicate_of;
  for (const Work& item : items) {
    const Value of = store_.load_item(item.id).metadata.at("duplicate_of");
    if (!of.is_null()) duplicate_of.push_back(of);
  }
  ASSERT_EQ(duplicate_of.size(), 2u);
  EXPECT_EQ(duplicate_of.front(), duplicate_of.back());
}

TEST_F(FolderInboxTest, LetsTheOthersGoWhenOneOfThemCannotBeTaken) {
  put("good.tif", "pixels");
  put("large.tif", std::string(2 << 20, 'x'));
  EXPECT_EQ(look_twice(), 1);
  EXPECT_FALSE(fs::exists(settings_.folder / "good.tif"));
  EXPECT_TRUE(fs::exists(settings_.folder / "large.tif"));
  EXPECT_THAT(inbox_->problems(), ElementsAre(::testing::Pair("large.tif", ::testing::_)));
}

TEST_F(FolderInboxTest, KnowsTheSameFileAgainWhateverItsInodeAndTime) {
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  const std::string first = only_item().id;
  put("scan.tif", "pixels");  // a backup that was restored, a folder that was synchronised anew
  EXPECT_EQ(look_twice(), 0);
  EXPECT_EQ(arrived(), 1);
  EXPECT_TRUE(fs::exists(settings_.folder / ".taken/2026-11-23/scan (2).tif"));
  EXPECT_EQ(store_.history(first).back().record.event, "item_offered_again");
}

TEST_F(FolderInboxTest, TakesTheSameFileAgainIfItIsMeant) {
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  only_item();
  put("scan.tif.meta.json", R"({"again": "the first was for last year"})");
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  EXPECT_EQ(arrived(), 2);
  EXPECT_TRUE(workflows::is_again(only_item().metadata));
}

TEST_F(FolderInboxTest, OfTwoDaemonsOnOneFolderOneTakesAFile) {
  FolderInbox other(settings_, 1 << 20, store_, objects_, key_, clock_);
  put("scan.tif", "pixels");
  other.look(), inbox_->look();
  clock_.advance(milliseconds(600));
  EXPECT_EQ(other.look().taken + inbox_->look().taken, 1);
  EXPECT_EQ(arrived(), 1);
  EXPECT_TRUE(inbox_->problems().empty());
}

TEST_F(FolderInboxTest, TakesAFileThoughTheClockIsSetBack) {
  put("scan.tif", "pixels");
  EXPECT_EQ(inbox_->look().unsettled, 1);
  clock_.advance(-std::chrono::hours(24));
  EXPECT_EQ(look_twice(), 1);
}

TEST_F(FolderInboxTest, TakesAFewAtATimeSoThatOtherInboxesHaveTheirTurn) {
  for (int i = 0; i < 70; ++i) put(std::to_string(i) + ".tif", "pixels " + std::to_string(i));
  inbox_->look();
  clock_.advance(milliseconds(600));
  const auto first = inbox_->look();
  EXPECT_EQ(first.taken, 64);
  EXPECT_TRUE(first.is_more);
  EXPECT_EQ(inbox_->look().taken, 6);
}

TEST_F(FolderInboxTest, ReadsTheSidecarAndTakesItAlong) {
  put("scan.tif.meta.json", R"({"received": "2026-11-20", "source": "scanner 2"})");
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  const Item item = only_item();
  EXPECT_EQ(date_of(item.received), (Date{2026, 11, 20}));
  EXPECT_EQ(item.metadata.at("source"), Value("scanner 2"));
  EXPECT_TRUE(fs::exists(settings_.folder / ".taken/2026-11-23/scan.tif.meta.json"));
}

TEST_F(FolderInboxTest, TakesADocumentWhoseSidecarIsBroken) {
  put("scan.tif.meta.json", "{");
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  EXPECT_FALSE(only_item().metadata.at("sidecar_problem").is_null());
}

TEST_F(FolderInboxTest, TakesWhatWasSubmittedAtOnceWithItsNote) {
  write_file(folder_.path() / "claim.pdf", "pixels");
  EXPECT_EQ(submit(settings_, folder_.path() / "claim.pdf", {{"received", "2026-11-20"}}), "claim.pdf");
  EXPECT_THROW(submit(settings_, folder_.path() / "claim.pdf", {}), Error);  // the name is taken
  EXPECT_EQ(inbox_->look().taken, 1);  // it was renamed in: no need to settle
  EXPECT_EQ(date_of(only_item().received), (Date{2026, 11, 20}));
}

TEST_F(FolderInboxTest, TakesEmptyFilesAndFoldersOfFiles) {
  put("batch 417/sheet 1.tif", "one");
  put("empty.pdf", "");
  EXPECT_EQ(look_twice(), 2);
  EXPECT_TRUE(fs::exists(settings_.folder / ".taken/2026-11-23/batch 417/sheet 1.tif"));
}

TEST_F(FolderInboxTest, LeavesWhatItCannotTakeAndSaysWhy) {
  put("huge.tif", std::string((1 << 20) + 1, 'x'));
  fs::create_symlink("/etc/hostname", settings_.folder / "link.tif");
  EXPECT_EQ(look_twice(), 0);
  EXPECT_EQ(inbox_->problems().at("huge.tif"), "the file is larger than 1 MB");
  EXPECT_EQ(inbox_->problems().count("link.tif"), 1u);
  EXPECT_EQ(arrived(), 0);
  fs::remove(settings_.folder / "huge.tif");
  fs::remove(settings_.folder / "link.tif");
  inbox_->look();
  EXPECT_TRUE(inbox_->problems().empty());
}

TEST_F(FolderInboxTest, TakesTheOthersWhereThereIsNoPlaceForOneThatWasTaken) {
  put("a.pdf", "first");
  write_file(settings_.folder / ".taken", "a file where the folder should be");
  EXPECT_EQ(look_twice(), 1);
  EXPECT_EQ(inbox_->problems().count("a.pdf"), 1u);
  put("b.pdf", "second");
  EXPECT_EQ(look_twice(), 1);
  EXPECT_EQ(arrived(), 2);
}

TEST_F(FolderInboxTest, SaysSoWhereANameHasNoRoomForANumber) {
  const std::string name = std::string(251, 'n') + ".pdf";
  for (const char* bytes : {"first", "second"}) {
    put(name, bytes);
    EXPECT_EQ(look_twice(), 1);
  }
  EXPECT_EQ(arrived(), 2);
  EXPECT_EQ(inbox_->problems().count(name), 1u);
}

TEST_F(FolderInboxTest, StoresObjectsUnreadableWithoutTheKey) {
  put("scan.tif", "a claim of QQ123456C");
  EXPECT_EQ(look_twice(), 1);
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path() / "objects")) {
    if (entry.is_regular_file()) {
      EXPECT_EQ(read_file(entry.path()).find("QQ123456C"), std::string::npos);
      struct stat status;
      ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
      EXPECT_EQ(status.st_mode & 0777u, 0600u);
    }
  }
}

TEST_F(FolderInboxTest, NoticesADamagedObject) {
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  const std::string address = only_item().object;
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path() / "objects")) {
    if (!entry.is_regular_file()) continue;
    std::string bytes = read_file(entry.path());
    bytes[15] = static_cast<char>(bytes[15] ^ 1);
    write_file(entry.path(), bytes);
  }
  EXPECT_THROW(objects_.get(address), Error);
}

TEST_F(FolderInboxTest, MakesOneItemOfAFileThatTwoDaemonsSee) {
  // Two daemons with one folder and one store, at the same time, over and over.
  SqlStore other(std::make_unique<SqliteEngine>(folder_.path() / "mailroom.db"), key_, clock_);
  ObjectStore others(folder_.path() / "objects", key_, other, clock_);
  FolderInbox second(settings_, 1 << 20, other, others, key_, clock_);
  FolderInbox first(settings_, 1 << 20, store_, objects_, key_, clock_);
  constexpr int kFiles = 40;
  for (int i = 0; i < kFiles; ++i) put("scan-" + std::to_string(i) + ".tif", "page " + std::to_string(i));
  first.look();
  second.look();
  clock_.advance(std::chrono::seconds(10));
  int taken_by_second = 0;
  std::thread daemon([&] { taken_by_second = second.look().taken; });
  const int taken_by_first = first.look().taken;
  daemon.join();
  EXPECT_EQ(taken_by_first + taken_by_second, kFiles);
  EXPECT_EQ(store_.count(clock_.now(), date_of(clock_.now())).items.arrived, kFiles);
  EXPECT_THAT(first.problems(), ::testing::IsEmpty());
  EXPECT_THAT(second.problems(), ::testing::IsEmpty());
}

TEST_F(FolderInboxTest, SweepsFilesThatNobodyRecorded) {
  objects_.put("recorded nowhere");
  put("scan.tif", "pixels");
  EXPECT_EQ(look_twice(), 1);
  EXPECT_EQ(sweep(), 0u) << "another daemon may be about to record it";
  clock_.advance(std::chrono::hours(25));
  EXPECT_EQ(sweep(), 1u);
  EXPECT_EQ(objects_.get(only_item().object), "pixels");
}

}  // namespace mailroom::daemon

#include "daemon/worker.h"

#include "base/error.h"
#include "daemon/unpacked_item.h"
#include "tests/daemon/office.h"

namespace mailroom::testing {

using WorkerTest = Office;

TEST_F(WorkerTest, TakesAnItemToAClosedCase) {
  put_in("scan-017.tif", "pixels");
  work();
  ASSERT_EQ(cases().size(), 1u);
  EXPECT_EQ(cases()[0].state, workflows::State::closed);
  EXPECT_EQ(counts().items.finished, 1);
  EXPECT_EQ(counts().pages.finished, 1);
  EXPECT_EQ(counts().working, 0);
  EXPECT_EQ(reads_, 1);
}

TEST_F(WorkerTest, TakesUpWhatAnotherDaemonLeftAtEachStage) {
  // A stop between any two commits: somebody else claims when the lease ends, and every stage is done once.
  put_in("scan-017.tif", "pixels");
  for (int stop = 0; stop < 4; ++stop) {
    const auto left = store_.claim("dead", clock_.now(), clock_.now() + std::chrono::minutes(15));
    ASSERT_TRUE(left);
    EXPECT_EQ(work(), 0);
    clock_.advance(std::chrono::minutes(15));
    daemon::Worker(store_, objects_, clock_, stages_, {"alive"}).step();
  }
  EXPECT_EQ(work(), 0);
  ASSERT_EQ(cases().size(), 1u);
  EXPECT_EQ(cases()[0].state, workflows::State::closed);
}

TEST_F(WorkerTest, DoesNotCommitWhatSomebodyElseTookOver) {
  put_in("scan-017.tif", "pixels");
  daemon::Worker slow(store_, objects_, clock_, stages_, {"slow"});
  ASSERT_TRUE(slow.step());  // unpacked
  on_read_ = [this] {
    on_read_ = nullptr;
    clock_.advance(std::chrono::hours(1));  // asleep beyond its lease, the other one works it all
    EXPECT_GT(work(), 0);
  };
  ASSERT_TRUE(slow.step());
  EXPECT_EQ(cases().size(), 1u);
  EXPECT_EQ(counts().documents.arrived, 1);
}

TEST_F(WorkerTest, AsksTheReaderToUnpackOnlyWhatMayHoldDocuments) {
  int asked = 0;
  stages_.unpack = [&](const std::string&, int) {
    ++asked;
    return unpacked_;
  };
  put_in("claim.pdf", "%PDF-1.7 and so on");
  work();
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(reads_, 1);
  put_in("claim.eml", "From: a@b.example");
  work();
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(counts().items.finished, 2);
}

TEST_F(WorkerTest, SplitsAMailIntoItsDocuments) {
  unpacked_.is_container = true;
  unpacked_.headers = {{"from", "a@b.example"}, {"date", "Sun, 22 Nov 2026 19:04:00 +0100"}};
  unpacked_.parts = {{"claim.pdf", "application/pdf", "one"},
                     {"payslip.pdf", "application/pdf", "two"},
                     {"message.txt", "text/plain", "Please find attached"}};
  put_in("claim.eml", "mail");
  work();
  EXPECT_EQ(counts().items.arrived, 1);
  EXPECT_EQ(counts().documents.finished, 2);
  for (const auto& record : cases()) {
    const auto document = store_.load_document(record.filings[0].document_id);
    EXPECT_EQ(document.metadata.at("message"), Value("Please find attached"));
    EXPECT_EQ(to_rfc3339(document.received), "2026-11-22T18:04:00.000Z");
  }
}

TEST_F(WorkerTest, MakesADocumentOfEachPartOfABatch) {
  put_in_a_batch("batch-417.tif", "pixels");
  work();
  EXPECT_FALSE(asked_for_pictures_) << "a separator sheet is nothing to look at";
  ASSERT_EQ(cases().size(), 2u);
  const auto counted = counts();
  EXPECT_EQ(counted.items.finished, 1);
  EXPECT_EQ(counted.documents.finished, 2);
  EXPECT_EQ(counted.pages.arrived, 7);
  EXPECT_EQ(counted.pages.finished, 7);
  EXPECT_TRUE(counted.items.holds() && counted.documents.holds() && counted.pages.holds());
  EXPECT_EQ(counted.missing, 0);
  for (const auto& record : cases()) {
    const auto document = store_.load_document(record.filings[0].document_id);
    const bool is_first = document.position == 0;
    EXPECT_EQ(document.file, is_first ? "batch-417.tif, document 1 of 2" : "batch-417.tif, document 2 of 2");
    EXPECT_EQ(document.first_page, is_first ? 1 : 3);
    EXPECT_EQ(document.last_page, is_first ? 2 : 7);
    EXPECT_EQ(objects_.get(document.object), is_first ? "part 1" : "part 2");
  }
  EXPECT_THROW(objects_.get(objects_.address_of("pixels")), Error) << "the batch is let go of";
}

TEST_F(WorkerTest, ReadsADocumentOfABatchAgainByItself) {
  put_in_a_batch("batch-417.tif", "pixels");
  work();
  std::string last;
  for (const auto& record : cases()) {
    const auto document = store_.load_document(record.filings[0].document_id);
    if (document.first_page == 3) last = document.id;
  }
  reading_.pages.assign(5, ocr::PageReading());
  for (int i = 0; i < 5; ++i) reading_.pages[static_cast<size_t>(i)].page = i + 1;
  store_.read_again(last, clock_.now());
  ASSERT_TRUE(daemon::Worker(store_, objects_, clock_, stages_, {"test"}).step());
  const auto document = store_.load_document(last);
  ASSERT_TRUE(document.reading);
  EXPECT_EQ(document.reading->pages.front().page, 3) << "its sheets keep their numbers";
  EXPECT_EQ(document.reading->pages.back().page, 7);
  EXPECT_TRUE(document.is_cut);
  work();
  EXPECT_TRUE(counts().pages.holds());
}

TEST_F(WorkerTest, KeepsABatchWholeThatCannotBeCut) {
  cut_failure_ = ocr::ReadFailure{"not_cut", "it cannot be told what a page of it shows"};
  put_in_a_batch("batch-417.tif", "pixels");
  work();
  ASSERT_EQ(cases().size(), 2u);
  for (const auto& record : cases()) {
    const auto document = store_.load_document(record.filings[0].document_id);
    EXPECT_FALSE(document.is_cut);
    EXPECT_EQ(objects_.get(document.object), "pixels");
  }
  EXPECT_TRUE(counts().pages.holds());
}

TEST_F(WorkerTest, QuarantinesAnEmptyMailWithAReason) {
  unpacked_.is_container = true;
  put_in("empty.eml", "mail");
  work();
  ASSERT_EQ(cases().size(), 1u);
  EXPECT_EQ(cases()[0].filings[0].failure->code, "nothing_inside");
  EXPECT_EQ(counts().items.quarantined, 1);
  EXPECT_EQ(reads_, 0);
}

TEST_F(WorkerTest, RestsWhenTheReaderCannotStartAndLosesNothing) {
  put_in("scan-017.tif", "pixels");
  on_read_ = [] { throw Error(Fault::machine, "reader_unstarted", "cannot start"); };
  work();
  EXPECT_EQ(counts().working, 1);
  for (int i = 0; i < 10; ++i) {
    clock_.advance(std::chrono::seconds(10));
    work();
  }
  on_read_ = nullptr;
  clock_.advance(std::chrono::seconds(10));
  work();
  // Ten bad starts were the machine's fault: they are no attempts at the document.
  EXPECT_EQ(counts().items.finished, 1);
}

TEST_F(WorkerTest, RenewsNoLeaseOfWorkThatItCouldNotHandBack) {
  put_in("scan-017.tif", "pixels");
  daemon::Worker worker(store_, objects_, clock_, stages_, {"broken"});
  ASSERT_TRUE(worker.step());  // unpacked
  const auto store_fails = [this](bool fails) {
    daemon::SqliteDatabase(folder_.path() / "mailroom.db", daemon::Access::write)
        .run(fails ? "ALTER TABLE documents RENAME TO away" : "ALTER TABLE away RENAME TO documents");
  };
  on_read_ = [&] {
    store_fails(true);
    throw Error(Fault::machine, "reader_unstarted", "cannot start");
  };
  EXPECT_THROW(worker.step(), Error);
  store_fails(false);
  on_read_ = nullptr;
  for (int i = 0; i < 20; ++i) {
    worker.renew();
    clock_.advance(std::chrono::minutes(1));
  }
  EXPECT_GT(work(), 0) << "somebody else takes it up when the lease ends";
}

TEST_F(WorkerTest, GivesUpADocumentThatEndsTheDaemonEachTime) {
  put_in("scan-017.tif", "pixels");
  daemon::Worker(store_, objects_, clock_, stages_, {"test"}).step();
  for (int i = 0; i < daemon::kMaxAttempts; ++i) {
    ASSERT_TRUE(store_.claim("killed/1", clock_.now(), clock_.now() + std::chrono::minutes(1)));
    store_.release_all("killed");
  }
  work();
  EXPECT_EQ(reads_, 0);
  ASSERT_EQ(cases().size(), 1u);
  EXPECT_EQ(cases()[0].filings[0].failure->code, "gave_up");
}

TEST_F(WorkerTest, KeepsPicturesOfUnsureFieldsAndShowsThemInReview) {
  ocr::FieldReading field;
  field.id = "net_pay";
  field.value = "742.50";
  field.crop = ocr::Picture{4, 2, 1, std::vector<uint8_t>(8, 255)};
  reading_.fields = {field};
  goes_to_ = workflows::State::awaiting_review;
  put_in("scan-017.tif", "pixels");
  work();
  const Value shown = ask("review.show", {{"case", cases()[0].number}});
  const std::string crop = shown.context().at("fields").list().at(0).context().at("crop").text_or("");
  ASSERT_FALSE(crop.empty());
  EXPECT_EQ(read_file(crop).substr(1, 3), "PNG");
  ask("review.approve", {{"case", cases()[0].number}});
  EXPECT_FALSE(std::filesystem::exists(crop));
}

TEST_F(WorkerTest, KeepsThePictureOfAPageThatAPersonHasToSort) {
  reading_.pages[0].form.clear();
  reading_.pages[0].picture = ocr::Picture{4, 2, 1, std::vector<uint8_t>(8, 255)};
  goes_to_ = workflows::State::awaiting_review;
  put_in("letter.tif", "pixels");
  work();
  EXPECT_TRUE(asked_for_pictures_);
  const Value shown = ask("review.show", {{"case", cases()[0].number}});
  const Context& page = shown.context().at("pages").list().at(0).context();
  EXPECT_TRUE(std::filesystem::exists(page.at("picture").text_or("")));
}

TEST_F(WorkerTest, WhoSleptWhileSomebodyElseFiledItsDocumentFilesNothing) {
  put_in("claim.tif", "pixels");
  daemon::Worker sleeper(store_, objects_, clock_, stages_, {"sleeper"});
  EXPECT_TRUE(sleeper.step());  // unpacked
  EXPECT_TRUE(sleeper.step());  // read
  EXPECT_TRUE(sleeper.step([&] {
    clock_.advance(std::chrono::hours(1));
    daemon::Worker other(store_, objects_, clock_, stages_, {"other"});
    EXPECT_TRUE(other.step());  // filed
    EXPECT_EQ(cases().size(), 1u);
  }));
  EXPECT_EQ(cases().size(), 1u);
}

TEST_F(WorkerTest, AMailIsReceivedWhenOurSideTookItOver) {
  const auto received = [&](const Context& metadata,
                            const std::vector<std::pair<std::string, std::string>>& headers) {
    daemon::Item item;
    item.arrived = item.received = clock_.now();
    item.metadata = metadata;
    ocr::Unpacked unpacked;
    unpacked.headers = headers;
    return to_rfc3339(daemon::documents_of(std::move(item), std::move(unpacked), clock_).item.received)
        .substr(0, 10);
  };
  const std::pair<std::string, std::string> sent{"date", "Tue, 17 Nov 2026 10:00:00 +0000"};
  const std::pair<std::string, std::string> handed_over{"received", "Thu, 19 Nov 2026 10:00:00 +0000"};
  const std::string today = to_rfc3339(clock_.now()).substr(0, 10);
  EXPECT_EQ(received({}, {sent, handed_over}), "2026-11-19");
  EXPECT_EQ(received({}, {sent}), "2026-11-17");
  // The mail server says so itself; the sender's word counts nothing then.
  EXPECT_EQ(received({{"delivered", "2026-11-23T08:00:00Z"}}, {sent}), today);
  EXPECT_EQ(received({{"received", "2026-11-20"}}, {sent, handed_over}),
            today);  // the inbox read the sidecar
  EXPECT_EQ(received({}, {{"received", "Thu, 19 Nov 2099 10:00:00 +0000"}}), today);
}

TEST_F(WorkerTest, ADocumentThatTheInboxDoesNotAcceptIsKeptAndQuarantined) {
  unpacked_.is_container = true;
  unpacked_.parts = {{"claim.pdf", "application/pdf", "one"}, {"tune.mp3", "audio/mpeg", "two"}};
  put_in("mail.eml", "Received: x\n\n");
  stages_.accepted_types = [](const std::string&) { return std::vector<std::string>{"application/pdf"}; };
  daemon::Worker worker(store_, objects_, clock_, stages_, {"test"});
  for (int steps = 0; steps < 100 && worker.step(); ++steps) {
  }
  EXPECT_EQ(reads_, 1);
  const auto balance = counts().documents;
  EXPECT_EQ(balance.arrived, 2);
  EXPECT_EQ(balance.quarantined, 1);
  EXPECT_TRUE(balance.holds());
}

TEST(MailDate, IsReadWithItsZone) {
  EXPECT_EQ(to_rfc3339(*daemon::parse_mail_date("Mon, 23 Nov 2026 08:31:05 -0500")),
            "2026-11-23T13:31:05.000Z");
  EXPECT_EQ(to_rfc3339(*daemon::parse_mail_date("1 Jan 2026 00:10 GMT")), "2026-01-01T00:10:00.000Z");
  EXPECT_FALSE(daemon::parse_mail_date("yesterday"));
  EXPECT_FALSE(daemon::parse_mail_date("31 Feb 2026 00:10 GMT"));
}

}  // namespace mailroom::testing

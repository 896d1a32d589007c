// A small office for tests of worker and desk: a real store and inbox in a temporary folder, a reader and a
// runner that do what the test says.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <atomic>

#include "base/file.h"
#include "base/ids.h"
#include "daemon/desk.h"
#include "daemon/eraser.h"
#include "daemon/folder_inbox.h"
#include "daemon/sql_store.h"
#include "daemon/sqlite_database.h"
#include "daemon/worker.h"
#include "tests/daemon/case_store_conformance.h"

namespace mailroom::testing {

class Office : public ::testing::Test {
 protected:
  Office() {
    site_.folder = folder_.path();
    site_.name = "benefits-office";
    site_.data = folder_.path() / "data";
    stages_.unpack = [this](const std::string&, int) { return unpacked_; };
    stages_.read = [this](const std::string& name, int, const ocr::ReadOptions& options) {
      ++reads_;
      asked_for_pictures_ = options.pictures;
      if (on_read_) on_read_();
      ocr::DocumentReading reading = reading_;
      reading.file = name;
      return reading;
    };
    stages_.cut = [this](const std::string&, int, const std::vector<ocr::PageRange>& pages) {
      ocr::CutDocument cut;
      cut.failure = cut_failure_;
      for (size_t i = 0; i < pages.size() && !cut_failure_; ++i)
        cut.parts.push_back("part " + std::to_string(i + 1));
      return cut;
    };
    stages_.file = [this](const workflows::ReadDocument& document) { return file(document); };
    stages_.advance = [this](const std::string& id) { return advance(id); };
    stages_.deliver = [](const std::string&) { return std::optional<Instant>(); };
    reading_.pages.resize(1);
    reading_.pages[0].form = "ctr1-2026";
    reading_.pages[0].form_page = 1;
  }

  // Into the store as the inbox does it.
  void put_in(const std::string& name, const std::string& bytes) {
    daemon::Item item;
    item.id = new_uuid(clock_);
    item.inbox = "post";
    item.identity = item.id;
    item.file = name;
    const auto object = objects_.put(bytes);
    item.object = object.address;
    item.arrived = item.received = clock_.now();
    ASSERT_TRUE(store_.add_item(item, object));
  }
  // A separator, a page, a separator, three pages, a separator.
  void put_in_a_batch(const std::string& name, const std::string& bytes) {
    ocr::PageReading sheet;
    sheet.form = "ctr1-2026";
    sheet.form_page = 1;
    reading_.pages.assign(7, sheet);
    for (int i = 0; i < 7; ++i) reading_.pages[static_cast<size_t>(i)].page = i + 1;
    for (const size_t i : {0u, 2u, 6u}) {
      reading_.pages[i].form.clear();
      reading_.pages[i].separator = "separator";
    }
    put_in(name, bytes);
  }
  int work() {
    daemon::Worker worker(store_, objects_, clock_, stages_, {"test"});
    int steps = 0;
    while (steps < 100 && worker.step()) ++steps;
    return steps;
  }
  daemon::Eraser::SiteNow site_now() {
    return [this] { return std::make_shared<const daemon::Site>(site_); };
  }
  daemon::Counts counts() { return store_.count(clock_.now(), date_of(clock_.now())); }
  std::vector<workflows::CaseRecord> cases() {
    std::vector<workflows::CaseRecord> records;
    for (const auto& line : store_.list({})) records.push_back(*store_.load(line.id));
    return records;
  }
  Value ask(const std::string& verb, const Context& arguments = {}, const std::string& who = "m.lund") {
    daemon::DeskParts parts{site_, store_, objects_, clock_, nullptr, {}, true, {}, {}};
    parts.decide = [this](const std::string& id, const workflows::Runner::Verdict& verdict,
                          const std::string& by) {
      decided_.push_back({verdict, by});
      auto record = *store_.load(id);
      record.state = after_verdict_;
      ASSERT_TRUE(store_.commit({record, {{"case_decided", by, clock_.now(), {}}}, false}));
    };
    return daemon::Desk(parts).call(verb, arguments, {who, 1000});
  }

  TemporaryFolder folder_;
  FakeClock clock_{kMonday};
  daemon::SiteKey key_{daemon::SiteKey::load_or_make(folder_.path() / "site.key")};
  daemon::SqlStore store_{std::make_unique<daemon::SqliteEngine>(folder_.path() / "mailroom.db"), key_,
                          clock_};
  daemon::ObjectStore objects_{folder_.path() / "objects", key_, store_, clock_};
  daemon::Site site_;
  daemon::Stages stages_;
  ocr::Unpacked unpacked_;  // not a container: the item is the document
  ocr::DocumentReading reading_;
  std::optional<ocr::ReadFailure> cut_failure_;
  std::atomic<int> reads_ = 0;  // by whichever worker
  std::atomic<bool> asked_for_pictures_ = false;
  std::function<void()> on_read_;
  workflows::State goes_to_ = workflows::State::closed;
  workflows::State after_verdict_ = workflows::State::checking;
  std::vector<std::pair<workflows::Runner::Verdict, std::string>> decided_;

 private:
  std::vector<std::string> file(const workflows::ReadDocument& document) {
    if (const auto filed = store_.filed_in(document.document_id); !filed.empty()) return filed;
    auto record = a_case(new_uuid(clock_), store_.new_case_number(2026));
    record.filings[0].document_id = document.document_id;
    record.filings[0].file = document.file;
    record.filings[0].pages.clear();
    for (const auto& page : document.reading.pages) record.filings[0].pages.push_back(page.page);
    if (!document.reading.fields.empty()) record.filings[0].fields = document.reading.fields;
    record.filings[0].failure = document.reading.failure;
    if (document.reading.failure) record.state = workflows::State::quarantined;
    EXPECT_TRUE(store_.commit({record, {{"case_opened", "mailroom", clock_.now(), {}}}, true}));
    return {record.id};
  }
  bool advance(const std::string& id) {
    auto record = *store_.load(id);
    if (record.state != workflows::State::checking || record.state == goes_to_) return false;
    record.state = goes_to_;
    if (goes_to_ == workflows::State::awaiting_review) {
      record.queue = "ctr-team";
      record.reasons = {{"field_unsure", record.filings[0].document_id, 0, "net_pay", "QQ123456C: 742.50?"}};
    }
    EXPECT_TRUE(store_.commit({record, {{"case_moved", "mailroom", clock_.now(), {}}}, false}));
    return true;
  }
};

}  // namespace mailroom::testing

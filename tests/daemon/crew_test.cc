#include "daemon/crew.h"

#include <future>

#include "tests/daemon/office.h"

namespace mailroom::testing {

using CrewTest = Office;

TEST_F(CrewTest, TakesCasesOnWhileADocumentIsRead) {
  // Two cases fall due while the only reader is at a document, which it is until both have been taken on.
  put_in("long.tif", "many pages");
  daemon::Crew crew(store_, objects_, clock_, stages_, {}, {});
  std::promise<void> moved;
  std::atomic<int> advanced{0};
  std::atomic<std::future_status> found{std::future_status::deferred};
  on_read_ = [&, waited = moved.get_future().share()] {
    for (const char* id : {"case-1", "case-2"}) ASSERT_TRUE(store_.commit({a_case(id, id), {}, true}));
    crew.wake();
    found = waited.wait_for(std::chrono::seconds(20));
  };
  stages_.advance = [&](const std::string&) {
    if (++advanced == 2) moved.set_value();
    return false;
  };
  crew.start();
  for (int i = 0; i < 2500 && found == std::future_status::deferred; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(crew.stop(std::chrono::seconds(20)));
  EXPECT_EQ(found, std::future_status::ready);
}

TEST_F(CrewTest, SendsToOneWhileAnotherDoesNotAnswer) {
  for (const char* id : {"case-1", "case-2"}) ASSERT_TRUE(store_.commit({a_case(id, id), {}, true}));
  std::promise<void> sent;
  std::atomic<std::future_status> found{std::future_status::deferred};
  std::atomic<int> begun{0};
  stages_.deliver = [&, waited = sent.get_future().share()](const std::string&) -> std::optional<Instant> {
    if (++begun == 1) {
      found = waited.wait_for(std::chrono::seconds(20));
    } else if (begun == 2) {
      sent.set_value();
    }
    return {};
  };
  stages_.advance = [](const std::string&) { return false; };
  {
    daemon::Crew::Settings settings;
    settings.carriers = 2;
    daemon::Crew crew(store_, objects_, clock_, stages_, {}, settings);
    crew.start();
    for (int i = 0; i < 2500 && begun < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(found, std::future_status::ready);
}

// A crew whose reader is at a document for as long as the test says.
class BusyCrewTest : public CrewTest {
 protected:
  BusyCrewTest() {
    on_read_ = [this] {
      ++reading_now_;
      released_.wait();
    };
  }
  static bool comes(const std::function<bool()>& claim) {
    for (int i = 0; i < 2500 && !claim(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return claim();
  }
  std::promise<void> release_;
  std::shared_future<void> released_ = release_.get_future().share();
  std::atomic<int> reading_now_{0};
};

TEST_F(BusyCrewTest, TakesReadersOnWhileItRunsAndLetsThemGoAfterTheirStep) {
  for (int i = 0; i < 3; ++i) put_in(std::to_string(i) + ".tif", "pixels " + std::to_string(i));
  daemon::Crew crew(store_, objects_, clock_, stages_, {}, {});
  crew.start();
  ASSERT_TRUE(comes([&] { return reading_now_ == 1; }));
  crew.change({3}, {});
  ASSERT_TRUE(comes([&] { return reading_now_ == 3; })) << "three read at once";
  crew.change({1}, {});
  release_.set_value();
  EXPECT_TRUE(comes([&] { return counts().documents.finished == 3; })) << "none was lost on the way";
  put_in("later.tif", "pixels of later");
  crew.wake();
  EXPECT_TRUE(comes([&] { return counts().documents.finished == 4; }));
  EXPECT_TRUE(crew.stop(std::chrono::seconds(20)));
}

TEST_F(CrewTest, LooksIntoOtherInboxesFromNowOn) {
  const auto inboxes = [&](const std::string& name) {
    daemon::Crew::Inboxes made;
    made.push_back(std::make_unique<daemon::FolderInbox>(
        daemon::InboxSettings{name, folder_.path() / name, daemon::Release::remove}, 1 << 20, store_,
        objects_, key_, clock_));
    return made;
  };
  daemon::Crew crew(store_, objects_, clock_, stages_, inboxes("post"), {});
  crew.start();
  crew.change({}, inboxes("fax"));
  write_file(folder_.path() / "fax/.one", "pixels");
  std::filesystem::rename(folder_.path() / "fax/.one", folder_.path() / "fax/one.tif");
  for (int i = 0; i < 2500 && counts().items.arrived == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(counts().items.arrived, 1);
  EXPECT_TRUE(crew.stop(std::chrono::seconds(20)));
}

}  // namespace mailroom::testing

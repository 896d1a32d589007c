#include "daemon/crew.h"

#include <future>

#include "tests/daemon/office.h"

namespace mailroom::testing {

using CrewTest = Office;

TEST_F(CrewTest, TakesCasesOnWhileADocumentIsRead) {
  // Two cases fall due while the only reader is at a document, which it is until both have been taken on.
  put_in("long.tif", "many pages");
  std::vector<std::unique_ptr<daemon::Inbox>> inboxes;
  daemon::Crew crew(store_, objects_, clock_, stages_, inboxes, {});
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
  std::vector<std::unique_ptr<daemon::Inbox>> inboxes;
  {
    daemon::Crew::Settings settings;
    settings.carriers = 2;
    daemon::Crew crew(store_, objects_, clock_, stages_, inboxes, settings);
    crew.start();
    for (int i = 0; i < 2500 && begun < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(found, std::future_status::ready);
}

}  // namespace mailroom::testing

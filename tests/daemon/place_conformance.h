// What every place of objects promises (daemon/object_place.h), as one suite. A place joins with how it is
// made; made again it is the same place, seen by another daemon.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "daemon/object_place.h"

namespace mailroom::daemon {

struct PlaceKind {
  std::string name;
  std::function<std::unique_ptr<ObjectPlace>()> make;
  std::function<std::string()> missing = [] { return std::string(); };  // why it is left out
  // Makes an id known to a place that looks for itself what is.
  std::function<void(const std::string& id)> record = [](const std::string&) {};

  friend std::ostream& operator<<(std::ostream& out, const PlaceKind& kind) { return out << kind.name; }
};

class PlaceConformance : public testing::TestWithParam<PlaceKind> {
 protected:
  void SetUp() override {
    if (const std::string why = GetParam().missing(); !why.empty()) GTEST_SKIP() << why;
    place = GetParam().make();
  }
  // The id of an object of a part (0xab), made now.
  std::string new_id(const char* part = "ab") {
    std::string id = new_uuid(clock);
    return id.replace(id.size() - 2, 2, part);
  }

  FakeClock clock{*parse_rfc3339("2026-11-23T08:31:00Z")};
  std::unique_ptr<ObjectPlace> place;
};

TEST_P(PlaceConformance, GivesWhatWasPutToWhoeverComes) {
  for (const size_t size : {size_t{1}, size_t{1000}, size_t{3} << 20}) {
    const std::string id = new_id();
    std::string bytes(size, '\xfe');
    bytes.back() = '\0';
    place->put(id, bytes);
    EXPECT_TRUE(place->get(id) == bytes) << size;
    EXPECT_TRUE(GetParam().make()->get(id) == bytes) << size;
    EXPECT_NE(place->where(id).find(id), std::string::npos);
  }
}

TEST_P(PlaceConformance, HasNothingThatWasNotPut) {
  EXPECT_EQ(place->get(new_id()), std::nullopt);
}

TEST_P(PlaceConformance, SweepsWhatIsOldAndKnownToNobody) {
  const std::string known = new_id(), old = new_id();
  for (const std::string& id : {known, old}) place->put(id, "bytes");
  GetParam().record(known);
  clock.advance(std::chrono::hours(1));
  const std::string before = first_uuid(clock.now());
  const std::string young = new_id();
  place->put(young, "bytes");
  size_t removed = 0;
  for (const int part : {0, 0xaa, 0xab, 0xac})
    removed += place->sweep(part, before, [&](const std::string& id) { return id != old; });
  EXPECT_GT(removed, 0u);
  EXPECT_EQ(place->get(old), std::nullopt);
  EXPECT_EQ(place->get(known), "bytes");
  EXPECT_EQ(place->get(young), "bytes");
}

}  // namespace mailroom::daemon

#include "daemon/object_bucket.h"

#include <thread>

#include "base/error.h"
#include "tests/daemon/bucket/s3_server.h"
#include "tests/daemon/place_conformance.h"

namespace mailroom::daemon {
namespace {

PlaceKind bucket(std::string name, bool in_path) {
  return {std::move(name),
          [in_path] { return std::make_unique<ObjectBucket>(S3Server::get()->settings(in_path)); },
          [] { return S3Server::get() ? std::string() : S3Server::why(); }};
}

INSTANTIATE_TEST_SUITE_P(Bucket, PlaceConformance,
                         testing::Values(bucket("in_path", true), bucket("in_host", false)),
                         [](const auto& tested) { return tested.param.name; });

class ObjectBucketTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!S3Server::get()) GTEST_SKIP() << S3Server::why();
    settings = S3Server::get()->settings(true);
  }
  static std::string refusal(const BucketSettings& with, bool puts = true) {
    try {
      ObjectBucket place(with);
      puts ? place.put("0192-ab", "bytes") : (void)place.get("0192-ab");
    } catch (const Error& error) {
      return error.code() + ": " + error.message();
    }
    return {};
  }
  BucketSettings settings;
};

TEST_F(ObjectBucketTest, SweepsPageByPage) {
  constexpr int kMoreThanAPage = 1010;
  ObjectBucket place(settings);
  for (int i = 0; i < kMoreThanAPage; ++i) place.put("0001-" + std::to_string(10'000 + i) + "-ef", "x");
  EXPECT_EQ(place.sweep(0xef, "0002", [](const std::string&) { return false; }), size_t{kMoreThanAPage});
}

TEST_F(ObjectBucketTest, SaysWhyTheServerRefuses) {
  BucketSettings wrong = settings;
  wrong.access_key = "nobody";
  EXPECT_EQ(refusal(wrong),
            "objects_unreachable: the bucket of documents refuses us: 403 InvalidAccessKeyId");
  wrong = settings;
  wrong.bucket = "nowhere";
  EXPECT_EQ(refusal(wrong), "objects_unreachable: the bucket of documents refuses us: 404 NoSuchBucket");
  EXPECT_EQ(refusal(wrong, false),
            "objects_unreachable: the bucket of documents refuses us: 404 NoSuchBucket");
}

TEST_F(ObjectBucketTest, WaitsForAServerThatIsAwayAndThenSaysSo) {
  S3Server& server = *S3Server::get();
  server.stop();
  EXPECT_EQ(refusal(settings).rfind("objects_unreachable: the bucket of documents cannot be reached: ", 0),
            0u);
  settings.patience = std::chrono::seconds(60);
  ObjectBucket patient(settings);
  std::thread putting([&] { patient.put("0003-cd", "bytes"); });
  server.start();
  putting.join();
  EXPECT_EQ(patient.get("0003-cd"), "bytes");
}

}  // namespace
}  // namespace mailroom::daemon

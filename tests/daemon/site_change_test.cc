#include "daemon/site_change.h"

#include <gmock/gmock.h>

#include "base/file.h"

namespace mailroom::daemon {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SiteChangeTest : public ::testing::Test {
 protected:
  Site site_of(const std::string& yaml) {
    write_file(folder_.path() / kSiteFile, yaml);
    return load_site_in(folder_.path());
  }
  TemporaryFolder folder_;
};

TEST_F(SiteChangeTest, IsTakenOverWhereTheDaemonCan) {
  const Site running = site_of("workers: 2\n");
  const auto change = taken_over(
      running,
      site_of("workers: 3\nlook_every: PT5S\nretention: {documents: P90D}\nkeep_free: 2 GB\n"
              "private_networks: [10.20.0.0/16]\ninboxes: {post: {folder: in}, fax: {folder: fax}}\n"));
  EXPECT_THAT(change.at_next_start, IsEmpty());
  EXPECT_EQ(change.site.workers, 3);
  EXPECT_EQ(change.site.retention.documents, "P90D");
  EXPECT_EQ(change.site.inboxes.size(), 2u);
  EXPECT_FALSE(are_inboxes_the_same(running, change.site));
  EXPECT_TRUE(are_inboxes_the_same(running, taken_over(running, site_of("workers: 9\n")).site));
}

TEST_F(SiteChangeTest, WaitsForTheNextStartWhereDataAndAddressesAre) {
  const Site running = site_of("workers: 2\n");
  const auto change = taken_over(
      running,
      site_of("workers: 3\nstore: other.db\nobjects: s3://bucket/here\nlisten: other.sock\nlease: PT9S\n"
              "time_zone: UTC\n"));
  EXPECT_THAT(change.at_next_start, ElementsAre("time_zone", "store", "objects, s3", "listen", "lease"));
  EXPECT_EQ(change.site.workers, 3) << "the others are taken over";
  EXPECT_EQ(change.site.store, running.store);
  EXPECT_FALSE(change.site.bucket);
  EXPECT_EQ(change.site.socket, running.socket);
  EXPECT_EQ(change.site.lease, running.lease);
}

}  // namespace
}  // namespace mailroom::daemon

// Keys that are destroyed are gone for good, alone, and from the file too.
#include "daemon/key_file.h"

#include <gmock/gmock.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "daemon/seal.h"

namespace mailroom::testing {

namespace fs = std::filesystem;
using daemon::KeyTree;
using daemon::SiteKey;

const std::string kRoot(32, 'r');
constexpr uint64_t kLast = (uint64_t{1} << (4 * KeyTree::kDigits)) - 1;

TEST(KeyTree, GivesEachLeafAKeyOfItsOwnAndAlwaysTheSame) {
  const KeyTree tree(kRoot), same(kRoot);
  std::set<std::string> keys;
  for (const uint64_t leaf : {uint64_t{0}, uint64_t{1}, uint64_t{16}, uint64_t{4096}, kLast}) {
    keys.insert(*tree.key(leaf));
    EXPECT_EQ(tree.key(leaf), same.key(leaf));
  }
  EXPECT_EQ(keys.size(), 5u);
  EXPECT_EQ(keys.begin()->size(), daemon::kKeyBytes);
}

TEST(KeyTree, DestroysOneKeyAndNoOther) {
  KeyTree tree(kRoot);
  const KeyTree before(kRoot);
  for (const uint64_t leaf : {uint64_t{5}, uint64_t{6}, uint64_t{5000}, kLast}) {
    ASSERT_TRUE(tree.key(leaf)) << "asked before, so that it is remembered";
    tree.destroy(leaf);
    EXPECT_FALSE(tree.key(leaf));
  }
  for (const uint64_t leaf : {uint64_t{0}, uint64_t{4}, uint64_t{7}, uint64_t{4999}, kLast - 1})
    EXPECT_EQ(tree.key(leaf), before.key(leaf));
  tree.destroy(5);  // twice is once
  EXPECT_FALSE(tree.key(5));
}

TEST(KeyTree, HoldsNothingThatADestroyedKeyGrowsFrom) {
  KeyTree tree(kRoot);
  const std::string lost = *tree.key(77);
  tree.destroy(77);
  for (const auto& [path, node] : tree.nodes()) {
    EXPECT_FALSE(KeyTree(KeyTree::Nodes{{path, node}}).key(77));
    EXPECT_NE(node, lost);
    EXPECT_NE(node, kRoot);
  }
}

TEST(KeyTree, ForgetsANeighbourhoodThatIsGone) {
  KeyTree tree(kRoot);
  tree.destroy(0);
  EXPECT_EQ(tree.nodes().size(), 15 * KeyTree::kDigits);
  for (uint64_t leaf = 1; leaf < 4096; ++leaf) tree.destroy(leaf);
  EXPECT_EQ(tree.nodes().size(), 15 * (KeyTree::kDigits - 3));
}

class KeyFile : public ::testing::Test {
 protected:
  std::string text() { return read_file(file_); }
  TemporaryFolder folder_;
  const fs::path file_ = folder_.path() / "site.key";
};

TEST_F(KeyFile, IsTheSameAfterAStart) {
  const SiteKey made = SiteKey::load_or_make(file_), again = SiteKey::load_or_make(file_);
  EXPECT_EQ(made.key(7), again.key(7));
  EXPECT_EQ(made.index("subject", "QQ123456C"), again.index("subject", "QQ123456C"));
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeyFile, ForgetsWhatIsDestroyed) {
  SiteKey key = SiteKey::load_or_make(file_);
  const auto other = key.key(8);
  key.destroy({7, 9}, 2);
  const SiteKey again = SiteKey::load(file_);
  EXPECT_EQ(again.destroyed(), 2);
  EXPECT_FALSE(again.key(7) || again.key(9));
  EXPECT_EQ(again.key(8), other);
}

TEST_F(KeyFile, OfBeforeTheTreeOpensWhatItSealedAndIsThenWrittenAnew) {
  const std::string secret(32, 's');
  write_file(file_, to_hex(secret) + "\n");
  SiteKey key = SiteKey::load(file_);
  const std::string wrapped = daemon::seal(hmac_sha256_bytes(secret, "wrap"), "an old key", "case:1");
  EXPECT_EQ(key.unwrap(wrapped, "case:1"), "an old key");
  const auto seventh = key.key(7);
  key.leave_first_form();
  EXPECT_EQ(text().find(to_hex(secret)), std::string::npos);
  const SiteKey again = SiteKey::load(file_);
  EXPECT_EQ(again.key(7), seventh);
  EXPECT_EQ(again.index("mark", "x"), SiteKey(secret).index("mark", "x"));
  EXPECT_THROW(again.unwrap(wrapped, "case:1"), Error);
}

TEST_F(KeyFile, ThatIsNoneIsRefused) {
  for (const char* wrong : {"", "1234", "mailroom keys 2\nindex 12\n", "mailroom keys 2\nnode zz 00\n"}) {
    write_file(file_, wrong);
    EXPECT_THROW(SiteKey::load(file_), Error) << wrong;
  }
}

}  // namespace mailroom::testing

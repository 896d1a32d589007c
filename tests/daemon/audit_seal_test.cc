// The root that all records are sealed under, and what it proves.
#include "daemon/audit_seal.h"

#include "base/digest.h"
#include "base/error.h"
#include "daemon/eraser.h"
#include "daemon/merkle.h"
#include "tests/daemon/office.h"

namespace mailroom::testing {

using daemon::MerkleRoot;
using ::testing::IsEmpty;

// The leaves and roots that Certificate Transparency's own tests use (RFC 6962).
TEST(MerkleRoot, IsThatOfTheStandard) {
  const std::vector<std::string> leaves = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  MerkleRoot root;
  EXPECT_EQ(root.hex(), sha256(""));
  for (size_t i = 0; i < leaves.size(); ++i) {
    root.add(from_hex(leaves[i]));
    EXPECT_EQ(root.hex(), roots[i]) << i + 1 << " leaves";
  }
}

class AuditSealTest : public Office {
 protected:
  AuditSealTest() {
    put_in("scan-017.tif", "pixels");
    put_in("scan-018.tif", "other pixels");
    work();
  }
  daemon::AuditSeal seal() { return daemon::seal_audit(store_, signing_, clock_.now()); }
  std::vector<std::string> problems(const std::optional<daemon::AuditSeal>& kept = {}) {
    return daemon::prove_audit(store_, kept).problems;
  }
  void note(const std::string& chain) { store_.note(chain, {"case_viewed", "m.lund", clock_.now(), {}}); }
  daemon::SigningKey signing_ = daemon::SigningKey::load_or_make(folder_.path() / "seal.key");
};

TEST_F(AuditSealTest, HoldsWhateverComesAfterIt) {
  const auto kept = seal();
  EXPECT_EQ(kept.number, 1);
  EXPECT_EQ(kept.chains, 4);
  EXPECT_EQ(kept.records, store_.verify_audit().records);
  note(cases()[0].id);
  put_in("scan-019.tif", "more pixels");
  work();
  EXPECT_EQ(seal().previous, daemon::digest_of(kept));
  EXPECT_THAT(problems(kept), IsEmpty());
}

TEST_F(AuditSealTest, HoldsWhenWhatItCoversIsErased) {
  const auto kept = seal();
  daemon::Eraser(store_, objects_, key_, site_now(), clock_).erase(cases()[0].id, "m.lund", "asked for");
  EXPECT_THAT(problems(kept), IsEmpty());
}

TEST_F(AuditSealTest, IsNotRepeatedWhenNothingCame) {
  EXPECT_EQ(seal().number, 1);
  EXPECT_EQ(seal().number, 1);
  note(cases()[0].id);
  EXPECT_EQ(seal().number, 2);
}

TEST_F(AuditSealTest, IsTheSameReadBackFromItsFile) {
  const auto kept = seal();
  const auto read = daemon::seal_from_value(daemon::to_value(kept));
  ASSERT_TRUE(read);
  EXPECT_EQ(daemon::digest_of(*read), daemon::digest_of(kept));
  EXPECT_TRUE(daemon::is_signed(daemon::signed_text(*read), read->signature, read->public_key));
  EXPECT_FALSE(daemon::seal_from_value(Context{{"number", 1}}));
}

TEST_F(AuditSealTest, TellsARootThatIsNotWhatWasKept) {
  auto kept = seal();
  kept.root[0] = kept.root[0] == '0' ? '1' : '0';
  EXPECT_EQ(problems(kept).size(), 3u) << "its signature, the store's own, what it covers";
}

TEST_F(AuditSealTest, TellsASignatureOfSomebodyElse) {
  const auto other = daemon::SigningKey::load_or_make(folder_.path() / "other.key");
  auto kept = seal();
  kept.signature = other.sign(daemon::signed_text(kept));
  EXPECT_THAT(problems(kept),
              ::testing::ElementsAre("the root that was kept (1): its signature does not fit"));
}

TEST_F(AuditSealTest, IsDueADayAfterTheLast) {
  EXPECT_TRUE(daemon::is_seal_due(store_, clock_.now()));
  seal();
  EXPECT_FALSE(daemon::is_seal_due(store_, clock_.now() + std::chrono::hours(23)));
  EXPECT_TRUE(daemon::is_seal_due(store_, clock_.now() + std::chrono::hours(25)));
}

}  // namespace mailroom::testing

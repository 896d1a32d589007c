// The example sites' truth files say what their samples are and what must become of them. These claims keep
// them honest: what a truth file promises about itself must hold, or the end-to-end test proves less than it
// says.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

class Truth : public testing::TestWithParam<const char*> {
 protected:
  const fs::path site = fs::path(MAILROOM_SOURCE) / "examples" / GetParam();
  const YAML::Node truth = YAML::LoadFile((site / "samples" / "truth.yaml").string());
};

std::string text(const YAML::Node& node) {
  return node.IsDefined() && node.IsScalar() ? node.Scalar() : std::string();
}

TEST_P(Truth, TellsOfEverySampleInTheFolderOnceAndOfNothingElse) {
  std::set<std::string> told, there;
  for (const auto& sample : truth["samples"]) {
    EXPECT_TRUE(told.insert(text(sample["file"])).second) << text(sample["file"]) << " is told twice";
  }
  for (const auto& entry : fs::directory_iterator(site / "samples")) {
    const std::string name = entry.path().filename().string();
    if (name != "truth.yaml" && name.find(".meta.json") == std::string::npos) there.insert(name);
  }
  EXPECT_EQ(told, there);
}

TEST_P(Truth, CountsItemsDocumentsAndPagesAsItsSamplesDo) {
  std::map<std::string, int> sum;
  for (const auto& sample : truth["samples"]) {
    for (const auto& count : sample["counts"]) sum[count.first.as<std::string>()] += count.second.as<int>();
  }
  for (const char* what : {"items", "documents", "pages"})
    EXPECT_EQ(truth["counts"][what].as<int>(), sum[what]) << what;
}

TEST_P(Truth, HasNoSampleThatBothGoesStraightThroughAndMayWait) {
  std::map<std::string, YAML::Node> by_file;
  for (const auto& sample : truth["samples"]) {
    const YAML::Node& node = sample;
    by_file.emplace(text(node["file"]), node);
  }
  for (const auto& name : truth["straight_through"]) {
    const auto at = by_file.find(text(name));
    ASSERT_NE(at, by_file.end()) << text(name);
    EXPECT_EQ(text(at->second["state"]), "closed") << text(name);
    EXPECT_FALSE(at->second["may_wait"].IsDefined()) << text(name);
  }
}

TEST_P(Truth, GivesAReasonWhereverAPersonIsAskedOrPaperGoesBack) {
  for (const auto& sample : truth["samples"]) {
    const std::string state = text(sample["state"]);
    ASSERT_TRUE(std::set<std::string>({"closed", "returned", "awaiting_review", "quarantined"}).count(state))
        << state;
    EXPECT_EQ(state != "closed", sample["reason"].IsDefined() && sample["reason_words"].size() > 0)
        << text(sample["file"]);
  }
}

TEST_P(Truth, NamesTheCaseOfEveryDocumentThatAWorkflowTakes) {
  std::set<std::string> cases, files;
  for (const auto& c : truth["cases"]) {
    EXPECT_TRUE(cases.insert(text(c["id"])).second) << text(c["id"]);
    EXPECT_GT(c["from"].size(), 0U) << text(c["id"]);
    EXPECT_TRUE(fs::exists(site / "workflows" / (text(c["workflow"]) + ".yaml"))) << text(c["workflow"]);
    if (text(c["state"]) == "closed") {
      EXPECT_GT(c["deliveries"].size(), 0U) << text(c["id"]);
    }
  }
  for (const auto& sample : truth["samples"]) {
    files.insert(text(sample["file"]));
    if (sample["joins"].IsDefined()) {
      EXPECT_TRUE(files.count(text(sample["joins"]))) << text(sample["file"]) << " joins what came later";
    }
    if (!sample["documents"].IsDefined()) continue;
    for (const auto& document : sample["documents"]) {
      const bool known = !document["pages"][0]["form"].IsNull();
      EXPECT_EQ(known, cases.count(text(document["case"])) == 1) << text(sample["file"]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ExampleSites, Truth, testing::Values("benefits-office", "tax-office"),
                         [](const auto& site) {
                           return site.param[0] == 'b' ? "BenefitsOffice" : "TaxOffice";
                         });

TEST(MondaySet, HoldsThirtySamplesOfWhichFifteenGoStraightThroughWithScansAndAPayslip) {
  size_t samples = 0, straight = 0, scans = 0, payslips = 0;
  for (const char* name : {"benefits-office", "tax-office"}) {
    const YAML::Node truth =
        YAML::LoadFile((fs::path(MAILROOM_SOURCE) / "examples" / name / "samples/truth.yaml").string());
    samples += truth["samples"].size();
    for (const auto& file : truth["straight_through"]) {
      ++straight;
      scans += text(file).find(".tif") != std::string::npos;
      payslips += text(file).find("payslip-") != std::string::npos;
    }
  }
  EXPECT_GE(samples, 30U);
  EXPECT_GE(straight, 15U);
  EXPECT_GE(scans, 3U);
  EXPECT_GE(payslips, 1U);
}

}  // namespace

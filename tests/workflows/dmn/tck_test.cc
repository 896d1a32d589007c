#include "workflows/dmn/tck.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"

namespace mailroom::dmn {
namespace {

constexpr const char* kModel =
    R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:t" name="t">
<inputData name="n" id="i"><variable name="n" typeRef="number"/></inputData>
<decision name="twice" id="d"><informationRequirement><requiredInput href="#i"/></informationRequirement>
<literalExpression><text>n * 2</text></literalExpression></decision></definitions>)";

std::string tests(const std::string& expected) {
  return R"(<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<modelName>t.dmn</modelName><testCase id="001"><inputNode name="n"><value xsi:type="xsd:decimal">21</value></inputNode>
<resultNode name="twice"><expected><value xsi:type="xsd:decimal">)" +
         expected + "</value></expected></resultNode></testCase></testCases>";
}

TEST(CompatibilityKit, TellsWhatPassedAndWhatWasExpectedInstead) {
  const TemporaryFolder folder;
  write_file(folder.path() / "t.dmn", kModel);
  write_file(folder.path() / "right.xml", tests("42"));
  write_file(folder.path() / "wrong.xml", tests("43"));
  std::vector<TckResult> results;
  const TckCount count = run_tck(folder.path(), [&](const TckResult& r) { results.push_back(r); });
  EXPECT_EQ(count.passed, 1u);
  EXPECT_EQ(count.failed, 1u);
  ASSERT_EQ(results.size(), 2u);
  EXPECT_TRUE(results[0].success);
  EXPECT_EQ(results[1].detail, "expected 43, got 42");
}

TEST(CompatibilityKit, AFolderWithoutTestsIsAnError) {
  const TemporaryFolder folder;
  EXPECT_THROW(run_tck(folder.path(), [](const TckResult&) {}), Error);
  EXPECT_THROW(run_tck(folder.path() / "absent", [](const TckResult&) {}), Error);
}

TEST(CompatibilityKit, EveryTestOfTheSharedKitPasses) {
  const std::filesystem::path kit = std::filesystem::path(MAILROOM_SOURCE).parent_path() / "shared/dmn-tck";
  if (!std::filesystem::is_directory(kit)) GTEST_SKIP() << "no ../shared/dmn-tck here: left out";
  const TckCount count = run_tck(kit, [](const TckResult& r) {
    EXPECT_TRUE(r.success) << r.suite << " " << r.testcase << " " << r.node << ": " << r.detail;
  });
  EXPECT_EQ(count.failed, 0u);
}

}  // namespace
}  // namespace mailroom::dmn

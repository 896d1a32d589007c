// The compatibility kit's models as YAML and back: each answers the kit's own tests as it did before.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "base/file.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/dmn/tck.h"
#include "workflows/model_file.h"

namespace mailroom::workflows {
namespace {

namespace fs = std::filesystem;

// Through YAML into `to`, beside which what it imports must stand already. What was wrong; empty if nothing.
std::string carry(const fs::path& from, const fs::path& to) {
  std::vector<Diagnostic> problems;
  const auto read =
      dmn::read_dmn(read_file(from), from.string(), dmn::Neighbours(from.parent_path(), from), problems);
  std::string written;
  if (!has_errors(problems)) {
    const auto root = yaml::parse(model_as_yaml(read), from.stem().string() + ".yaml", problems);
    if (root && !has_errors(problems)) {
      const auto model = read_model(*root, problems);
      if (!has_errors(problems))
        written =
            dmn::write_dmn(from.stem().string(), model, dmn::Neighbours(to.parent_path(), to), problems);
    }
  }
  for (const Diagnostic& one : problems) {
    if (one.severity == Severity::error) return to_text(one, "");
  }
  write_file(to, written);
  return {};
}

// All models of a folder, those that others import first. Those that cannot be carried, with the reason.
std::map<std::string, std::string> carry_folder(const fs::path& from, const fs::path& to) {
  std::map<std::string, std::string> left;
  for (const auto& entry : fs::directory_iterator(from)) {
    if (entry.path().extension() == ".dmn") left[entry.path().filename().string()] = "";
    if (entry.path().extension() == ".xml") fs::copy_file(entry.path(), to / entry.path().filename());
  }
  for (size_t before = left.size() + 1; left.size() < before;) {
    before = left.size();
    for (auto one = left.begin(); one != left.end();) {
      one->second = carry(from / one->first, to / one->first);
      one = one->second.empty() ? left.erase(one) : std::next(one);
    }
  }
  return left;
}

TEST(Convert, EveryModelOfTheSharedKitComesBackAndAnswersAlike) {
  const fs::path kit = fs::path(MAILROOM_SOURCE).parent_path() / "shared/dmn-tck";
  if (!fs::is_directory(kit)) GTEST_SKIP() << "no ../shared/dmn-tck here: left out";
  const TemporaryFolder folder;
  std::set<fs::path> folders;
  size_t models = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kit)) {
    if (entry.path().extension() != ".dmn") continue;
    folders.insert(entry.path().parent_path());
    ++models;
  }
  for (const fs::path& one : folders) {
    const fs::path to = folder.path() / fs::relative(one, kit);
    fs::create_directories(to);
    for (const auto& [file, why] : carry_folder(one, to)) ADD_FAILURE() << file << ": " << why;
  }
  const dmn::TckCount count = dmn::run_tck(folder.path(), [](const dmn::TckResult& r) {
    EXPECT_TRUE(r.success) << r.suite << " " << r.testcase << " " << r.node << ": " << r.detail;
  });
  RecordProperty("models", static_cast<int>(models));
  RecordProperty("tests", static_cast<int>(count.passed));
  EXPECT_EQ(count.failed, 0u);
}

}  // namespace
}  // namespace mailroom::workflows

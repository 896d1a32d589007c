// The real program on rules: checking, converting, explaining, comparing; whole texts.
#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

constexpr const char* kFee =
    R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">
<inputData id="a" name="age"><variable name="age" typeRef="number"/></inputData>
<decision id="d" name="fee"><variable name="fee"/><informationRequirement><requiredInput href="#a"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number"><text>age</text></inputExpression></input><output/>
<rule><inputEntry><text>[0..18]</text></inputEntry><outputEntry><text>5</text></outputEntry></rule>
<rule><inputEntry><text>[18..65)</text></inputEntry><outputEntry><text>10</text></outputEntry></rule>
</decisionTable></decision></definitions>
)";

constexpr const char* kOld = R"yaml(decisions:
  - id: fee
    hit_policy: first
    inputs: [age]
    outputs: [fee]
    rules:
      - {when: ["< 18"], then: ["5"], reference: reg 1}
      - {when: ["-"], then: ["10"], reference: reg 2}
  - id: total
    value: fee * 1.2
)yaml";

TEST(Rules, CheckTellsGapsAndOverlapsOfADecisionModel) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "fee.dmn").string();
  write_file(file, kFee);
  const Ran ran = run({"mailroom", "check", file});
  EXPECT_EQ(ran.code, 0);
  // Files are named from where one stands.
  std::string out = replace_all(ran.out, file, "fee.dmn");
  out = replace_all(out, file.substr(1), "fee.dmn");
  EXPECT_EQ(out, R"(fee.dmn:6:2: warning: rules 1 and 2 both match age 18: the hit policy is unique
 6 | <rule><inputEntry><text>[18..65)</text></inputEntry><outputEntry><text>10</text></outputEntry></rule>
   |  ^^^^
  make one of them narrower, or let the order decide: hit policy first
fee.dmn:4:2: warning: no rule covers age -1
 4 | <decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number"><text>age</text></inputExpression></input><output/>
   |  ^^^^^^^^^^^^^
  add a rule or a default, or say what an input can be ('allowed')
fee.dmn:4:2: warning: no rule covers age 65
 4 | <decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number"><text>age</text></inputExpression></input><output/>
   |  ^^^^^^^^^^^^^
  add a rule or a default, or say what an input can be ('allowed')
1 decision model: 3 warnings
)");
}

TEST(Rules, ExplainNamesTheNearestRuleWhereNoneMatches) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "fee.dmn").string();
  write_file(file, kFee);
  EXPECT_EQ(
      run({"mailroom", "dmn", "eval", file, "--decision", "fee", "--input", "{\"age\": 70}", "--explain"})
          .out,
      "the decision 'fee' (unique)\n"
      "    rule 1  not age [0..18]: it is 70\n"
      "    rule 2  not age [18..65): it is 70\n"
      "  no rule matches; nearest is rule 1: age is 70, not [0..18]\n"
      "null\n");
}

TEST(Rules, ConvertWritesAModelThatDecidesAlike) {
  const TemporaryFolder folder;
  const std::string yaml = (folder.path() / "fee.yaml").string(), dmn = (folder.path() / "fee.dmn").string();
  write_file(yaml, kOld);
  EXPECT_EQ(run({"mailroom", "dmn", "convert", yaml, dmn}).out, "2 decisions → " + dmn + "\n");
  for (const std::string& file : {yaml, dmn}) {
    EXPECT_EQ(run({"mailroom", "dmn", "eval", file, "--decision", "total", "--input", "{\"age\": 30}"}).out,
              "12.0\n");
  }
  EXPECT_EQ(run({"mailroom", "dmn", "convert", yaml, yaml}).code, 2);
}

TEST(Rules, WhatIfTellsWhichOutcomesChangeAndByWhichRules) {
  const TemporaryFolder folder;
  const std::string before = (folder.path() / "old.yaml").string(),
                    after = (folder.path() / "new.yaml").string(),
                    facts = (folder.path() / "samples.jsonl").string();
  write_file(before, kOld);
  std::string changed = kOld;
  changed.replace(changed.find("< 18"), 4, "< 21");
  write_file(after, changed);
  write_file(facts, "{\"age\": 17}\n{\"age\": 18}\n{\"age\": 20}\n{\"age\": 21}\n");
  EXPECT_EQ(run({"mailroom", "what-if", before, after, "--facts", facts}).out,
            "fee\n"
            "  2  10 → 5\n"
            "      rule 2, reg 2 → rule 1, reg 1\n"
            "      samples 2, 3\n"
            "  together: 35 → 25, -10\n"
            "total\n"
            "  2  12.0 → 6.0\n"
            "      samples 2, 3\n"
            "  together: 42.0 → 30.0, -12.0\n"
            "4 samples: 2 the same, 2 different\n");
}

}  // namespace
}  // namespace mailroom::e2e

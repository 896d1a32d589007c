#include "base/yaml.h"

#include <gtest/gtest.h>

namespace mailroom::yaml {
namespace {

std::string problems_of(std::string_view text) {
  std::vector<Diagnostic> problems;
  parse(text, "a.yaml", problems);
  std::string shown;
  for (const Diagnostic& problem : problems) shown += to_text(problem, text);
  return shown;
}

Node tree_of(std::string_view text) {
  std::vector<Diagnostic> problems;
  const auto root = parse(text, "a.yaml", problems);
  EXPECT_TRUE(problems.empty()) << to_text(problems.at(0), text);
  return root.value_or(Node());
}

std::string shown(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column) + "+" + std::to_string(place.length);
}

TEST(Yaml, KeepsScalarsAsTheyAreWritten) {
  const Node root = tree_of("a: 010\nb: yes\nc: 1_000\nd: '5'\ne: ~\nf:\n");
  EXPECT_EQ(root.find("a")->text, "010");
  EXPECT_EQ(root.find("b")->text, "yes");
  EXPECT_EQ(root.find("c")->text, "1_000");
  EXPECT_TRUE(root.find("d")->quoted);
  EXPECT_FALSE(root.find("a")->quoted);
  EXPECT_TRUE(root.find("e")->is_null());
  EXPECT_TRUE(root.find("f")->is_null());
}

TEST(Yaml, CountsColumnsInCodePoints) {
  const Node root = tree_of("{größe: 'ä', b: [one, \"twö\"]}\n");
  EXPECT_EQ(shown(root.find_entry("größe")->place), "1:2+5");
  EXPECT_EQ(shown(root.find("größe")->place), "1:9+3");
  EXPECT_EQ(shown(root.find("b")->items[1].place), "1:23+5");
}

TEST(Yaml, PlacesAnEmptyValueBehindItsKey) {
  const Node root = tree_of("a:\nb: 1\n");
  EXPECT_EQ(shown(root.find("a")->place), "1:2+1");
}

TEST(Yaml, FindsPlacesInsideQuotesEscapesAndBlocks) {
  const Node root = tree_of(
      "a: \"x\\t\\u00e4 name\"\n"
      "b: 'it''s name'\n"
      "c: |\n"
      "  first\n"
      "    name\n"
      "d: >-\n"
      "  one\n"
      "  name\n"
      "e: plain\n"
      "  name\n");
  for (const auto& [key, place] :
       {std::pair{"a", "1:15+4"}, std::pair{"b", "2:11+4"}, std::pair{"c", "5:5+4"}, std::pair{"d", "8:3+4"},
        std::pair{"e", "10:3+4"}}) {
    const Node& node = *root.find(key);
    const size_t at = node.text.find("name");
    ASSERT_NE(at, std::string::npos) << key << ": " << node.text;
    EXPECT_EQ(shown(node.place_at(at, 4)), place) << key;
  }
}

TEST(Yaml, ReportsDuplicateKeysAndKeepsBoth) {
  std::vector<Diagnostic> problems;
  const auto root = parse("a: 1\nb: 2\na: 3\n", "a.yaml", problems);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->entries.size(), 3u);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].message, "duplicate key 'a', first in line 1");
  EXPECT_EQ(shown(problems[0].place), "3:1+1");
}

// A text that goes on below its line is fine: what is wrong stands elsewhere.
TEST(Yaml, DoesNotBlameAQuotedTextOfSeveralLines) {
  const std::string fine = "facts:\n  a: 'if x then 1\n    else 2'   # noted\n  b: \"one\n    two\"\n";
  std::vector<Diagnostic> problems;
  EXPECT_TRUE(parse(fine, "a.yaml", problems));
  EXPECT_FALSE(parse(fine + "routes:\n  - id: a\n id: b\n", "a.yaml", problems));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_GE(problems[0].place.line, 6);
  problems.clear();
  EXPECT_FALSE(parse(fine + "c: 'open\nd: [\"x\", 'y']\n", "a.yaml", problems));
  EXPECT_EQ(problems[0].code, "yaml_unclosed_quote");
  EXPECT_EQ(problems[0].place.line, 6);
}

TEST(Yaml, ExplainsAnUnquotedTemplate) {
  EXPECT_EQ(problems_of("a:\n  message: {{ claim.nino }} is wrong\n"),
            "a.yaml:2:12: error: '{{' begins a mapping here, not a text\n"
            " 2 |   message: {{ claim.nino }} is wrong\n"
            "   |            ^^\n"
            "  put the whole text in double quotes\n");
  EXPECT_EQ(problems_of("a:\n  message: {{ claim.nino }}\nb: 1\n"),
            "a.yaml:2:12: error: '{{' begins a mapping here, not a text\n"
            " 2 |   message: {{ claim.nino }}\n"
            "   |            ^^\n"
            "  put the whole text in double quotes\n");
}

TEST(Yaml, ExplainsTabsAndUnclosedQuotes) {
  EXPECT_EQ(problems_of("a:\n\tb: 1\n"),
            "a.yaml:2:1: error: a tab cannot indent YAML\n"
            " 2 | \tb: 1\n"
            "   | ^\n"
            "  write blanks\n");
  EXPECT_EQ(problems_of("a: \"text\nb: 1\n"),
            "a.yaml:1:4: error: this quote is never closed\n"
            " 1 | a: \"text\n"
            "   |    ^\n"
            "  close it with \"\n");
}

TEST(Yaml, ExplainsASecondColonAndAnOpenList) {
  EXPECT_EQ(problems_of("a: b: c\n"),
            "a.yaml:1:5: error: a second ':' in this line, or a wrong indentation\n"
            " 1 | a: b: c\n"
            "   |     ^\n"
            "  put a text that holds ': ' in quotes\n");
  EXPECT_NE(problems_of("a: [1, 2\nb: 3\n"), "");
  EXPECT_NE(problems_of("a: @x\n"), "");
  EXPECT_NE(problems_of(""), "");
}

TEST(Yaml, WarnsOfASecondDocument) {
  EXPECT_EQ(problems_of("# x\n---\na: 1\n---\nb: 2\n"),
            "a.yaml:5:1: warning: what follows '---' is not read: a file is one document\n"
            " 5 | b: 2\n"
            "   | ^\n"
            "  make it a file of its own\n");
  EXPECT_EQ(problems_of("a: 1\n---\n"), "");
}

TEST(Yaml, TellsEveryMistakeOfAFile) {
  std::vector<Diagnostic> problems;
  EXPECT_FALSE(parse("a: \"open\nb: {{ x }}\nc\n", "a.yaml", problems));
  std::vector<std::string> codes;
  for (const Diagnostic& problem : problems) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"yaml_unclosed_quote", "yaml_braces", "yaml_no_colon"}));
}

TEST(Yaml, CopiesAliasesUpToALimit) {
  const Node root = tree_of("a: &x {b: 1}\nc: *x\n");
  EXPECT_EQ(root.find("c")->find("b")->text, "1");
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) bomb += ", " + before;
    bomb += "]\n";
  }
  EXPECT_NE(problems_of(bomb).find("too many entries"), std::string::npos);
  EXPECT_NE(problems_of("a: &x [*x]\n"), "");
}

}  // namespace
}  // namespace mailroom::yaml

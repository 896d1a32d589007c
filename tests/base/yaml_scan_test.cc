// The tolerant scanner: what it makes of broken files, and that of right ones it makes what yaml-cpp does.
#include "base/yaml_scan.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "base/file.h"

namespace mailroom::yaml {
namespace {

// The tree as a text, with the places that both must know alike.
void show(const Node& node, const std::string& indent, bool has_place, std::string& out) {
  out += indent + std::string(kind_name(node.kind));
  if (has_place)
    out += " @" + std::to_string(node.place.line) + ":" + std::to_string(node.place.column) + "+" +
           std::to_string(node.place.length);
  if (node.is_scalar()) out += std::string(node.quoted ? " quoted" : "") + " <" + node.text + ">";
  out += "\n";
  for (const Node& item : node.items) show(item, indent + "  ", !item.is_null(), out);
  for (const Entry& entry : node.entries) {
    out += indent + "  " + entry.key + " @" + std::to_string(entry.place.line) + ":" +
           std::to_string(entry.place.column) + "+" + std::to_string(entry.place.length) + "\n";
    show(entry.value, indent + "    ", true, out);
  }
}
std::string shown(const Node& node) {
  std::string out;
  show(node, "", true, out);
  return out;
}

// False: yaml-cpp does not take the text. Otherwise the trees are compared.
bool is_read_alike(const std::string& text) {
  std::vector<Diagnostic> of_parser, of_scanner;
  const auto parsed = parse(text, "a.yaml", of_parser);
  if (!parsed || !of_parser.empty()) return false;
  const Node scanned = scan(text, "a.yaml", of_scanner);
  EXPECT_EQ(shown(scanned), shown(*parsed)) << text;
  EXPECT_TRUE(of_scanner.empty()) << to_text(of_scanner.at(0), text) << text;
  return true;
}

// Documents as people write workflows, by chance: every construct that the language allows.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string document() {
    out_.clear();
    if (chance(8)) out_ += "# a comment\n---\n";
    mapping(0, 0);
    return out_;
  }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  bool chance(int of) { return pick(of) == 0; }
  std::string pad(int column) { return std::string(static_cast<size_t>(column), ' '); }

  std::string word() {
    static const std::vector<std::string> kWords = {
        "claim",       "a b",        "010",        "1_000",     "yes", "P90D",  "reg 4(2)",
        "größe",       "it's",       "a:b",        "x#y",       "-1",  "5..10", "a, b",
        "< 120",       "§ 3",        "100%",       "a \"b\" c", "~x",  "null1", "http://a.b/c?d=e",
        "${secret:A}", "Mere House", "claim.nino", "x-y"};
    return kWords[static_cast<size_t>(pick(static_cast<int>(kWords.size())))];
  }
  std::string quoted() {
    static const std::vector<std::string> kTexts = {"\"{{ claim.nino }} is wrong\"",
                                                    "'it''s'",
                                                    "\"a\\tb\\u00e4\\\"\"",
                                                    "\"# no comment\"",
                                                    "'[a, b]'",
                                                    "\"\"",
                                                    "'a: b'",
                                                    "\"\\x41\\\\\"",
                                                    "'\"full\"'",
                                                    "\"-\"",
                                                    "\"é 🏛\""};
    return kTexts[static_cast<size_t>(pick(static_cast<int>(kTexts.size())))];
  }
  std::string flow_word() {
    static const std::vector<std::string> kWords = {"claim", "a b", "010", "reg 4(2)",    "-1",
                                                    "a:b",   "x#y", "~",   "http://a.b/c"};
    return chance(3) ? quoted() : kWords[static_cast<size_t>(pick(static_cast<int>(kWords.size())))];
  }
  std::string gap(int column) {
    if (chance(6)) return "\n" + pad(column + 2 + pick(3));
    if (chance(12)) return "  # why\n" + pad(column + 2);
    return chance(2) ? " " : "";
  }
  std::string flow(int column, int depth) {
    const bool is_list = chance(2);
    std::string text = is_list ? "[" : "{";
    const int count = pick(4);
    for (int i = 0; i < count; ++i) {
      if (i > 0) text += "," + (chance(6) ? gap(column) : std::string(" "));
      if (!is_list || chance(8))
        text += "k" + std::to_string(i) + ":" + (chance(5) ? "\n" + pad(column + 2) : " ");
      text += depth < 3 && chance(5) ? flow(column, depth + 1) : flow_word();
    }
    if (count > 0 && chance(6)) text += ",";
    return text + (is_list ? "]" : "}");
  }
  std::string block_text(int column) {
    // Not "|+": of several line ends at the end, which it keeps, yaml-cpp 0.7 loses one.
    static const char* kHeads[] = {"|", "|-", ">", ">-"};
    std::string text = kHeads[pick(4)];
    const int lines = 1 + pick(4), indent = column + 1 + pick(3);
    for (int i = 0; i < lines; ++i) {
      if (i > 0 && chance(5)) text += "\n";
      text += "\n" + pad(indent) + (i > 0 && chance(4) ? "  " : "") + (chance(2) ? word() : quoted());
    }
    if (chance(4)) text += "\n";
    return text;
  }
  // What stands behind "key:" or "-", from its blank to its line end.
  void value(int column, int depth, bool of_key) {
    const int kind = depth > 3 ? pick(6) : pick(10);
    if (kind == 0) {
      out_ += chance(2) ? " " + word() + "\n" + pad(column + 2) + "and more\n" : " " + quoted() + "   # so\n";
    } else if (kind == 1) {
      out_ += " " + block_text(column) + "\n";
    } else if (kind == 2) {
      out_ += " " + flow(column, 0) + (chance(4) ? "  # so" : "") + "\n";
    } else if (kind == 3) {
      static const char* kMore[] = {" \"one\n", " 'one\n"};
      const int quote = pick(2);
      out_ += kMore[quote] + std::string(chance(3) ? "\n" : "") + pad(column + 1 + pick(4)) + "two\\\\ 2" +
              (quote == 0 ? "\"" : "'") + "\n";
    } else if (kind < 6) {
      out_ += " " + (chance(2) ? word() : quoted()) + (chance(5) ? " # so" : "") + "\n";
    } else if (kind == 6) {
      out_ += chance(3) ? " ~\n" : "\n";
      if (chance(3)) out_ += "\n" + pad(pick(6)) + "# between\n";
    } else if (of_key && kind < 9) {
      out_ += chance(5) ? "   # so\n" : "\n";
      if (chance(5)) out_ += pad(column) + "# about it\n\n";
      if (kind == 7) {
        mapping(column + 1 + pick(4), depth + 1);
      } else {
        list(column + (chance(3) ? 0 : 1 + pick(3)), depth + 1);
      }
    } else if (!of_key) {
      out_ += " ";
      const int inner = column + 2;
      if (kind == 9) {
        out_ += "-";
        value(inner, depth + 1, false);
      } else {
        mapping(inner, depth + 1, true);
      }
    } else {
      out_ += " " + word() + "\n";
    }
  }
  void mapping(int column, int depth, bool is_begun = false) {
    const int count = 1 + pick(4);
    for (int i = 0; i < count; ++i) {
      if (!(is_begun && i == 0)) out_ += pad(column);
      static const char* kKeys[] = {"key", "weekly income", "\"quoted key\"", "größe", "valid_from"};
      std::string key = kKeys[pick(5)];
      key.insert(key.size() - (key.back() == '"' ? 1 : 0), std::to_string(i));
      out_ += key + ":";
      value(column, depth, true);
      if (chance(8)) out_ += "\n";
    }
  }
  void list(int column, int depth) {
    const int count = 1 + pick(4);
    for (int i = 0; i < count; ++i) {
      out_ += pad(column) + "-";
      value(column, depth, false);
    }
  }

  std::mt19937 random_;
  std::string out_;
};

TEST(YamlScan, ReadsWhatPeopleWriteAsYamlCppDoes) {
  int compared = 0;
  for (unsigned seed = 1; seed <= 4000; ++seed) {
    compared += is_read_alike(Writer(seed).document()) ? 1 : 0;
    if (HasFailure()) FAIL() << "by seed " << seed;
  }
  EXPECT_GT(compared, 3000) << "too many of the documents are not YAML: the test says little";
}

TEST(YamlScan, ReadsTheExamplesAsYamlCppDoes) {
  int compared = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(MAILROOM_SOURCE "/examples")) {
    if (file.path().extension() != ".yaml") continue;
    EXPECT_TRUE(is_read_alike(read_file(file.path()))) << file.path();
    ++compared;
  }
  EXPECT_GT(compared, 20);
}

std::string problems_of(const std::string& text) {
  std::vector<Diagnostic> problems;
  scan(text, "", problems);
  std::string said;
  for (const Diagnostic& one : problems)
    said += std::to_string(one.place.line) + ":" + std::to_string(one.place.column) + " " + one.code + "\n";
  return said;
}

TEST(YamlScan, FindsEveryMistakeOfAFileAndReadsTheRest) {
  const std::string text =
      "id: ctr\n"
      "title: \"never closed\n"
      "facts:\n"
      "\ta: 1\n"
      "  b: {{ claim.nino }}\n"
      "  c: one: two\n"
      "  weekly\n"
      "  d: [1, 2\n"
      "checks:\n"
      "  - id: x\n"
      "     require: y\n"
      "id: again\n";
  std::vector<Diagnostic> problems;
  const Node root = scan(text, "", problems);
  EXPECT_EQ(problems_of(text),
            "2:8 yaml_unclosed_quote\n4:1 yaml_tab\n5:6 yaml_braces\n6:9 yaml_syntax\n"
            "7:3 yaml_no_colon\n8:6 yaml_unclosed\n11:6 yaml_indentation\n12:1 duplicate_key\n");
  EXPECT_EQ(text_at(root, "id"), "ctr");
  ASSERT_NE(list_at(root, "checks"), nullptr);
  EXPECT_EQ(text_at(list_at(root, "checks")->items.at(0), "id"), "x");
}

TEST(YamlScan, HasATreeOfEveryBeginningOfAFile) {
  const std::string text =
      read_file(MAILROOM_SOURCE "/examples/benefits-office/workflows/council-tax-reduction.yaml");
  for (size_t length = 0; length < text.size(); length += 7) {
    std::vector<Diagnostic> problems;
    const Node root = scan(text.substr(0, length), "", problems);
    EXPECT_TRUE(length <= 200 || root.find("id")) << length;
  }
}

TEST(YamlScan, SurvivesWhateverIsTyped) {
  std::mt19937 random(7);
  const std::string signs = " \n\n  :-[]{}\"'#|>&*!%@`,?ab~\t\\\xC3\xA4";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t i = random() % 40; i > 0; --i) text += signs[random() % signs.size()];
    std::vector<Diagnostic> problems;
    const Node root = scan(text, "", problems);
    EXPECT_LE(root.end, text.size());
  }
}

}  // namespace
}  // namespace mailroom::yaml

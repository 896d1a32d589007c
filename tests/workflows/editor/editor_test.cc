// What an editor is told about a workflow: at which place of the text is what, what may stand there, where a
// name is said and used. The cursor is a '|' in the text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/file.h"
#include "base/yaml_scan.h"
#include "ocr/form_keys.h"
#include "tests/workflows/office.h"
#include "workflows/editor/explanation.h"
#include "workflows/editor/feel_text.h"
#include "workflows/editor/feel_words.h"
#include "workflows/editor/keyed_text.h"
#include "workflows/editor/names.h"
#include "workflows/editor/outline.h"
#include "workflows/editor/spot.h"
#include "workflows/editor/suggestions.h"
#include "workflows/editor/tidy.h"
#include "workflows/identifier_functions.h"

namespace mailroom::workflows::editor {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class Editor : public Office {
 protected:
  // The office's workflow with `right` replaced by `written`, in which '|' is the cursor.
  void write(std::string_view right, std::string_view written) {
    std::string text(kOfficeWorkflow);
    const size_t at = text.find(right);
    ASSERT_NE(at, std::string::npos) << right;
    text.replace(at, right.size(), written);
    cursor = text.find('|', at);
    ASSERT_NE(cursor, std::string::npos) << "no cursor";
    text.erase(cursor, 1);
    if (!draft) {
      draft = std::make_unique<Draft>(
          "ctr.yaml", Surroundings{folder.path(), std::make_shared<const std::vector<ocr::Form>>(forms), {}});
      draft->set_text(std::string(kOfficeWorkflow));
      draft->understand();
    }
    draft->set_text(text);
    problems = draft->understand();
  }
  std::set<std::string> offered(std::string_view right, std::string_view written) {
    write(right, written);
    std::set<std::string> labels;
    for (const Suggestion& one : suggestions_at(*draft, cursor)) labels.insert(one.label);
    return labels;
  }
  std::string explained(std::string_view right, std::string_view written) {
    write(right, written);
    const auto found = explanation_at(*draft, cursor);
    return found ? found->markdown : "";
  }

  std::unique_ptr<Draft> draft;
  std::vector<Diagnostic> problems;
  size_t cursor = 0;
};

TEST_F(Editor, CompletesKeysWhereTheyAreTyped) {
  EXPECT_THAT(offered("open_for: P90D", "op|"), Contains("open_for"));
  EXPECT_THAT(offered("open_for: P90D", "op|"), Not(Contains("title"))) << "it is there already";
  EXPECT_THAT(offered("    otherwise: return\n", "    oth|\n"), Contains("otherwise"));
  EXPECT_THAT(offered("due: P5D}", "due: P5D, |}"), Contains("urgent"));
  EXPECT_THAT(offered("    retry: {max_attempts: 3, first", "    retry: {|, first"),
              Contains("max_attempts"));
  EXPECT_THAT(offered("retry: {max_attempts: 3", "retry: {m|"), Contains("max_attempts"));
}

TEST_F(Editor, CompletesAKeyOnAnEmptyLineByItsIndentation) {
  EXPECT_THAT(offered("deliveries:\n", "deliveries:\n  new:\n    |\n"), Contains("sql"));
  EXPECT_THAT(offered("open_for: P90D\n", "|\n"), Contains("open_for"));
}

TEST_F(Editor, ADeliveryHasTheKeysOfItsConnector) {
  const auto keys = offered("    letter: letters/award.txt\n", "    letter: letters/award.txt\n    |\n");
  EXPECT_THAT(keys, Contains("outbox"));
  EXPECT_THAT(keys, Not(Contains("insert")));
}

TEST_F(Editor, CompletesFieldsOfADocumentAndNamesInExpressions) {
  EXPECT_THAT(offered("require: claim.declared", "require: claim.|"), Contains("declared"));
  EXPECT_THAT(offered("require: claim.declared", "require: not(claim.de|"), Contains("declared"));
  const auto names = offered("require: claim.declared", "require: |");
  EXPECT_THAT(names, Contains("claim"));
  EXPECT_THAT(names, Contains("weekly_income"));
  EXPECT_THAT(names, Contains("is nino"));
  EXPECT_THAT(offered("mean(payslips.net_pay)", "mean(payslips.|)"), Contains("net_pay"));
  EXPECT_THAT(offered("when: [\"< 120\", \"-\"]", "when: [\"< wee|\", \"-\"]"), Contains("weekly_income"));
}

TEST_F(Editor, CompletesInsideBracesOfAWordingOnly) {
  EXPECT_THAT(offered("\"{{ claim.nino }} is not", "\"{{ claim.| }} is not"), Contains("email"));
  EXPECT_THAT(offered("\"{{ claim.nino }} is not", "\"{{ claim.nino }} is claim.| not"),
              Not(Contains("email")));
  EXPECT_THAT(offered("require: claim.declared", "require: claim.name = \"claim.|"), Not(Contains("email")));
}

TEST_F(Editor, CompletesWordsOfTheLanguageAndOfTheSite) {
  EXPECT_THAT(offered("hit_policy: unique", "hit_policy: |"), Contains("collect sum"));
  EXPECT_THAT(offered("otherwise: return", "otherwise: |"), Contains("return"));
  EXPECT_THAT(offered("deliver: [ledger, letter]", "deliver: [ledger, |]"), Contains("letter"));
  EXPECT_THAT(offered("after: ledger", "after: |"), Contains("ledger"));
  EXPECT_THAT(offered("forms: [payslip]", "forms: [|]"), Contains("payslip"));
  EXPECT_THAT(offered("letter: letters/award.txt", "letter: |"), Contains("letters/award.txt"));
}

TEST_F(Editor, AFunctionOfSeveralWordsTakesThePlaceOfWhatIsTypedOfIt) {
  write("require: claim.declared", "require: 1 + round ha|");
  for (const Suggestion& one : suggestions_at(*draft, cursor)) {
    if (one.label != "round half up") continue;
    EXPECT_EQ(cursor - one.begin, std::string_view("round ha").size());
    EXPECT_EQ(one.text, "round half up(");
    return;
  }
  FAIL() << "not offered";
}

TEST_F(Editor, KeepsTheNamesWhileTheFileIsBroken) {
  const auto names = offered("require: claim.declared", "require: \"claim.|");
  EXPECT_FALSE(problems.empty());
  EXPECT_THAT(names, Contains("email"));
}

TEST_F(Editor, ExplainsWhatStandsThere) {
  EXPECT_THAT(explained("open_for: P90D", "open_|for: P90D"), HasSubstr("how long documents may follow"));
  EXPECT_THAT(explained("require: claim.declared", "require: claim.decl|ared"), HasSubstr("page 2"));
  EXPECT_THAT(explained("inputs: [weekly_income,", "inputs: [weekly_|income,"),
              HasSubstr("payslips.net_pay"));
  EXPECT_THAT(explained("if: band.weekly_award > 0", "if: ba|nd.weekly_award > 0"),
              HasSubstr("hit policy unique"));
  EXPECT_THAT(explained("round half up(mean", "round half| up(mean"),
              HasSubstr("round half up(n, scale): number"));
  EXPECT_THAT(explained("require: is nino(", "require: is ni|no("), HasSubstr("National Insurance number"));
  EXPECT_THAT(explained("hit_policy: unique", "hit_policy: uni|que"), HasSubstr("several rules match"));
  EXPECT_THAT(explained("forms: [payslip]", "forms: [pay|slip]"), HasSubstr("2 fields"));
}

TEST_F(Editor, SaysTheValueOfTheLastRunWhereThereIsOne) {
  write("inputs: [weekly_income,", "inputs: [weekly_|income,");
  draft->last_value = [](const std::string& path) -> std::optional<std::string> {
    return path == "weekly_income" ? std::optional<std::string>("109.04") : std::nullopt;
  };
  EXPECT_THAT(explanation_at(*draft, cursor)->markdown, HasSubstr("last dry run: `109.04`"));
}

TEST_F(Editor, FindsWhereANameIsSaid) {
  write("if: band.weekly_award > 0", "if: ba|nd.weekly_award > 0");
  const auto decision = definition_at(*draft, cursor);
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->line, 21);
  write("inputs: [weekly_income,", "inputs: [weekly_|income,");
  EXPECT_EQ(definition_at(*draft, cursor)->line, 11);
  write("deliver: [ledger, letter]", "deliver: [ledger, let|ter]");
  EXPECT_GT(definition_at(*draft, cursor)->line, 40);
  write("letter: letters/award.txt", "letter: letters/aw|ard.txt");
  EXPECT_THAT(definition_at(*draft, cursor)->file, HasSubstr("letters/award.txt"));
}

TEST_F(Editor, RenamesAFactEverywhereAndNothingElse) {
  write("inputs: [weekly_income,", "inputs: [weekly_|income,");
  std::string why;
  const auto places = places_of_name_at(*draft, cursor, why);
  std::set<std::pair<int, int>> at;
  for (const Place& place : places) {
    EXPECT_EQ(place.length, static_cast<int>(std::string_view("weekly_income").size()));
    at.emplace(place.line, place.column);
  }
  EXPECT_EQ(at.size(), places.size()) << "a place twice";
  size_t written = 0;
  const std::string& text = draft->text();
  for (size_t i = text.find("weekly_income"); i != std::string::npos; i = text.find("weekly_income", i + 1))
    ++written;
  EXPECT_EQ(places.size(), written);
  EXPECT_FALSE(may_be_called(*draft, "band", why));
  EXPECT_FALSE(may_be_called(*draft, "a name", why));
  EXPECT_TRUE(may_be_called(*draft, "income_a_week", why)) << why;
}

TEST_F(Editor, RenamesADeliveryInListsAndAnswers) {
  write("after: ledger", "after: led|ger\n    subject: \"{{ deliveries.ledger.id }} ledger\"");
  std::string why;
  EXPECT_EQ(places_of_name_at(*draft, cursor, why).size(), 4u);  // its own, a route's, `after`, the answer
  write("id: award\n", "id: aw|ard\n");
  EXPECT_TRUE(places_of_name_at(*draft, cursor, why).empty());
  EXPECT_THAT(why, HasSubstr("facts, decisions and deliveries"));
}

TEST_F(Editor, RenamesInTheTestsOfTheWorkflowToo) {
  std::filesystem::create_directories(folder.path() / "tests");
  write_file(folder.path() / "tests" / "ctr.yaml", R"(workflow: ctr
given: {facts: {weekly_income: 100}, answers: {ledger: {refused: why}}}
tests:
  - name: weekly_income is in this name only
    expect:
      facts: {weekly_income: "< 120"}
      decisions: {band: {weekly_award: weekly_income / 2}}
      sends: {ledger: {insert: {row: {amount: 'string(weekly_income) + "weekly_income"'}}}}
      asks: [{delivery: ledger}]
    then:
      - retry: true
        expect: {deliveries: {ledger: delivered}, sends: [ledger]}
  - name: of another workflow
    workflow: other
    given: {facts: {weekly_income: 100}}
    expect: {sends: nothing}
)");
  const auto in_tests = [&](std::string_view right, std::string_view written) {
    write(right, written);
    std::string why;
    std::vector<int> lines;
    for (const Place& place : places_of_name_at(*draft, cursor, why))
      if (place.file.find("tests/ctr.yaml") != std::string::npos) lines.push_back(place.line);
    return lines;
  };
  EXPECT_THAT(in_tests("inputs: [weekly_income,", "inputs: [weekly_|income,"),
              testing::UnorderedElementsAre(2, 6, 7, 8));
  EXPECT_THAT(in_tests("after: ledger", "after: led|ger"), testing::UnorderedElementsAre(2, 8, 9, 12, 12));
}

TEST(FeelText, FindsNamesOutsideOfTextsCommentsAndLabels) {
  std::vector<std::string> found;
  for (const UsedName& used :
       used_names("a + \"b \\\" c\" + f(x: d.e) // g\n + {h: i[1].j, k: l[m].n} /* o */ + p..q + 3e5"))
    found.push_back(used.owner.empty() ? used.name : used.owner + "." + used.name);
  EXPECT_EQ(found, (std::vector<std::string>{"a", "f", "d", "d.e", "i", "i.j", "l", "m", "l.n", "p", "q"}));
}

TEST(FeelWords, EveryFunctionHasATextAndATrueExample) {
  const auto functions = feel::Builtins::standard();
  std::set<std::string> described;
  for (const FunctionText& text : function_texts()) {
    described.insert(std::string(text.name));
    EXPECT_NE(functions->find(text.name), nullptr) << text.name << " is no function";
    std::vector<feel::Problem> problems;
    const auto example = feel::Expression::parse(text.example, feel::Scope(), &problems);
    ASSERT_TRUE(example) << text.example << ": " << problems.at(0).message;
    const feel::Result result = example->evaluate({});
    EXPECT_TRUE(result.value.is_true()) << text.example;
  }
  for (const std::string& name : functions->names())
    EXPECT_TRUE(described.count(name)) << name << " has no text";
  for (const std::string& name : workflow_functions()->names())
    EXPECT_NE(describe_function(name), "") << name;
}

TEST(Tidy, SetsIndentationAndTakesBlanksAway) {
  EXPECT_EQ(tidied("a:   \n"
                   "    b: 1  # so\n"
                   "    # about c\n"
                   "    c:\n"
                   "          - x: 1\n"
                   "            y: [1,\n"
                   "                 2]\n"
                   "          -   z: >\n"
                   "                folded  \n"
                   "                text\n"
                   "\n"
                   "d: \"q  \n"
                   "    r\"\n"
                   "\n"
                   "\n"),
            "a:\n"
            "  b: 1  # so\n"
            "  # about c\n"
            "  c:\n"
            "    - x: 1\n"
            "      y: [1,\n"
            "           2]\n"
            "    -   z: >\n"
            "          folded  \n"
            "          text\n"
            "\n"
            "d: \"q  \n"
            "    r\"\n");
}

TEST(Tidy, LeavesWhatIsBrokenAloneAndChangesNothingTwice) {
  EXPECT_FALSE(tidied("a: [1\nb: 2\n"));
  EXPECT_FALSE(tidied("a: \"x\nb: 2\n"));
  for (const char* office :
       {"benefits-office/workflows/council-tax-reduction.yaml", "tax-office/workflows/vat-return.yaml"}) {
    const std::filesystem::path file = std::filesystem::path(MAILROOM_SOURCE) / "examples" / office;
    if (!std::filesystem::exists(file)) continue;
    const std::string text = read_file(file);
    const auto once = tidied(text);
    ASSERT_TRUE(once) << file;
    EXPECT_EQ(*once, text) << "the examples are tidy";
  }
}

TEST(Outline, HasThePartsAndTheirEntriesWithTheirExtent) {
  std::vector<Diagnostic> problems;
  const std::string text = "id: x\nfacts:\n  a: 1\n  b: 2\nroutes:\n  - id: r\n    deliver: []\n";
  const auto parts = outline_of(yaml::scan(text, "", problems));
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[1].name, "facts");
  ASSERT_EQ(parts[1].parts.size(), 2u);
  EXPECT_EQ(parts[1].parts[1].detail, "2");
  ASSERT_EQ(parts[2].parts.size(), 1u);
  EXPECT_EQ(parts[2].parts[0].name, "r");
  EXPECT_EQ(text.substr(parts[2].parts[0].begin, parts[2].parts[0].end - parts[2].parts[0].begin),
            "id: r\n    deliver: []");
}

// Files that are no workflows; the cursor is a '|'.
class KeyedText : public Office {
 protected:
  static size_t cut(std::string& text) {
    const size_t cursor = text.find('|');
    text.erase(cursor, 1);
    return cursor;
  }
  static std::set<std::string> labels_of(const std::vector<Suggestion>& suggestions) {
    std::set<std::string> labels;
    for (const Suggestion& one : suggestions) labels.insert(one.label);
    return labels;
  }
  std::set<std::string> offered_in_tests(std::string text) {
    const size_t cursor = cut(text);
    return labels_of(suggestions_in_tests(text, workflows, cursor));
  }
  std::string explained_in_tests(std::string text) {
    const size_t cursor = cut(text);
    const auto found = explanation_in_tests(text, workflows, cursor);
    return found ? found->markdown : "";
  }
  static std::set<std::string> offered_in_form(std::string text) {
    const size_t cursor = cut(text);
    return labels_of(suggestions_by_keys(text, ocr::form_key(), cursor));
  }
};

TEST_F(KeyedText, TestsAreCompletedWithTheNamesOfTheirWorkflow) {
  const std::string start = "workflow: ctr\ntests:\n  - name: a\n";
  EXPECT_THAT(offered_in_tests("work|"), Contains("workflow"));
  EXPECT_THAT(offered_in_tests("workflow: |"), Contains("ctr"));
  EXPECT_THAT(offered_in_tests(start + "    given: {documents: {cl|}}"), Contains("claim"));
  EXPECT_THAT(offered_in_tests(start + "    given: {documents: {claim: {ho|}}}"), Contains("household_size"));
  EXPECT_THAT(offered_in_tests(start + "    expect: {st|}"), Contains("state"));
  EXPECT_THAT(offered_in_tests(start + "    expect: {state: |}"), Contains("awaiting_review"));
  EXPECT_THAT(offered_in_tests(start + "    expect: {route: |}"), Contains("award"));
  EXPECT_THAT(offered_in_tests(start + "    expect: {decisions: {b|}}"), Contains("band"));
  EXPECT_THAT(offered_in_tests(start + "    expect: {sends: {|}}"), Contains("letter"));
  EXPECT_THAT(offered_in_tests(start + "    then: [{|}]"), Contains("correct"));
}

TEST_F(KeyedText, TestsAreExplained) {
  const std::string start = "tests:\n  - name: a\n";
  EXPECT_THAT(explained_in_tests(start + "    given: {documents: {claim: {inco|me: 3}}}"),
              HasSubstr("(form `ctr1-2026`)"));
  EXPECT_THAT(explained_in_tests(start + "    ex|pect: {}"), HasSubstr("what becomes of it"));
}

TEST_F(KeyedText, TemplatesAreCompletedAndExplainedByTheirTable) {
  EXPECT_THAT(offered_in_form("id: a\n|"), Contains("pages"));
  EXPECT_THAT(offered_in_form("id: a\nlayout: |"), Contains("letter"));
  EXPECT_THAT(offered_in_form("fields:\n  - {id: a, |}"), Contains("zone"));
  EXPECT_THAT(offered_in_form("fields:\n  - {id: a, type: |}"), Contains("amount"));
  EXPECT_THAT(offered_in_form("fields:\n  - {id: a, barcode: |}"), Contains("datamatrix"));
  EXPECT_THAT(offered_in_form("fields:\n  - {id: a, barcode: {|}}"), Contains("pattern"));
  EXPECT_THAT(offered_in_form("deliveries:\n  a: {|}"), testing::IsEmpty()) << "that is a workflow's";
}

}  // namespace
}  // namespace mailroom::workflows::editor

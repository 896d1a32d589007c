// What an author is told: each mistake is made in an otherwise right workflow, and the whole text of what is
// said is held in tests/data/workflow_diagnostics.golden (scripts/update-goldens writes it anew).
#include "workflows/load.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/json.h"
#include "office.h"
#include "workflows/language.h"

namespace mailroom::workflows {
namespace {

struct Mistake {
  const char* name;
  const char* right;
  const char* wrong;
};

constexpr char kLedger[] =
    "    sql: sqlite:data/ledger.db\n    insert: {table: awards, row: {nino: claim.nino, amount: "
    "band.weekly_award}}\n";

constexpr Mistake kMistakes[] = {
    {"a field misspelt in a table", "inputs: [weekly_income, claim.household_size]",
     "inputs: [weekly_income, claim.houshold_size]"},
    {"a field misspelt in a fact", "else claim.income", "else claim.incom"},
    {"a field without its document", "require: claim.declared", "require: declared"},
    {"a field nobody has", "subject: claim.nino", "subject: claim.shoe_size"},
    {"a form misspelt", "forms: [payslip]", "forms: [payslips]"},
    {"a form taken twice", "forms: [payslip]", "forms: [ctr1-2026]"},
    {"a key misspelt", "open_for: P90D", "open_fro: P90D"},
    {"an urgency that is a number", "open_for: P90D", "open_for: P90D\nurgent: claim.income"},
    {"a key of a route misspelt", "    deliver: [letter]", "    deliverr: [letter]"},
    {"a key twice", "open_for: P90D", "open_for: P90D\nopen_for: P30D"},
    {"a key missing", "title: Council tax reduction claims\n", ""},
    {"an unquoted template", "message: \"{{ claim.nino }} is", "message: {{ claim.nino }} is"},
    {"a template that is not closed", "{{ claim.nino }} is not", "{{ claim.nino is not"},
    {"an expression that is cut off", "require: is nino(claim.nino)", "require: is nino(claim.nino"},
    {"an unknown function", "require: is nino(claim.nino)", "require: is nono(claim.nino)"},
    {"an unknown function of several words", "require: is nino(claim.nino)",
     "require: is de idnummer(claim.nino)"},
    {"an unknown function like none", "require: is nino(claim.nino)",
     "require: is a very good number(claim.nino)"},
    {"a list that should be one", "forms: [payslip]", "forms: payslip"},
    {"a yes that should be true", "due: P5D}", "due: P5D, urgent: yes}"},
    {"a period that is none", "open_for: P90D", "open_for: 90 days"},
    {"a count that is none", "count: 0..5", "count: 5..0"},
    {"a number with a leading zero", "max_attempts: 3", "max_attempts: 010"},
    {"facts that need each other", "facts:\n", "facts:\n  a: b + 1\n  b: a + 1\n"},
    {"a fact that needs a decision", "facts:\n", "facts:\n  late: band.weekly_award\n"},
    {"two names alike", "facts:\n", "facts:\n  claim: 1\n"},
    {"an unknown delivery", "deliver: [ledger, letter]", "deliver: [leger, letter]"},
    {"an unknown after", "after: ledger", "after: leger"},
    {"an answer of one that it does not come after", "letter: letters/award.txt",
     "letter: letters/award.txt\n    subject: \"{{ deliveries.ledger.id }}\""},
    {"an answer misspelt", "deliveries:\n  ledger:\n    sql: sqlite:data/ledger.db\n",
     "deliveries:\n  pay:\n    http: https://pay.example/\n    answer: {reference: id}\n"
     "  told:\n    after: pay\n    file: out\n    content: {id: deliveries.pay.refernce}\n"
     "  ledger:\n    sql: sqlite:data/ledger.db\n"},
    {"a file that says nothing", "deliveries:\n", "deliveries:\n  run:\n    file: out\n    as: csv\n"},
    {"a batch that nobody closes", "deliveries:\n",
     "deliveries:\n  run:\n    file: out\n    content: {a: claim.nino}\n    batch: {at: 5pm}\n"},
    {"deliveries that wait for each other", "    retry: {max", "    after: letter\n    retry: {max"},
    {"a delivery nobody uses", "deliveries:\n",
     "deliveries:\n  spare:\n    file: out\n    content: {a: claim.nino}\n"},
    {"a delivery without a connector", "sql: sqlite:data/ledger.db", "sqll: sqlite:data/ledger.db"},
    {"a key of another connector", "letter: letters/award.txt",
     "letter: letters/award.txt\n    insert: {a: 1}"},
    {"a connector's key missing",
     "    insert: {table: awards, row: {nino: claim.nino, amount: band.weekly_award}}\n", ""},
    {"a letter that is not there", "letters/award.txt", "letters/awards.txt"},
    {"a password in plain text", "sqlite:data/ledger.db", "postgresql://mailroom:geheim@ledger/awards"},
    {"a header with a secret in plain text",
     "    sql: sqlite:data/ledger.db\n    insert: {table: awards, row:",
     "    http: https://pay.example/\n    headers: {Authorization: Bearer geheim}\n    body: {row:"},
    {"a client's secret in plain text", "    sql: sqlite:data/ledger.db\n    insert: {table: awards, row:",
     "    http: https://pay.example/\n    oauth2: {client_secret: geheim}\n    body: {row:"},
    {"a route that is never reached", "    if: band.weekly_award > 0\n", ""},
    {"a route that leads nowhere", "    if: band.weekly_award = 0\n    deliver: [letter]",
     "    if: band.weekly_award = 0"},
    {"a rule that is too short", "when: [\"< 120\", \"-\"]", "when: [\"< 120\"]"},
    {"a test that is none", "\"[120..240)\", \">= 2\"", "\"[120..240\", \">= 2\""},
    {"a result that is none", "'\"half\"'", "half"},
    {"rules that end before they begin", "reference: reg 4(5)}",
     "reference: reg 4(5), valid_from: 2026-04-01, valid_to: 2026-03-01}"},
    {"an unknown hit policy", "hit_policy: unique", "hit_policy: uniqe"},
    {"a check that is no question", "require: claim.declared", "require: claim.income + 1"},
    {"a robot's step misspelt", kLedger,
     "    browser: https://awards.example/\n"
     "    steps: [{open: /}, {clik: Store, commit: true}, {read: Reference}]\n"},
    {"a robot's step that takes effect missing", kLedger,
     "    browser: https://awards.example/\n"
     "    steps: [{open: /}, {click: Store}]\n"},
    {"a robot that takes effect and looks away", kLedger,
     "    browser: https://awards.example/\n"
     "    steps: [{open: /}, {click: Store, commit: true}]\n"},
    {"a robot's step of a field misspelt", kLedger,
     "    browser: https://awards.example/\n"
     "    steps: [{open: /}, {fill: NINO, with: \"{{ claim.nin }}\"}, {click: Store, commit: true}, {read: "
     "Reference}]\n"},
    {"a robot's steps that go by several mistakes", kLedger,
     "    browser: https://awards.example/\n"
     "    look_up: [{open: /}, {read: Reference}]\n"
     "    steps: [{open: /}, {key: enter}, {fill: NINO}, {click: Store, commit: yes}]\n"},
    {"a terminal's key misspelt", kLedger,
     "    terminal: tn3270://host.example\n"
     "    steps: [{wait_for: READY}, {key: retrun}, {type: A, at: \"6\"}, {key: enter, commit: true}, {read: "
     "Reference}]\n"},
    {"a robot's password in plain text", kLedger,
     "    browser: https://awards.example/\n"
     "    log_in: {when: Password, steps: [{fill: Password, with: geheim}]}\n"
     "    steps: [{open: /}, {click: Store, commit: true}, {read: Reference}]\n"},
    {"a robot's secret where it is kept", kLedger,
     "    browser: https://awards.example/\n"
     "    steps: [{open: /}, {fill: PIN, with: \"${secret:PIN}\"}, {click: Store, commit: true}, {read: "
     "Reference}]\n"},
    {"a tab", "  claim: {forms", "\tclaim: {forms"},
    {"a quote that is not closed", "message: \"{{ claim.nino }} is not a National Insurance number\"",
     "message: \"{{ claim.nino }} is not a National Insurance number"},
    {"an empty key", "open_for: P90D", "open_for:"},
};

class Load : public Office {
 protected:
  std::string said_of(const std::string& text) {
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    std::vector<Diagnostic> problems;
    parse_workflow(text, "ctr.yaml", options, problems);
    std::string said;
    for (Diagnostic& problem : problems) said += to_text(problem, text);
    return said;
  }
};

TEST_F(Load, EveryMistakeIsExplainedAtItsPlace) {
  std::string all;
  for (const Mistake& mistake : kMistakes) {
    std::string text(kOfficeWorkflow);
    const size_t at = text.find(mistake.right);
    ASSERT_NE(at, std::string::npos) << mistake.name;
    text.replace(at, std::string_view(mistake.right).size(), mistake.wrong);
    const std::string said = said_of(text);
    EXPECT_NE(said, "") << mistake.name;
    all += std::string("== ") + mistake.name + "\n" + said + "\n";
  }
  EXPECT_EQ(all.find("geheim"), std::string::npos) << "a password was shown";
  const std::filesystem::path golden =
      std::filesystem::path(MAILROOM_SOURCE) / "tests" / "data" / "workflow_diagnostics.golden";
  if (std::getenv("MAILROOM_UPDATE_GOLDENS")) write_file(golden, all);
  EXPECT_EQ(all, read_file(golden))
      << "scripts/update-goldens writes them anew, for you to read the difference";
}

TEST_F(Load, KnowsWhatInboxesTellAndWhatTheirRulesName) {
  const auto with = [](const std::string& condition) {
    return replace_all(std::string(kOfficeWorkflow), "claim.household_size > 9", condition);
  };
  EXPECT_EQ(said_of(with("arrival.sender = \"ada@example.org\"")), "");
  EXPECT_NE(said_of(with("arrival.sendr = \"ada@example.org\"")).find("sender"), std::string::npos);
  EXPECT_NE(said_of(with("arrival.team = \"hardship\"")), "");  // no inbox of the site names it
  const Workflow& workflow = *workflows.find("ctr");
  WorkflowSource kept = workflow.source;
  kept.yaml = with("arrival.team = \"hardship\"");
  EXPECT_NE(load_kept(kept, "ctr.yaml"), nullptr);  // one did, when it was kept
}

TEST_F(Load, ReportsEveryMistakeOfAFileInOneRun) {
  std::string text(kOfficeWorkflow);
  for (const char* name :
       {"a field misspelt in a table", "a form misspelt", "an unknown delivery", "a key misspelt"}) {
    for (const Mistake& mistake : kMistakes) {
      if (std::string_view(mistake.name) == name) {
        text.replace(text.find(mistake.right), std::string_view(mistake.right).size(), mistake.wrong);
      }
    }
  }
  const std::string said = said_of(text);
  for (const char* part : {"houshold_size", "'payslips'", "'leger'", "'open_fro'"}) {
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
  }
}

TEST_F(Load, KnowsWhichFieldsAreUsed) {
  const Workflow& workflow = *workflows.find("ctr");
  EXPECT_EQ(
      workflow.used_fields,
      (std::vector<std::string>{"claim.declared", "claim.household_size", "claim.income", "claim.nino",
                                "claim.slips", "claim.start_date", "payslips.net_pay", "payslips.nino"}));
  EXPECT_EQ(workflows.claiming("payslip").size(), 1u);
  EXPECT_EQ(workflows.claiming("vat1").size(), 0u);
}

TEST_F(Load, ADigestFollowsTheLettersToo) {
  const std::string before = workflows.find("ctr")->digest;
  LoadOptions options;
  options.site = folder.path();
  options.forms = &forms;
  std::vector<Diagnostic> problems;
  EXPECT_EQ(parse_workflow(kOfficeWorkflow, "ctr.yaml", options, problems)->digest, before);
  write_file(folder.path() / "letters" / "award.txt", "You get something else.\n");
  EXPECT_NE(parse_workflow(kOfficeWorkflow, "ctr.yaml", options, problems)->digest, before);
}

TEST_F(Load, TheSchemaIsMadeOfTheSameTable) {
  const Value schema = json_schema(workflow_key(), "Mailroom workflow");
  const Context& properties = schema.context().at("properties").context();
  EXPECT_TRUE(properties.find("documents"));
  const Context& delivery =
      properties.at("deliveries").context().at("additionalProperties").context().at("properties").context();
  for (const char* key : {"sql", "insert", "file", "letter", "after", "retry"})
    EXPECT_TRUE(delivery.find(key)) << key;
  EXPECT_EQ(parse_json(to_json(schema)), schema);
}

}  // namespace
}  // namespace mailroom::workflows

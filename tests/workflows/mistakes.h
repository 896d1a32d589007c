// Mistakes that authors make, each in an otherwise right workflow (office.h): what is written, and what stood
// there.
#pragma once

#include "tests/mistakes.h"

namespace mailroom::workflows {

inline constexpr char kLedger[] =
    "    sql: sqlite:data/ledger.db\n    insert: {table: awards, row: {nino: claim.nino, amount: "
    "band.weekly_award}}\n";

inline constexpr Mistake kMistakes[] = {
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
    {"a line left out above a block", "deliveries:\n  ledger:\n", "deliveries:\n"},
    {"a tab", "  claim: {forms", "\tclaim: {forms"},
    {"a quote that is not closed", "message: \"{{ claim.nino }} is not a National Insurance number\"",
     "message: \"{{ claim.nino }} is not a National Insurance number"},
    {"an empty key", "open_for: P90D", "open_for:"},
    // YAML itself.
    {"several mistakes of YAML at once", "facts:\n  weekly_income: if",
     "facts:\n\tx: {{ a }}\n  y: \"open\n  weekly_income: if"},
    {"a colon without a blank", "open_for: P90D", "open_for:P90D"},
    {"a key without its colon", "open_for: P90D", "open_for"},
    {"a second colon", "message: The declaration was", "message: Part 5: the declaration was"},
    {"an indentation like none above", "    require: claim.declared", "     require: claim.declared"},
    {"a bracket that is not closed", "deliver: [ledger, letter]", "deliver: [ledger, letter"},
    {"a brace that is not closed", "row: {nino: claim.nino, amount: band.weekly_award}}",
     "row: {nino: claim.nino, amount: band.weekly_award}"},
    {"a test that begins a text of lines", "require: claim.declared", "require: > 5"},
    {"a text that begins with a sign of YAML's", "title: Council", "title: @Council"},
    {"a text after the closing quote", "why: '\"no rule fits\"', due", "why: \"no rule\" fits, due"},
    {"an alias that nobody gave", "queue: ctr-team,", "queue: *team,"},
    {"a list in the line of its key", "    deliver: [ledger, letter]", "    deliver: - ledger"},
    {"an escape that is none", "message: \"{{ claim.nino }} is", "message: \"\\q{{ claim.nino }} is"},
    {"a list among keys", "open_for: P90D", "- open_for: P90D"},
    {"an entry that is missing", "deliver: [ledger, letter]", "deliver: [ledger, , letter]"},
    {"the wrong bracket", "forms: [payslip]", "forms: [payslip}"},
    // What YAML 1.1 read otherwise.
    {"a number with underscores", "max_attempts: 3", "max_attempts: 1_000"},
    {"a yes in an expression", "require: claim.declared", "require: claim.declared = yes"},
    {"a number with underscores in an expression", "require: claim.declared",
     "require: claim.income < 1_000"},
    {"a date without date()", "require: claim.declared", "require: claim.start_date >= 2026-04-01"},
    {"a date without date() in a table", "when: [\"< 120\", \"-\"]", "when: [\"< 2026-04-01\", \"-\"]"},
    {"an on for true", "due: P5D}", "due: P5D, urgent: on}"},
    // The head.
    {"a version 0", "version: 4", "version: 0"},
    {"a version in words", "version: 4", "version: four"},
    {"an id with a blank", "id: ctr\n", "id: c tr\n"},
    {"nothing to take", "documents:\n  claim: {forms: [ctr1-2026], join: claim.nino}\n",
     "documents: {}\nunused:\n  claim: {forms: [ctr1-2026], join: claim.nino}\n"},
    {"a document without forms", "forms: [payslip]", "forms: []"},
    {"a form twice in one list", "forms: [payslip]", "forms: [payslip, payslip]"},
    {"room for no document", "count: 0..5", "count: 0"},
    {"a share beyond all", "when_refused:", "review: {error_budget: 120%}\nwhen_refused:"},
    {"a period of another language", "open_for: P90D", "open_for: 90 Tage"},
    // Expressions.
    {"an expression that is empty", "require: claim.declared", "require: \"  \""},
    {"an if without else", "require: claim.declared", "require: if claim.declared then true"},
    {"two equal signs", "require: claim.declared", "require: claim.declared == true"},
    {"a text that is not closed", "require: claim.declared", "require: 'claim.name = \"a'"},
    {"arguments that a function does not take", "require: is nino(claim.nino)",
     "require: contains(claim.nino)"},
    {"a comment that is not closed", "require: claim.declared", "require: claim.declared /* so"},
    {"a function of another language", "require: claim.declared", "require: len(claim.name) > 0"},
    {"a dot without a name", "require: claim.declared", "require: claim."},
    {"braces with nothing in them", "{{ claim.nino }} is not", "{{ }} is not"},
    {"a decision used before it is made", "require: claim.declared", "require: band.band = \"full\""},
    // Decisions.
    {"two ways to decide", "    hit_policy: unique", "    value: 1\n    hit_policy: unique"},
    {"a decision without rules", "    rules:\n", "    rulez:\n"},
    {"a model that is not there", "decisions:\n", "decisions:\n  - {id: fee, dmn: rules/fee.dmn}\n"},
    {"a rule with a cell too many",
     "{when: [\"< 120\", \"-\"], then: ['\"full\"', \"31.40\"], reference: reg 4(2)}",
     "[\"< 120\", \"-\", '\"full\"', \"31.40\", \"1\"]"},
    {"results that are too many", "then: ['\"full\"', \"31.40\"]", "then: ['\"full\"', \"31.40\", \"0\"]"},
    {"an output twice", "outputs: [band, weekly_award]", "outputs: [band, band]"},
    {"rules that overlap", "[240..1000)", "[200..1000)"},
    {"a gap between rules", "[240..1000)", "[250..1000)"},
    {"a rule that never matches", "\"[120..240)\", \">= 2\"", "\"[240..120)\", \">= 2\""},
    {"a rule that never decides",
     "hit_policy: unique\n    inputs: [weekly_income, claim.household_size]\n    outputs: [band, "
     "weekly_award]\n    rules:\n",
     "hit_policy: first\n    inputs: [weekly_income, claim.household_size]\n    outputs: [band, "
     "weekly_award]\n    rules:\n"
     "      - {when: [\"-\", \"-\"], then: ['\"none\"', \"0\"]}\n"},
    {"a test of another type", "when: [\"< 120\", \"-\"]", "when: ['\"low\"', \"-\"]"},
    {"two decisions of one name", "routes:\n", "  - {id: band, value: 1}\nroutes:\n"},
    {"decisions that need each other", "routes:\n",
     "  - {id: a, value: b + 1}\n  - {id: b, value: a + 1}\nroutes:\n"},
    // Checks and routes.
    {"two checks of one name", "  - id: nino\n", "  - id: declared\n"},
    {"a check without a message", "    message: The declaration was not agreed to\n", ""},
    {"an otherwise that is none", "otherwise: return", "otherwise: reject"},
    {"two routes of one name", "  - id: refused", "  - id: award"},
    {"no routes", "routes:\n  - id: large", "routes: []\nroute:\n  - id: large"},
    {"a route by the condition of another", "if: band.weekly_award = 0", "if: band.weekly_award > 0"},
    {"too few people", "    deliver: [ledger, letter]",
     "    deliver: [ledger, letter]\n    approve: {queue: team, by: 1}"},
    {"a delivery twice in a route", "deliver: [ledger, letter]", "deliver: [ledger, ledger]"},
    {"a review without a queue", "review: {queue: ctr-team, why", "review: {why"},
    // Look-ups and deliveries.
    {"a look-up of every row", "checks:\n",
     "lookups:\n  register: {sql: sqlite:r.db, select: {table: t, columns: [a]}}\nchecks:\n"},
    {"a look-up with its password", "checks:\n",
     "lookups:\n  register: {sql: \"postgresql://m:geheim@r/t\", select: {table: t, columns: [a], where: {a: "
     "claim.nino}}}\nchecks:\n"},
    {"a column of the name of a look-up's score", "checks:\n",
     "lookups:\n  register: {sql: sqlite:r.db, select: {table: t, columns: [score], where: {a: "
     "claim.nino}}}\nchecks:\n"},
    {"a look-up of too many rows", "checks:\n",
     "lookups:\n  register: {sql: sqlite:r.db, at_most: 500, select: {table: t, columns: [a], where: {a: "
     "claim.nino}}}\nchecks:\n"},
    {"a delivery that is no mapping", "deliveries:\n", "deliveries:\n  spare: out\n"},
    {"two things in one delivery",
     "    insert: {table: awards, row:", "    procedure: {name: pay}\n    insert: {table: awards, row:"},
    {"a retry misspelt", "first_delay: PT30S", "frist_delay: PT30S"},
    {"a delivery to be told of an answer that it has not", "letter: letters/award.txt",
     "letter: letters/award.txt\n    subject: \"{{ deliveries.leger.id }}\""},
    {"a delivery after a person's refusal that is none", "when_refused: {deliver: [letter]}",
     "when_refused: {deliver: [lettre]}"},
};

}  // namespace mailroom::workflows

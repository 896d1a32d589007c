#include "workflows/language.h"

#include <algorithm>

#include "base/text.h"
#include "connectors/factory.h"
#include "connectors/robot/step.h"
#include "workflows/dmn/table.h"
#include "workflows/key_of_type.h"

namespace mailroom::workflows {

namespace {

using T = KeyType;

Key documents() {
  return Key{"documents", T::map, "what this workflow takes, by role: the name that expressions use"}
      .needed()
      .of({Key{"", T::mapping, ""}.of(
          {list_of("forms", "editions of one form, or the forms that serve this role",
                   {"", T::text, "a form's id"})
               .needed()
               .like("[ctr1-2026, ctr1-2025]"),
           Key{"count", T::count, "how many documents a case takes"}.by_default("1").like("0..5"),
           formula("expected",
                   "how many the case waits for, by what is known so far: a number, or true for one")
               .like("claim.payslips_sent"),
           formula("join", "the value by which a document joins an open case").like("claim.nino")})});
}

Key lookups() {
  const Key value = formula("", "an expression, by what the documents say");
  return Key{"lookups", T::map, "facts that are looked up in a database, once all they ask about is sure"}.of(
      {Key{"", T::mapping, ""}.of(
          {text("sql", "the database, as the connector 'sql' takes it")
               .needed()
               .like("${secret:REGISTER_URL}"),
           Key{"select", T::mapping, "which rows"}.needed().of(
               {text("table", "the table or view").needed().like("citizens"),
                list_of("columns", "what the rules see of a row", {"", T::text, "a column"})
                    .needed()
                    .like("[id, surname, street]"),
                Key{"where", T::map, "columns and what they must be"}.of({value}).like("{nino: claim.nino}"),
                Key{"starts_with", T::map, "columns and what they must begin with"}.of({value}).like(
                    "{postcode: 'substring(claim.postcode, 1, 3)'}")}),
           Key{"fuzzy", T::map, "columns and what they must be like"}.of({value}).like(
               "{street: claim.street}"),
           text("score", "how alike at least: 1 is the same").by_default("0.8"),
           Key{"at_most", T::integer, "1: the row, or null; more: a list of so many rows"}.by_default("1"),
           text("timeout", "how long an answer may take").by_default("PT10S")})});
}

Key model_file() {
  return Key{"dmn", T::either, "instead of a table: a model's file, or several that follow each other"}
      .like("rules/fee.dmn")
      .of({Key{"", T::file, "a .dmn file"},
           list_of("", "models, each for its time",
                   Key{"", T::mapping, ""}.of(
                       {Key{"file", T::file, "a .dmn file"}.needed().like("rules/fee-2026.dmn"),
                        Key{"valid_from", T::date, "the first day it is in force"}.like("2026-04-01"),
                        Key{"valid_to", T::date, "the last day it is in force"}.like("2027-03-31")}))});
}

Key decisions() {
  std::vector<Key> keys = {Key{"id", T::name, "the name that expressions use"}.needed().like("band"),
                           text("title", "for people").like("Band of the award")};
  for (Key& key : table_keys(false)) keys.push_back(std::move(key));
  keys.push_back(
      formula("value", "instead of a table: one expression").like("weekly_income - allowance.amount"));
  keys.push_back(model_file());
  keys.push_back(
      text("decision", "of the model: the decision or decision service; default: the id").like("Fee to pay"));
  keys.push_back(Key{"with", T::map, "what the model's inputs are, where they are called otherwise here"}
                     .of({formula("", "an expression")})
                     .like("{\"Applicant Age\": claim.age}"));
  keys.push_back(text("reference", "the law it follows").like("reg 4(2)"));
  return list_of("decisions", "what is decided, each by a table or an expression",
                 Key{"", T::mapping, ""}.of(std::move(keys)));
}

Key checks() {
  return list_of(
      "checks", "what must hold before anything is decided",
      Key{"", T::mapping, ""}.of(
          {Key{"id", T::name, "its name"}.needed().like("nino"),
           formula("require", "what must be true").needed().like("is nino(claim.nino)"),
           Key{"message", T::wording, "what a clerk reads if it is not"}.needed().like(
               "\"{{ claim.nino }} is not a National Insurance number\""),
           Key{"otherwise", T::choice, "what then"}.by_default("review").one_of({"review", "return", "warn"}),
           text("reference", "the law it follows").like("reg 2(1)")}));
}

// Whose turn it is, why and by when; `more`: what only one kind of step has.
std::vector<Key> step(std::vector<Key> more = {}) {
  std::vector<Key> keys = {text("queue", "whose turn it is").needed().like("ctr-team"),
                           formula("why", "the reason for the person").like("'\"no rule fits\"'"),
                           Key{"due", T::period, "by when"}.like("P5D"),
                           Key{"urgent", T::boolean, "before all others"}.by_default("false")};
  for (Key& key : more) keys.push_back(std::move(key));
  return keys;
}

Key routes() {
  return list_of(
      "routes", "where the case goes: the first whose condition is true",
      Key{"", T::mapping, ""}.of(
          {Key{"id", T::name, "its name"}.needed().like("award"),
           formula("if", "the condition; default: always").like("band.outcome = \"award\""),
           list_of("deliver", "deliveries, in this order", {"", T::name, "a delivery's name"})
               .like("[ledger, letter]"),
           Key{"review", T::mapping, "a person first; then deliver, or the routes that follow"}.of(step()),
           Key{"approve", T::mapping, "different people who stand behind the outcome before it is sent"}.of(
               step({Key{"by", T::integer, "how many; each of them another"}.by_default("2")})),
           Key{"return", T::wording, "the paper goes back, and why"}.like("\"Part 5 is not signed\""),
           text("outcome", "in a word, for people").like("refused")}));
}

Key retry() {
  return Key{"retry", T::mapping, "how often a delivery is tried"}.of(
      {Key{"max_attempts", T::integer, "then a person looks"}.by_default("8"),
       Key{"first_delay", T::period, "doubled with each attempt"}.by_default("PT30S"),
       Key{"max_delay", T::period, "never longer than this"}.by_default("PT1H")});
}

Key limit() {
  return Key{"limit", T::mapping, "how much a daemon sends there"}.of(
      {Key{"at_once", T::integer, "deliveries on their way at the same time"}.by_default("1"),
       Key{"per_minute", T::integer, "deliveries a minute; 0: as many as there are"}.by_default("0")});
}

Key& inner(Key& parent, const std::string& name) {
  const auto found =
      std::find_if(parent.keys.begin(), parent.keys.end(), [&](const Key& key) { return key.name == name; });
  if (found != parent.keys.end()) return *found;
  parent.keys.push_back(Key{name, T::mapping, ""});
  return parent.keys.back();
}

// One of several files, as by the language that somebody reads.
Key chosen_file() {
  return Key{"", T::mapping, "one of several files"}.of(
      {formula("by", "which one, by the case's values").needed().like("claim.language"),
       Key{"files", T::map, "the file for each value"}
           .needed()
           .like("{cy: letters/award.cy.txt}")
           .of({Key{"", T::file, "a file of the site"}}),
       Key{"otherwise", T::file, "the file for any other value"}.needed().like("letters/award.txt")});
}

// One step of a robot, whichever; the loader says which keys go together.
Key robot_step() {
  std::vector<Key> keys;
  for (const connectors::StepVerb& verb : connectors::step_verbs())
    keys.push_back(Key{std::string(verb.name), T::wording, std::string(verb.description)}.like(
        std::string(verb.example)));
  for (const connectors::StepWordEntry& word : connectors::step_words()) {
    const bool is_flag =
        word.word == connectors::StepWord::commit || word.word == connectors::StepWord::key_by_key;
    const KeyType type = is_flag                                     ? T::boolean
                         : word.word == connectors::StepWord::length ? T::integer
                                                                     : T::wording;
    keys.push_back(
        Key{std::string(word.name), type, std::string(word.description)}.like(std::string(word.example)));
  }
  return Key{"", T::mapping, "a step"}.of(std::move(keys));
}

Key key_of(const connectors::ConnectorKey& key, std::string name) {
  using connectors::KeyForm;
  Key made{std::move(name), T::text, std::string(key.description)};
  made.required = key.required;
  made.example = key.example;
  switch (key.form) {
    case KeyForm::text:
    case KeyForm::secret:
      break;
    case KeyForm::flag:
      made.type = T::boolean;
      break;
    case KeyForm::path:
    case KeyForm::pattern_file:
      made.type = T::file;
      break;
    case KeyForm::template_file:
      made.type = T::either;
      made.items = {Key{"", T::file, "a file of the site"}, chosen_file()};
      break;
    case KeyForm::wording:
    case KeyForm::pattern:
      made.type = T::wording;
      break;
    case KeyForm::choice:
      made.type = T::choice;
      for (const std::string_view word : key.choices) made.choices.emplace_back(word);
      break;
    case KeyForm::lines:
      made.type = T::either;
      made.items = {text("", "one line"), list_of("", "lines", text("", "a line"))};
      break;
    case KeyForm::texts:
      made.type = T::map;
      made.items = {text("", "a text")};
      break;
    case KeyForm::steps:
    case KeyForm::fixed_steps:
      made.type = T::list;
      made.items = {robot_step()};
      break;
    case KeyForm::expressions:
      made.type = T::map;
      // A value may be a mapping or a list of expressions itself; the loader looks at it.
      made.items = {Key{"", T::any, "an expression, or a mapping or list of them"}};
      break;
  }
  return made;
}

// Whether the key stands below one of which a delivery has one or another.
bool is_alternative(const connectors::ConnectorKind& kind, std::string_view path) {
  const auto& all = kind.alternatives;
  return std::find(all.begin(), all.end(), path.substr(0, path.find('.'))) != all.end();
}

void add_kind(Key& delivery, const connectors::ConnectorKind& kind) {
  for (const connectors::ConnectorKey& key : kind.keys) {
    Key* parent = &delivery;
    std::string_view path = key.name;
    for (size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
      parent = &inner(*parent, std::string(path.substr(0, dot)));
      parent->required |= key.required && !is_alternative(kind, key.name);
      path.remove_prefix(dot + 1);
    }
    Key made = key_of(key, std::string(path));
    const auto same = std::find_if(parent->keys.begin(), parent->keys.end(),
                                   [&](const Key& one) { return one.name == made.name; });
    if (same == parent->keys.end()) parent->keys.push_back(std::move(made));
  }
}

// Beside the keys that are there; of one that several kinds have all of their words, and of a mapping all of
// their keys.
void add_key(std::vector<Key>& all, const Key& key) {
  const auto known =
      std::find_if(all.begin(), all.end(), [&](const Key& other) { return other.name == key.name; });
  if (known == all.end()) {
    all.push_back(key);
    return;
  }
  known->required = known->required && key.required;
  for (const std::string& word : key.choices) {
    if (std::find(known->choices.begin(), known->choices.end(), word) == known->choices.end())
      known->choices.push_back(word);
  }
  for (const Key& inner : key.keys) add_key(known->keys, inner);
}

Key any_delivery() {
  Key all{"", T::mapping, ""};
  for (const auto& kind : connectors::connector_kinds()) {
    Key one = delivery_key(kind);
    for (Key& key : one.keys) {
      // Which keys are required depends on the kind: the loader says, the schema does not.
      key.required = false;
      add_key(all.keys, key);
    }
  }
  return all;
}

Key whole(Key delivery) {
  return Key{"", T::mapping, "a workflow: what becomes of the forms it takes"}.of(
      {Key{"id", T::name, "its name, unique in the site"}.needed().like("council-tax-reduction"),
       Key{"version", T::integer, "grows with every change; open cases stay on theirs"}.needed().like("1"),
       text("title", "for people").needed().like("Council tax reduction claims"),
       formula("subject", "whose case it is: a person or a business").like("claim.nino"),
       Key{"open_for", T::period, "how long documents may follow"}.by_default("P30D").like("P90D"),
       Key{"due", T::period, "from the date received: when a case shall be through"}.like("P14D"),
       formula("urgent", "true for a case that comes before all others, by its documents and facts")
           .like("claim.rent_arrears_weeks >= 8"),
       formula("effective", "the date whose rules decide; default: the date received")
           .like("claim.start_date"),
       documents(), lookups(),
       Key{"facts", T::map, "values with a name, in any order"}.of({formula("", "an expression")}), checks(),
       decisions(), routes().needed(),
       Key{"review", T::mapping, "when and by whom a person is asked"}.of(
           {Key{"error_budget", T::share, "share of wrong values that is tolerated among accepted ones"}
                .by_default("0.1%"),
            Key{"sample", T::share,
                "share of cases that no doubt would stop in which a person writes the unsure fields down "
                "nevertheless"}
                .by_default("0%"),
            text("queue", "whose turn it is when a value is unsure; default: the workflow's id")
                .like("ctr-team"),
            Key{"due", T::period, "by when"}.by_default("5 working days")}),
       Key{"deliveries", T::map, "where results go"}.of({std::move(delivery)}),
       Key{"when_refused", T::mapping, "after a person refused"}.of(
           {list_of("deliver", "deliveries", {"", T::name, "a delivery's name"}).needed().like("[refusal]")}),
       Key{"when_returned", T::mapping, "after the paper was sent back"}.of(
           {list_of("deliver", "deliveries", {"", T::name, "a delivery's name"}).needed().like("[refusal]")}),
       Key{"retention", T::mapping, "how long is kept what"}.of(
           {Key{"documents", T::period, "pictures and mails"}.like("P1Y"),
            Key{"facts", T::period, "values and decisions"}.like("P7Y")})});
}

}  // namespace

Key delivery_key(const connectors::ConnectorKind& kind) {
  Key key{"", T::mapping, std::string(kind.description)};
  add_kind(key, kind);
  key.keys.push_back(Key{"after", T::name, "the delivery that has to be delivered before"}.like("ledger"));
  key.keys.push_back(retry());
  key.keys.push_back(limit());
  return key;
}

const Key& workflow_key() {
  static const Key kKey = whole(any_delivery());
  return kKey;
}

const Key& workflow_key_without_deliveries() {
  static const Key kKey = whole(Key{"", T::any, "a delivery"});
  return kKey;
}

}  // namespace mailroom::workflows

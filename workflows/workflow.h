// A workflow as the runner uses it: loaded from YAML by workflows/load.h, everything compiled and checked,
// immutable afterwards. Plain values over shared compiled expressions: thread safe, cheap to share.
//
// What its expressions see: each document by its role (`claim.nino`; a list of documents if the role takes
// several), what was looked up, the facts and the decisions by their names, `received` (the date of the first
// document), `effective` (whose rules decide) and `case` (number, workflow, version, outcome). A field that
// is empty is null. A delivery sees `deliveries` too: what those that it comes after were answered
// (workflows/answers.h).
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/period.h"
#include "base/value.h"
#include "connectors/traffic.h"
#include "ocr/form.h"
#include "workflows/dmn/table.h"
#include "workflows/feel/expression.h"
#include "workflows/workflow_source.h"

namespace mailroom::dmn {
class Model;
}

namespace mailroom::workflows {

// An expression with the place where its text begins.
struct Formula {
  feel::Expression expression;
  Place place;
};

// What a delivery or a message says: a text with {{ FEEL }} in it, one expression, lists and contexts of
// these, or one of several by the value of an expression. Rendering never throws; what has no value renders
// as null (in a text: nothing).
class Content {
 public:
  enum class Kind { literal, expression, wording, list, context, choice };
  struct Piece {
    std::string text;                // as it is, or
    std::optional<Formula> formula;  // what it evaluates to
  };

  Kind kind = Kind::literal;
  Value literal;
  std::vector<Piece> pieces;  // wording; expression, choice: the only one
  bool is_address = false;    // wording: values are percent-encoded, so that each stays the part that it is
  std::vector<Content> items;
  std::vector<std::string>
      names;  // context: of the items; choice: of all but the last, which is for the rest

  Value render(const Context& facts, const feel::Environment& environment = {}) const;
};

struct DocumentRole {
  std::string name;                // "claim"
  std::vector<std::string> forms;  // editions
  int at_least = 1, at_most = 1;   // documents; at_most -1: any number
  // How many are awaited, by the facts known so far (a number, or true for one); none: at_least.
  std::optional<Formula> expected;
  // The value by which later documents join an open case; sees this document alone, by role or form name.
  std::optional<Formula> join;
  std::vector<std::string> join_fields;  // the fields it reads
  bool is_list() const { return at_most != 1; }
};

// A row of a database, or several, that the rules see as a fact; the documents say which.
struct LookupSpec {
  std::string name;
  Context settings;  // of its source (connectors/lookup.h); ${secret:NAME} is not resolved here
  Content equal, beginning, alike;  // by column: what it is, begins with, is like
  int at_most = 1;                  // 1: the row or null; more: a list
  std::vector<std::string> reads;   // the fields that it asks about: "claim.nino"
  bool is_fuzzy() const { return !alike.items.empty(); }
};

struct Fact {
  std::string name;
  Formula formula;
};

enum class Otherwise { review, return_to_sender, warn };
std::string_view to_string(Otherwise otherwise);

struct Check {
  std::string id;
  std::optional<Formula> require;  // always there once loaded
  Content message;
  Otherwise otherwise = Otherwise::review;
  std::string reference;
};

// A decision of a `.dmn` file, by the model in force on the case's effective date.
struct ModelDecision {
  struct Version {
    std::shared_ptr<const dmn::Model> model;
    std::string file;                          // as the workflow names it
    std::optional<Date> valid_from, valid_to;  // both inclusive
  };
  std::string name;                                     // the decision or decision service
  std::vector<Version> versions;                        // none in force at the same time as another
  std::vector<std::pair<std::string, Formula>> inputs;  // what is given to it, by the model's names
};

struct DecisionRule {
  std::string id;
  std::string title;
  // Exactly one of them: a table, a literal expression, a model's decision.
  std::optional<dmn::Table> table;
  std::optional<Formula> value;
  std::optional<ModelDecision> model;
  std::string reference;
};

struct ReviewStep {
  std::string queue;
  Content why;
  std::optional<Period> due;
  bool urgent = false;
  int people = 1;  // who have to say so, each another
};

struct Route {
  std::string id;
  std::optional<Formula> condition;  // none: always
  std::vector<std::string> deliver;
  std::optional<ReviewStep> review;       // a person first; then `deliver`, or the routes that follow
  std::optional<ReviewStep> approve;      // several people stand behind the outcome before it is sent
  std::optional<Content> return_because;  // the paper goes back
  std::string outcome;                    // in a word, for people: "refused"; the route's id if not given
};

// Attempts at a delivery: first_delay, doubled each time up to max_delay, with some jitter.
struct Retry {
  int max_attempts = 8;
  std::chrono::microseconds first_delay = std::chrono::seconds(30);
  std::chrono::microseconds max_delay = std::chrono::hours(1);
};

struct DeliverySpec {
  std::string name;
  std::string kind;   // the connector's: "sql", "file", "letter" …
  Context settings;   // fixed; ${secret:NAME} is not resolved here
  Content content;    // a context, rendered for each case
  std::string after;  // delivery that has to be delivered before
  Retry retry;
  connectors::TrafficLimit limit;
  std::vector<std::string> reads;    // the fields its content is made of: "claim.nino"
  std::vector<std::string> answers;  // names of what is kept of the receiver's answer
  bool reads_answers = false;        // its content is made of what others were answered, too
};

struct Workflow {
  std::string id;
  int version = 1;
  std::string title;
  std::filesystem::path file;
  WorkflowSource source;  // it with all it refers to, whole
  std::string digest;     // of the source
  Place version_place;
  bool is_kept = false;  // not the site's any more: only for cases that are on it

  std::optional<Formula> subject;
  std::vector<std::string> subject_fields;  // "claim.nino"
  std::optional<Period> open_for;
  std::optional<Formula> urgent;  // true: the case comes before others
  std::optional<Period> due;      // from the date received: when it shall be through
  std::optional<Formula> effective;
  feel::TypeRef arrival = feel::any();  // what is known of how documents come
  std::vector<DocumentRole> documents;
  std::vector<LookupSpec> lookups;  // each may ask by what those before it found
  std::vector<Fact> facts;          // each after those it needs
  std::vector<Check> checks;
  std::vector<DecisionRule> decisions;  // each after those it needs
  std::vector<Route> routes;
  std::vector<DeliverySpec> deliveries;
  std::vector<std::string> when_refused, when_returned;  // deliveries after a person's refusal or return
  std::string review_queue;                              // of cases that wait for another reason than a route
  std::optional<Period> review_due;
  double error_budget = 0.001;  // share of wrong values among accepted
  double sample = 0;  // of cases in which nothing hangs on a doubt: share that a person checks nevertheless
  Context retention;  // "documents", "facts": Period texts

  std::vector<ocr::Form> forms;          // those of its documents
  std::vector<std::string> used_fields;  // "claim.nino": what any expression reads; others are not asked
  std::vector<std::string> rule_fields;  // of these, what is read by anything else than a delivery
  std::vector<std::string> always_read;  // of these, by more than facts, checks, decisions and conditions

  const DocumentRole* role(std::string_view name) const;
  const DocumentRole* role_of_form(std::string_view form_id) const;
  const DeliverySpec* delivery(std::string_view name) const;
  const Route* route(std::string_view route_id) const;
  const ocr::Form* form(std::string_view form_id) const;
  bool uses(std::string_view role_name, std::string_view field_id) const;
};

// A site's workflows. Immutable, thread safe.
// Where letters of a kind go: nobody's form, they are for people.
struct LetterDesk {
  std::string kind;   // the template's id
  std::string queue;  // empty: "unsorted"
  bool urgent = false;
  std::optional<Period> due;
  Place place;  // in the site's file
};
// The more important kind first: of a letter that says what several ask for, it is what counts.
using LetterDesks = std::vector<LetterDesk>;

// What a site says of its post as a whole, whatever the workflow.
struct PostRules {
  LetterDesks letters;
  bool reads_stamps =
      true;  // a stamp beside the boxes is for a person; false: the office stamps what it gets
  std::vector<std::string> arrival_facts =
      {};  // that rules of its inboxes name, beside workflows/arrival.h's
};

class Workflows {
 public:
  Workflows() = default;
  explicit Workflows(std::vector<std::shared_ptr<const Workflow>> workflows, PostRules post = {});

  // By id and version; version 0: the site's newest. Null if there is none.
  const Workflow* find(std::string_view id, int version = 0) const;
  // The newest versions that take documents of this form: none or several mean that a person sorts.
  std::vector<const Workflow*> claiming(std::string_view form_id) const;
  const std::vector<std::shared_ptr<const Workflow>>& all() const { return all_; }
  // Of each destination: what all workflows that deliver to it allow, each as its newest version says.
  std::map<std::string, connectors::TrafficLimit> limits() const;
  const PostRules& post() const { return post_; }

 private:
  std::vector<std::shared_ptr<const Workflow>> all_;
  PostRules post_;
};

}  // namespace mailroom::workflows

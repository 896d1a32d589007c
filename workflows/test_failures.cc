// What was expected of a test and did not come out.
#include <algorithm>

#include "base/local_time.h"
#include "base/text.h"
#include "workflows/explain_outcome.h"
#include "workflows/feel/text_of.h"
#include "workflows/run_test.h"
#include "workflows/test_language.h"

namespace mailroom::workflows {

namespace {

const DeliveryRecord* delivery_of(const CaseRecord& record, const std::string& name) {
  return find_delivery(record, name);
}

class Judge {
 public:
  Judge(const Workflow& workflow, const Expectations& expected, const CaseRecord& record,
        const std::vector<SentDelivery>& sent, const Clock& clock)
      : expected_(expected),
        sent_(sent),
        record_(record),
        workflow_(workflow),
        seen_(seen_in_the_end(workflow_, record)) {
    environment_.clock = &clock;
    environment_.zone.offset_seconds = offset_of_local_time(clock.now());
  }

  std::vector<Diagnostic> judge() {
    const Expectations& all = expected_;
    word("state", all.state, std::string(to_string(record_.state)), explain_state(record_));
    judge_route();
    word("queue", all.queue, record_.queue, explain_state(record_));
    word("due", all.due, record_.due ? to_string(*record_.due) : kNothing, explain_state(record_));
    word("urgent", all.urgent, record_.urgent ? "true" : "false", "");
    word("effective", all.effective, to_string(record_.effective), "");
    for (const auto& [name, expected] : all.values) value(name.text, expected, Value(record_.subject), "");
    for (const auto& [role, expected] : all.fields) value(role.text, expected, seen_.at(role.text), "");
    for (const auto& [name, expected] : all.facts) judge_fact(name, expected);
    for (const auto& [check, passes] : all.checks) judge_check(check, passes);
    for (const ExpectedRules& rules : all.rules) judge_rules(rules);
    for (const auto& [name, expected] : all.decisions) judge_decision(name, expected);
    if (all.questions) judge_questions(*all.questions);
    judge_sends();
    for (const auto& [name, state] : all.deliveries) {
      const DeliveryRecord* delivery = delivery_of(record_, name.text);
      word(name.text, state, delivery ? std::string(to_string(delivery->state)) : kNothing,
           delivery && !delivery->why.empty() ? delivery->why : explain_state(record_));
    }
    return std::move(failures_);
  }

 private:
  void fail(const Place& place, std::string message, std::string why) {
    failures_.push_back({Severity::error, place, "expectation_failed", std::move(message), std::move(why)});
  }
  void otherwise(const std::string& what, const Said& expected, const std::string& got,
                 const std::string& why) {
    const std::string shown = got.empty() ? std::string(kNothing) : got;
    fail(expected.place, what + ": expected " + expected.text + ", got " + shown, why);
  }
  void word(const std::string& what, const std::optional<Said>& expected, const std::string& got,
            const std::string& why) {
    if (expected && expected->text != got) otherwise(what, *expected, got, why);
  }

  void judge_route() {
    const auto& expected = expected_.route;
    if (!expected || expected->text == record_.route) return;
    std::string why = explain_state(record_);
    const Route* route = workflow_.route(expected->text);
    const Value wanted = route && route->condition
                             ? route->condition->expression.evaluate(seen_, environment_).value
                             : Value(true);
    if (!wanted.is_true() && !record_.decisions.empty())
      why += "\n  " + expected->text + " if " + explain_formula(*route->condition, seen_);
    otherwise("route", *expected, record_.route.empty() ? "none" : record_.route, why);
  }

  // `why` is told with the first part of it that is otherwise.
  void value(const std::string& what, const Expected& expected, const Value& got, const std::string& why) {
    switch (expected.kind) {
      case Expected::Kind::context:
        if (!got.is(Value::Kind::context)) {
          fail(expected.written.place, what + ": expected parts by name, got " + feel::literal_text(got),
               why);
          return;
        }
        for (const auto& [name, inner] : expected.entries)
          value(what + "." + name.text, inner, got.context().at(name.text), why);
        return;
      case Expected::Kind::list: {
        const size_t count = got.is(Value::Kind::list) ? got.list().size() : 0;
        if (!got.is(Value::Kind::list) || count != expected.items.size()) {
          fail(expected.written.place,
               what + ": expected a list of " + std::to_string(expected.items.size()) + ", got " +
                   (got.is(Value::Kind::list) ? "one of " + std::to_string(count) : feel::literal_text(got)),
               why);
          return;
        }
        for (size_t i = 0; i < count; ++i)
          value(what + "[" + std::to_string(i + 1) + "]", expected.items[i], got.list()[i], why);
        return;
      }
      case Expected::Kind::tests:
        if (!expected.tests || expected.tests->test(got, seen_, environment_).value.is_true()) return;
        otherwise(what, expected.written, feel::literal_text(got), why);
    }
  }

  void judge_fact(const Said& name, const Expected& expected) {
    if (!record_.facts.find(name.text)) {
      fail(name.place, name.text + " was not worked out", explain_state(record_));
      return;
    }
    const auto fact = std::find_if(workflow_.facts.begin(), workflow_.facts.end(),
                                   [&](const Fact& one) { return one.name == name.text; });
    value(name.text, expected, record_.facts.at(name.text),
          fact == workflow_.facts.end() ? "" : explain_formula(fact->formula, seen_));
  }

  void judge_decision(const Said& name, const Expected& expected) {
    const bool was_made = std::any_of(record_.decisions.begin(), record_.decisions.end(),
                                      [&](const DecisionResult& one) { return one.id == name.text; });
    const std::string why = explain_decision(workflow_, record_, name.text);
    if (was_made) {
      value(name.text, expected, seen_.at(name.text), why);
    } else {
      fail(name.place, name.text + " was not decided", explain_state(record_));
    }
  }

  void judge_check(const Said& check, const Said& expected) {
    const auto result = std::find_if(record_.checks.begin(), record_.checks.end(),
                                     [&](const CheckResult& one) { return one.id == check.text; });
    if (result == record_.checks.end()) {
      fail(check.place, "check " + check.text + " was not made", explain_state(record_));
      return;
    }
    const auto rule = std::find_if(workflow_.checks.begin(), workflow_.checks.end(),
                                   [&](const Check& one) { return one.id == check.text; });
    const std::string requires_what =
        rule != workflow_.checks.end() && rule->require ? explain_formula(*rule->require, seen_) : "";
    word("check " + check.text, expected, result->passed ? kPassed : kFailed,
         (result->message.empty() ? "" : result->message + "\n  ") + requires_what);
  }

  void judge_rules(const ExpectedRules& expected) {
    const auto result =
        std::find_if(record_.decisions.begin(), record_.decisions.end(),
                     [&](const DecisionResult& one) { return one.id == expected.decision.text; });
    if (result == record_.decisions.end()) {
      fail(expected.decision.place, expected.decision.text + " was not decided", explain_state(record_));
      return;
    }
    std::vector<std::string> got, wanted,
        why = {explain_decision(workflow_, record_, expected.decision.text)};
    for (const FiredRule& fired : result->fired)
      got.push_back(std::to_string(fired.number) +
                    (fired.reference.empty() ? "" : " (" + fired.reference + ")"));
    bool same = expected.rules.size() == result->fired.size();
    for (const Said& rule : expected.rules) {
      wanted.push_back(rule.text);
      const bool fired = std::any_of(result->fired.begin(), result->fired.end(), [&](const FiredRule& one) {
        return std::to_string(one.number) == rule.text || one.reference == rule.text;
      });
      same = same && fired;
      const std::string because = fired ? "" : explain_rule(record_, expected.decision.text, rule.text);
      if (!because.empty()) why.push_back(because);
    }
    if (same) return;
    fail(expected.place,
         "rules of " + expected.decision.text + ": expected " +
             (wanted.empty() ? kNoRule : join(wanted, " and ")) + ", got " +
             (got.empty() ? kNoRule : join(got, " and ")),
         join(why, "\n  "));
  }

  // "claim.net_pay" of a reason about a field.
  std::string path_of(const Reason& reason) const {
    for (const Filing& filing : record_.filings)
      if (filing.document_id == reason.document_id && filing.part == reason.part)
        return filing.role + "." + reason.field;
    return reason.field;
  }
  bool is_about(const Reason& reason, const ExpectedQuestion& question) const {
    if (question.says && reason.text.find(question.says->text) == std::string::npos) return false;
    if (question.about == "reason") return reason.code == question.name.text;
    if (question.about == "field")
      return reason.code.starts_with("field_") || reason.code == "sources_disagree"
                 ? path_of(reason) == question.name.text
                 : false;
    if (question.about == "decision")
      return (reason.code.starts_with("decision_") || reason.code == "rules_not_in_force") &&
             reason.field == question.name.text;
    if (question.about == "route")
      return (reason.code == "route" || reason.code == "approval_needed") &&
             reason.field == question.name.text;
    return reason.code.starts_with(question.about + "_") && reason.field == question.name.text;
  }

  void judge_questions(const std::vector<ExpectedQuestion>& questions) {
    std::vector<bool> met(record_.reasons.size(), false);
    // What goes back or ends is told to the sender: nobody is asked.
    const bool asks = record_.state == State::awaiting_review;
    for (const ExpectedQuestion& question : questions) {
      size_t at = 0;
      while (asks && at < met.size() && (met[at] || !is_about(record_.reasons[at], question))) ++at;
      if (asks && at < met.size()) {
        met[at] = true;
      } else {
        fail(question.name.place,
             "nobody is asked about " + question.about + " " + question.name.text +
                 (question.says ? " with '" + question.says->text + "'" : ""),
             explain_state(record_));
      }
    }
    for (size_t i = 0; asks && i < met.size(); ++i) {
      if (met[i]) continue;
      fail(expected_.questions_place,
           questions.empty() ? "a person is asked" : "a person is asked something else, too",
           record_.reasons[i].text + " (" + record_.reasons[i].code + ")");
    }
  }

  void judge_sends() {
    const Expectations& all = expected_;
    std::vector<std::string> names;
    for (const SentDelivery& sent : sent_)
      if (sent.case_id == record_.id) names.push_back(sent.name);
    for (const ExpectedSending& expected : all.sends) {
      const auto sent = std::find_if(sent_.rbegin(), sent_.rend(), [&](const SentDelivery& one) {
        return one.case_id == record_.id && one.name == expected.delivery.text;
      });
      if ((sent != sent_.rend()) != expected.is_sent) {
        fail(expected.delivery.place,
             expected.delivery.text + (expected.is_sent ? " is not sent" : " is sent"),
             explain_state(record_) + (names.empty() ? "; nothing is sent" : "; sent: " + join(names, ", ")));
      } else if (expected.content) {
        value(expected.delivery.text, *expected.content, Value(sent->content), "");
      }
    }
    if (!all.sends_no_more) return;
    for (const std::string& name : names) {
      const bool is_named = std::any_of(all.sends.begin(), all.sends.end(), [&](const ExpectedSending& one) {
        return one.delivery.text == name;
      });
      if (!is_named) {
        fail(all.sends_place, name + " is sent", explain_state(record_));
        return;
      }
    }
  }

  const Expectations& expected_;
  const std::vector<SentDelivery>& sent_;
  const CaseRecord& record_;
  const Workflow& workflow_;
  const Context seen_;
  feel::Environment environment_;
  std::vector<Diagnostic> failures_;
};

}  // namespace

const CaseRecord* case_of(const TestCase& test, const std::vector<CaseRecord>& cases) {
  if (cases.size() == 1) return &cases.front();
  const CaseRecord* found = nullptr;
  for (const CaseRecord& record : cases) {
    if (record.workflow != test.workflow->id) continue;
    if (found) return nullptr;
    found = &record;
  }
  return found;
}

std::vector<Diagnostic> failures_of(const TestCase& test, const TestOutcome& outcome) {
  const CaseRecord* record = case_of(test, outcome.cases);
  if (!record) {
    std::vector<std::string> cases;
    for (const CaseRecord& one : outcome.cases) {
      std::vector<std::string> documents;
      for (const Filing& filing : one.filings) documents.push_back(filing.file);
      cases.push_back(join(documents, " and "));
    }
    return {{Severity::error, test.name.place, "several_cases",
             "a test is about one case, these documents make " + std::to_string(outcome.cases.size()),
             "one each of " + join(cases, "; ") + ": give them the same value to join by"}};
  }
  const FakeClock clock(test.now);
  std::vector<Diagnostic> failures =
      Judge(*test.workflow, test.expected, *record, outcome.sent, clock).judge();
  for (size_t i = 0; i < outcome.steps.size(); ++i) {
    const TestOutcome::Step& step = outcome.steps[i];
    if (step.refused) {
      // What the command line would say next is of no use here.
      failures.push_back({Severity::error, test.then[i].place, "action_refused",
                          "a person cannot do this: " + step.refused->message(), explain_state(*record)});
      break;
    }
    record = case_of(test, step.cases);
    if (!record) break;  // the documents were parted: no step does that
    for (Diagnostic& one : Judge(*test.workflow, test.then[i].expected, *record, step.sent, clock).judge())
      failures.push_back(std::move(one));
  }
  return failures;
}

}  // namespace mailroom::workflows

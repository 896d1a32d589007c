// A case record as JSON and back. Written by us, sealed, read by us: what does not fit is damage.
#include <cstdio>

#include "workflows/case.h"
#include "workflows/stored_object.h"
#include "workflows/stored_value.h"

namespace mailroom::workflows {

namespace {

Value number_of(Instant instant) {
  return Value(instant.microseconds);
}

// A probability; binary fractions are none of JSON's.
Value number_of(double probability) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", probability);
  return Decimal::parse(text).value_or(Decimal(0));
}

Value texts(const std::vector<std::string>& texts) {
  List list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

Value value_of(const Filing& filing);
Value value_of(const FiledNote& note);
Value value_of(const FiledLetter& letter);
Value value_of(const Correction& correction);
Value value_of(const Reason& reason);
Value value_of(const LookupResult& lookup);
Value value_of(const CheckResult& check);
Value value_of(const FiredRule& rule);
Value value_of(const DecisionResult& decision);
Value value_of(const WeighedReading& reading);
Value value_of(const WeighedField& field);
Value value_of(const DeliveryRecord& delivery);
Value value_of(const CaseNote& note);
Value value_of(const Consent& consent);

template <typename T>
Value list_of(const std::vector<T>& things) {
  List list;
  list.reserve(things.size());
  for (const T& thing : things) list.push_back(value_of(thing));
  return list;
}

Value value_of(const Filing& filing) {
  List pages;
  for (int page : filing.pages) pages.emplace_back(page);
  ocr::DocumentReading reading;
  reading.fields = filing.fields;
  Context context{{"document", filing.document_id},
                  {"part", filing.part},
                  {"role", filing.role},
                  {"form", filing.form},
                  {"pages", std::move(pages)},
                  {"file", filing.file},
                  {"received", number_of(filing.received)},
                  {"fields", ocr::to_value(reading).context().at("fields")}};
  if (!filing.arrival.entries().empty()) context.put("arrival", filing.arrival);
  if (!filing.text.empty()) context.put("text", filing.text);
  if (!filing.notes.empty()) context.put("notes", list_of(filing.notes));
  if (!filing.letters.empty()) context.put("letters", list_of(filing.letters));
  if (!filing.doubts.empty()) context.put("doubts", texts(filing.doubts));
  if (filing.failure) {
    context.put("failure", Context{{"code", filing.failure->code}, {"message", filing.failure->message}});
  }
  return context;
}

Value value_of(const FiledLetter& letter) {
  return Context{{"page", letter.page}, {"kind", letter.kind}, {"phrase", letter.phrase}};
}

Value value_of(const FiledNote& note) {
  return Context{{"page", note.page}, {"number", note.number}, {"kind", ocr::to_string(note.kind)}};
}

Value value_of(const Correction& c) {
  return Context{{"document", c.document_id},   {"part", c.part}, {"field", c.field},
                 {"value", to_stored(c.value)}, {"by", c.by},     {"at", number_of(c.at)}};
}

Value value_of(const Reason& r) {
  return Context{
      {"code", r.code}, {"document", r.document_id}, {"part", r.part}, {"field", r.field}, {"text", r.text}};
}

Value value_of(const LookupResult& l) {
  return Context{{"name", l.name},
                 {"question", to_stored(l.question)},
                 {"value", to_stored(l.value)},
                 {"at", number_of(l.at)}};
}

Value value_of(const CheckResult& c) {
  return Context{{"id", c.id}, {"passed", c.passed}, {"otherwise", c.otherwise}, {"message", c.message}};
}

Value value_of(const FiredRule& r) {
  return Context{{"number", r.number}, {"reference", r.reference}, {"reason", r.reason}};
}

Value value_of(const DecisionResult& d) {
  return Context{{"id", d.id},
                 {"value", to_stored(d.value)},
                 {"fired", list_of(d.fired)},
                 {"trace", to_stored(d.trace)},
                 {"notices", texts(d.notices)}};
}

Value value_of(const WeighedReading& r) {
  return Context{{"value", to_stored(r.value)},
                 {"probability", number_of(r.probability)},
                 {"same", r.same},
                 {"state", to_string(r.state)},
                 {"route", r.route},
                 {"why", r.why},
                 {"decisions", list_of(r.decisions)}};
}

Value value_of(const WeighedField& w) {
  return Context{{"document", w.document_id}, {"part", w.part},
                 {"field", w.field},          {"weight", to_string(w.weight)},
                 {"held", number_of(w.held)}, {"readings", list_of(w.readings)}};
}

Value value_of(const DeliveryRecord& d) {
  Context context{{"id", d.id},
                  {"name", d.name},
                  {"key", d.key},
                  {"content", to_stored(Value(d.content))},
                  {"after", d.after},
                  {"state", to_string(d.state)},
                  {"attempts", d.attempts},
                  {"next_attempt", number_of(d.next_attempt)},
                  {"why", d.why},
                  {"receipt", d.receipt}};
  if (!d.answer.empty()) context.put("answer", to_stored(Value(d.answer)));
  if (!d.proposed.empty()) context.put("proposed", d.proposed);
  if (!d.declined.empty()) context.put("declined", d.declined);
  if (d.amendment > 0) context.put("amendment", d.amendment);
  if (d.parked) context.put("parked", true);
  if (d.in_doubt) context.put("in_doubt", true);
  return context;
}

Value value_of(const CaseNote& n) {
  return Context{{"what", n.what}, {"text", n.text}, {"by", n.by}, {"at", number_of(n.at)}};
}

Value value_of(const Consent& c) {
  return Context{{"route", c.route}, {"digest", c.digest}, {"by", c.by}, {"at", number_of(c.at)}};
}

Value value_of(const Hold& h) {
  return Context{{"by", h.by},
                 {"at", number_of(h.at)},
                 {"why", h.why},
                 {"of_subject", h.of_subject},
                 {"look_again", number_of(h.look_again)}};
}

Value value_of(const Priority& p) {
  return Context{{"urgent", p.urgent ? Value(*p.urgent) : Value()},
                 {"due", p.due ? Value(to_string(*p.due)) : Value()}};
}

Filing filing_of(const StoredObject& o) {
  Filing filing;
  filing.document_id = o.text("document");
  filing.part = o.small("part");
  filing.role = o.text("role");
  filing.form = o.text("form");
  for (const Value& page : o.list("pages")) {
    filing.pages.push_back(static_cast<int>(page.number().to_integer().value_or(0)));
  }
  filing.file = o.text("file");
  filing.received = o.instant("received");
  if (o.at("arrival").is(Value::Kind::context)) filing.arrival = o.at("arrival").context();
  filing.text = o.text("text");
  filing.fields =
      ocr::reading_from_value(
          Context{{"file", ""}, {"error", nullptr}, {"pages", List{}}, {"fields", o.at("fields")}})
          .fields;
  if (o.has("notes")) {
    filing.notes = o.all("notes", [](const StoredObject& n) {
      return FiledNote{n.small("page"), n.small("number"),
                       ocr::parse_note_kind(n.text("kind")).value_or(ocr::NoteKind::note)};
    });
  }
  if (o.has("letters")) {
    filing.letters = o.all("letters", [](const StoredObject& l) {
      return FiledLetter{l.small("page"), l.text("kind"), l.text("phrase")};
    });
  }
  if (o.has("doubts")) filing.doubts = o.texts("doubts");
  if (o.has("failure")) {
    const StoredObject failure(o.at("failure"));
    filing.failure = ocr::ReadFailure{failure.text("code"), failure.text("message")};
  }
  return filing;
}

DecisionResult decision_of(const StoredObject& o) {
  DecisionResult decision;
  decision.id = o.text("id");
  decision.value = o.stored("value");
  decision.fired = o.all("fired", [](const StoredObject& r) {
    return FiredRule{r.small("number"), r.text("reference"), r.text("reason")};
  });
  decision.trace = o.stored("trace");
  decision.notices = o.texts("notices");
  return decision;
}

WeighedReading weighed_reading_of(const StoredObject& o) {
  return {o.stored("value"),
          o.share("probability"),
          o.flag("same"),
          parse_state(o.text("state")).value_or(State::checking),
          o.text("route"),
          o.text("why"),
          o.all("decisions", decision_of)};
}

WeighedField weighed_field_of(const StoredObject& o) {
  return {o.text("document"), o.small("part"),
          o.text("field"),    parse_weight(o.text("weight")).value_or(Weight::unread),
          o.share("held"),    o.all("readings", weighed_reading_of)};
}

DeliveryRecord delivery_of(const StoredObject& o) {
  DeliveryRecord delivery;
  delivery.id = o.text("id");
  delivery.name = o.text("name");
  delivery.key = o.text("key");
  if (const Value content = o.stored("content"); content.is(Value::Kind::context)) {
    delivery.content = content.context();
  }
  if (const Value answer = o.stored("answer"); answer.is(Value::Kind::context))
    delivery.answer = answer.context();
  delivery.after = o.text("after");
  delivery.state = parse_delivery_state(o.text("state")).value_or(DeliveryState::unknown);
  delivery.attempts = o.small("attempts");
  delivery.next_attempt = o.instant("next_attempt");
  delivery.why = o.text("why");
  delivery.receipt = o.text("receipt");
  delivery.proposed = o.text("proposed");
  delivery.declined = o.text("declined");
  if (o.has("amendment")) delivery.amendment = o.small("amendment");
  delivery.parked = o.flag("parked");
  delivery.in_doubt = o.flag("in_doubt");
  return delivery;
}

// What a person did to the case; absent where nobody did.
void read_hands(const StoredObject& o, CaseRecord& r) {
  if (o.has("hold")) {
    const StoredObject h(o.at("hold"));
    r.hold =
        Hold{h.text("by"), h.instant("at"), h.text("why"), h.flag("of_subject"), h.instant("look_again")};
  }
  if (o.has("priority")) {
    const StoredObject p(o.at("priority"));
    r.priority = Priority{};
    if (p.has("urgent")) r.priority->urgent = p.flag("urgent");
    r.priority->due = p.date("due");
  }
  if (o.has("notes")) {
    r.notes = o.all("notes", [](const StoredObject& n) {
      return CaseNote{n.text("what"), n.text("text"), n.text("by"), n.instant("at")};
    });
  }
  if (o.has("links")) r.links = o.texts("links");
  if (o.has("consents")) {
    r.consents = o.all("consents", [](const StoredObject& c) {
      return Consent{c.text("route"), c.text("digest"), c.text("by"), c.instant("at")};
    });
  }
}

}  // namespace

Value to_value(const CaseRecord& r) {
  Context context{{"id", r.id},
                  {"number", r.number},
                  {"workflow", r.workflow},
                  {"version", r.version},
                  {"state", to_string(r.state)},
                  {"not_before", r.not_before ? number_of(*r.not_before) : Value()},
                  {"waiting_for", r.waiting_for},
                  {"queue", r.queue},
                  {"urgent", r.urgent},
                  {"due", r.due ? Value(to_string(*r.due)) : Value()},
                  {"subject", r.subject},
                  {"join_keys", texts(r.join_keys)},
                  {"received", number_of(r.received)},
                  {"effective", to_string(r.effective)},
                  {"filings", list_of(r.filings)},
                  {"corrections", list_of(r.corrections)},
                  {"reasons", list_of(r.reasons)},
                  {"approvals", texts(r.approvals)},
                  {"facts", to_stored(Value(r.facts))},
                  {"checks", list_of(r.checks)},
                  {"decisions", list_of(r.decisions)},
                  {"route", r.route},
                  {"deliveries", list_of(r.deliveries)},
                  {"revision", r.revision}};
  if (!r.lookups.empty()) context.put("lookups", list_of(r.lookups));
  if (!r.weighed.empty()) context.put("weighed", list_of(r.weighed));
  if (r.hold) context.put("hold", value_of(*r.hold));
  if (r.priority) context.put("priority", value_of(*r.priority));
  if (!r.notes.empty()) context.put("notes", list_of(r.notes));
  if (!r.links.empty()) context.put("links", texts(r.links));
  if (!r.consents.empty()) context.put("consents", list_of(r.consents));
  return context;
}

CaseRecord case_from_value(const Value& value) {
  const StoredObject o(value);
  CaseRecord r;
  r.id = o.text("id");
  r.number = o.text("number");
  r.workflow = o.text("workflow");
  r.version = o.small("version");
  r.state = parse_state(o.text("state")).value_or(State::quarantined);
  r.not_before = o.instant_if_any("not_before");
  r.waiting_for = o.text("waiting_for");
  r.queue = o.text("queue");
  r.urgent = o.flag("urgent");
  r.due = o.date("due");
  r.subject = o.text("subject");
  r.join_keys = o.texts("join_keys");
  r.received = o.instant("received");
  r.effective = o.date("effective").value_or(Date{});
  r.filings = o.all("filings", filing_of);
  r.corrections = o.all("corrections", [](const StoredObject& c) {
    return Correction{c.text("document"), c.small("part"), c.text("field"),
                      c.stored("value"),  c.text("by"),    c.instant("at")};
  });
  r.reasons = o.all("reasons", [](const StoredObject& c) {
    return Reason{c.text("code"), c.text("document"), c.small("part"), c.text("field"), c.text("text")};
  });
  r.approvals = o.texts("approvals");
  if (const Value facts = o.stored("facts"); facts.is(Value::Kind::context)) r.facts = facts.context();
  if (o.has("lookups")) {
    r.lookups = o.all("lookups", [](const StoredObject& l) {
      return LookupResult{l.text("name"), l.stored("question"), l.stored("value"), l.instant("at")};
    });
  }
  r.checks = o.all("checks", [](const StoredObject& c) {
    return CheckResult{c.text("id"), c.flag("passed"), c.text("otherwise"), c.text("message")};
  });
  r.decisions = o.all("decisions", decision_of);
  if (o.has("weighed")) r.weighed = o.all("weighed", weighed_field_of);
  r.route = o.text("route");
  r.deliveries = o.all("deliveries", delivery_of);
  read_hands(o, r);
  r.revision = o.integer("revision");
  return r;
}

}  // namespace mailroom::workflows

// What became of what came: lists, and the whole story of one case.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/ids.h"
#include "base/text.h"
#include "daemon/desk_call.h"
#include "daemon/desk_values.h"
#include "daemon/standing.h"
#include "workflows/arrival.h"

namespace mailroom::daemon {

using workflows::CaseRecord;
using workflows::State;

namespace {

constexpr std::string_view kWaitingFor = "waiting for ";

std::string waiting_for(const CaseLine& line) {
  if (line.standing.rfind(kWaitingFor, 0) != 0) return {};
  return line.standing.substr(kWaitingFor.size());
}

Value line_value(const DeskCall& call, const CaseLine& line) {
  const auto record = line.standing == kErased ? std::nullopt : call.parts.store.load(line.id);
  Context context{{"number", line.number},
                  {"id", line.id},
                  {"workflow", line.workflow},
                  {"title", call.title_of(line.workflow, line.state)},
                  {"state", to_string(line.state)},
                  {"standing", line.standing},
                  {"waiting_for", waiting_for(line)},
                  {"queue", line.queue},
                  {"received", to_rfc3339(line.received)},
                  {"due", optional_text(line.due)},
                  {"urgent", line.urgent}};
  if (record) {
    const Mask mask(*record);
    context.put("outcome", outcome_of(*record, call.workflow_of(*record)));
    context.put("reasons", reason_texts(*record, mask));
  }
  return context;
}

Value lines_value(const DeskCall& call, const std::vector<CaseLine>& lines, bool more) {
  List list;
  for (const CaseLine& line : lines) list.push_back(line_value(call, line));
  return Context{{"cases", std::move(list)}, {"more", more}};
}

// What its inbox knew of it (workflows/arrival.h), as far as it knew anything.
Value arrival_value(const Context& arrival, const Mask& mask) {
  Context shown;
  for (const auto& [name, value] : arrival.entries()) {
    const std::string text = value.text_or("");
    if (!text.empty())
      shown.put(name, workflows::is_personal_arrival(name) ? mask.hide_whole(text) : mask.hide(text));
  }
  return shown;
}

Value came_value(const DeskCall& call, const CaseRecord& record, const Mask& mask) {
  List list;
  for (const auto& filing : record.filings) {
    Context one{{"file", filing.file},
                {"item", filing.file},
                {"received", to_rfc3339(filing.received)},
                {"role", filing.role},
                {"form", filing.form}};
    List pages;
    for (int page : filing.pages) pages.emplace_back(page);
    one.put("pages", std::move(pages));
    const Document document = call.parts.store.load_document(filing.document_id);
    one.put("erased", document.erased);
    if (!document.erased) one.put("item", call.parts.store.load_item(document.item_id).file);
    one.put("inbox", document.inbox);
    one.put("arrival", arrival_value(filing.arrival, mask));
    one.put("kind", document.media_type);
    if (!document.metadata.at("duplicate_of").is_null()) one.put("duplicate", true);
    if (filing.failure) one.put("failure", filing.failure->message);
    list.push_back(std::move(one));
  }
  return list;
}

// Points on the page as it came; null where nothing was cut out.
Value zone_value(const ocr::Zone& zone) {
  if (zone == ocr::Zone()) return {};
  List corners;
  for (const double one : {zone.x0, zone.y0, zone.x1, zone.y1})
    corners.emplace_back(static_cast<int64_t>(std::lround(one)));
  return corners;
}

Value read_value(const CaseRecord& record, const workflows::Workflow* workflow, const Mask& mask) {
  List list;
  for (const ShownField& field : fields_of(record, workflow)) {
    list.push_back(Context{{"document", field.filing->file},
                           {"role", field.filing->role},
                           {"field", field.reading->id},
                           {"label", field.label},
                           {"value", field.is_unseen() ? Value() : mask.hide(field.value())},
                           {"page", field.reading->page},
                           {"zone", zone_value(field.reading->zone)},
                           {"confidence", confidence_value(field.reading->confidence)},
                           {"source", to_string(field.reading->source)},
                           {"accepted", field.accepted()},
                           {"altered", field.reading->altered},
                           {"repaired", field.reading->repaired},
                           {"corrected_by", field.correction ? Value(field.correction->by) : Value()},
                           {"weighed", field.is_unseen() ? Value() : weighed_value(field.weighed, mask)}});
  }
  return list;
}

Value deliveries_value(const DeskCall& call, const CaseRecord& record, const Mask& mask) {
  List list;
  const List destinations = destination_values(call);
  for (const auto& delivery : record.deliveries) {
    const auto gate = std::find_if(destinations.begin(), destinations.end(), [&](const Value& one) {
      return one.context().at("name").text_or("") == delivery.name;
    });
    const bool waits = delivery.state == workflows::DeliveryState::waiting && gate != destinations.end();
    list.push_back(Context{{"name", delivery.name},
                           {"destination", waits ? *gate : Value()},
                           {"amendment", delivery.amendment},
                           {"state", to_string(delivery.state)},
                           {"attempts", delivery.attempts},
                           {"next_attempt", to_rfc3339(delivery.next_attempt)},
                           {"after", delivery.after},
                           {"why", delivery.why},
                           {"receipt", delivery.receipt},
                           {"answer", mask.hide(Value(delivery.answer))}});
  }
  return list;
}

// What people did to it beside deciding: {hold, notes, links, approvals}.
Value hands_value(const CaseRecord& record, const Mask& mask) {
  List notes, links, approved;
  for (const auto& note : record.notes) {
    notes.push_back(Context{
        {"what", note.what}, {"text", mask.hide(note.text)}, {"by", note.by}, {"at", to_rfc3339(note.at)}});
  }
  for (const std::string& number : record.links) links.emplace_back(number);
  for (const auto& consent : record.consents)
    approved.push_back(Context{{"route", consent.route}, {"by", consent.by}, {"at", to_rfc3339(consent.at)}});
  Value hold;
  if (record.hold) {
    hold = Context{{"by", record.hold->by},
                   {"at", to_rfc3339(record.hold->at)},
                   {"why", mask.hide(record.hold->why)},
                   {"person", record.hold->of_subject}};
  }
  return Context{{"hold", std::move(hold)},
                 {"notes", std::move(notes)},
                 {"links", std::move(links)},
                 {"approved", std::move(approved)}};
}

Value event_value(const AuditLine& line) {
  return Context{{"event", line.record.event},
                 {"by", line.record.by},
                 {"at", to_rfc3339(line.record.at)},
                 {"details", line.record.details}};
}

// The case's own chain and those of its items, as one.
Value history_value(const DeskCall& call, const CaseRecord& record) {
  std::vector<AuditLine> lines;
  std::vector<std::string> chains = {record.id};
  for (const auto& filing : record.filings) {
    const std::string item = call.parts.store.load_document(filing.document_id).item_id;
    if (std::find(chains.begin(), chains.end(), item) == chains.end()) chains.push_back(item);
  }
  for (const std::string& chain : chains) {
    for (AuditLine& line : call.parts.store.history(chain)) lines.push_back(std::move(line));
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const AuditLine& a, const AuditLine& b) { return a.record.at < b.record.at; });
  List list;
  for (const AuditLine& line : lines) list.push_back(event_value(line));
  return list;
}

}  // namespace

Value list_cases(const DeskCall& call) {
  CaseFilter filter;
  filter.state = call.state();
  filter.workflow = call.text("workflow");
  filter.queue = call.text("queue");
  filter.urgent_only = call.flag("urgent");
  if (const std::string after = call.text("after"); !after.empty()) {
    filter.after = normal_case_number(after).value_or(after);
  }
  const auto limit = static_cast<int>(call.number("limit", 50, 1, 1000));
  filter.limit = limit + 1;
  std::vector<CaseLine> lines = call.parts.store.list(filter);
  const bool more = lines.size() > static_cast<size_t>(limit);
  if (more) lines.pop_back();
  return lines_value(call, lines, more);
}

Value find_cases(const DeskCall& call) {
  return lines_value(call, call.parts.store.find_by_subject(call.required("subject")), false);
}

// That it was, and who erased it when and why: nothing else is left.
Value erased_case(const DeskCall& call, const CaseLine& line) {
  List history;
  Value erased;
  for (const AuditLine& one : call.parts.store.history(line.id)) {
    history.push_back(event_value(one));
    if (one.record.event != "case_erased") continue;
    erased =
        Context{{"by", one.record.by},
                {"at", to_rfc3339(one.record.at)},
                {"why", one.record.details.at("why").text_or("it was erased before a backup was restored")}};
  }
  return Context{{"number", line.number},
                 {"id", line.id},
                 {"workflow", line.workflow},
                 {"title", call.title_of(line.workflow, line.state)},
                 {"state", to_string(line.state)},
                 {"standing", line.standing},
                 {"received", to_rfc3339(line.received)},
                 {"erased", std::move(erased)},
                 {"history", std::move(history)}};
}

Value show_case(const DeskCall& call) {
  const CaseLine line = call.parts.store.line_of(call.case_id());
  if (line.standing == kErased) return erased_case(call, line);
  return told_case(call, line, call.load(line.id));
}

Context told_case(const DeskCall& call, const CaseLine& line, const CaseRecord& record) {
  const workflows::Workflow* workflow = call.workflow_of(record);
  const bool reveal = call.flag("reveal");
  if (reveal) call.record(record.id, "case_revealed");
  const Mask mask = reveal ? Mask() : Mask(record);
  return Context{
      {"number", record.number},
      {"id", record.id},
      {"workflow", record.workflow},
      {"version", record.version},
      {"title", call.title_of(record.workflow, record.state)},
      {"state", to_string(record.state)},
      {"standing", line.standing},
      {"waiting_for", waiting_for(line)},
      {"queue", record.queue},
      {"urgent", record.urgent},
      {"received", to_rfc3339(record.received)},
      {"due", optional_text(record.due)},
      {"not_before", record.not_before ? Value(to_rfc3339(*record.not_before)) : Value()},
      {"next", record.state == State::awaiting_review ? "mailroom review show " + record.number : ""},
      {"person", mask.hide_whole(record.subject)},
      {"came", came_value(call, record, mask)},
      {"read", read_value(record, workflow, mask)},
      {"checks", checks_value(record, mask)},
      {"decisions", decisions_value(record.decisions, mask)},
      {"route", record.route},
      {"outcome", outcome_of(record, workflow)},
      {"deliveries", deliveries_value(call, record, mask)},
      {"reasons", reasons_value(record, mask)},
      {"hands", hands_value(record, mask)},
      {"history", history_value(call, record)}};
}

Value retry_case(const DeskCall& call) {
  const CaseRecord record = call.load(call.case_id());
  workflows::Runner::Verdict verdict;
  verdict.kind = workflows::Runner::Verdict::Kind::retry;
  call.parts.decide(record.id, verdict, call.caller.name);
  if (record.state == State::quarantined) {
    std::vector<std::string> again;
    for (const auto& filing : record.filings) {
      if (std::find(again.begin(), again.end(), filing.document_id) == again.end()) {
        again.push_back(filing.document_id);
      }
    }
    for (const std::string& document : again) call.parts.store.read_again(document, call.now());
  }
  if (call.parts.wake) call.parts.wake();
  return Context{{"number", record.number}, {"state", to_string(call.load(record.id).state)}};
}

}  // namespace mailroom::daemon

// Cases that wait for a person: who holds which, what is unsure, what was decided.
#include <algorithm>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "daemon/desk_call.h"
#include "daemon/desk_values.h"
#include "workflows/consent.h"

namespace mailroom::daemon {

using workflows::CaseRecord;
using workflows::Runner;
using workflows::State;
using Kind = workflows::Runner::Verdict::Kind;

namespace {

namespace fs = std::filesystem;

// Letters, digits, '.', '-', '_': a field's name in a file's name.
std::string file_name_of(std::string_view text) {
  std::string name;
  for (char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    name += plain ? c : '_';
  }
  return name.substr(0, 80);
}

// The pictures leave the sealed store only while a case is under review; the folder goes when it is decided.
class Pictures {
 public:
  Pictures(const DeskCall& call, const CaseRecord& record)
      : call_(call), folder_(pictures_folder(call.parts.site, record.number)) {}

  std::string crop(const workflows::Filing& filing, const ocr::FieldReading& field) {
    return exported(filing, field.page, field.id,
                    file_name_of(filing.role + "-" + std::to_string(filing.part) + "-" + field.id) + ".png");
  }
  std::string note(const workflows::Filing& filing, const workflows::FiledNote& note) {
    const std::string name = "note-" + std::to_string(note.number);
    return exported(filing, note.page, name,
                    file_name_of(filing.role + "-" + std::to_string(filing.part) + "-page-" +
                                 std::to_string(note.page) + "-" + name) +
                        ".png");
  }
  std::string page(const workflows::Filing& filing, int page) {
    return exported(
        filing, page, "",
        file_name_of((filing.role.empty() ? "document" : filing.role) + "-page-" + std::to_string(page)) +
            ".png");
  }

 private:
  std::string exported(const workflows::Filing& filing, int page, const std::string& field,
                       const std::string& name) {
    auto [known, is_new] = pictures_.try_emplace(filing.document_id);
    if (is_new) known->second = call_.parts.store.pictures_of(filing.document_id);
    const auto found = known->second.find({page, field});
    if (found == known->second.end()) return {};
    const fs::path file = folder_ / name;
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
      make_folder(folder_);
      fs::permissions(folder_.parent_path(), fs::perms::owner_all, ignored);
      fs::permissions(folder_, fs::perms::owner_all, ignored);
      write_file(file, call_.parts.objects.get(found->second), 0600);
    }
    return file.string();
  }

  const DeskCall& call_;
  fs::path folder_;
  std::map<std::string, std::map<std::pair<int, std::string>, std::string>> pictures_;
};

void forget_pictures(const DeskCall& call, const CaseRecord& record) {
  std::error_code ignored;
  fs::remove_all(pictures_folder(call.parts.site, record.number), ignored);
}

Value review_value(const DeskCall& call, const CaseRecord& record) {
  const CaseLine line = call.parts.store.line_of(record.id);
  Pictures pictures(call, record);
  const Mask open;
  List fields, notes, pages;
  for (const ShownField& field : fields_of(record, call.workflow_of(record))) {
    const std::string crop = field.reading->accepted ? "" : pictures.crop(*field.filing, *field.reading);
    fields.push_back(
        Context{{"document", field.filing->document_id},
                {"file", field.filing->file},
                {"role", field.filing->role},
                {"part", field.filing->part},
                {"page", field.reading->page},
                {"field", field.reading->id},
                {"type", to_string(field.reading->type)},
                {"label", field.label},
                {"reading", field.is_unseen() ? Value() : field.value()},
                {"confidence", confidence_value(field.reading->confidence)},
                {"alternatives", field.is_unseen() ? Value(List()) : alternatives_value(*field.reading)},
                {"unseen", field.is_unseen()},
                {"weighed", field.is_unseen() ? Value() : weighed_value(field.weighed, open)},
                {"altered", field.reading->altered},
                {"repaired", field.reading->repaired},
                {"conflict", field.reading->conflict},
                {"source", to_string(field.reading->source)},
                {"crop", crop},
                {"accepted", field.accepted()}});
  }
  for (const auto& filing : record.filings) {
    for (const workflows::FiledNote& note : filing.notes) {
      notes.push_back(Context{{"file", filing.file},
                              {"page", note.page},
                              {"kind", ocr::to_string(note.kind)},
                              {"crop", pictures.note(filing, note)}});
    }
    std::vector<int> shown = filing.pages;  // in the form's order, then the letters that came with it
    for (const workflows::FiledLetter& letter : filing.letters)
      if (std::ranges::find(shown, letter.page) == shown.end()) shown.push_back(letter.page);
    for (int page : shown) {
      const std::string file = pictures.page(filing, page);
      if (!file.empty()) pages.push_back(Context{{"file", filing.file}, {"page", page}, {"picture", file}});
    }
  }
  List texts;
  for (const auto& filing : record.filings) {
    if (!filing.text.empty()) texts.push_back(Context{{"file", filing.file}, {"text", filing.text}});
  }
  return Context{{"number", record.number},
                 {"workflow", record.workflow},
                 {"title", call.title_of(record.workflow, record.state)},
                 {"state", to_string(record.state)},
                 {"queue", line.queue},
                 {"urgent", line.urgent},
                 {"due", optional_text(line.due)},
                 {"lease_until", line.review ? Value(to_rfc3339(line.review->until)) : Value()},
                 {"leased_by", line.review ? Value(line.review->holder) : Value()},
                 {"reasons", reasons_value(record, open)},
                 {"fields", std::move(fields)},
                 {"notes", std::move(notes)},
                 {"pages", std::move(pages)},
                 {"texts", std::move(texts)},
                 {"checks", checks_value(record, open)}};
}

void must_wait(const CaseRecord& record) {
  if (record.state == State::awaiting_review) return;
  throw Error(
      Fault::usage, "not_in_review",
      "case " + record.number + " does not wait for a person: it is " + std::string(to_string(record.state)),
      {}, "see what became of it: mailroom cases show " + record.number);
}

// Takes the case for the caller, or says who has it.
void must_hold(const DeskCall& call, const CaseRecord& record) {
  must_wait(record);
  const Lease lease{call.caller.name, call.now() + call.parts.site.review_lease};
  if (call.parts.store.lease_review(record.id, lease, call.now())) return;
  const CaseLine line = call.parts.store.line_of(record.id);
  throw Error(Fault::usage, "lease_held",
              "case " + record.number + " is with " + (line.review ? line.review->holder : "somebody else") +
                  (line.review ? " until " + to_rfc3339(line.review->until) : ""),
              {}, "take another one: mailroom review next");
}

Value decide(const DeskCall& call, Runner::Verdict verdict) {
  const CaseRecord record = call.load(call.case_id());
  must_hold(call, record);
  if (verdict.why.empty()) verdict.why = call.text("why");
  call.parts.decide(record.id, verdict, call.caller.name);
  if (call.parts.wake) call.parts.wake();
  const CaseRecord after = call.load(record.id);
  if (after.state != State::awaiting_review) forget_pictures(call, record);
  return Context{{"number", after.number},
                 {"state", to_string(after.state)},
                 {"waiting_for", ""},
                 {"reasons", reason_texts(after, Mask(after))}};
}

// "net_pay" of "payslip.net_pay".
std::string without_role(const std::string& field, const std::string& role) {
  return field.starts_with(role + ".") ? field.substr(role.size() + 1) : field;
}

workflows::Correction correction_of(const CaseRecord& record, const Value& value) {
  if (!value.is(Value::Kind::context)) {
    throw Error(Fault::usage, "argument_invalid", "'corrections': expected objects with 'field' and 'value'");
  }
  const Context& given = value.context();
  workflows::Correction correction;
  correction.value = given.at("value");
  correction.field = given.at("field").text_or("");
  const std::string document = given.at("document").text_or("");
  const auto part =
      given.at("part").is(Value::Kind::number) ? given.at("part").number().to_integer() : std::nullopt;
  std::vector<const workflows::Filing*> found;
  std::vector<std::string> known;
  for (const auto& filing : record.filings) {
    const bool here = (document.empty() || document == filing.document_id) && (!part || *part == filing.part);
    const std::string own = without_role(correction.field, filing.role);
    for (const auto& field : filing.fields) known.push_back(field.id);
    // A cell need not have been read: a person may add a row to a table that was.
    const auto cell = ocr::parse_cell_name(own);
    const auto is_named = [&](const ocr::FieldReading& field) {
      return field.id == own || (cell && field.id == cell->table);
    };
    if (here && std::ranges::any_of(filing.fields, is_named)) found.push_back(&filing);
  }
  if (found.empty()) {
    const auto near = nearest_name(correction.field, known);
    throw Error(Fault::usage, "unknown_field", "the case has no field '" + correction.field + "'", {},
                near ? "write '" + *near + "'" : "see its fields: mailroom review show " + record.number);
  }
  if (found.size() > 1) {
    throw Error(
        Fault::usage, "field_ambiguous",
        "'" + correction.field + "' is on " + count_of(static_cast<long long>(found.size()), "document"), {},
        "name the document and part, as review.show gives them");
  }
  correction.field = without_role(correction.field, found.front()->role);
  correction.document_id = found.front()->document_id;
  correction.part = found.front()->part;
  return correction;
}

// The next case for the caller; not one of those that a second person has to approve after them.
std::optional<std::string> lease_next(const DeskCall& call) {
  Store& store = call.parts.store;
  const std::string queue = call.text("queue"), &who = call.caller.name;
  const Lease lease{who, call.now() + call.parts.site.review_lease};
  const auto id = store.lease_next_review(queue, lease, call.now());
  if (!id || !has_consented(call.load(*id), who)) return id;
  store.release_review(*id, who);
  CaseFilter filter;
  filter.state = State::awaiting_review;
  filter.queue = queue;
  for (const CaseLine& line : store.list(filter)) {
    const CaseRecord record = call.load(line.id);
    if (record.hold || has_consented(record, who)) continue;
    if (store.lease_review(line.id, lease, call.now())) return line.id;
  }
  return std::nullopt;
}

}  // namespace

Value list_review(const DeskCall& call) {
  CaseFilter filter;
  filter.state = State::awaiting_review;
  filter.queue = call.text("queue");
  filter.urgent_only = call.flag("urgent");
  filter.limit = static_cast<int>(call.number("limit", 200, 1, 1000));
  List list;
  for (const CaseLine& line : call.parts.store.list(filter)) {
    const auto record = call.parts.store.load(line.id);
    if (!record) continue;
    const bool held = line.review && line.review->until > call.now();
    list.push_back(Context{{"number", line.number},
                           {"workflow", line.workflow},
                           {"title", call.title_of(line.workflow, line.state)},
                           {"queue", line.queue},
                           {"since", to_rfc3339(line.changed)},
                           {"due", optional_text(line.due)},
                           {"urgent", line.urgent},
                           {"reasons", reasons_value(*record, Mask(*record))},
                           {"leased_by", held ? Value(line.review->holder) : Value()}});
  }
  return Context{{"cases", std::move(list)}};
}

Value show_review(const DeskCall& call) {
  const CaseRecord record = call.load(call.case_id());
  must_wait(record);
  call.record(record.id, "case_viewed");
  return review_value(call, record);
}

Value next_review(const DeskCall& call) {
  const auto id = lease_next(call);
  if (!id) return Context{{"case", nullptr}};
  return review_value(call, call.load(*id));
}

Value release_review(const DeskCall& call) {
  const CaseRecord record = call.load(call.case_id());
  const CaseLine line = call.parts.store.line_of(record.id);
  if (!line.review || line.review->holder != call.caller.name) {
    throw Error(Fault::usage, "not_yours", "case " + record.number + " is not with you", {},
                "what is: mailroom review list");
  }
  call.parts.store.release_review(record.id, call.caller.name);
  forget_pictures(call, record);
  return Context{{"number", record.number}, {"state", to_string(record.state)}};
}

Value correct(const DeskCall& call) {
  const CaseRecord record = call.load(call.case_id());
  const Value& given = call.arguments.at("corrections");
  if (!given.is(Value::Kind::list) || given.list().empty()) {
    throw Error(Fault::usage, "argument_missing", "expected 'corrections', a list of fields and values");
  }
  Runner::Verdict verdict;
  verdict.kind = Kind::correct;
  for (const Value& one : given.list()) verdict.corrections.push_back(correction_of(record, one));
  return decide(call, std::move(verdict));
}

Value approve(const DeskCall& call) {
  return decide(call, {Kind::approve, {}, {}, {}, {}, {}});
}

Value refuse(const DeskCall& call) {
  call.required("why");
  return decide(call, {Kind::refuse, {}, {}, {}, {}, {}});
}

Value return_to_sender(const DeskCall& call) {
  call.required("why");
  return decide(call, {Kind::return_to_sender, {}, {}, {}, {}, {}});
}

Value join_documents(const DeskCall& call) {
  Runner::Verdict verdict;
  verdict.kind = Kind::join;
  if (const std::string to = call.text("to"); !to.empty()) {
    verdict.case_number = call.load(call.case_id("to")).number;
  } else {
    verdict.workflow = call.required("workflow");
    verdict.role = call.text("role");
    if (call.parts.workflows && call.parts.workflows->find(verdict.workflow) == nullptr) {
      std::vector<std::string> known;
      for (const auto& workflow : call.parts.workflows->all()) known.push_back(workflow->id);
      throw Error(Fault::usage, "unknown_workflow", "no workflow is called '" + verdict.workflow + "'", {},
                  "expected " + quoted_list(known));
    }
  }
  return decide(call, std::move(verdict));
}

}  // namespace mailroom::daemon

#include "workflows/filing.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "workflows/letters.h"

namespace mailroom::workflows {

namespace {

// Pages of one form that are taken for one document.
struct Group {
  std::string form;
  std::vector<std::pair<int, int>> pages;  // form page, page of the document
  std::set<std::string> doubts;

  bool has(int form_page) const {
    return std::any_of(pages.begin(), pages.end(), [&](const auto& page) { return page.first == form_page; });
  }
};

// A form's page is at most once in a document, so a second page 1 begins the next one. When more than one
// unfinished document could take a page, it goes to the last but a person checks.
std::vector<Group> group_pages(const ocr::DocumentReading& reading) {
  std::vector<Group> groups;
  bool unknown = false;
  for (const ocr::PageReading& page : reading.pages) {
    if (page.form.empty()) {
      unknown |= page.separator.empty() && !page.letter && !is_blank(page);
      continue;
    }
    std::vector<Group*> open;
    for (Group& group : groups) {
      if (group.form == page.form && !group.has(page.form_page)) open.push_back(&group);
    }
    if (open.empty()) {
      groups.push_back({page.form, {}, {}});
      open.push_back(&groups.back());
    } else if (open.size() > 1) {
      for (Group* group : open) group->doubts.insert("pages_mixed");
    }
    open.front()->pages.emplace_back(page.form_page, page.page);
  }
  if (unknown && !groups.empty()) groups.front().doubts.insert("page_unknown");
  return groups;
}

size_t page_count(const Workflows& workflows, const std::string& form_id) {
  for (const auto& workflow : workflows.all()) {
    if (const ocr::Form* form = workflow->form(form_id)) return form->pages.size();
  }
  return 0;
}

// A letter that came with a form is read with it; by itself it goes where its kind goes.
void take_letters(PlannedFiling& planned, const ocr::DocumentReading& reading, const Workflows& workflows) {
  planned.filing.letters = letters_in(reading, workflows.post().letters);
  for (const LetterDesk& desk : workflows.post().letters) {
    const bool is_its = std::any_of(planned.filing.letters.begin(), planned.filing.letters.end(),
                                    [&](const FiledLetter& letter) { return letter.kind == desk.kind; });
    if (!is_its) continue;
    planned.urgent |= desk.urgent;
    if (planned.desk == nullptr) planned.desk = &desk;
  }
}

Filing new_filing(const ReadDocument& document, int part) {
  Filing filing;
  filing.document_id = document.document_id;
  filing.part = part;
  filing.file = document.file;
  filing.received = document.received;
  filing.arrival = document.arrival;
  return filing;
}

std::string text_of(const ocr::DocumentReading& reading, const std::vector<FiledLetter>& letters) {
  std::string text;
  for (const ocr::PageReading& page : reading.pages) {
    const bool is_letter = std::any_of(letters.begin(), letters.end(),
                                       [&](const FiledLetter& letter) { return letter.page == page.page; });
    if (is_letter && !page.text.empty()) text += (text.empty() ? "" : "\n") + page.text;
  }
  return text;
}

PlannedFiling whole_document(const ReadDocument& document, const Workflows& workflows) {
  PlannedFiling planned;
  planned.filing = new_filing(document, 0);
  for (const ocr::PageReading& page : document.reading.pages) {
    planned.filing.pages.push_back(page.page);
    if (!page.text.empty()) planned.filing.text += (planned.filing.text.empty() ? "" : "\n") + page.text;
  }
  if (document.reading.failure) {
    planned.filing.failure = document.reading.failure;
    planned.reason = {"unreadable", document.document_id, 0, "", document.reading.failure->message};
    return planned;
  }
  take_letters(planned, document.reading, workflows);
  planned.reason = describe_unsorted(document.reading, planned.filing.letters);
  planned.reason.document_id = document.document_id;
  return planned;
}

bool is_to_be_read(ocr::NoteKind kind, const PostRules& post) {
  return kind == ocr::NoteKind::note || (kind == ocr::NoteKind::stamp && post.reads_stamps);
}

// A signature is where it belongs; a plea in the margin or a stamp is for a person to read.
void note_what_is_beside(Filing& filing, const ocr::DocumentReading& reading, const PostRules& post) {
  bool to_be_read = false;
  for (const ocr::PageReading& page : reading.pages) {
    if (std::find(filing.pages.begin(), filing.pages.end(), page.page) == filing.pages.end()) continue;
    for (size_t i = 0; i < page.notes.size(); ++i) {
      filing.notes.push_back({page.page, static_cast<int>(i) + 1, page.notes[i].kind});
      to_be_read |= is_to_be_read(page.notes[i].kind, post);
    }
  }
  if (to_be_read) filing.doubts.push_back("written_beside");
}

void enclose_letters(PlannedFiling& planned, const ocr::DocumentReading& reading,
                     const Workflows& workflows) {
  take_letters(planned, reading, workflows);
  if (planned.filing.letters.empty()) return;
  planned.filing.doubts.push_back("letter_enclosed");
  planned.filing.text = text_of(reading, planned.filing.letters);
}

void assign(PlannedFiling& planned, const Workflows& workflows) {
  const auto claiming = workflows.claiming(planned.filing.form);
  if (claiming.size() == 1) {
    planned.workflow = claiming.front();
    planned.filing.role = planned.workflow->role_of_form(planned.filing.form)->name;
    return;
  }
  planned.reason = {"unsorted", planned.filing.document_id, planned.filing.part, "", ""};
  if (claiming.empty()) {
    planned.reason.text = "no workflow takes form '" + planned.filing.form + "'";
  } else {
    std::vector<std::string> names;
    for (const Workflow* one : claiming) names.push_back(one->title);
    planned.reason.text = "form '" + planned.filing.form + "' is taken by " + quoted_list(names, "and");
  }
}

}  // namespace

bool is_again(const Context& metadata) {
  const Value& again = metadata.at("again");
  return again.is_true() || !again.text_or("").empty();
}

std::vector<PlannedFiling> plan_filings(const ReadDocument& document, const Workflows& workflows) {
  std::vector<PlannedFiling> plan;
  if (document.reading.failure) return {whole_document(document, workflows)};
  for (Group& group : group_pages(document.reading)) {
    PlannedFiling planned;
    planned.filing = new_filing(document, static_cast<int>(plan.size()));
    planned.filing.form = group.form;
    std::sort(group.pages.begin(), group.pages.end());
    for (const auto& [form_page, page] : group.pages) planned.filing.pages.push_back(page);
    if (group.pages.size() < page_count(workflows, group.form)) group.doubts.insert("page_missing");
    // The same bytes were handed in before: nobody is paid twice because a file was put in twice.
    if (!document.metadata.at("duplicate_of").is_null() && !is_again(document.metadata))
      group.doubts.insert("came_before");
    planned.filing.doubts.assign(group.doubts.begin(), group.doubts.end());
    for (const ocr::FieldReading& field : document.reading.fields) {
      const auto& pages = planned.filing.pages;
      if (std::find(pages.begin(), pages.end(), field.page) == pages.end()) continue;
      planned.filing.fields.push_back(field);
      planned.filing.fields.back().crop.reset();  // pictures are kept as objects, not in the case
    }
    note_what_is_beside(planned.filing, document.reading, workflows.post());
    if (plan.empty()) enclose_letters(planned, document.reading, workflows);
    assign(planned, workflows);
    plan.push_back(std::move(planned));
  }
  if (plan.empty()) plan.push_back(whole_document(document, workflows));
  return plan;
}

}  // namespace mailroom::workflows

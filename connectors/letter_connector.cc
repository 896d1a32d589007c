#include "connectors/letter_connector.h"

#include "base/error.h"
#include "base/text.h"
#include "connectors/letter_draft.h"
#include "connectors/settings.h"
#include "connectors/typesetter.h"

namespace mailroom::connectors {

namespace {

Outbox outbox_of(const Context& settings, const std::filesystem::path& site_folder) {
  return {site_folder, text_at(settings, "outbox", "outbox")};
}

std::string form_of(const Context& settings) {
  const std::string form = text_at(settings, "as", "pdf");
  if (form != "pdf" && form != "text" && form != "both")
    throw setting_invalid("as", "'pdf', 'text' or 'both'");
  return form;
}

}  // namespace

const ConnectorKind& letter_kind() {
  static const ConnectorKind kKind = {
      "letter",
      "a letter as PDF or text into an outbox folder, to be printed and posted",
      {{"letter", KeyForm::template_file, true, "the letter's text, a file of the site", "letters/award.txt"},
       {"html", KeyForm::pattern_file, false,
        "the PDF as a page of HTML, a file of the site; 'letter' remains what it says as text",
        "letters/award.html"},
       {"to", KeyForm::wording, false, "name and address, one line each",
        "\"{{ claim.name }}\\n{{ claim.address }}\""},
       {"subject", KeyForm::wording, false, "the line above the text", "Your claim"},
       {"date", KeyForm::wording, false, "the date; default: the day of delivery", "\"{{ decided_on }}\""},
       {"sender", KeyForm::lines, false, "the letterhead, one line each", "[Ashby Council, Market Place]"},
       {"outbox", KeyForm::path, false, "the folder; default: outbox", "outbox"},
       {"as", KeyForm::choice, false, "pdf, text or both; default: pdf", "pdf", {"pdf", "text", "both"}}},
      "award_letter:\n  after: ledger\n  letter: letters/award.txt\n  to: \"{{ claim.name }}\"\n"};
  return kKind;
}

LetterConnector::LetterConnector(const Context& settings, const Surroundings& around)
    : outbox_(outbox_of(settings, around.site_folder)),
      sender_(lines_at(settings, "sender")),
      as_pdf_(form_of(settings) != "text"),
      as_text_(form_of(settings) != "pdf"),
      page_(page_in(settings, "html")),
      files_(around.site_folder / kLetterFiles),
      clock_(around.time()) {}

Letter LetterConnector::letter_of(const Delivery& delivery) const {
  return letter_from(delivery.content, sender_, delivery.case_number, clock_.now());
}

DeliveryOutcome LetterConnector::deliver(const Delivery& delivery) {
  const Letter letter = letter_of(delivery);
  if (trim(letter.body).empty()) {
    return {DeliveryOutcome::Kind::refused, "the letter would be empty: its template gave no text", ""};
  }
  Outbox::Files files;
  try {
    if (as_pdf_) {
      files.emplace_back(
          file_stem(delivery) + ".pdf",
          page_ ? typeset(page_->filled(delivery.content.at("html")), files_) : set_as_pdf(letter));
    }
  } catch (const Error& error) {
    return {DeliveryOutcome::Kind::retry_later, error.message(), ""};
  }
  if (as_text_) files.emplace_back(file_stem(delivery) + ".txt", set_as_text(letter));
  return outbox_.put(effect_of(delivery), files);
}

std::string LetterConnector::preview(const Delivery& delivery) const {
  const std::string kind = as_pdf_ ? (as_text_ ? ".pdf and .txt" : ".pdf") : ".txt";
  return file_stem(delivery) + kind + " in " + outbox_.shown() + "\n\n" + set_as_text(letter_of(delivery));
}

}  // namespace mailroom::connectors

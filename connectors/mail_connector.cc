#include "connectors/mail_connector.h"

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "connectors/letter_draft.h"
#include "connectors/mail_outcome.h"
#include "connectors/outbox.h"
#include "connectors/settings.h"
#include "connectors/typesetter.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;

constexpr uint64_t kLargestAttachment = 20u << 20;

SmtpSettings server_of(const Context& settings, const Surroundings& around) {
  SmtpSettings made;
  made.url = required_text(settings, "mail", "smtp://HOST:PORT or smtps://HOST:PORT");
  if (!names_secret(made.url) && !is_smtp_url(made.url))
    throw setting_invalid("mail", "smtp://HOST:PORT or smtps://HOST:PORT, without a user");
  // RFC 5321, 4.5.3.2.6, wants ten minutes for the last answer; whoever gives up earlier does not know.
  made.connection = Connection::of(settings, around, "PT2M");
  made.needs_tls = flag_at(settings, "tls.required", true);
  if (!made.needs_tls && !made.connection.user.empty())
    throw setting_invalid("tls.required", "true, because there is a 'login' that anybody could read");
  return made;
}

std::optional<AccessToken> token_of(const Context& settings) {
  auto token = AccessToken::of(settings);
  if (!token) return {};
  required_text(settings, "login.user", "whose mailbox the token is for");
  if (!text_at(settings, "login.password", "").empty())
    throw setting_invalid("oauth2", "'login.password' or 'oauth2', one of them");
  return token;
}

HttpSettings token_client(const Connection& connection) {
  HttpSettings settings;
  settings.connect_within = connection.connect_within;
  settings.trust_file = connection.trust_file;
  settings.private_networks = connection.private_networks;
  return settings;
}

// Why the delivery as it stands cannot be a mail.
DeliveryOutcome not_a_mail(const std::string& why) {
  return {Kind::refused, why, ""};
}

std::string not_a_mailbox(const std::string& key) {
  return "'" + key + "' is not one mail address: expected NAME <LOCAL@DOMAIN> or LOCAL@DOMAIN, in one line";
}

// "26-48817-3-award_mail.0a1b2c3d4e5f6071": for people the case, for machines the delivery's key.
std::string id_of(const std::string& effect, const std::string& stem, const std::string& domain) {
  constexpr size_t kDigits = 16;
  return stem + "." + sha256(effect).substr(0, kDigits) + "@" + domain;
}

std::string shown(const Mailbox& mailbox) {
  return mailbox.name.empty() ? mailbox.address : mailbox.name + " <" + mailbox.address + ">";
}

}  // namespace

const ConnectorKind& mail_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "mail",
        "a mail, through the office's mail server",
        {{"mail", KeyForm::text, true,
          "the mail server: smtp://HOST:PORT (TLS by STARTTLS) or smtps://HOST:PORT (TLS from the start)",
          "smtp://mail.northmere.example:587"},
         {"from", KeyForm::wording, true, "who writes: one mail address, perhaps with a name",
          "Northmere Benefits <benefits@northmere.example>"},
         {"to", KeyForm::wording, true, "to whom: one mail address, perhaps with a name",
          "\"{{ claim.email }}\""},
         {"cc", KeyForm::wording, false, "who gets a copy: one mail address; empty: nobody",
          "claims@northmere.example"},
         {"reply_to", KeyForm::wording, false, "who gets the answer: one mail address",
          "answers@northmere.example"},
         {"subject", KeyForm::wording, true, "what it is about", "Your claim"},
         {"text", KeyForm::template_file, false, "the mail's text, a file of the site", "letters/award.txt"},
         {"message", KeyForm::wording, false, "instead of 'text': the text itself",
          "\"Your claim is decided.\""},
         {"html", KeyForm::flag, false, "the text as HTML too, for programs that show it", "true"},
         {"attach", KeyForm::lines, false, "files of the site to go with it", "[letters/how-to-appeal.pdf]"},
         {"pdf.letter", KeyForm::template_file, false,
          "a letter attached as PDF: its text, a file of the site", "letters/award.txt"},
         {"pdf.html", KeyForm::pattern_file, false,
          "the attached PDF as a page of HTML, a file of the site; 'letter' remains its text",
          "letters/award.html"},
         {"pdf.to", KeyForm::wording, false, "the letter's name and address, one line each",
          "\"{{ claim.name }}\\n{{ claim.address }}\""},
         {"pdf.subject", KeyForm::wording, false, "the line above the letter's text", "Your claim"},
         {"pdf.date", KeyForm::wording, false, "the letter's date; default: the day of delivery",
          "\"{{ decided_on }}\""},
         {"pdf.sender", KeyForm::lines, false, "the letterhead, one line each",
          "[Ashby Council, Market Place]"},
         {"pdf.name", KeyForm::text, false, "what the file is called; default: CASE-DELIVERY.pdf",
          "decision.pdf"},
         {"tls.required", KeyForm::flag, false,
          "false: without TLS if the server has none, for one on this machine; default: true", "false"}},
        "award_mail:\n  mail: smtp://mail.northmere.example:587\n  from: benefits@northmere.example\n  to: "
        "\"{{ "
        "claim.email }}\"\n  subject: Your claim\n  text: letters/award.txt\n"};
    for (auto& keys : {login_keys(),
                       AccessToken::keys(),
                       tls_keys(),
                       {timeout_key("how long it may take; default: PT2M")}})
      kind.keys.insert(kind.keys.end(), keys.begin(), keys.end());
    return kind;
  }();
  return kKind;
}

MailConnector::MailConnector(const Context& settings, const Context& as_written, const Surroundings& around)
    : server_(server_of(settings, around)),
      token_(token_of(settings)),
      token_client_(token_client(server_.connection)),
      shown_server_(text_at(as_written, "mail", "")),
      site_folder_(around.site_folder),
      attached_(lines_at(settings, "attach")),
      letter_sender_(lines_at(settings, "pdf.sender")),
      letter_name_(text_at(settings, "pdf.name", "")),
      letter_page_(page_in(settings, "pdf.html")),
      as_html_(flag_at(settings, "html", false)),
      clock_(around.time()) {}

std::optional<Letter> MailConnector::letter_of(const Delivery& delivery) const {
  const Value& pdf = delivery.content.at("pdf");
  if (!pdf.is(Value::Kind::context) || pdf.context().at("letter").is_null()) return {};
  return letter_from(pdf.context(), letter_sender_, delivery.case_number, clock_.now());
}

std::variant<MailMessage, DeliveryOutcome> MailConnector::message_of(const Delivery& delivery) const {
  MailMessage message;
  const auto read = [&](const std::string& key, bool may_lack) -> std::optional<Mailbox> {
    const std::string text(trim(delivery.content.at(key).text_or("")));
    if (text.empty() && may_lack) return Mailbox{};
    return parse_mailbox(text);
  };
  for (const auto& [key, mailbox] : {std::pair{"from", &message.from}, std::pair{"to", &message.to}}) {
    const auto found = read(key, false);
    if (!found) return not_a_mail(not_a_mailbox(key));
    *mailbox = *found;
  }
  for (const auto& [key, mailbox] :
       {std::pair{"cc", &message.cc}, std::pair{"reply_to", &message.reply_to}}) {
    const auto found = read(key, true);
    if (!found) return not_a_mail(not_a_mailbox(key));
    if (!found->address.empty()) *mailbox = *found;
  }
  const std::string text = delivery.content.at("text").text_or(delivery.content.at("message").text_or(""));
  if (trim(text).empty()) return not_a_mail("the mail would be empty: its template gave no text");
  if (const auto letter = letter_of(delivery); letter && trim(letter->body).empty())
    return not_a_mail("the letter would be empty: its template gave no text");
  message.subject = delivery.content.at("subject").text_or("");
  message.date = clock_.now();
  message.id = id_of(effect_of(delivery), file_stem(delivery), message.from.domain());
  if (delivery.amendment > 0) {
    Delivery first = delivery;
    first.amendment = 0;
    message.in_reply_to = id_of(effect_of(first), file_stem(first), message.from.domain());
  }
  message.text = body_as_text(text);
  if (as_html_) message.html = body_as_html(text);
  return message;
}

std::vector<std::string> MailConnector::attachment_names(const Delivery& delivery) const {
  std::vector<std::string> names;
  if (letter_of(delivery))
    names.push_back(letter_name_.empty() ? file_stem(delivery) + ".pdf" : letter_name_);
  for (const std::string& file : attached_) names.push_back(std::filesystem::path(file).filename());
  return names;
}

// In the order of attachment_names().
void MailConnector::attach(MailMessage& message, const Delivery& delivery) const {
  std::vector<std::string> contents;
  if (const auto letter = letter_of(delivery)) {
    contents.push_back(letter_page_
                           ? typeset(letter_page_->filled(delivery.content.at("pdf").context().at("html")),
                                     site_folder_ / kLetterFiles)
                           : set_as_pdf(*letter));
  }
  for (const std::string& file : attached_)
    contents.push_back(read_file(site_folder_ / file, kLargestAttachment));
  const auto names = attachment_names(delivery);
  for (size_t i = 0; i < names.size(); ++i) message.attachments.push_back({names[i], std::move(contents[i])});
}

DeliveryOutcome MailConnector::deliver(const Delivery& delivery) {
  auto made = message_of(delivery);
  if (auto* outcome = std::get_if<DeliveryOutcome>(&made)) return std::move(*outcome);
  MailMessage& message = std::get<MailMessage>(made);
  std::string bytes;
  try {
    attach(message, delivery);
    bytes = composed(message);
  } catch (const Error& error) {  // a file that is not there, a letter that cannot be set
    return {Kind::unavailable, error.message(), ""};
  }
  SmtpMail mail{message.from.address, {message.to.address}, false, bytes};
  if (message.cc) mail.to.push_back(message.cc->address);
  mail.needs_utf8 = message.from.needs_utf8() || message.to.needs_utf8() ||
                    (message.cc && message.cc->needs_utf8()) ||
                    (message.reply_to && message.reply_to->needs_utf8());
  const auto answer = send(mail);
  if (const auto* outcome = std::get_if<DeliveryOutcome>(&answer)) return *outcome;
  DeliveryOutcome outcome = outcome_of(std::get<SmtpAnswer>(answer));
  if (outcome.kind == Kind::delivered) outcome.receipt = "mail " + message.id;
  return outcome;
}

std::variant<SmtpAnswer, DeliveryOutcome> MailConnector::send(const SmtpMail& mail) {
  if (!token_) return send_mail(server_, mail);
  for (;;) {  // a token that was kept may have been withdrawn: once more with a new one
    const bool was_kept = token_->is_kept();
    auto token = token_->get(token_client_, clock_.now());
    if (auto* outcome = std::get_if<DeliveryOutcome>(&token)) return std::move(*outcome);
    SmtpSettings server = server_;
    server.token = std::get<std::string>(token);
    SmtpAnswer answer = send_mail(server, mail);
    if (answer.trouble != SmtpAnswer::Trouble::no_login) return answer;
    token_->forget();
    if (!was_kept) return answer;
  }
}

std::string MailConnector::preview(const Delivery& delivery) const {
  auto made = message_of(delivery);
  if (auto* outcome = std::get_if<DeliveryOutcome>(&made)) return "not sent: " + outcome->why + "\n";
  const MailMessage& message = std::get<MailMessage>(made);
  std::string text = "mail by " + shown_server_ + "\nFrom: " + shown(message.from) + "\n";
  if (message.reply_to) text += "Reply-To: " + shown(*message.reply_to) + "\n";
  text += "To: " + shown(message.to) + "\n";
  if (message.cc) text += "Cc: " + shown(*message.cc) + "\n";
  text += "Subject: " + fold_space(message.subject) + "\nMessage-ID: <" + message.id + ">\n";
  const auto names = attachment_names(delivery);
  if (!names.empty()) text += "Attached: " + join(names, ", ") + "\n";
  text += "\n" + message.text;
  if (const auto letter = letter_of(delivery)) text += "\n" + names.front() + ":\n\n" + set_as_text(*letter);
  return text;
}

}  // namespace mailroom::connectors

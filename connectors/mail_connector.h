// `mail`: one mail a delivery, handed to the office's mail server by SMTP, with the letter attached as PDF
// and files of the site if the workflow says so. A mail server looks at no key: what was whole when the
// connection was lost may have been taken, waits for a person, and is never sent again by itself. Its
// Message-ID is made of the delivery's key, so that whoever does send it again sends a double that can be
// told.
//
// One thread at a time. An amendment is another mail that refers to the first.
#pragma once

#include <variant>

#include "connectors/access_token.h"
#include "connectors/connector.h"
#include "connectors/html_template.h"
#include "connectors/kind.h"
#include "connectors/letter.h"
#include "connectors/mail_message.h"
#include "connectors/smtp_client.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& mail_kind();

class MailConnector final : public Connector {
 public:
  // `as_written`: the settings before secrets were put in, for what people see.
  MailConnector(const Context& settings, const Context& as_written, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return false; }
  bool amends() const override { return true; }

 private:
  // The mail without its attachments, or why there is none.
  std::variant<MailMessage, DeliveryOutcome> message_of(const Delivery& delivery) const;
  std::optional<Letter> letter_of(const Delivery& delivery) const;
  std::vector<std::string> attachment_names(const Delivery& delivery) const;
  void attach(MailMessage& message, const Delivery& delivery) const;
  std::variant<SmtpAnswer, DeliveryOutcome> send(const SmtpMail& mail);

  SmtpSettings server_;
  std::optional<AccessToken> token_;  // with which we sign in, instead of a password
  HttpClient token_client_;
  std::string shown_server_;
  std::filesystem::path site_folder_;
  std::vector<std::string> attached_;  // files of the site
  std::vector<std::string> letter_sender_;
  std::string letter_name_;  // empty: by case and delivery
  std::optional<HtmlTemplate> letter_page_;
  bool as_html_;
  const Clock& clock_;
};

}  // namespace mailroom::connectors

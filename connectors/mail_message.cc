#include "connectors/mail_message.h"

#include <gmime/gmime.h>

#include <array>
#include <memory>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace {

constexpr const char* kCharset = "utf-8";

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
  void operator()(GDateTime* time) const { g_date_time_unref(time); }
  void operator()(GMimeFormatOptions* options) const { g_mime_format_options_free(options); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

void start_gmime() {
  static const bool started = [] {
    g_mime_init();
    return true;
  }();
  (void)started;
}

Owned<GMimePart> part_of(const std::string& type, const std::string& bytes, GMimeContentEncoding encoding) {
  const size_t slash = type.find('/');
  Owned<GMimePart> part(
      g_mime_part_new_with_type(type.substr(0, slash).c_str(), type.substr(slash + 1).c_str()));
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Owned<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), encoding);
  return part;
}

Owned<GMimePart> text_part(const std::string& type, const std::string& text) {
  auto part = part_of(type, to_utf8(code_points(text)), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", kCharset);
  return part;
}

// Not the smallest character set that has the letters, which is GMime's choice: programs know this one best.
void write_in_utf8(GMimeParamList* parameters, const char* name) {
  GMimeParam* const parameter = g_mime_param_list_get_parameter(parameters, name);
  if (parameter != nullptr) g_mime_param_set_charset(parameter, kCharset);
}

Owned<GMimePart> attachment_part(const MailAttachment& attachment) {
  auto part = part_of(media_type_of(attachment.name), attachment.bytes, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_object_set_disposition(GMIME_OBJECT(part.get()), GMIME_DISPOSITION_ATTACHMENT);
  g_mime_part_set_filename(part.get(), attachment.name.c_str());
  GMimeObject* const object = GMIME_OBJECT(part.get());
  write_in_utf8(g_mime_content_disposition_get_parameters(g_mime_object_get_content_disposition(object)),
                "filename");
  write_in_utf8(g_mime_content_type_get_parameters(g_mime_object_get_content_type(object)), "name");
  return part;
}

// Not GMime's own boundary, which is another each time.
Owned<GMimeMultipart> several(const char* subtype, const MailMessage& message) {
  Owned<GMimeMultipart> parts(g_mime_multipart_new_with_subtype(subtype));
  const std::string boundary = "=-" + sha256(message.id + subtype).substr(0, 32);
  g_mime_multipart_set_boundary(parts.get(), boundary.c_str());
  return parts;
}

Owned<GMimeObject> body_of(const MailMessage& message) {
  Owned<GMimeObject> body(GMIME_OBJECT(text_part("text/plain", message.text).release()));
  if (!message.html.empty()) {
    auto both = several("alternative", message);
    g_mime_multipart_add(both.get(), body.get());
    g_mime_multipart_add(both.get(), GMIME_OBJECT(text_part("text/html", message.html).get()));
    body.reset(GMIME_OBJECT(both.release()));
  }
  if (!message.attachments.empty()) {
    auto all = several("mixed", message);
    g_mime_multipart_add(all.get(), body.get());
    for (const MailAttachment& one : message.attachments)
      g_mime_multipart_add(all.get(), GMIME_OBJECT(attachment_part(one).get()));
    body.reset(GMIME_OBJECT(all.release()));
  }
  return body;
}

void add_mailbox(GMimeMessage* message, GMimeAddressType kind, const Mailbox& mailbox) {
  const char* const name = mailbox.name.empty() ? nullptr : mailbox.name.c_str();
  const Owned<InternetAddress> one(internet_address_mailbox_new(name, mailbox.address.c_str()));
  internet_address_set_charset(one.get(), kCharset);
  internet_address_list_add(g_mime_message_get_addresses(message, kind), one.get());
}

std::string written(GMimeMessage* message) {
  const Owned<GMimeFormatOptions> options(g_mime_format_options_new());
  g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
  g_mime_format_options_set_param_encoding_method(options.get(), GMIME_PARAM_ENCODING_METHOD_RFC2231);
  const Owned<GMimeStream> stream(g_mime_stream_mem_new());
  if (g_mime_object_write_to_stream(GMIME_OBJECT(message), options.get(), stream.get()) < 0)
    throw Error(Fault::machine, "mail_failed", "the mail cannot be composed");
  const GByteArray* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

}  // namespace

std::string composed(const MailMessage& mail) {
  start_gmime();
  const Owned<GMimeMessage> message(g_mime_message_new(FALSE));
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, mail.from);
  if (mail.reply_to) add_mailbox(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, *mail.reply_to);
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, mail.to);
  if (mail.cc) add_mailbox(message.get(), GMIME_ADDRESS_TYPE_CC, *mail.cc);
  g_mime_message_set_subject(message.get(), fold_space(mail.subject).c_str(), kCharset);
  const Owned<GDateTime> date(g_date_time_new_from_unix_utc(mail.date.microseconds / 1'000'000));
  g_mime_message_set_date(message.get(), date.get());
  g_mime_message_set_message_id(message.get(), mail.id.c_str());
  const auto set = [&](const char* name, const std::string& value) {
    g_mime_object_set_header(GMIME_OBJECT(message.get()), name, value.c_str(), kCharset);
  };
  if (!mail.in_reply_to.empty()) {
    set("In-Reply-To", "<" + mail.in_reply_to + ">");
    set("References", "<" + mail.in_reply_to + ">");
  }
  // RFC 3834, 5: no holiday notice is sent in answer.
  set("Auto-Submitted", "auto-generated");
  g_mime_message_set_mime_part(message.get(), body_of(mail).get());
  return written(message.get());
}

std::string media_type_of(const std::string& file_name) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 9> kTypes = {{
      {".pdf", "application/pdf"},
      {".txt", "text/plain"},
      {".html", "text/html"},
      {".csv", "text/csv"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".odt", "application/vnd.oasis.opendocument.text"},
      {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
  }};
  const std::string name = to_lower_ascii(file_name);
  for (const auto& [ending, type] : kTypes) {
    if (name.size() > ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0)
      return type;
  }
  return "application/octet-stream";
}

}  // namespace mailroom::connectors

// Mails by GMime (RFC 5322, 2045–2049, 2231), as lenient as it is: a mail that breaks the rules is unpacked
// as far as it can be understood, and never dropped.
#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "ocr/reader/media_type.h"
#include "ocr/reader/unpacking.h"

namespace mailroom::ocr::reader {

namespace {

struct ObjectReleaser {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, ObjectReleaser>;

struct TextReleaser {
  void operator()(char* text) const { g_free(text); }
};
using Text = std::unique_ptr<char, TextReleaser>;

std::string text_of(const char* text) {
  if (!text) return {};
  return is_valid_utf8(text) ? std::string(text) : to_utf8(code_points(text));
}

void start_library() {
  static const bool kStarted = [] {
    g_mime_init();
    return true;
  }();
  (void)kStarted;
}

// The decoded bytes of a part; `limit` is checked by the caller afterwards, decoding never grows.
std::string content_of(GMimePart* part) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (!content) return {};
  const Owned<GMimeStream> memory(g_mime_stream_mem_new());
  if (g_mime_data_wrapper_write_to_stream(content, memory.get()) < 0) return {};
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  if (bytes->len == 0) {
    // An encoding that is not what it says it is: as it came, rather than nothing.
    const Owned<GMimeStream> raw(g_mime_stream_mem_new());
    g_mime_stream_write_to_stream(g_mime_data_wrapper_get_stream(content), raw.get());
    bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(raw.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
  }
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

std::string raw_bytes(GMimeObject* object) {
  const Owned<GMimeStream> memory(g_mime_stream_mem_new());
  g_mime_object_write_to_stream(object, nullptr, memory.get());
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

bool is_attachment(GMimeObject* object) {
  GMimeContentDisposition* disposition = g_mime_object_get_content_disposition(object);
  return disposition && g_mime_content_disposition_is_attachment(disposition);
}

// What a person reads when the mail is opened: the texts of its body, one after the other.
class Body {
 public:
  void plain(GMimeTextPart* part) { append(text(part)); }
  void html(GMimeTextPart* part) { append(text_of_html(text(part))); }
  const std::string& said() const { return said_; }

 private:
  static std::string text(GMimeTextPart* part) {
    const Text decoded(g_mime_text_part_get_text(part));
    return text_of(decoded.get());
  }
  void append(const std::string& more) {
    if (trim(more).empty()) return;
    if (!said_.empty()) said_ += "\n\n";
    said_ += trim(more);
  }
  std::string said_;
};

class Walk {
 public:
  Walk(Unpacking& unpacking, int depth) : unpacking_(unpacking), depth_(depth) {}

  // Recursion is bounded by GMime's own limit on nesting (1,024 levels, g_mime_parser).
  void object(GMimeObject* object) {
    if (!object) return;
    if (GMIME_IS_MULTIPART(object)) return multipart(GMIME_MULTIPART(object));
    if (GMIME_IS_MESSAGE_PART(object)) return message(GMIME_MESSAGE_PART(object));
    if (GMIME_IS_PART(object)) return part(GMIME_PART(object));
  }
  const Body& body() const { return body_; }

 private:
  void multipart(GMimeMultipart* multipart) {
    const int count = g_mime_multipart_get_count(multipart);
    GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(multipart));
    if (g_mime_content_type_is_type(type, "multipart", "alternative")) return alternative(multipart, count);
    for (int i = 0; i < count; ++i) object(g_mime_multipart_get_part(multipart, i));
  }

  // The same said twice: the plain one is kept; what is not text (a calendar entry, pictures) too.
  void alternative(GMimeMultipart* multipart, int count) {
    bool has_plain = false;
    for (int i = 0; i < count; ++i) has_plain |= is_text(g_mime_multipart_get_part(multipart, i), "plain");
    for (int i = 0; i < count; ++i) {
      GMimeObject* part = g_mime_multipart_get_part(multipart, i);
      if (has_plain && is_text(part, "html")) continue;
      object(part);
    }
  }

  static bool is_text(GMimeObject* object, const char* subtype) {
    return object && GMIME_IS_TEXT_PART(object) && !is_attachment(object) &&
           g_mime_content_type_is_type(g_mime_object_get_content_type(object), "text", subtype);
  }

  void message(GMimeMessagePart* part) {
    GMimeMessage* message = g_mime_message_part_get_message(part);
    if (!message) return;
    unpacking_.mail(raw_bytes(GMIME_OBJECT(message)), depth_ + 1);
  }

  void part(GMimePart* part) {
    const char* given = g_mime_part_get_filename(part);
    GMimeObject* object = GMIME_OBJECT(part);
    if (!given) {
      if (is_text(object, "html")) return body_.html(GMIME_TEXT_PART(part));
      // Without a type, a part is plain text (RFC 2045, 5.2), unless its bytes say otherwise.
      if (GMIME_IS_TEXT_PART(part) && !is_attachment(object)) return body_.plain(GMIME_TEXT_PART(part));
    }
    std::string bytes = content_of(part);
    if (bytes.empty() && !given) return;  // says nothing and has no name
    ++attachments_;
    unpacking_.add(plain_name(text_of(given), "attachment " + std::to_string(attachments_)), bytes,
                   depth_ + 1);
  }

  Unpacking& unpacking_;
  int depth_;
  int attachments_ = 0;
  Body body_;
};

// The date of the hand-over to our side: the topmost Received line's, after its last semicolon.
std::string received_date(GMimeObject* message) {
  GMimeHeaderList* headers = g_mime_object_get_header_list(message);
  for (int i = 0; i < g_mime_header_list_get_count(headers); ++i) {
    GMimeHeader* header = g_mime_header_list_get_header_at(headers, i);
    if (to_lower_ascii(g_mime_header_get_name(header)) != "received") continue;
    const std::string value = text_of(g_mime_header_get_raw_value(header));
    const size_t semicolon = value.rfind(';');
    return semicolon == std::string::npos ? std::string() : fold_space(value.substr(semicolon + 1));
  }
  return {};
}

void note_headers(Unpacking& unpacking, GMimeMessage* message) {
  const auto put = [&](const char* name, std::string value) {
    value = fold_space(value);
    if (!value.empty()) unpacking.header(name, std::move(value));
  };
  if (InternetAddressList* from = g_mime_message_get_from(message)) {
    const Text shown(internet_address_list_to_string(from, nullptr, FALSE));
    put("from", text_of(shown.get()));
  }
  put("subject", text_of(g_mime_message_get_subject(message)));
  put("date", text_of(g_mime_object_get_header(GMIME_OBJECT(message), "Date")));
  put("received", received_date(GMIME_OBJECT(message)));
  put("message-id", text_of(g_mime_message_get_message_id(message)));
}

}  // namespace

void Unpacking::mail(std::string_view bytes, int depth) {
  check_depth(depth);
  start_library();
  result.is_container = true;
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  g_mime_parser_set_format(parser.get(),
                           bytes.starts_with("From ") ? GMIME_FORMAT_MBOX : GMIME_FORMAT_MESSAGE);
  const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) throw Error(Fault::document, "truncated", "the mail is damaged or cut short");
  if (depth == 0) note_headers(*this, message.get());
  Walk walk(*this, depth);
  const size_t place = result.parts.size();
  walk.object(g_mime_message_get_mime_part(message.get()));
  if (walk.body().said().empty()) return;
  keep("message.txt", "text/plain", walk.body().said());
  // A person reads the mail first, then what came with it.
  std::rotate(result.parts.begin() + static_cast<std::ptrdiff_t>(place), result.parts.end() - 1,
              result.parts.end());
}

}  // namespace mailroom::ocr::reader

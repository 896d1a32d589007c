#include "daemon/upload_request.h"

#include <Poco/Exception.h>
#include <Poco/Net/MediaType.h>
#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include <sstream>

#include "base/error.h"
#include "base/text.h"

namespace mailroom::daemon {

namespace {

constexpr size_t kMostParts = 100;
constexpr size_t kMostFieldBytes = 64 << 10;
constexpr size_t kMostNameBytes = 200;
constexpr char kNameless[] = "upload";

[[noreturn]] void refuse(const std::string& why, const std::string& fix = {}) {
  throw Error(Fault::usage, "request_invalid", why, {}, fix);
}

std::string plain_name(std::string_view name) {
  if (const size_t slash = name.find_last_of("/\\"); slash != std::string_view::npos)
    name.remove_prefix(slash + 1);
  std::string plain;
  for (const uint32_t point : code_points(name)) {
    if (plain.size() >= kMostNameBytes) break;
    if (point >= 0x20 && point != 0x7f) append_utf8(plain, point);
  }
  plain = std::string(trim(plain));
  return plain.empty() || plain == "." || plain == ".." ? kNameless : plain;
}

std::string field_text(const std::string& name, std::string value) {
  if (value.size() > kMostFieldBytes) refuse("the field '" + name + "' is longer than 64 kB");
  if (!is_valid_utf8(value)) refuse("the field '" + name + "' is no UTF-8");
  return value;
}

// One part of a form: a file if it has a file's name.
void take_part(Poco::Net::MultipartReader& reader, Upload& upload) {
  Poco::Net::MessageHeader header;
  reader.nextPart(header);
  Poco::Net::NameValueCollection parameters;
  std::string disposition;
  Poco::Net::MessageHeader::splitParameters(header.get("Content-Disposition", ""), disposition, parameters);
  std::string bytes;
  Poco::StreamCopier::copyToString(reader.stream(), bytes);
  const std::string name = parameters.get("name", "");
  if (parameters.has("filename")) {
    upload.files.push_back({plain_name(parameters["filename"]), std::move(bytes)});
  } else if (name.empty() || !is_valid_utf8(name) || name.size() > kMostNameBytes) {
    refuse("a part of the form has no name", "give each Content-Disposition: form-data a name");
  } else {
    upload.metadata.put(name, field_text(name, std::move(bytes)));
  }
}

// Poco takes whatever comes for the last part: a form that was cut short would lose its end without a word.
bool is_whole(std::string_view body, const std::string& boundary) {
  return body.find("--" + boundary + "--") != std::string_view::npos;
}

void take_form(const std::string& boundary, const std::string& body, Upload& upload) {
  if (boundary.empty()) refuse("the form has no boundary", "write multipart/form-data; boundary=…");
  if (!is_whole(body, boundary)) refuse("the form is cut short: its last boundary is missing");
  std::istringstream stream(body);
  Poco::Net::MultipartReader reader(stream, boundary);
  for (size_t parts = 0; reader.hasNextPart(); ++parts) {
    if (parts == kMostParts) refuse("the form has more than " + std::to_string(kMostParts) + " parts");
    take_part(reader, upload);
  }
}

}  // namespace

std::string UploadHead::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

UploadHead head_of(const std::string& method, const std::string& target) {
  UploadHead head;
  head.method = method;
  try {
    const Poco::URI uri(target);
    head.path = uri.getPath();
    for (const auto& [name, value] : uri.getQueryParameters()) head.query[name] = field_text(name, value);
  } catch (const Poco::Exception&) {
    refuse("the request's address cannot be understood");
  }
  return head;
}

Upload parse_upload(const UploadHead& head, std::string body) {
  Upload upload;
  for (const auto& [name, value] : head.query) {
    if (name != "name") upload.metadata.put(name, value);
  }
  try {
    const std::string type = head.header("content-type");
    const Poco::Net::MediaType media(type.empty() ? "application/octet-stream" : type);
    if (to_lower_ascii(media.getType()) == "multipart") {
      take_form(media.hasParameter("boundary") ? media.getParameter("boundary") : "", body, upload);
    } else {
      const auto name = head.query.find("name");
      upload.files.push_back(
          {name == head.query.end() ? kNameless : plain_name(name->second), std::move(body)});
    }
  } catch (const Poco::Exception&) {
    refuse("the form cannot be understood", "send multipart/form-data, or one file as the body");
  }
  if (upload.files.empty()) refuse("there is no file in it", "a file's part has a filename");
  return upload;
}

}  // namespace mailroom::daemon

#include "daemon/upload_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace mailroom::daemon {

using ::testing::HasSubstr;

namespace {

constexpr char kForm[] =
    "--XX\r\nContent-Disposition: form-data; name=\"received\"\r\n\r\n2026-11-20\r\n"
    "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\\\post\\\\claim.pdf\"\r\n"
    "Content-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--XX--\r\n";

UploadHead form_head() {
  UploadHead head = head_of("POST", "/v1/items?channel=portal");
  head.headers["content-type"] = "multipart/form-data; boundary=XX";
  return head;
}

std::string refusal_of(const UploadHead& head, std::string body) {
  try {
    (void)parse_upload(head, std::move(body));
    return "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::usage);
    return error.message();
  }
}

}  // namespace

TEST(UploadRequest, AFormGivesItsFilesAndItsFields) {
  const Upload upload = parse_upload(form_head(), kForm);
  ASSERT_EQ(upload.files.size(), 1u);
  EXPECT_EQ(upload.files[0].name, "claim.pdf");
  EXPECT_EQ(upload.files[0].bytes, "%PDF-1.7");
  EXPECT_EQ(upload.metadata.at("received").text_or(""), "2026-11-20");
  EXPECT_EQ(upload.metadata.at("channel").text_or(""), "portal");
}

TEST(UploadRequest, ABodyIsAFileByItself) {
  const Upload upload = parse_upload(head_of("POST", "/v1/items?name=scan%2017.tif"), "pixels");
  ASSERT_EQ(upload.files.size(), 1u);
  EXPECT_EQ(upload.files[0].name, "scan 17.tif");
  EXPECT_EQ(upload.files[0].bytes, "pixels");
  EXPECT_TRUE(upload.metadata.empty());
  EXPECT_EQ(parse_upload(head_of("POST", "/v1/items"), "pixels").files[0].name, "upload");
}

TEST(UploadRequest, AFormThatIsCutShortIsRefused) {
  const std::string form = kForm;
  EXPECT_EQ(refusal_of(form_head(), form.substr(0, form.size() - 10)),
            "the form is cut short: its last boundary is missing");
}

TEST(UploadRequest, AFormWithoutBoundaryNameOrFileIsRefused) {
  UploadHead head = form_head();
  head.headers["content-type"] = "multipart/form-data";
  EXPECT_EQ(refusal_of(head, kForm), "the form has no boundary");
  EXPECT_EQ(refusal_of(form_head(), "--XX\r\n\r\nnothing\r\n--XX--\r\n"), "a part of the form has no name");
  EXPECT_EQ(
      refusal_of(form_head(), "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--XX--\r\n"),
      "there is no file in it");
}

}  // namespace mailroom::daemon

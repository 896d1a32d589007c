#include <zip.h>

#include <filesystem>
#include <iostream>

#include "base/file.h"
#include "ocr/reader/media_type.h"
#include "ocr/reader/unpack.h"
#include "ocr/reader/unpacking.h"

namespace mailroom::ocr::reader {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

Unpacked unpack_here(std::string_view bytes, const ReaderLimits& limits = {}) {
  return unpack(bytes, "item", limits);
}

// "name|type|bytes" of each part.
std::vector<std::string> parts_of(const Unpacked& unpacked) {
  std::vector<std::string> parts;
  for (const Part& part : unpacked.parts)
    parts.push_back(part.name + "|" + part.media_type + "|" + part.bytes);
  return parts;
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files,
                   const std::string& password = {}) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "made.zip").string();
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  for (const auto& [name, content] : files) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (!password.empty()) {
      zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_TRAD_PKWARE,
                              password.c_str());
    }
  }
  EXPECT_EQ(zip_close(archive), 0);
  return read_file(path);
}

constexpr std::string_view kTwoClaims =
    "Received: from a by b; Mon, 23 Nov 2026 08:00:00 +0000\r\n"
    "From: \"N. Eriksen\" <n@example.org>\r\n"
    "Subject: =?utf-8?q?Antr=C3=A4ge?=\r\n"
    "Date: Sun, 22 Nov 2026 23:59:00 +0000\r\n"
    "Message-ID: <1@example.org>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n"
    "--y\r\nContent-Type: text/plain\r\n\r\nPlease find two claims.\r\n"
    "--y\r\nContent-Type: text/html\r\n\r\n<p>Please find <b>two</b> claims.</p>\r\n--y--\r\n"
    "--x\r\nContent-Type: application/octet-stream\r\n"
    "Content-Disposition: attachment; filename*=utf-8''claim%20%C3%A4.pdf\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n"
    "--x\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: inner\r\nFrom: a@b\r\n\r\nInner words.\r\n"
    "--x--\r\n";

TEST(Unpack, AMailGivesItsWordsThenItsAttachmentsThenMailsWithinIt) {
  const Unpacked unpacked = unpack_here(kTwoClaims);
  EXPECT_TRUE(unpacked.is_container);
  EXPECT_FALSE(unpacked.failure);
  EXPECT_THAT(parts_of(unpacked),
              ElementsAre("message.txt|text/plain|Please find two claims.",
                          "claim ä.pdf|application/pdf|%PDF-1.4\n", "message.txt|text/plain|Inner words."));
}

TEST(Unpack, AMailGivesItsHeadersAndWhenItReachedUs) {
  EXPECT_THAT(unpack_here(kTwoClaims).headers,
              UnorderedElementsAre(Pair("from", "\"N. Eriksen\" <n@example.org>"), Pair("subject", "Anträge"),
                                   Pair("date", "Sun, 22 Nov 2026 23:59:00 +0000"),
                                   Pair("received", "Mon, 23 Nov 2026 08:00:00 +0000"),
                                   Pair("message-id", "1@example.org")));
}

TEST(Unpack, AnHtmlMailGivesItsWords) {
  const Unpacked unpacked = unpack_here(
      "MIME-Version: 1.0\nContent-Type: text/html\n\n<html><head><title>no</title><style>p{}</style></head>"
      "<body><p>I earn &pound;472.50 &lt;net&gt;</p><!-- no --><br>Thank&#32;you</body></html>");
  EXPECT_THAT(parts_of(unpacked), ElementsAre("message.txt|text/plain|I earn £472.50 <net>\n\nThank you"));
}

TEST(Unpack, AnArchiveGivesItsFilesWithoutFolders) {
  const Unpacked unpacked = unpack_here(zip_of({{"post/a.txt", "first"}, {"post/../../b.pdf", "%PDF-1.7"}}));
  EXPECT_TRUE(unpacked.is_container);
  EXPECT_THAT(parts_of(unpacked), ElementsAre("a.txt|text/plain|first", "b.pdf|application/pdf|%PDF-1.7"));
}

TEST(Unpack, ArchivesInArchivesGiveWhatIsInThem) {
  const std::string inner = zip_of({{"inner.txt", "deep"}});
  EXPECT_THAT(parts_of(unpack_here(zip_of({{"inner.zip", inner}, {"outer.txt", "flat"}}))),
              ElementsAre("inner.txt|text/plain|deep", "outer.txt|text/plain|flat"));
}

TEST(Unpack, ADocumentIsItsOwnOnlyPart) {
  const Unpacked unpacked = unpack_here("%PDF-1.7\n");
  EXPECT_FALSE(unpacked.is_container);
  EXPECT_THAT(parts_of(unpacked), ElementsAre("item|application/pdf|%PDF-1.7\n"));
}

TEST(Unpack, AnOfficeDocumentIsNoArchive) {
  const std::string letter = zip_of({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w/>"}});
  const Unpacked unpacked = unpack_here(letter);
  EXPECT_FALSE(unpacked.is_container);
  ASSERT_EQ(unpacked.parts.size(), 1u);
  EXPECT_EQ(unpacked.parts[0].media_type,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
}

TEST(Unpack, AnArchiveWithAPasswordSaysSo) {
  const Unpacked unpacked = unpack_here(zip_of({{"a.txt", "secret"}}, "word"));
  EXPECT_EQ(unpacked.failure, (ReadFailure{"password_protected", "the archive is protected by a password"}));
}

TEST(Unpack, ADamagedArchiveSaysSo) {
  std::string archive = zip_of({{"a.txt", std::string(1000, 'a')}});
  EXPECT_EQ(unpack_here(archive.substr(0, archive.size() / 2)).failure->code, "truncated");
  archive[40] = static_cast<char>(archive[40] ^ 0x55);  // within the packed bytes
  EXPECT_EQ(unpack_here(archive).failure->code, "truncated");
}

TEST(Unpack, WhatInflatesBeyondTheLimitIsRefusedAsAWhole) {
  ReaderLimits limits;
  limits.bytes = 1 << 20;
  const std::string zeros(2 << 20, '\0');
  const Unpacked unpacked = unpack_here(zip_of({{"a.txt", "fine"}, {"bomb", zeros}}), limits);
  EXPECT_EQ(unpacked.failure->code, "too_large");
  EXPECT_THAT(unpacked.parts, IsEmpty());
}

TEST(Unpack, TooManyPartsAreRefusedAsAWhole) {
  ReaderLimits limits;
  limits.parts = 2;
  EXPECT_EQ(unpack_here(zip_of({{"a", "1"}, {"b", "2"}, {"c", "3"}}), limits).failure->code,
            "too_many_parts");
}

TEST(Unpack, EndlessNestingIsRefused) {
  std::string archive = "core";
  for (int i = 0; i < 12; ++i) archive = zip_of({{"a.zip", archive}});
  EXPECT_EQ(unpack_here(archive).failure->code, "nested_too_deep");
}

TEST(Unpack, AnEmptyFileSaysSo) {
  EXPECT_EQ(unpack_here("").failure->code, "empty");
}

TEST(MediaType, FollowsTheContent) {
  using namespace std::string_view_literals;
  EXPECT_EQ(media_type("II*\0...."sv), "image/tiff");
  EXPECT_EQ(media_type("\xff\xd8\xff\xe0"), "image/jpeg");
  EXPECT_EQ(media_type("\x89PNG\r\n\x1a\n"), "image/png");
  EXPECT_EQ(media_type("junk before %PDF-1.3"), "application/pdf");
  EXPECT_EQ(media_type("\x78\x9f\x3e\x22\x01"), "application/ms-tnef");
  EXPECT_EQ(media_type("Dear Sir or Madam,\n"), "text/plain");
  EXPECT_EQ(media_type("Caf\xe9 au lait"), "text/plain");
  EXPECT_EQ(media_type("\x01\x02\x00\x03"sv), "application/octet-stream");
}

TEST(MediaType, ALetterThatBeginsWithADateIsNoMail) {
  EXPECT_EQ(media_type("Date: 3 May\n\nDear Sir"), "text/plain");
  EXPECT_EQ(media_type("From: a@b\nTo: c@d\n\nhello"), "message/rfc822");
  EXPECT_EQ(media_type("From a@b Mon Nov 23 08:00:00 2026\nMessage-ID: <1>\n\nhello"), "message/rfc822");
}

TEST(PlainName, HasNeitherFoldersNorControlCharacters) {
  EXPECT_EQ(plain_name("C:\\post\\scan\n1.pdf", "x"), "scan1.pdf");
  EXPECT_EQ(plain_name("../..", "x"), "x");
  EXPECT_EQ(plain_name("", "x"), "x");
}

TEST(Unpack, EveryMailOfOtherLibrariesTestSetsIsUnpacked) {
  const std::filesystem::path folder = std::filesystem::path(MAILROOM_SOURCE).parent_path() / "shared/mail";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no ../shared/mail here: left out";
  int mails = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".eml") continue;
    const Unpacked unpacked = unpack(read_file(entry.path()), "mail", {});
    EXPECT_FALSE(unpacked.failure) << entry.path();
    mails += unpacked.is_container;
    for (const Part& part : unpacked.parts) EXPECT_FALSE(part.name.empty());
  }
  EXPECT_GT(mails, 100);
}

}  // namespace
}  // namespace mailroom::ocr::reader

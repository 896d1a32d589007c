#include "ocr/plain_document.h"

#include <gtest/gtest.h>

namespace mailroom::ocr {

using namespace std::string_view_literals;

TEST(PlainDocument, TellsWhatHoldsNoOtherDocuments) {
  EXPECT_EQ(plain_document("II*\0rest"sv), "image/tiff");
  EXPECT_EQ(plain_document("MM\0*rest"sv), "image/tiff");
  EXPECT_EQ(plain_document("\xff\xd8\xff\xe0"sv), "image/jpeg");
  EXPECT_EQ(plain_document("\x89PNG\r\n\x1a\n"sv), "image/png");
  EXPECT_EQ(plain_document("%PDF-1.7\n"sv), "application/pdf");
}

TEST(PlainDocument, LeavesTheRestToTheReader) {
  EXPECT_EQ(plain_document(""), "");
  EXPECT_EQ(plain_document("PK\x03\x04"), "");
  EXPECT_EQ(plain_document("From: a@b.example\r\n"), "");
  EXPECT_EQ(plain_document(" %PDF-1.7"), "") << "its head comes later: something else may come before it";
}

}  // namespace mailroom::ocr

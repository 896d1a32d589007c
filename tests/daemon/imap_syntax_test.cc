#include "daemon/imap_syntax.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace mailroom::daemon {

using ::testing::HasSubstr;

TEST(ImapSyntax, AReplyIsItsDataWithLiteralsInTheirPlaces) {
  const ImapDatum all =
      parse_imap({"* 12 FETCH (UID 7 FLAGS (\\Seen $X) BODY[] {9} X \"a \\\"b\\\"\")", {"From: x\r\n"}});
  ASSERT_EQ(all.items.size(), 4u);
  const ImapDatum& list = all.items[3];
  EXPECT_EQ(list.after("uid")->text, "7");
  EXPECT_EQ(list.after("BODY[]")->text, "From: x\r\n");
  EXPECT_EQ(list.after("FLAGS")->items.size(), 2u);
  EXPECT_EQ(list.after("X")->text, "a \"b\"");
  EXPECT_EQ(list.after("RFC822.SIZE"), nullptr);
}

TEST(ImapSyntax, WhatDoesNotEndIsAnError) {
  for (const char* text :
       {"* 1 FETCH (UID 7", "* 1 FETCH UID 7)", "* 1 FETCH (X \"a)", "* 1 FETCH (BODY[] {9})"}) {
    try {
      (void)parse_imap({text, {}});
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), "mail_server_unclear") << text;
    }
  }
  EXPECT_THROW((void)parse_imap({std::string(100'000, '('), {}}), Error);
}

TEST(ImapSyntax, UidsThatFollowEachOtherAreWrittenAsARange) {
  EXPECT_EQ(uid_set({1}), "1");
  EXPECT_EQ(uid_set({1, 2, 3, 7, 9, 10}), "1:3,7,9:10");
}

TEST(ImapSyntax, MailboxesAreNamedInModifiedUtf7) {
  EXPECT_EQ(imap_mailbox("INBOX"), "\"INBOX\"");
  EXPECT_EQ(imap_mailbox("a \"b\" \\ & c\r\n"), "\"a \\\"b\\\" \\\\ &- c\"");
  // RFC 3501, 5.1.3.
  EXPECT_EQ(imap_mailbox("~peter/mail/台北/日本語"), "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"");
  EXPECT_EQ(imap_mailbox("Anträge"), "\"Antr&AOQ-ge\"");
  EXPECT_EQ(imap_mailbox("📮"), "\"&2D3c7g-\"");
}

TEST(ImapSyntax, TheTimeOfDeliveryIsRead) {
  EXPECT_EQ(to_rfc3339(parse_imap_date("17-Jul-1996 02:44:25 -0700").value()), "1996-07-17T09:44:25.000Z");
  EXPECT_EQ(to_rfc3339(parse_imap_date(" 7-Nov-2026 02:44:25 +0000").value()), "2026-11-07T02:44:25.000Z");
  EXPECT_FALSE(parse_imap_date("yesterday"));
}

TEST(ImapSyntax, ANumberIsOneOfThirtyTwoBits) {
  EXPECT_EQ(imap_number("4294967295"), 4294967295u);
  EXPECT_FALSE(imap_number("4294967296"));
  EXPECT_FALSE(imap_number(""));
  EXPECT_FALSE(imap_number("-1"));
}

}  // namespace mailroom::daemon

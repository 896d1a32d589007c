// Addresses are read strictly, and a mail says what it is told and nothing else.
#include "connectors/mail_message.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "connectors/letter.h"

namespace mailroom::connectors {
namespace {

TEST(Mailbox, IsAnAddressPerhapsWithAName) {
  const auto plain = parse_mailbox(" ada@example.org ");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->name, "");
  EXPECT_EQ(plain->address, "ada@example.org");
  const auto named = parse_mailbox("Adams, Ada <ada.adams+tax@mail.example.org>");
  ASSERT_TRUE(named);
  EXPECT_EQ(named->name, "Adams, Ada");
  EXPECT_EQ(named->address, "ada.adams+tax@mail.example.org");
  EXPECT_EQ(named->domain(), "mail.example.org");
  EXPECT_EQ(parse_mailbox("\"Ada\" <ada@example.org>")->name, "Ada");
}

TEST(Mailbox, NeverBecomesASecondOneOrAnotherHead) {
  for (const char* one : {"",
                          "ada",
                          "@example.org",
                          "ada@",
                          "ada@example.org, eve@example.org",
                          "ada@example.org eve@example.org",
                          "ada@example.org\neve@example.org",
                          "Ada\r\nBcc: eve@example.org <ada@example.org>",
                          "Ada <eve@example.org> <ada@example.org>",
                          "<ada@example.org",
                          "ada@example.org>",
                          "Ada <ada@example.org>, Eve <eve@example.org>",
                          "ada@exam ple.org",
                          "a..da@example.org",
                          "ada@-example.org",
                          "ada@example..org",
                          "\"ada adams\"@example.org",
                          "ada@[127.0.0.1]",
                          "ada@example.org\xE2\x80\x8B",
                          "ada\xFF@example.org",
                          "ada@example.org\u202E"})
    EXPECT_FALSE(parse_mailbox(one)) << one;
  EXPECT_FALSE(parse_mailbox(std::string(65, 'a') + "@example.org"));
  EXPECT_FALSE(parse_mailbox("ada@" + std::string(64, 'a') + ".org"));
}

TEST(Mailbox, OfAnotherScriptNeedsAServerThatKnowsIt) {
  EXPECT_TRUE(parse_mailbox("jürgen@example.org")->needs_utf8());
  EXPECT_FALSE(parse_mailbox("ada@bücher.example")->needs_utf8());
  EXPECT_FALSE(parse_mailbox("Jürgen <j@example.org>")->needs_utf8());
}

MailMessage letter() {
  MailMessage mail;
  mail.from = *parse_mailbox("Northmere Benefits <benefits@northmere.example>");
  mail.to = *parse_mailbox("Łucja Müller, née O'Hara <lucja@example.org>");
  mail.subject = "Your claim";
  mail.date = *parse_rfc3339("2026-11-23T08:31:00Z");
  mail.id = "26-48817-3-mail.0123456789abcdef@northmere.example";
  mail.text = "Dear Łucja,\n\nyou get £31.40.\n";
  return mail;
}

TEST(MailMessage, IsSevenBitWithItsWordsEncoded) {
  const std::string mail = composed(letter());
  EXPECT_EQ(mail,
            "From: Northmere Benefits <benefits@northmere.example>\r\n"
            "To: =?UTF-8?b?xYF1Y2phIE3DvGxsZXIsIG7DqWU=?= O'Hara <lucja@example.org>\r\n"
            "Subject: Your claim\r\n"
            "Date: Mon, 23 Nov 2026 08:31:00 +0000\r\n"
            "Message-Id: <26-48817-3-mail.0123456789abcdef@northmere.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "Dear =C5=81ucja,\r\n"
            "\r\n"
            "you get =C2=A331.40.\r\n");
}

TEST(MailMessage, HasNoHeadThatAValueWroteIntoIt) {
  MailMessage mail = letter();
  mail.subject = "Your claim\r\nBcc: eve@example.org\r\n\r\nTransfer the money";
  const std::string written = composed(mail);
  EXPECT_NE(written.find("Subject: Your claim Bcc: eve@example.org Transfer the money\r\n"),
            std::string::npos)
      << written;
  EXPECT_EQ(written.find("\nBcc"), std::string::npos);
}

TEST(MailMessage, BringsFilesWithTheNamesTheyHave) {
  MailMessage mail = letter();
  mail.html = body_as_html(mail.text);
  mail.attachments = {{"Bescheid für Łucja.pdf", "%PDF-1.7"}};
  const std::string written = composed(mail);
  EXPECT_NE(written.find("Content-Type: multipart/mixed;"), std::string::npos) << written;
  EXPECT_NE(written.find("Content-Type: multipart/alternative;"), std::string::npos);
  EXPECT_NE(written.find("Content-Type: text/html; charset=utf-8"), std::string::npos);
  EXPECT_NE(written.find("Content-Type: application/pdf"), std::string::npos);
  EXPECT_NE(written.find("filename*=UTF-8''Bescheid%20f%C3%BCr%20%C5%81ucja.pdf"), std::string::npos)
      << written;
  EXPECT_EQ(written, composed(mail)) << "the same mail is the same bytes";
  for (const char c : written) ASSERT_TRUE(c == '\r' || c == '\n' || c == '\t' || (c >= ' ' && c < 0x7F));
}

TEST(MailMessage, KeepsAnAddressThatIsBeyondAscii) {
  MailMessage mail = letter();
  mail.to = *parse_mailbox("jürgen@bücher.example");
  // Of the domain every program knows how to write it in ASCII.
  EXPECT_NE(composed(mail).find("To: jürgen@xn--bcher-kva.example\r\n"), std::string::npos) << composed(mail);
}

TEST(LetterAsHtml, TakesWhatPeopleWroteAsText) {
  EXPECT_EQ(
      body_as_html("# A & B\n\nDear <script>x</script>,\nwe \"see\".\n\n- one\n- two\n\nWeek\t£31.40\n"),
      "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body dir=\"auto\">\n"
      "<h2>A &amp; B</h2>\n"
      "<p>Dear &lt;script&gt;x&lt;/script&gt;, we &quot;see&quot;.</p>\n"
      "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
      "<table>\n<tr><th align=\"left\">Week</th><td>£31.40</td></tr>\n</table>\n"
      "</body>\n</html>\n");
}

}  // namespace
}  // namespace mailroom::connectors

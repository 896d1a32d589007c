// What is known of an item beside its content, and what rules make of it.
#include "daemon/arrival.h"

#include "base/text.h"
#include "daemon/site.h"
#include "tests/daemon/office.h"

namespace mailroom::daemon {

namespace {

using testing::Office;
class ArrivalOffice : public Office {};

Document mail_from(std::string from, std::string subject) {
  Document document;
  document.inbox = "mail";
  document.file = "claim.pdf";
  document.metadata = {{"from", std::move(from)}, {"subject", std::move(subject)}, {"mailbox", "INBOX"}};
  return document;
}

std::optional<Site> load(const std::string& yaml, std::vector<Diagnostic>& problems) {
  const TemporaryFolder folder;
  write_file(folder.path() / kSiteFile, yaml);
  return load_site(folder.path(), problems);
}

}  // namespace

TEST(Arrival, TellsASendersAddressHoweverItIsWritten) {
  EXPECT_EQ(sender_of("Ada Adams <Ada.Adams@Example.org>"), "ada.adams@example.org");
  EXPECT_EQ(sender_of("\"Adams, Ada <the first>\" <ada@example.org>"), "ada@example.org");
  EXPECT_EQ(sender_of(" ada@example.org "), "ada@example.org");
  EXPECT_EQ(sender_of("undisclosed"), "");
  EXPECT_EQ(sender_of(""), "");
  EXPECT_EQ(sender_of("a@example.org, b@example.org"), "");
}

TEST(Arrival, OfAMailHasSenderSubjectAndMailbox) {
  const Context arrival = arrival_of(mail_from("Ada <ada@example.org>", "My\r\n claim"), {});
  EXPECT_EQ(arrival.at("inbox").text_or(""), "mail");
  EXPECT_EQ(arrival.at("sender").text_or(""), "ada@example.org");
  EXPECT_EQ(arrival.at("subject").text_or(""), "My claim");
  EXPECT_EQ(arrival.at("mailbox").text_or(""), "INBOX");
  EXPECT_EQ(arrival.at("file").text_or(""), "claim.pdf");
  EXPECT_EQ(arrival.at("folder").text_or("none"), "");
}

TEST(Arrival, IsNullWhereTheInboxDoesNotKnow) {
  Document file;
  file.inbox = "post";
  const Context arrival = arrival_of(file, {});
  EXPECT_TRUE(arrival.at("sender").is_null());
  EXPECT_TRUE(arrival.at("subject").is_null());
}

TEST(ArrivalRules, TakeTheFirstPatternThatFitsInTheOrderOfTheFile) {
  std::vector<Diagnostic> problems;
  const auto site = load(
      "inboxes:\n"
      "  mail:\n"
      "    folder: inbox\n"
      "    facts:\n"
      "      channel: mail\n"
      "      partner: {sender: {'*@advice.example': advice, '*': public}}\n"
      "      team: {subject: {'*hardship*': hardship}, sender: {'ada@*': ada}, otherwise: general}\n"
      "      desk: {subject: {'appeal*': appeals}}\n",
      problems);
  ASSERT_TRUE(site) << problems.at(0).message;
  EXPECT_EQ(site->post.arrival_facts, (std::vector<std::string>{"channel", "partner", "team", "desk"}));
  const auto& rules = site->inboxes.at(0).facts;
  Context known = arrival_of(mail_from("x <desk@ADVICE.example>", "URGENT: Hardship"), rules);
  EXPECT_EQ(known.at("channel").text_or(""), "mail");
  EXPECT_EQ(known.at("partner").text_or(""), "advice");
  EXPECT_EQ(known.at("team").text_or(""), "hardship");
  EXPECT_TRUE(known.at("desk").is_null());
  known = arrival_of(mail_from("ada@example.org", "Appeal"), rules);
  EXPECT_EQ(known.at("partner").text_or(""), "public");
  EXPECT_EQ(known.at("team").text_or(""), "ada");
  EXPECT_EQ(known.at("desk").text_or(""), "appeals");
  known = arrival_of(mail_from("", ""), rules);
  EXPECT_TRUE(known.at("partner").is_null());  // '*' fits any sender, not none
  EXPECT_EQ(known.at("team").text_or(""), "general");
}

TEST(ArrivalRules, ThatMakeNoSenseAreSaid) {
  std::vector<Diagnostic> problems;
  EXPECT_FALSE(
      load("inboxes:\n"
           "  mail:\n"
           "    folder: inbox\n"
           "    facts:\n"
           "      sender: me\n"
           "      two words: x\n"
           "      team: {subjct: {a: b}}\n"
           "      desk: {subject: appeals}\n"
           "      empty: {}\n",
           problems));
  std::vector<std::string> said;
  for (const Diagnostic& one : problems) said.push_back(one.message + ": " + one.hint);
  EXPECT_EQ(
      said,
      (std::vector<std::string>{
          "'sender' is what every inbox has: give the fact another name",
          "'two words': expected a name of letters, digits and '_': write two_words",
          "unknown key 'subjct': write 'subject'",
          "'subject': expected patterns with their values, got text: write subject: {'*hardship*': "
          "hardship}",
          "'empty': expected a text, or patterns: write empty: {sender: {'*@partner.example': partner}, "
          "otherwise: public}"}));
}

TEST(Patterns, StandForAnythingAtAStar) {
  EXPECT_TRUE(fits_pattern("*", ""));
  EXPECT_TRUE(fits_pattern("a*b*c", "A-b-B-c"));
  EXPECT_TRUE(fits_pattern("*.pdf", "x.pdf.PDF"));
  EXPECT_FALSE(fits_pattern("*.pdf", "x.pdfs"));
  EXPECT_FALSE(fits_pattern("", "x"));
  EXPECT_FALSE(fits_pattern("north/*", "south/north/"));
}

// From the inbox's folder to the case: it is there when the document is filed.
TEST_F(ArrivalOffice, ReachesTheCaseFromAFoldersName) {
  stages_.arrival_rules = [](const std::string& inbox) {
    EXPECT_EQ(inbox, "post");
    return std::vector<ArrivalRule>{{"team", {{"folder", "north*", "north"}}, "other"}};
  };
  Context arrival;
  const auto file = stages_.file;
  stages_.file = [&](const workflows::ReadDocument& document) {
    arrival = document.arrival;
    return file(document);
  };
  InboxSettings settings;
  settings.name = "post";
  settings.folder = folder_.path() / "inbox";
  settings.settle = std::chrono::seconds(0);
  make_folder(settings.folder / "north" / "a");
  write_file(settings.folder / "north" / "a" / "claim.tif", "II*-claim");
  FolderInbox inbox(settings, 1 << 20, store_, objects_, key_, clock_);
  inbox.look();
  clock_.advance(std::chrono::seconds(1));
  inbox.look();
  work();
  EXPECT_EQ(arrival.at("folder").text_or(""), "north/a");
  EXPECT_EQ(arrival.at("file").text_or(""), "claim.tif");
  EXPECT_EQ(arrival.at("team").text_or(""), "north");
  EXPECT_TRUE(arrival.at("sender").is_null());
}

}  // namespace mailroom::daemon

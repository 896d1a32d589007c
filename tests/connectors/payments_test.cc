// Credit transfers: what a bank gets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/error.h"
#include "base/file.h"
#include "connectors/payment.h"
#include "tests/connectors/made.h"

namespace mailroom::connectors {
namespace {

namespace fs = std::filesystem;
using Kind = DeliveryOutcome::Kind;

constexpr const char* kIban = "GB29 NWBK 6016 1331 9268 19";  // the registry's example
constexpr const char* kDebtor = "DE89370400440532013000";

Context settings(Context more = {}) {
  Context all{{"payments", "bank"},
              {"debtor", Context{{"name", "Northmere Borough Council"}, {"iban", kDebtor}}},
              {"batch", Context{{"every", "PT1H"}}}};
  for (const auto& [name, value] : more.entries()) all.put(name, value);
  return all;
}

Context pay(Context more = {}) {
  Context all{{"name", "Zoë Ångström"}, {"iban", kIban}, {"amount", *Decimal::parse("31.4")}};
  for (const auto& [name, value] : more.entries()) all.put(name, value);
  return all;
}

Delivery payment(const std::string& key, Context more = {}) {
  return {key, "26-48817-9", "payment", {{"pay", pay(std::move(more))}, {"about", "Award 26-48817-9"}}};
}

class PaymentsTest : public testing::Test {
 protected:
  std::unique_ptr<Connector> connector(Context more = {}) {
    return made("payments", settings(std::move(more)), site.path(), &clock);
  }
  std::string why_refused(Context more) {
    const DeliveryOutcome outcome = connector()->deliver(payment("0192/payment", std::move(more)));
    EXPECT_EQ(outcome.kind, Kind::refused);
    return outcome.why;
  }
  std::string refusal(Context more) {
    try {
      connector(std::move(more));
    } catch (const Error& error) {
      return error.message();
    }
    return "";
  }

  TemporaryFolder site{"mailroom-payments"};
  FakeClock clock{*parse_rfc3339("2026-11-27T16:31:00Z")};  // a Friday
};

TEST_F(PaymentsTest, AreOneOrderWithItsSums) {
  const auto one = connector();
  const DeliveryOutcome outcome = one->deliver(payment("0192/payment"));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_THAT(outcome.receipt, testing::MatchesRegex("26-48817-9-[0-9A-F]+ in payments-000001.xml in bank"));
  one->deliver(payment("0193/payment",
                       {{"bic", "nwbkgb2l"}, {"amount", *Decimal::parse("0.10")}, {"name", "Søren & Søn"}}));
  clock.advance(std::chrono::hours(1));
  one->tend();
  const std::string xml = read_file(site.path() / "bank" / "payments-000001.xml");
  for (const char* part :
       {"<MsgId>M20261127-000001-", "<CreDtTm>2026-11-27T17:31:00Z</CreDtTm>", "<NbOfTxs>2</NbOfTxs>",
        "<CtrlSum>31.50</CtrlSum>", "<Cd>SEPA</Cd>", "<Dt>2026-11-30</Dt>",
        "<IBAN>DE89370400440532013000</IBAN>", "<Id>NOTPROVIDED</Id>", "<ChrgBr>SLEV</ChrgBr>",
        "<InstdAmt Ccy=\"EUR\">31.40</InstdAmt>", "<Nm>Zoe Angstrom</Nm>",
        "<IBAN>GB29NWBK60161331926819</IBAN>", "<Ustrd>Award 26-48817-9</Ustrd>", "<BICFI>NWBKGB2L</BICFI>",
        "<Nm>Soren + Son</Nm>"})
    EXPECT_THAT(xml, testing::HasSubstr(part));
}

TEST_F(PaymentsTest, FollowTheSchema) {
  if (std::system("xmllint --version > /dev/null 2>&1") != 0)
    GTEST_SKIP() << "no xmllint here (libxml2-utils)";
  const auto one = connector({{"purpose", "BENE"}, {"booked_as_one", false}});
  one->deliver(payment("0192/payment"));
  one->deliver(payment("0193/payment", {{"bic", "NWBKGB2LXXX"}, {"name", "Αθηνά Παπαδοπούλου / 李明"}}));
  Delivery plain = payment("0194/payment");
  plain.content.erase("about");
  one->deliver(plain);
  const auto pounds = connector(
      {{"currency", "GBP"}, {"debtor", Context{{"name", "Council"}, {"iban", kIban}, {"bic", "NWBKGB2L"}}}});
  pounds->deliver(payment("0195/payment"));
  clock.advance(std::chrono::hours(1));
  one->tend();
  for (const char* file : {"payments-000001.xml", "payments-000002.xml"}) {
    const std::string command = std::string("xmllint --noout --nonet --schema " MAILROOM_SOURCE
                                            "/tests/data/pain.001.001.09-subset.xsd ") +
                                (site.path() / "bank" / file).string() + " 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << read_file(site.path() / "bank" / file);
  }
}

TEST_F(PaymentsTest, ThatCannotBePaidAreForAPerson) {
  EXPECT_EQ(why_refused({{"iban", "GB29NWBK60161331926818"}}),
            "the creditor's account is no IBAN: its check digits or its length are wrong");
  EXPECT_EQ(why_refused({{"iban", {}}}),
            "the creditor's account is no IBAN: its check digits or its length are wrong");
  EXPECT_EQ(why_refused({{"bic", "NWBK"}}), "the creditor's bank is no BIC");
  EXPECT_EQ(why_refused({{"name", " "}}), "the creditor's name is missing");
  EXPECT_EQ(why_refused({{"name", std::string(71, 'a')}}),
            "the creditor's name has 71 characters, a payment 70");
  EXPECT_EQ(why_refused({{"amount", "31.40"}}), "the amount is missing or no number");
  EXPECT_EQ(why_refused({{"amount", 0}}), "the amount is not above zero");
  EXPECT_EQ(why_refused({{"amount", *Decimal::parse("-1")}}), "the amount is not above zero");
  EXPECT_EQ(why_refused({{"amount", *Decimal::parse("0.005")}}),
            "the amount has more than 2 digits behind the point");
  EXPECT_EQ(why_refused({{"amount", *Decimal::parse("1000000000")}}), "the amount is above 999,999,999.99");
}

TEST_F(PaymentsTest, AreOrderedOnce) {
  const auto one = connector();
  const std::string receipt = one->deliver(payment("0192/payment")).receipt;
  clock.advance(std::chrono::hours(1));
  one->tend();
  EXPECT_EQ(connector()->deliver(payment("0192/payment")).receipt, receipt);
  clock.advance(std::chrono::hours(1));
  one->tend();
  EXPECT_FALSE(fs::exists(site.path() / "bank" / "payments-000002.xml"));
  EXPECT_FALSE(connector()->amends());
}

TEST_F(PaymentsTest, WrongSettingsAreTold) {
  EXPECT_THAT(refusal({{"debtor", Context{{"name", "Council"}, {"iban", "DE00370400440532013000"}}}}),
              testing::HasSubstr("'debtor.iban' is not usable"));
  EXPECT_THAT(refusal({{"debtor", Context{{"iban", kDebtor}}}}), testing::HasSubstr("'debtor.name'"));
  EXPECT_THAT(refusal({{"currency", "EUROS"}}), testing::HasSubstr("'currency'"));
  EXPECT_THAT(refusal({{"execute", "tomorrow"}}), testing::HasSubstr("'execute'"));
  EXPECT_THAT(refusal({{"purpose", "benefits"}}), testing::HasSubstr("'purpose'"));
  EXPECT_THAT(refusal({{"batch", Context{{"at_most", "5"}}}}), testing::HasSubstr("'batch'"));
}

TEST_F(PaymentsTest, ADryRunShowsTheTransfer) {
  const Context debtor{{"name", "Council"}, {"iban", "${secret:ACCOUNT}"}};
  EXPECT_THAT(connector({{"debtor", debtor}})->preview(payment("0192/payment")),
              testing::MatchesRegex("in a batch in bank\n31.4 EUR to Zoe Angstrom, GB29NWBK60161331926819\n"
                                    "reference 26-48817-9-[0-9A-F]+\nfor Award 26-48817-9\n"));
}

TEST(Payment, IsNamedByItsKeyInAsManyCharactersAsThereAre) {
  const auto id = [](const std::string& key) {
    return payment_of(pay(), "", "EUR", "26-48817-9", key).payment.end_to_end_id;
  };
  EXPECT_EQ(id("0192/payment"), id("0192/payment"));
  EXPECT_NE(id("0192/payment"), id("0193/payment"));
  EXPECT_LE(payment_of(pay(), "", "EUR", std::string(40, '9'), "k").payment.end_to_end_id.size(), 35u);
}

// EPC217-08, "SEPA requirements for an extended character set".
TEST(Payment, TextsAreLatin) {
  EXPECT_EQ(sepa_text("Łukasz Żółć-Müller, ß"), "Lukasz Zolc-Muller, ss");
  EXPECT_EQ(sepa_text("Αθηνά"), "Athena");
  EXPECT_EQ(sepa_text("a & b_c @ d #1"), "a + b-c . d .1");
  EXPECT_EQ(sepa_text("//a//b//"), "a/b");
  EXPECT_EQ(sepa_text("  two\n lines "), "two lines");
}

TEST(Payment, CurrenciesHaveTheirDigits) {
  EXPECT_EQ(minor_digits("EUR"), 2);
  EXPECT_EQ(minor_digits("JPY"), 0);
  EXPECT_EQ(minor_digits("eur"), std::nullopt);
  EXPECT_EQ(minor_digits("ZZZ"), std::nullopt);
}

}  // namespace
}  // namespace mailroom::connectors

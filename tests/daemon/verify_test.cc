// Each kind of damage is done, and told.
#include "daemon/verify.h"

#include <sqlite3.h>

#include "base/error.h"
#include "daemon/audit_seal.h"
#include "tests/daemon/office.h"

namespace mailroom::testing {

namespace fs = std::filesystem;
using daemon::Verification;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class VerifyTest : public Office {
 protected:
  VerifyTest() {
    put_in("scan-017.tif", "pixels");
    put_in("scan-018.tif", "other pixels");
    work();
  }
  Verification verify() { return daemon::verify(store_, objects_, clock_.now()); }
  std::vector<std::string> damages() {
    std::vector<std::string> lines;
    for (const daemon::Damage& damage : verify().damages)
      lines.push_back(std::string(to_string(damage.kind)) + ": " + damage.what);
    return lines;
  }
  // As somebody would who has the file: past every rule of ours.
  void do_damage(const std::string& sql) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / "mailroom.db").c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }
  fs::path object_file(const std::string& content) {
    const auto record = store_.find_object(objects_.address_of(content));
    return folder_.path() / "objects" / record->id.substr(record->id.size() - 2) / record->id;
  }
  std::string object_id(const std::string& content) {
    return store_.find_object(objects_.address_of(content))->id;
  }
};

TEST_F(VerifyTest, FindsNothingWhereNothingIsWrong) {
  const Verification found = verify();
  EXPECT_TRUE(found.holds());
  EXPECT_THAT(damages(), IsEmpty());
  EXPECT_EQ(found.objects, 2);
  EXPECT_EQ(found.bytes, 18);
  EXPECT_EQ(found.cases, 2);
  EXPECT_EQ(found.counts.items.finished, 2);
  EXPECT_TRUE(daemon::to_value(found).context().at("ok").is_true());
}

TEST_F(VerifyTest, TellsAMissingObject) {
  const std::string id = object_id("pixels");
  fs::remove(object_file("pixels"));
  EXPECT_THAT(damages(), ElementsAre("object: object " + id + ": a stored object's bytes are missing"));
}

TEST_F(VerifyTest, TakesAPlaceThatIsAwayForNoDamage) {
  struct Away final : daemon::ObjectPlace {
    void put(const std::string&, std::string_view) override {}
    std::optional<std::string> get(const std::string&) override {
      throw Error(Fault::machine, std::string(daemon::kPlaceUnreachable), "nobody there");
    }
    std::string where(const std::string&) const override { return "away"; }
    size_t sweep(int, const std::string&, const std::function<bool(const std::string&)>&) override {
      return 0;
    }
  };
  daemon::ObjectStore away(std::make_unique<Away>(), key_, store_, clock_);
  EXPECT_THROW(daemon::verify(store_, away, clock_.now()), Error);
}

TEST_F(VerifyTest, TellsAnObjectThatIsNotWhatWasStored) {
  const std::string id = object_id("pixels");
  const fs::path file = object_file("pixels");
  std::string bytes = read_file(file);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write_file(file, bytes);
  EXPECT_THAT(damages(), ElementsAre("object: object " + id + ": a stored object is not what was stored"));
}

TEST_F(VerifyTest, TellsAnObjectThatWasCutOff) {
  fs::resize_file(object_file("pixels"), 3);
  EXPECT_THAT(damages(), ElementsAre(HasSubstr("a stored object is not what was stored")));
}

TEST_F(VerifyTest, TellsContentThatNobodyRecorded) {
  do_damage("PRAGMA foreign_keys = OFF; DELETE FROM objects WHERE address = '" +
            objects_.address_of("pixels") + "'");
  EXPECT_THAT(damages(), ::testing::UnorderedElementsAre(HasSubstr("record: item "),
                                                         HasSubstr("its content has no stored object")));
}

TEST_F(VerifyTest, TellsADocumentThatIsInNoCase) {
  do_damage("DELETE FROM filings WHERE document_id = (SELECT min(id) FROM documents)");
  EXPECT_THAT(damages(), ::testing::IsSupersetOf({"balance: 1 items not accounted for",
                                                  "balance: 1 documents not accounted for"}));
}

TEST_F(VerifyTest, TellsAnItemThatIsGone) {
  do_damage(
      "PRAGMA foreign_keys = OFF; DELETE FROM filings; DELETE FROM cases; DELETE FROM documents; DELETE FROM "
      "items");
  EXPECT_THAT(damages(),
              ::testing::Contains(HasSubstr("the record says that it arrived, and it is gone")).Times(2));
  EXPECT_THAT(damages(),
              ::testing::Contains(HasSubstr("the record says that it was opened, and it is gone")).Times(2));
}

TEST_F(VerifyTest, TellsAnItemOfWhichNoRecordSpeaks) {
  do_damage(
      "INSERT INTO items(id, inbox, identity, object, arrived, received, state, body)"
      " SELECT 'forged', inbox, 'forged', object, arrived, received, 'arrived', body FROM items LIMIT 1");
  EXPECT_THAT(damages(), ElementsAre("record: item forged: no record says that it arrived"));
}

TEST_F(VerifyTest, TellsAChangedRecord) {
  do_damage("DROP TRIGGER audit_keeps; UPDATE audit SET by = 'somebody' WHERE event = 'case_opened'");
  EXPECT_THAT(damages(), ::testing::Each(HasSubstr("is not what was written")));
  EXPECT_EQ(damages().size(), 2u);
}

TEST_F(VerifyTest, TellsARecordThatWasCutOff) {
  do_damage("DROP TRIGGER audit_stays; DELETE FROM audit WHERE event = 'case_moved'");
  EXPECT_THAT(damages(), ::testing::Each(HasSubstr("audit: audit of ")));
  EXPECT_EQ(damages().size(), 2u);
}

// Whoever has the store, its keys and a day's time can make all of it fit again, but for what was kept.
TEST_F(VerifyTest, TellsAHistoryThatWasWrittenAnewByTheRootThatWasKept) {
  const auto signing = daemon::SigningKey::load_or_make(folder_.path() / "seal.key");
  const auto kept = daemon::seal_audit(store_, signing, clock_.now());
  do_damage(
      "DROP TRIGGER audit_stays; DELETE FROM audit WHERE event = 'case_moved'; DELETE FROM sealed_heads;"
      " DELETE FROM audit_seals; UPDATE chains SET count = (SELECT max(sequence) FROM audit a WHERE a.chain ="
      " chains.chain), head = (SELECT digest FROM audit a WHERE a.chain = chains.chain ORDER BY sequence DESC"
      " LIMIT 1)");
  (void)daemon::seal_audit(store_, signing, clock_.now());
  EXPECT_THAT(daemon::prove_audit(store_).problems, IsEmpty());
  EXPECT_THAT(
      daemon::prove_audit(store_, kept).problems,
      ::testing::ElementsAre("the root that was kept (1): the store has not got it, or another in its place",
                             "root 1: the records that it covers are not those that were sealed"));
}

TEST_F(VerifyTest, TellsRecordsThatARootCoversAndAreGone) {
  (void)daemon::seal_audit(store_, daemon::SigningKey::load_or_make(folder_.path() / "seal.key"),
                           clock_.now());
  do_damage(
      "DROP TRIGGER audit_stays; DELETE FROM audit WHERE event = 'case_moved'; UPDATE chains SET count = "
      "(SELECT"
      " max(sequence) FROM audit a WHERE a.chain = chains.chain), head = (SELECT digest FROM audit a WHERE"
      " a.chain = chains.chain ORDER BY sequence DESC LIMIT 1)");
  EXPECT_THAT(damages(),
              ElementsAre("audit: root 1: the records that it covers are not those that were sealed"));
}

TEST_F(VerifyTest, TellsACaseThatCannotBeOpened) {
  const std::string number = cases()[0].number;
  do_damage("UPDATE cases SET body = x'00' WHERE number = '" + number + "'");
  EXPECT_THAT(damages(), ElementsAre(HasSubstr("record: case " + number + " cannot be opened")));
}

TEST_F(VerifyTest, CountsWhatWasErasedAndDoesNotCallItDamage) {
  const auto record = cases()[0];
  ASSERT_TRUE(store_.erase(record.id, record.revision, daemon::Retained::all,
                           {"case_erased", "m.lund", clock_.now(), {{"why", "asked for"}}}));
  const Verification found = verify();
  EXPECT_THAT(damages(), IsEmpty());
  EXPECT_EQ(found.erased, 1);
  EXPECT_EQ(found.objects, 1);
  EXPECT_EQ(found.counts.items.finished, 2);
}

TEST_F(VerifyTest, TellsACaseWhoseKeyIsGoneThoughNobodyErasedIt) {
  do_damage("DELETE FROM keys WHERE owner = (SELECT 'case:' || min(id) FROM cases)");
  EXPECT_THAT(damages(), ElementsAre(HasSubstr("cannot be opened: this was erased")));
}

TEST_F(VerifyTest, TellsWhatIsErasedAndNobodySaidSo) {
  do_damage("UPDATE cases SET body = x'', standing = 'erased'");
  EXPECT_THAT(damages(), ::testing::Each(HasSubstr("it is erased, and no record says by whom")));
  EXPECT_EQ(damages().size(), 2u);
}

TEST_F(VerifyTest, TellsADeliveryWithoutADecision) {
  workflows::CaseRecord record = cases()[0];
  workflows::DeliveryRecord delivery;
  delivery.id = delivery.key = "forged";
  delivery.name = "ledger";
  record.deliveries.push_back(delivery);
  ASSERT_TRUE(store_.commit({record, {}, false}));
  EXPECT_THAT(damages(),
              ElementsAre("delivery: case " + record.number + ": ledger has no decision in the record"));
}

TEST_F(VerifyTest, TellsADeliveryOfWhichNoRecordSaysWhenItWasSent) {
  workflows::CaseRecord record = cases()[0];
  workflows::DeliveryRecord delivery;
  delivery.id = delivery.key = "sent";
  delivery.name = "ledger";
  delivery.state = workflows::DeliveryState::delivered;
  record.deliveries.push_back(delivery);
  ASSERT_TRUE(store_.commit({record,
                             {{"route_taken", "mailroom", clock_.now(), {{"route", "paid"}}},
                              {"delivery_planned", "mailroom", clock_.now(), {{"delivery", "ledger"}}}},
                             false}));
  EXPECT_THAT(damages(),
              ElementsAre("delivery: case " + record.number + ": ledger is sent, and no record says when"));
}

TEST_F(VerifyTest, TellsAStoreWhoseFileIsDamaged) {
  do_damage(
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
      " WHERE name = 'cases_waiting') WHERE name = 'cases_standing'");
  try {
    daemon::SqliteEngine(folder_.path() / "mailroom.db", daemon::Access::look)
        .read([](daemon::Database& database) { database.damage(); });
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "store_damaged");
  }
}

}  // namespace mailroom::testing

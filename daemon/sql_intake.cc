// Items, documents and what reading them gave.
#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "daemon/sql_store.h"
#include "daemon/sql_tally.h"

namespace mailroom::daemon {

namespace {

Value failure_value(const std::optional<ocr::ReadFailure>& failure) {
  if (!failure) return {};
  return Context{{"code", failure->code}, {"message", failure->message}};
}

Context context_of(const Value& value) {
  return value.is(Value::Kind::context) ? value.context() : Context();
}

Value body_of(const Document& document) {
  Context body{{"file", document.file},
               {"media_type", document.media_type},
               {"failure", failure_value(document.failure)},
               {"metadata", document.metadata}};
  if (document.first_page > 0) body.put("pages", List{document.first_page, document.last_page});
  if (document.is_cut) body.put("cut", true);
  return body;
}

// The reading of a document of which nothing can be read: it goes straight to a case, with the reason.
Value unread(const Document& document) {
  ocr::DocumentReading reading;
  reading.file = document.file;
  reading.failure = document.failure;
  return ocr::to_value(reading);
}

workflows::AuditRecord by_mailroom(std::string event, Instant at, Context details) {
  return {std::move(event), "mailroom", at, std::move(details)};
}

}  // namespace

std::vector<bool> SqlStore::add_items(const std::vector<std::pair<Item, ObjectRecord>>& items) {
  std::vector<bool> added;
  engine_->write([&](Database& database) {
    added.clear();
    for (const auto& [item, object] : items) added.push_back(insert_item(database, item, object));
    return std::find(added.begin(), added.end(), true) != added.end();
  });
  return added;
}

bool SqlStore::insert_item(Database& database, const Item& item, const ObjectRecord& object) {
  {
    Query query = database.query("SELECT 1 FROM items WHERE inbox = ? AND identity = ?");
    if (query.bind(item.inbox).bind(item.identity).step()) return false;
  }
  add_object(database, object, "original:" + item.id);
  // What was stored first stays: a second writer of the same content names the first one's file.
  const std::string body =
      sealed(database, "item:" + item.id, Context{{"file", item.file}, {"metadata", item.metadata}});
  // Another daemon may add it at this moment: then ours fails for the row that is there, and is run again.
  database
      .query(
          "INSERT INTO items(id, inbox, identity, object, arrived, received, state, body, turn, follows)"
          " VALUES (?, ?, ?, ?, ?, ?, 'arrived', ?, ?, ?)")
      .bind(item.id)
      .bind(item.inbox)
      .bind(item.identity)
      .bind(item.object)
      .bind(item.arrived)
      .bind(item.received)
      .bind_blob(body)
      .bind(turn_of_item(database, item.inbox))
      .bind(item.follows ? 1 : 0)
      .run();
  append_audit(database, item.id,
               by_mailroom("item_arrived", item.arrived,
                           {{"inbox", item.inbox},
                            {"content", item.object},
                            {"bytes", static_cast<int64_t>(object.bytes)},
                            {"received", to_rfc3339(item.received)}}));
  return true;
}

std::optional<std::string> SqlStore::find_item(const std::string& inbox, const std::string& identity) {
  return read([&](Database& database) -> std::optional<std::string> {
    Query query = database.query("SELECT id FROM items WHERE inbox = ? AND identity = ?");
    query.bind(inbox).bind(identity);
    if (!query.step()) return {};
    return query.text(0);
  });
}

std::optional<std::string> SqlStore::find_content(const std::string& object) {
  return read([&](Database& database) -> std::optional<std::string> {
    Query query = database.query("SELECT min(id) FROM items WHERE object = ?");
    query.bind(object);
    if (!query.step() || query.is_null(0)) return {};
    return query.text(0);
  });
}

Item SqlStore::load_item(const std::string& id) {
  return read([&](Database& database) -> Item {
    Query query =
        database.query("SELECT inbox, identity, object, arrived, received, body FROM items WHERE id = ?");
    query.bind(id);
    if (!query.step()) throw Error(Fault::machine, "item_missing", "no item has the id " + id);
    Item item{id, query.text(0), query.text(1), "", query.text(2), query.instant(3), query.instant(4), {}};
    item.erased = query.blob(5).empty();
    if (item.erased) return item;
    const Context body = context_of(opened(database, "item:" + id, query.blob(5)));
    item.file = body.at("file").text_or("");
    item.metadata = context_of(body.at("metadata"));
    return item;
  });
}

void SqlStore::insert_document(Database& database, const Document& document,
                               const std::vector<ObjectRecord>& objects) {
  const std::string owner = "document:" + document.id;
  const auto object = std::find_if(objects.begin(), objects.end(),
                                   [&](const auto& one) { return one.address == document.object; });
  if (object != objects.end()) {
    add_object(database, *object, owner);
  } else if (!document.object.empty()) {
    share_object(database, document.object, owner);
  }
  Query query = database.query(
      "INSERT INTO documents(id, item_id, position, object, pages, state, turn, body, reading)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  query.bind(document.id).bind(document.item_id).bind(document.position).bind(document.object);
  query.bind(static_cast<int64_t>(document.reading ? document.reading->pages.size() : 0));
  const bool waits = !document.failure && !document.reading;
  query.bind(waits ? "received" : "read");
  query.bind(waits ? turn_of_document(database, document.item_id) : 0);
  query.bind_blob(sealed(database, owner, body_of(document)));
  if (document.failure) {
    query.bind_blob(sealed(database, owner, unread(document)));
  } else if (document.reading) {
    query.bind_blob(sealed(database, owner, ocr::to_value(*document.reading)));
  } else {
    query.bind_null();
  }
  query.run();
}

bool SqlStore::unpacked(const Item& item, const std::vector<Document>& documents,
                        const std::vector<ObjectRecord>& objects, const Work& work, Instant now) {
  const auto body = [&](Database& database) {
    const int64_t changed =
        database
            .query(
                "UPDATE items SET state = 'unpacked', received = ?, body = ?, lease_holder = NULL,"
                " lease_until = NULL WHERE id = ? AND state = 'arrived' AND lease_holder = ? AND lease_token "
                "= ?")
            .bind(item.received)
            .bind_blob(sealed(database, "item:" + item.id,
                              Context{{"file", item.file}, {"metadata", item.metadata}}))
            .bind(work.id)
            .bind(work.holder)
            .bind(work.token)
            .run();
    if (changed == 0) return false;
    for (const Document& document : documents) insert_document(database, document, objects);
    // An original goes once its parts are stored. One that has a part without bytes is all there is of that.
    const bool is_whole = std::all_of(documents.begin(), documents.end(),
                                      [](const Document& document) { return !document.object.empty(); });
    if (is_whole) take_object(database, item.object, "original:" + item.id);
    append_audit(database, item.id,
                 by_mailroom("item_unpacked", now, {{"documents", static_cast<int64_t>(documents.size())}}));
    return true;
  };
  // What came whole is still whole after a power cut, and unpacked again.
  return engine_->write(body, objects.empty() ? Lasts::with_next : Lasts::now);
}

Document SqlStore::load_document(const std::string& id) {
  return read([&](Database& database) -> Document {
    Query query = database.query(
        "SELECT d.item_id, d.position, d.object, d.attempts, d.body, d.reading, i.inbox, i.received"
        " FROM documents d JOIN items i ON i.id = d.item_id WHERE d.id = ?");
    query.bind(id);
    if (!query.step()) throw Error(Fault::machine, "document_missing", "no document has the id " + id);
    Document document;
    document.id = id;
    document.item_id = query.text(0);
    document.position = static_cast<int>(query.integer(1));
    document.object = query.text(2);
    document.attempts = static_cast<int>(query.integer(3));
    document.inbox = query.text(6);
    document.received = query.instant(7);
    document.erased = query.blob(4).empty();
    if (document.erased) return document;
    const std::string owner = "document:" + id;
    const Context body = context_of(opened(database, owner, query.blob(4)));
    document.file = body.at("file").text_or("");
    document.media_type = body.at("media_type").text_or("");
    document.metadata = context_of(body.at("metadata"));
    if (const Value& pages = body.at("pages"); pages.is(Value::Kind::list) && pages.list().size() == 2) {
      document.first_page = static_cast<int>(pages.list()[0].number().to_integer().value_or(0));
      document.last_page = static_cast<int>(pages.list()[1].number().to_integer().value_or(0));
    }
    document.is_cut = body.at("cut").is_true();
    if (const Value& failure = body.at("failure"); failure.is(Value::Kind::context)) {
      document.failure = ocr::ReadFailure{failure.context().at("code").text_or(""),
                                          failure.context().at("message").text_or("")};
    }
    if (!query.is_null(5)) document.reading = ocr::reading_from_value(opened(database, owner, query.blob(5)));
    return document;
  });
}

bool SqlStore::keep_reading(Database& database, const Document& document, const Work& work) {
  return database
             .query(
                 "UPDATE documents SET state = 'read', pages = ?, body = ?, reading = ?, lease_holder = NULL,"
                 " lease_until = NULL WHERE id = ? AND state = 'received' AND lease_holder = ? AND "
                 "lease_token = ?")
             .bind(static_cast<int64_t>(document.reading->pages.size()))
             .bind_blob(sealed(database, "document:" + document.id, body_of(document)))
             .bind_blob(sealed(database, "document:" + document.id, ocr::to_value(*document.reading)))
             .bind(work.id)
             .bind(work.holder)
             .bind(work.token)
             .run() > 0;
}

void SqlStore::keep_picture(Database& database, const std::string& document_id,
                            const PictureRecord& picture) {
  add_object(database, picture.object, "document:" + document_id);
  database
      .query(
          "INSERT INTO pictures VALUES (?, ?, ?, ?) ON CONFLICT (document_id, page, field)"
          " DO UPDATE SET address = excluded.address")
      .bind(document_id)
      .bind(picture.page)
      .bind(picture.field)
      .bind(picture.object.address)
      .run();
}

void SqlStore::note_reading(Database& database, const Document& document, Instant now) {
  Context details{{"document", document.id}, {"pages", static_cast<int64_t>(document.reading->pages.size())}};
  if (document.reading->failure) details.put("failure", document.reading->failure->code);
  append_audit(database, document.item_id, by_mailroom("document_read", now, std::move(details)));
}

bool SqlStore::was_read(const Document& document, const std::vector<PictureRecord>& pictures,
                        const Work& work, Instant now) {
  const auto body = [&](Database& database) {
    if (!keep_reading(database, document, work)) return false;
    for (const PictureRecord& picture : pictures) keep_picture(database, document.id, picture);
    note_reading(database, document, now);
    return true;
  };
  return engine_->write(body, Lasts::with_next);
}

// Older backups of the store have the scan as it came under the key that its first document had until now.
// That key stays one of the item's originals, and what is known of the document gets a new one.
void SqlStore::let_go_of_batch(Database& database, const Document& batch) {
  const std::string owner = "document:" + batch.id;
  std::vector<std::string> addresses;  // pictures of an earlier reading too: of pages of all documents
  {
    Query query = database.query("SELECT address FROM object_keys WHERE owner = ?");
    query.bind(owner);
    while (query.step()) addresses.push_back(query.text(0));
  }
  database.query("DELETE FROM pictures WHERE document_id = ?").bind(batch.id).run();
  for (const std::string& address : addresses) take_object(database, address, owner);
  database.query("UPDATE keys SET owner = ? WHERE owner = ?")
      .bind("original:" + batch.item_id + "/" + batch.id)
      .bind(owner)
      .run();
}

bool SqlStore::was_split(const std::vector<Document>& documents, const std::vector<ObjectRecord>& objects,
                         const std::vector<PictureRecord>& pictures, const Work& work, Instant now) {
  return engine_->write([&](Database& database) {
    const Document& first = documents.front();
    if (!is_held(database, work)) return false;
    if (!objects.empty()) {
      let_go_of_batch(database, first);
      add_object(database, objects.front(), "document:" + first.id);
      database.query("UPDATE documents SET object = ? WHERE id = ?").bind(first.object).bind(first.id).run();
    }
    if (!keep_reading(database, first, work)) return false;
    const auto more = static_cast<int64_t>(documents.size()) - 1;
    database.query("UPDATE documents SET position = position + ? WHERE item_id = ? AND position > ?")
        .bind(more)
        .bind(first.item_id)
        .bind(first.position)
        .run();
    for (size_t i = 1; i < documents.size(); ++i) insert_document(database, documents[i], objects);
    for (const PictureRecord& picture : pictures) {
      const auto owner = std::find_if(documents.begin(), documents.end(), [&](const Document& document) {
        return picture.page >= document.first_page && picture.page <= document.last_page;
      });
      if (owner != documents.end()) keep_picture(database, owner->id, picture);
    }
    append_audit(database, first.item_id,
                 by_mailroom("document_split", now, {{"document", first.id}, {"documents", more + 1}}));
    for (const Document& document : documents) note_reading(database, document, now);
    return true;
  });
}

bool SqlStore::was_filed(const Work& work, Instant now) {
  const auto body = [&](Database& database) {
    // The reading is in the cases now.
    const int64_t changed =
        database
            .query(
                "UPDATE documents SET state = 'filed', reading = NULL, lease_holder = "
                "NULL, lease_until = NULL"
                " WHERE id = ? AND state = 'read' AND lease_holder = ? AND lease_token = ?")
            .bind(work.id)
            .bind(work.holder)
            .bind(work.token)
            .run();
    if (changed == 0) return false;
    std::string item;
    {
      Query query = database.query("SELECT item_id FROM documents WHERE id = ?");
      query.bind(work.id);
      if (query.step()) item = query.text(0);
    }
    append_audit(database, item, by_mailroom("document_filed", now, {{"document", work.id}}));
    return true;
  };
  return engine_->write(body, Lasts::with_next);  // filing it again changes nothing
}

void SqlStore::read_again(const std::string& document_id, Instant now) {
  Document document = load_document(document_id);
  if (document.erased) throw Error(Fault::usage, "document_erased", "this document was erased");
  engine_->write([&](Database& database) {
    // What was found while unpacking is forgotten, unless there are no bytes to try again with.
    const bool has_bytes = !document.object.empty();
    if (has_bytes) document.failure.reset();
    const std::string owner = "document:" + document.id;
    uncount_item(database, document.item_id);
    Query query = database.query(
        "UPDATE documents SET state = ?, body = ?, reading = ?, pages = 0, attempts = 0"
        " WHERE id = ? AND state = 'filed'");
    query.bind(has_bytes ? "received" : "read").bind_blob(sealed(database, owner, body_of(document)));
    if (has_bytes) {
      query.bind_null();
    } else {
      query.bind_blob(sealed(database, owner, unread(document)));
    }
    if (query.bind(document_id).run() == 0) {
      throw Error(Fault::usage, "document_on_its_way", "this document is being read already");
    }
    append_audit(database, document.item_id,
                 by_mailroom("document_requeued", now, {{"document", document.id}}));
    return true;
  });
}

std::map<std::pair<int, std::string>, std::string> SqlStore::pictures_of(const std::string& document_id) {
  return read([&](Database& database) -> std::map<std::pair<int, std::string>, std::string> {
    Query query = database.query("SELECT page, field, address FROM pictures WHERE document_id = ?");
    query.bind(document_id);
    std::map<std::pair<int, std::string>, std::string> pictures;
    while (query.step()) pictures[{static_cast<int>(query.integer(0)), query.text(1)}] = query.text(2);
    return pictures;
  });
}

}  // namespace mailroom::daemon

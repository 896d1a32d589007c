// Items, documents and what reading them gave.
#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "daemon/sqlite_store.h"

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

bool SqliteStore::add_item(const Item& item, const ObjectRecord& object) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  add_object(object);
  // What was stored first stays: a second writer of the same content names the first one's file.
  const std::string body =
      sealed("item:" + item.id, Context{{"file", item.file}, {"metadata", item.metadata}});
  database_
      .query(
          "INSERT OR IGNORE INTO items(id, inbox, identity, object, arrived, received, state, body)"
          " VALUES (?, ?, ?, ?, ?, ?, 'arrived', ?)")
      .bind(item.id)
      .bind(item.inbox)
      .bind(item.identity)
      .bind(item.object)
      .bind(item.arrived)
      .bind(item.received)
      .bind_blob(body)
      .run();
  if (database_.changes() == 0) return false;
  append_audit(item.id, by_mailroom("item_arrived", item.arrived,
                                    {{"inbox", item.inbox},
                                     {"content", item.object},
                                     {"bytes", static_cast<int64_t>(object.bytes)},
                                     {"received", to_rfc3339(item.received)}}));
  transaction.commit();
  return true;
}

std::optional<std::string> SqliteStore::find_item(const std::string& inbox, const std::string& identity) {
  const std::lock_guard lock(mutex_);
  Query query = database_.query("SELECT id FROM items WHERE inbox = ? AND identity = ?");
  query.bind(inbox).bind(identity);
  if (!query.step()) return {};
  return query.text(0);
}

std::optional<std::string> SqliteStore::find_content(const std::string& object) {
  const std::lock_guard lock(mutex_);
  Query query = database_.query("SELECT min(id) FROM items WHERE object = ?");
  query.bind(object);
  if (!query.step() || query.is_null(0)) return {};
  return query.text(0);
}

Item SqliteStore::load_item(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Query query =
      database_.query("SELECT inbox, identity, object, arrived, received, body FROM items WHERE id = ?");
  query.bind(id);
  if (!query.step()) throw Error(Fault::machine, "item_missing", "no item has the id " + id);
  const Context body = context_of(opened("item:" + id, query.blob(5)));
  return {id,
          query.text(0),
          query.text(1),
          body.at("file").text_or(""),
          query.text(2),
          query.instant(3),
          query.instant(4),
          context_of(body.at("metadata"))};
}

void SqliteStore::insert_document(const Document& document) {
  const std::string owner = "item:" + document.item_id;
  Query query = database_.query(
      "INSERT INTO documents(id, item_id, position, object, pages, state, body, reading)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  query.bind(document.id).bind(document.item_id).bind(document.position).bind(document.object);
  query.bind(static_cast<int64_t>(document.reading ? document.reading->pages.size() : 0));
  query.bind(document.failure || document.reading ? "read" : "received");
  query.bind_blob(sealed(owner, body_of(document)));
  if (document.failure) {
    query.bind_blob(sealed(owner, unread(document)));
  } else if (document.reading) {
    query.bind_blob(sealed(owner, ocr::to_value(*document.reading)));
  } else {
    query.bind_null();
  }
  query.run();
}

bool SqliteStore::unpacked(const Item& item, const std::vector<Document>& documents,
                           const std::vector<ObjectRecord>& objects, const std::string& holder, Instant now) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  database_
      .query(
          "UPDATE items SET state = 'unpacked', received = ?, body = ?, lease_holder = NULL,"
          " lease_until = NULL WHERE id = ? AND state = 'arrived' AND lease_holder = ?")
      .bind(item.received)
      .bind_blob(sealed("item:" + item.id, Context{{"file", item.file}, {"metadata", item.metadata}}))
      .bind(item.id)
      .bind(holder)
      .run();
  if (database_.changes() == 0) return false;
  for (const ObjectRecord& object : objects) add_object(object);
  for (const Document& document : documents) insert_document(document);
  append_audit(item.id,
               by_mailroom("item_unpacked", now, {{"documents", static_cast<int64_t>(documents.size())}}));
  transaction.commit();
  return true;
}

Document SqliteStore::load_document(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Query query = database_.query(
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
  const std::string owner = "item:" + document.item_id;
  const Context body = context_of(opened(owner, query.blob(4)));
  document.file = body.at("file").text_or("");
  document.media_type = body.at("media_type").text_or("");
  document.metadata = context_of(body.at("metadata"));
  if (const Value& pages = body.at("pages"); pages.is(Value::Kind::list) && pages.list().size() == 2) {
    document.first_page = static_cast<int>(pages.list()[0].number().to_integer().value_or(0));
    document.last_page = static_cast<int>(pages.list()[1].number().to_integer().value_or(0));
  }
  if (const Value& failure = body.at("failure"); failure.is(Value::Kind::context)) {
    document.failure = ocr::ReadFailure{failure.context().at("code").text_or(""),
                                        failure.context().at("message").text_or("")};
  }
  if (!query.is_null(5)) document.reading = ocr::reading_from_value(opened(owner, query.blob(5)));
  document.inbox = query.text(6);
  document.received = query.instant(7);
  return document;
}

bool SqliteStore::keep_reading(const Document& document, const std::string& holder) {
  database_
      .query(
          "UPDATE documents SET state = 'read', pages = ?, body = ?, reading = ?, lease_holder = NULL,"
          " lease_until = NULL WHERE id = ? AND state = 'received' AND lease_holder = ?")
      .bind(static_cast<int64_t>(document.reading->pages.size()))
      .bind_blob(sealed("item:" + document.item_id, body_of(document)))
      .bind_blob(sealed("item:" + document.item_id, ocr::to_value(*document.reading)))
      .bind(document.id)
      .bind(holder)
      .run();
  return database_.changes() > 0;
}

void SqliteStore::keep_picture(const std::string& document_id, const PictureRecord& picture) {
  add_object(picture.object);
  database_.query("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?)")
      .bind(document_id)
      .bind(picture.page)
      .bind(picture.field)
      .bind(picture.object.address)
      .run();
}

void SqliteStore::note_reading(const Document& document, Instant now) {
  Context details{{"document", document.id}, {"pages", static_cast<int64_t>(document.reading->pages.size())}};
  if (document.reading->failure) details.put("failure", document.reading->failure->code);
  append_audit(document.item_id, by_mailroom("document_read", now, std::move(details)));
}

bool SqliteStore::was_read(const Document& document, const std::vector<PictureRecord>& pictures,
                           const std::string& holder, Instant now) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  if (!keep_reading(document, holder)) return false;
  for (const PictureRecord& picture : pictures) keep_picture(document.id, picture);
  note_reading(document, now);
  transaction.commit();
  return true;
}

bool SqliteStore::was_split(const std::vector<Document>& documents,
                            const std::vector<PictureRecord>& pictures, const std::string& holder,
                            Instant now) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  const Document& first = documents.front();
  if (!keep_reading(first, holder)) return false;
  const auto more = static_cast<int64_t>(documents.size()) - 1;
  database_.query("UPDATE documents SET position = position + ? WHERE item_id = ? AND position > ?")
      .bind(more)
      .bind(first.item_id)
      .bind(first.position)
      .run();
  for (size_t i = 1; i < documents.size(); ++i) insert_document(documents[i]);
  for (const PictureRecord& picture : pictures) {
    const auto owner = std::find_if(documents.begin(), documents.end(), [&](const Document& document) {
      return picture.page >= document.first_page && picture.page <= document.last_page;
    });
    if (owner != documents.end()) keep_picture(owner->id, picture);
  }
  append_audit(first.item_id,
               by_mailroom("document_split", now, {{"document", first.id}, {"documents", more + 1}}));
  for (const Document& document : documents) note_reading(document, now);
  transaction.commit();
  return true;
}

bool SqliteStore::was_filed(const std::string& document_id, const std::string& holder, Instant now) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  // The reading is in the cases now.
  database_
      .query(
          "UPDATE documents SET state = 'filed', reading = NULL, lease_holder = NULL, lease_until = NULL"
          " WHERE id = ? AND state = 'read' AND lease_holder = ?")
      .bind(document_id)
      .bind(holder)
      .run();
  if (database_.changes() == 0) return false;
  std::string item;
  {
    Query query = database_.query("SELECT item_id FROM documents WHERE id = ?");
    query.bind(document_id);
    if (query.step()) item = query.text(0);
  }
  append_audit(item, by_mailroom("document_filed", now, {{"document", document_id}}));
  transaction.commit();
  return true;
}

void SqliteStore::read_again(const std::string& document_id, Instant now) {
  Document document = load_document(document_id);
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  // What was found while unpacking is forgotten, unless there are no bytes to try again with.
  const bool has_bytes = !document.object.empty();
  if (has_bytes) document.failure.reset();
  const std::string owner = "item:" + document.item_id;
  Query query = database_.query(
      "UPDATE documents SET state = ?, body = ?, reading = ?, pages = 0, attempts = 0"
      " WHERE id = ? AND state = 'filed'");
  query.bind(has_bytes ? "received" : "read").bind_blob(sealed(owner, body_of(document)));
  if (has_bytes) {
    query.bind_null();
  } else {
    query.bind_blob(sealed(owner, unread(document)));
  }
  query.bind(document_id).run();
  if (database_.changes() == 0) {
    throw Error(Fault::usage, "document_on_its_way", "this document is being read already");
  }
  append_audit(document.item_id, by_mailroom("document_requeued", now, {{"document", document.id}}));
  transaction.commit();
}

std::map<std::pair<int, std::string>, std::string> SqliteStore::pictures_of(const std::string& document_id) {
  const std::lock_guard lock(mutex_);
  Query query = database_.query("SELECT page, field, address FROM pictures WHERE document_id = ?");
  query.bind(document_id);
  std::map<std::pair<int, std::string>, std::string> pictures;
  while (query.step()) pictures[{static_cast<int>(query.integer(0)), query.text(1)}] = query.text(2);
  return pictures;
}

}  // namespace mailroom::daemon

#include "connectors/s3_connector.h"

#include "base/error.h"
#include "connectors/connection.h"
#include "connectors/http_outcome.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;

constexpr int kNotThere = 404, kConflict = 409, kIsThere = 412, kTooManyRequests = 429, kSlowDown = 503;

BucketAddress address_of(const Context& settings, const Surroundings& around) {
  BucketAddress made;
  const std::string text = required_text(settings, "s3", "s3://BUCKET/PREFIX");
  if (!made.take(text)) throw setting_invalid("s3", "s3://BUCKET/PREFIX");
  made.endpoint = text_at(settings, "endpoint", "");
  if (!made.endpoint.empty() && !names_secret(made.endpoint) && !is_http_url(made.endpoint))
    throw setting_invalid("endpoint", "https://HOST");
  made.region = text_at(settings, "region", made.region);
  const std::string style = text_at(settings, "style", made.endpoint.empty() ? "host" : "path");
  if (style != "path" && style != "host") throw setting_invalid("style", "'path' or 'host'");
  made.in_path = style == "path";
  made.access_key = required_text(settings, "access_key", "${secret:NAME}");
  made.secret_key = required_text(settings, "secret_key", "${secret:NAME}");
  made.trust_file = site_file_at(settings, "tls.trust", around.site_folder);
  return made;
}

HttpSettings manner_of(const Context& settings, const Surroundings& around) {
  HttpSettings made;
  made.answer_within = Connection::of(settings, around).answer_within;
  made.private_networks = around.private_networks;
  return made;
}

std::string answered(const HttpAnswer& answer) {
  const std::string reason = bucket_reason(answer);
  return "the bucket answered " + std::to_string(answer.status) + (reason.empty() ? "" : " " + reason);
}

}  // namespace

const ConnectorKind& s3_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "s3",
        "a JSON object in a bucket of S3",
        {{"s3", KeyForm::text, true, "the bucket, and what the object's name begins with",
          "s3://northmere-awards/outgoing"},
         {"endpoint", KeyForm::text, false, "the server; default: Amazon's of the region",
          "https://s3.northmere.example"},
         {"region", KeyForm::text, false, "the region; default: us-east-1", "eu-west-2"},
         {"style",
          KeyForm::choice,
          false,
          "where the bucket's name goes: path, or in front of the host; default: path with an endpoint, "
          "otherwise host",
          "path",
          {"path", "host"}},
         {"access_key", KeyForm::secret, true, "who we are there", "${secret:S3_ACCESS_KEY}"},
         {"secret_key", KeyForm::secret, true, "the proof of it", "${secret:S3_SECRET_KEY}"}},
        "export:\n  s3: s3://northmere-awards/outgoing\n  access_key: ${secret:S3_ACCESS_KEY}\n"
        "  secret_key: ${secret:S3_SECRET_KEY}\n"
        "  content: {nino: claim.nino, amount: band.weekly_award}\n"};
    for (ConnectorKey& key : export_file_keys()) kind.keys.push_back(std::move(key));
    kind.keys.push_back(name_key());
    kind.keys.push_back(timeout_key());
    kind.keys.push_back(tls_keys().front());
    return kind;
  }();
  return kKind;
}

S3Connector::S3Connector(const Context& settings, const Surroundings& around)
    : address_(address_of(settings, around)),
      bucket_(address_, manner_of(settings, around)),
      honours_name_(honours(settings, "name")),
      amends_(flag_at(settings, "amend", false)) {}

std::string S3Connector::key_of(const ExportFile& file) const {
  return address_.prefix.empty() ? file.name : address_.prefix + "/" + file.name;
}

std::string S3Connector::receipt_of(const ExportFile& file) const {
  return "s3://" + address_.bucket + "/" + key_of(file);
}

DeliveryOutcome S3Connector::deliver(const Delivery& delivery) {
  const ExportFile file = export_file(delivery);
  HttpRequest put =
      bucket_.object("PUT", key_of(file), {"Content-Type: application/json", "If-None-Match: *"}, file.bytes);
  put.is_sent_once = !honours_name_;
  const HttpAnswer answer = bucket_.send(put);
  switch (answer.status) {
    case kIsThere:
      return compare(file);
    case kConflict:
      return {Kind::retry_later, answered(answer), ""};
    case kTooManyRequests:
    case kSlowDown:
      return {Kind::unavailable, answered(answer), ""};
    default:
      break;
  }
  // What a bucket has against us it has against every object.
  if (answer.status >= 300 && answer.status < 500) return {Kind::unavailable, answered(answer), ""};
  DeliveryOutcome outcome = outcome_of(answer, honours_name_, {});
  if (outcome.kind == Kind::delivered) outcome.receipt = receipt_of(file);
  return outcome;
}

DeliveryOutcome S3Connector::compare(const ExportFile& file) {
  const HttpAnswer there = bucket_.send(bucket_.object("GET", key_of(file)));
  const bool is_whole = there.trouble == HttpAnswer::Trouble::none && there.status == 200;
  if (is_whole && there.body == file.bytes) return {Kind::delivered, "", receipt_of(file)};
  if (is_whole) return {Kind::refused, "another object lies there as '" + key_of(file) + "'", ""};
  if (there.status == kNotThere) return {Kind::retry_later, "an object of its name came and went", ""};
  return {Kind::unknown, "an object of its name is there, and it cannot be looked at", ""};
}

std::string S3Connector::preview(const Delivery& delivery) const {
  const ExportFile file = export_file(delivery);
  return receipt_of(file) + "\n" + file.bytes;
}

}  // namespace mailroom::connectors

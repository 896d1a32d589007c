// s3rver does not look at signatures of version 4, so they are computed here once more and compared. After
// AWS, "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)", whose example is
// the first test.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "daemon/object_bucket.h"
#include "tests/connectors/http_peer.h"

namespace mailroom::daemon {
namespace {

using connectors::HttpPeer;
using connectors::SeenRequest;

std::string between(const std::string& text, const std::string& before, char after) {
  const size_t start = text.find(before) + before.size();
  return text.substr(start, text.find(after, start) - start);
}

// "host;x-amz-date" names the headers that are signed.
std::string signature(const SeenRequest& request, const std::string& signed_headers,
                      const std::string& region, const std::string& secret) {
  const size_t question = request.target.find('?');
  std::vector<std::string> query;
  if (question != std::string::npos) {
    for (const std::string_view part : split(std::string_view(request.target).substr(question + 1), '&'))
      query.emplace_back(part);
  }
  std::sort(query.begin(), query.end());
  std::string canonical =
      request.method + "\n" + request.target.substr(0, question) + "\n" + join(query, "&") + "\n";
  for (const std::string_view name : split(signed_headers, ';'))
    canonical += std::string(name) + ":" + std::string(trim(request.headers.at(std::string(name)))) + "\n";
  canonical += "\n" + signed_headers + "\n" + sha256(request.body);
  const std::string time = request.headers.at("x-amz-date"), day = time.substr(0, 8);
  std::string key = "AWS4" + secret;
  for (const std::string& part : {day, region, std::string("s3"), std::string("aws4_request")})
    key = hmac_sha256_bytes(key, part);
  return hmac_sha256(key, "AWS4-HMAC-SHA256\n" + time + "\n" + day + "/" + region + "/s3/aws4_request\n" +
                              sha256(canonical));
}

TEST(AwsSignature, IsComputedHereAsThePublishedExampleSays) {
  const SeenRequest request{"GET",
                            "/test.txt",
                            "",
                            {{"host", "examplebucket.s3.amazonaws.com"},
                             {"range", "bytes=0-9"},
                             {"x-amz-content-sha256", sha256("")},
                             {"x-amz-date", "20130524T000000Z"}}};
  EXPECT_EQ(signature(request, "host;range;x-amz-content-sha256;x-amz-date", "us-east-1",
                      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(AwsSignature, FitsEveryRequestOfABucket) {
  HttpPeer peer;
  BucketSettings settings;
  settings.bucket = "northmere";
  settings.prefix = "post & more/ü";
  settings.endpoint = peer.url("");
  settings.region = "eu-west-2";
  settings.access_key = "office";
  settings.secret_key = "sword/fish+";
  ObjectBucket place(settings);
  const std::string id = "01900000-0000-7000-8000-0000000000ab";
  peer.behave({.status = 200, .body = "<ListBucketResult/>"});
  place.put(id, "bytes");
  place.put(id, std::string(3 << 20, 'x'));
  place.get(id);
  peer.behave_once(
      {.status = 200,
       .body =
           "<ListBucketResult><Contents><Key>post &amp; more/ü/ab/" + id +
           "</Key></Contents><NextContinuationToken>a+b/=&amp;c</NextContinuationToken></ListBucketResult>"});
  EXPECT_EQ(place.sweep(0xab, "02", [](const std::string&) { return false; }), 1u);
  std::string methods;
  for (const SeenRequest& request : peer.seen()) {
    methods += request.method + " ";
    const std::string authorization = request.headers.at("authorization");
    EXPECT_EQ(request.headers.at("x-amz-content-sha256"), sha256(request.body));
    EXPECT_NE(authorization.find("Credential=office/"), std::string::npos);
    EXPECT_EQ(between(authorization + ",", "Signature=", ','),
              signature(request, between(authorization, "SignedHeaders=", ','), "eu-west-2", "sword/fish+"))
        << request.method << " " << request.target;
  }
  EXPECT_EQ(methods, "PUT PUT GET GET DELETE GET ");
}

}  // namespace
}  // namespace mailroom::daemon

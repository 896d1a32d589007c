// An S3 server of the tests' own on loopback (tests/fakes/s3rver), with one bucket. It ends with the test
// program, whatever ends that.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "base/file.h"
#include "daemon/object_bucket.h"

namespace mailroom::daemon {

class S3Server {
 public:
  // The program's server, started at first use; null with why() if it cannot be had here.
  static S3Server* get();
  static std::string why();

  S3Server();
  ~S3Server();
  S3Server(const S3Server&) = delete;
  S3Server& operator=(const S3Server&) = delete;

  // Of its bucket, with the bucket in the path or in front of the host.
  BucketSettings settings(bool in_path) const;
  void stop();
  void start();  // on the same port; it ends with the thread that called this

 private:
  TemporaryFolder folder_{"mailroom-s3"};
  std::string port_ = "0";
  pid_t server_ = -1;
};

}  // namespace mailroom::daemon

"""Mails as nobody should write them and as they come all the same, made up from a seed: broken structure, broken text, too much of
everything. Each has a Message-ID and a Received line, as the last server on the way adds them, so that each delivery differs."""
import base64, json

KINDS = {}


def kind(make):
    KINDS[make.__name__] = make
    return make


def head(number, *more):
    lines = [f"Received: from mx.example by office.example; Mon, 23 Nov 2026 09:{number % 60:02}:00 +0000", f"Message-ID: <nasty-{number}@example.org>",
             "From: Somebody <somebody@example.org>", "To: office@office.example", f"Subject: nasty {number}", *more]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n"


def form(*lines):
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


MIXED = ("MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=XX")


@kind
def without_boundary(number, chance):
    return head(number, "Content-Type: multipart/mixed") + b"\r\n--XX\r\nContent-Type: text/plain\r\n\r\nlost\r\n--XX--\r\n"


@kind
def boundary_that_never_comes(number, chance):
    return head(number, *MIXED) + b"\r\nnothing here is ever bounded\r\n"


@kind
def cut_in_the_middle(number, chance):
    return head(number, *MIXED) + b"\r\n--XX\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK" \
        + base64.b64encode(bytes(chance.randrange(256) for _ in range(300)))[:chance.randrange(1, 300)]


@kind
def garbage_in_base64(number, chance):
    return head(number, *MIXED) + form("", "--XX", "Content-Type: image/jpeg; name=\"p.jpg\"", "Content-Transfer-Encoding: base64", "",
                                       "!!!! this is no base64 \x01\x02 ????", "--XX--", "")


@kind
def huge_header(number, chance):
    return head(number, "X-Huge: " + "x" * (1 << 20), *(f"X-Many-{i}: {i}" for i in range(3000))) + b"\r\nhello\r\n"


@kind
def one_line_of_megabytes(number, chance):
    return head(number) + b"\r\n" + b"y" * (2 << 20)


@kind
def unknown_charset(number, chance):
    return head(number, "Subject: =?klingon-8?Q?=E4=F6=FC?=", "Content-Type: text/plain; charset=klingon-8") + b"\r\n\xe4\xf6\xfc \xff\xfe\r\n"


@kind
def charset_that_lies(number, chance):
    return head(number, "Content-Type: text/plain; charset=utf-8") + b"\r\n" + bytes(chance.randrange(128, 256) for _ in range(200)) + b"\r\n"


@kind
def noughts(number, chance):
    return head(number, "X-Nought: a\x00b") + b"\r\nab\x00cd\x00\x00\r\n"


@kind
def only_a_head(number, chance):
    return head(number)


@kind
def line_feeds_alone(number, chance):
    return head(number, *MIXED).replace(b"\r\n", b"\n") + b"\n--XX\nContent-Type: text/plain\n\nhi\n--XX--\n"


@kind
def carriage_returns_alone(number, chance):
    return head(number) + b"\r\none\rtwo\rthree\r"


@kind
def nested(number, chance):
    content = head(number) + b"\r\nthe innermost\r\n"
    for depth in range(chance.choice((2, 6, 12, 60))):
        content = head(number, f"X-Depth: {depth}", "Content-Type: message/rfc822") + b"\r\n" + content
    return content


@kind
def parts_in_parts(number, chance):
    depth = chance.choice((5, 50, 500))
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n" for i in range(depth))
    return head(number, "MIME-Version: 1.0") + opening.encode() + b"Content-Type: text/plain\r\n\r\ndeep\r\n"


@kind
def hundreds_of_parts(number, chance):
    parts = "".join(f"--XX\r\nContent-Type: application/octet-stream; name=p{i}.bin\r\n\r\npart {i}\r\n" for i in range(300))
    return head(number, *MIXED) + b"\r\n" + parts.encode() + b"--XX--\r\n"


@kind
def outlooks_own_format(number, chance):
    tnef = base64.b64encode(b"\x78\x9f\x3e\x22\x01\x00" + bytes(200)).decode()
    return head(number, *MIXED) + form("", "--XX", "Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64", "", tnef, "--XX--", "")


@kind
def contradicting_headers(number, chance):
    return head(number, *MIXED, "Content-Type: text/html", "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: 8bit",
                "Content-Length: 99999999") + b"\r\n--XX\r\n\r\nwhich is it\r\n--XX--\r\n"


@kind
def unknown_encoding(number, chance):
    return head(number, "Content-Transfer-Encoding: x-rot13", "Content-Type: application/pdf; name=\"../../etc/passwd\"") + b"\r\n%PQS-1.4 uryyb\r\n"


@kind
def wild_names(number, chance):
    return head(number, *MIXED) + form("", "--XX", "Content-Type: text/csv; name*0*=utf-8''%e4%bd; name*1*=%a0%00%2f..%2f; name*9=x",
                                       "Content-Disposition: attachment; filename=\"\\\"..\\\\..\\\\evil\x1b[31m\"", "", "a,b", "--XX--", "")


@kind
def protocol_in_the_text(number, chance):
    return head(number) + b"\r\nM1 OK done\r\nM2 BAD no\r\n* BYE gone\r\n* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\n)\r\nA001 OK\r\n+ idling\r\n"


@kind
def broken_head(number, chance):
    return b"this line is no header\r\n" + head(number) + b"\r\nbody\r\n"


@kind
def random_bytes(number, chance):
    return head(number, *MIXED) + b"\r\n" + bytes(chance.randrange(256) for _ in range(4000))


def nasty_mail(number, chance):
    """One of them, whichever chance says."""
    name = sorted(KINDS)[chance.randrange(len(KINDS))]
    return KINDS[name](number, chance)


def proper_mail(number, documents, text="Please see the attached form."):
    """A mail with documents of tests/faults/office.py as attachments: each as its name and its content."""
    parts = [form("--XX", "Content-Type: text/plain; charset=utf-8", "", text, "")]
    for name, content in documents:
        encoded = base64.encodebytes(json.dumps(content).encode()).decode().replace("\n", "\r\n")
        parts.append(form("--XX", f"Content-Type: application/json; name=\"{name}\"", f"Content-Disposition: attachment; filename=\"{name}\"",
                          "Content-Transfer-Encoding: base64", "", encoded))
    return head(number, *MIXED) + b"\r\n" + b"".join(parts) + b"--XX--\r\n"

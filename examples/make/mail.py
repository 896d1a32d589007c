"""Messages with attachments, byte for byte the same at every run."""

import zlib
from email.message import EmailMessage
from email.policy import SMTP


def message(sender, to, date, subject, body, attachments):
    """attachments: (file name, maintype, subtype, bytes)."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Date"], mail["Subject"] = sender, to, date, subject
    mail["Message-ID"] = f"<{abs(hash_of(subject + date))}@post.example>"
    mail.set_content(body)
    for name, maintype, subtype, data in attachments:
        mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    if attachments:
        mail.set_boundary(f"=_part_{hash_of(subject):08x}")
    return mail.as_bytes()


def hash_of(words):
    return zlib.crc32(words.encode())

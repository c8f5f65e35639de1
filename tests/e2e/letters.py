"""A mail of a targeted survey as its reader and the reader's mail program see it."""

import html
import re


def check_mail(letter, address, subject, lang, base):
    """Fail unless a `residents.Letter` is for one person, in their language, with one link and the way out."""
    mail = letter.mail
    assert (mail["X-Envelope-To"], mail["Subject"]) == (address, subject)
    assert mail["List-Unsubscribe"] == f"<{letter.leave}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated" and not list(mail.iter_attachments())
    assert f'lang="{lang}"' in letter.html
    pictures = re.findall(r'src="([^"]+)"', letter.html)
    logo = re.compile(rf"{re.escape(base)}/p/logo/[0-9a-f]{{32}}")
    assert all(logo.fullmatch(each) for each in pictures), "no picture tells who reads"
    targets = {html.unescape(each) for each in re.findall(r'href="([^"]+)"', letter.html)}
    assert targets == {letter.link, letter.leave}
    assert all(target.startswith(f"{base}/p/") for target in targets)
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", letter.html)))
    assert all(line in words for line in letter.plain.splitlines()), "both parts say the same"

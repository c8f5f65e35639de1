import random
from email.message import EmailMessage

import pytest

from hva_feedback.tools.mail_reply import MAIL_MAX, TEXT_MAX, new_token, read_mail, reply_address

BASE = "palaute@testila.example"
TOKEN = "0ab39kq7xw215tzp"
ADDRESS = reply_address(BASE, TOKEN)
LINE = "Write above this line."


def mail(text="Kiitos vastauksesta.", to=ADDRESS, **headers):
    message = EmailMessage()
    message["From"] = "Antaja <Antaja@example.fi>"
    message["To"] = to
    message["Subject"] = "Re: Vastaus palautteeseesi"
    message["Message-Id"] = "<1@example.fi>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def read(message, base=BASE):
    return read_mail(message if isinstance(message, bytes) else message.as_bytes(), base, [LINE])


def test_a_mail_to_a_reply_address_is_known_by_its_token():
    got = read(mail())
    assert (got.token, got.kind, got.sender, got.text) == (TOKEN, "reply", "antaja@example.fi", "Kiitos vastauksesta.")
    assert got.subject == "Re: Vastaus palautteeseesi"
    token = new_token()
    assert len(token) == 16 and token == token.lower()


@pytest.mark.parametrize(
    "to",
    [
        BASE,
        "palaute+short@testila.example",
        f"xpalaute+{TOKEN}@testila.example",
        f"palaute+{TOKEN}@testila.example.evil.test",
        f"palaute+{TOKEN}x@testila.example",
        f"palaute+{'u' * 16}@testila.example",
        "helpdesk@testila.example",
    ],
)
def test_mail_for_anybody_else_is_not_ours(to):
    assert read(mail(to=to)) is None


def test_the_token_is_found_wherever_the_mail_servers_put_it_and_in_any_case():
    assert read(mail(to="undisclosed:;", Delivered_To=ADDRESS.upper())).token == TOKEN
    assert read(mail(to="x@example.fi", X_Original_To=ADDRESS)).token == TOKEN


def test_other_receivers_are_told():
    assert read(mail(to=f"Info <INFO@testila.example>, {ADDRESS}")).others == ("info@testila.example",)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto"),
        ({"Auto_Submitted": "no"}, "reply"),
        ({"Precedence": "bulk"}, "auto"),
        ({"X_Autoreply": "yes"}, "auto"),
        ({"List_Id": "<x.example>"}, "auto"),
        ({"Subject": "Automaattinen vastaus: Vastaus"}, "auto"),
        ({"Subject": "Autosvar: Svar"}, "auto"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"From": "MAILER-DAEMON@example.fi"}, "bounce"),
        ({"From": BASE}, "loop"),
        ({"From": ADDRESS}, "loop"),
    ],
)
def test_what_no_person_wrote(headers, kind):
    got = read(mail(**headers))
    assert got.kind == kind
    assert bool(got.text) == (kind == "reply")


def test_a_delivery_report_is_a_bounce():
    raw = mail().as_bytes().replace(b"Content-Type: text/plain", b"Content-Type: multipart/report; boundary=x; x")
    assert read(raw).kind == "bounce"


@pytest.mark.parametrize(
    "quote",
    [
        f"\n> ––– {LINE} –––\n> Hei,\n> kiitos",
        "\nma 9.11.2026 klo 10.00 Testilä (palaute@testila.example) kirjoitti:\nHei",
        "\nOn Mon, 9 Nov 2026, Testilä wrote:\n> Hello",
        "\nDen 9 nov skrev Testilä:\n> Hej",
        "\n-----Alkuperäinen viesti-----\nLähettäjä: x",
        "\n________________________________\nFrom: Testilä <palaute@testila.example>\nHei",
        "\nFrom: Testilä <palaute@testila.example>\nSent: Monday",
    ],
)
def test_what_is_quoted_below_is_left_out(quote):
    assert (
        read(mail(f"Oma vastaukseni.\n\nKaksi kappaletta.\n{quote}\n")).text == "Oma vastaukseni.\n\nKaksi kappaletta."
    )


def test_a_sentence_that_speaks_of_writing_is_no_quotation():
    text = "Hän kirjoitti minulle näin:\nodota vielä."
    assert read(mail(text)).text == text


def test_an_answer_written_below_the_quotation_is_kept():
    text = f"> Hei,\n> kysymme\n\n––– {LINE} –––\n\nTässä vastaus."
    assert read(mail(text)).text == "Tässä vastaus."


def test_an_html_mail_gives_its_words():
    message = mail()
    message.set_content(
        "<html><head><style>p{}</style></head><body><p>Hei &amp; kiitos</p><script>x()</script>"
        "<div>Toinen</div><blockquote>Vanha</blockquote></body></html>",
        subtype="html",
    )
    got = read(message)
    assert got.text == "Hei & kiitos\n\nToinen"
    assert got.dropped == 0


def test_attachments_are_counted_and_left_behind():
    message = mail("Katso kuva.")
    message.add_alternative("<p>Katso kuva.</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment("text file", filename="b.txt")
    got = read(message)
    assert (got.text, got.dropped) == ("Katso kuva.", 2)


def test_sizes_end_somewhere():
    got = read(mail("sana " * 5000))
    assert (len(got.text), got.is_cut) == (TEXT_MAX, True)
    message = mail("x")
    message.add_attachment(b"0" * MAIL_MAX, maintype="image", subtype="png", filename="a.png")
    got = read(message)
    assert (got.kind, got.text, got.token) == ("too_large", "", TOKEN)


def test_the_same_mail_has_the_same_key():
    assert read(mail()).key == read(mail("other")).key
    assert read(mail()).key != read(mail(Message_Id="<2@example.fi>")).key


def test_no_input_raises():
    raw = mail("Ääkköset ja €").as_bytes()
    chance = random.Random(7)
    for _try in range(300):
        broken = bytearray(raw)
        for _byte in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        read_mail(bytes(broken), BASE, [LINE])
    for head in (
        b"",
        b"\0",
        b"To: " + b"<" * 5000,
        b"Content-Type: text/plain; charset=nonsense\nTo: " + ADDRESS.encode(),
    ):
        read_mail(head + b"\n\n\xff\xfe", BASE, [LINE])


def test_a_line_or_a_header_without_end_is_read_in_no_time():
    """Each takes hours where a pattern, or the reader of headers, goes through the square of the length."""
    text = " " * 300_000 + "x"
    assert read(mail(text)).text.strip() == "x"
    raw = b"To: " + ADDRESS.encode() + b", " + b"a," * 1_000_000 + b"\nFrom: a@example.fi\n\nHei"
    assert read_mail(raw, BASE, [LINE]).text == "Hei"

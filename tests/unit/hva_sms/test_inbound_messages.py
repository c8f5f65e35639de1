"""What gateways bring from phones: Kannel as it was seen to post, Twilio as its paper says."""

import base64
import hashlib
import hmac

import pytest

from hva_sms.gateways.base import InboundCall
from hva_sms.gateways.kannel import KannelGateway
from hva_sms.gateways.link_mobility import LinkMobilityGateway
from hva_sms.gateways.twilio import TwilioGateway

URL = "https://palaute.example.fi/hva_sms/inbound/abc"
KANNEL = KannelGateway("http://127.0.0.1:13013/cgi-bin/sendsms", "hva", "secret")
TWILIO = TwilioGateway("https://api.twilio.com", "AC1", "token")


def kannel(body, content_type='text/plain; charset="UTF-8"', sender="+358457300001", ref="86143c06"):
    headers = {"x-kannel-from": sender, "content-type": content_type}
    return KANNEL.parse_message(InboundCall(URL, {"id": ref}, headers, body))


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    (
        ("äöå 8!".encode(), 'text/plain; charset="UTF-8"', "äöå 8!"),
        ("š 0 😀".encode("utf-16-be"), 'text/plain; charset="UTF-16BE"', "š 0 😀"),
        (b"", 'text/plain; charset="UTF-8"', ""),
        (b"\xff\xfe9", 'text/plain; charset="UTF-8"', "\ufffd\ufffd9"),
        (b"\x01\x02", "application/octet-stream", ""),
        (b"9", "text/plain; charset=klingon", ""),
        (b"9", "", "9"),
    ),
)
def test_kannel_posts_the_text_as_the_body(body, content_type, text):
    message = kannel(body, content_type)
    assert (message.sender, message.text, message.ref) == ("+358457300001", text, "86143c06")
    assert "358457300001" not in repr(message)


def test_what_names_no_phone_or_no_number_of_its_own_is_no_message():
    assert kannel(b"9", sender="") is None and kannel(b"9", ref="") is None


def twilio(said, token="token"):
    signed = URL + "".join(f"{name}{said[name]}" for name in sorted(said))
    signature = base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    return TWILIO.parse_message(InboundCall(URL, said, {"x-twilio-signature": signature}))


def test_twilio_signs_what_it_brings_and_a_forged_message_is_none():
    said = {"MessageSid": "SM1", "From": "+358457300001", "To": "+358457300000", "Body": "9 ä", "NumSegments": "1"}
    message = twilio(said)
    assert (message.sender, message.text, message.ref) == ("+358457300001", "9 ä", "SM1")
    assert twilio(said, token="another") is None
    assert twilio({"MessageSid": "SM1", "Body": "9"}) is None


def test_the_answer_sends_nothing_to_the_phone():
    assert KANNEL.inbound_answer[1] == "" and TWILIO.inbound_answer == ("text/xml; charset=utf-8", "<Response/>")


def test_vendors_whose_paper_says_nothing_of_replies_bring_none():
    assert KannelGateway.can_receive and TwilioGateway.can_receive and not LinkMobilityGateway.can_receive

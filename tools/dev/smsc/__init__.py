"""A simulated operator: the SMPP 3.4 message centre (SMSC) behind the gateway in the demo and the tests.

Real operators cannot be reached from a test machine, and cannot be asked to fail. This one listens on 127.0.0.1
only, decides by the last two digits of the number what becomes of a message (`behaviour`), and writes what it took
into a log that is the truth of what was sent (`log`). Standard library alone.

    python -m tools.dev.smsc --port 2775 --log sent.jsonl [--receipt-delay 1.0] [--phones written.jsonl]
"""

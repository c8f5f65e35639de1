"""The terminal's own reckoning is the server's: which statements are asked, which wording, and what a proof is."""

from odoo.tests import tagged

from ..controllers import device_files
from ..tools.codes import new_code
from ..tools.device_proof import canonical, make_proof, verifier_of
from ..tools.rotation import choose
from .device_browser import TerminalBrowser
from .device_story import KEY, DeviceCase

QUESTION = {"kind": "choice", "required": False, "condition": []}
FORM = {
    "survey": 7,
    "rotate": 0,
    "rotating": [],
    "questions": [
        {**QUESTION, "id": 1, "name": "q1", "kind": "scale", "is_nps": True, "title": "Score"},
        {**QUESTION, "id": 2, "name": "q2", "title": "Came by bus?"},
        {**QUESTION, "id": 3, "name": "q3", "title": "Was it late?", "condition": ["21"]},
        {
            **QUESTION,
            "id": 4,
            "name": "q4",
            "kind": "text",
            "title": "Why?",
            "variants": {"detractor": "What went wrong?"},
            "wording_name": "q4_wording",
        },
    ],
}
ANSWER = """
const flow = await (await load("flow.js")).newFlow({ ticket: "t", forms: { fi: given.form } }, "fi");
const titles = [];
for (const values of given.values) {
    titles.push(flow.title);
    flow.give(values);
    if (!flow.isLast) {
        flow.next();
    }
}
return [titles, flow.answer.values];
"""


@tagged("post_install", "-at_install")
class TestDeviceFlow(TerminalBrowser, DeviceCase):
    def setUp(self):
        super().setUp()
        self.open_terminal()

    def in_page(self, script, **given):
        """Run the body of an async function in the page; it has `given` and `load(file)`."""
        return self.browser.execute_async_script(
            f"const [given, done] = arguments; const load = (name) => import('{device_files.path('')}' + name);"
            f"(async () => {{ {script} }})().then(done, (error) => done('failed: ' + error))",
            given,
        )

    def test_the_same_statements_are_asked_as_the_server_expects(self):
        numbers = [new_code() for _number in range(20)]
        for ids, count in (([11, 12, 13, 14, 15], 2), (list(range(100, 120)), 7), ([5, 6], 1)):
            form = {"survey": 42, "rotate": count, "rotating": ids}
            left = self.in_page(
                "const { leftOut } = await load('rotation.js');"
                "return Promise.all(given.numbers.map(async (one) => [...await leftOut(given.form, one)]))",
                form=form,
                numbers=numbers,
            )
            asked = [[one for one in ids if one not in out] for out in left]
            self.assertEqual(asked, [list(choose(ids, count, f"42:{number}")) for number in numbers])

    def test_the_page_makes_the_proof_that_the_server_expects(self):
        body = '{"ä": 1}'
        made = self.in_page(
            "const proof = await load('proof.js'); const key = new Uint8Array(given.key);"
            "const message = await proof.canonical(given.device, '/p/device/send', 123, given.body);"
            "return [await proof.verifierOf(key), await proof.proofOf(key, message)]",
            key=list(KEY),
            device=self.device.code,
            body=body,
        )
        message = canonical(self.device.code, "/p/device/send", 123, body.encode())
        self.assertEqual(made, [verifier_of(KEY), make_proof(KEY, message)])

    def test_a_condition_that_is_not_met_skips_its_question_and_a_low_score_changes_the_wording(self):
        titles, values = self.in_page(ANSWER, form=FORM, values=[["3"], ["22"], [" Slow "]])
        self.assertEqual(titles, ["Score", "Came by bus?", "What went wrong?"])
        self.assertEqual(values, {"q1": ["3"], "q2": ["22"], "q4": ["Slow"], "q4_wording": ["detractor"]})
        titles, values = self.in_page(ANSWER, form=FORM, values=[["9"], ["21"], ["31"], [""]])
        self.assertEqual(titles, ["Score", "Came by bus?", "Was it late?", "Why?"])
        self.assertEqual(values, {"q1": ["9"], "q2": ["21"], "q3": ["31"]})

"""The foreign house over HTTP: its website, its portal, its surveys from start to thank-you, its back office."""

from lxml import html

from . import plain

PUBLIC = (
    "/",
    "/about-guests",
    "/p/summer",
    "/p",
    "/nothing-here",
    "/p/nothing-here",
    "/web/login",
    "/sitemap.xml",
    "/robots.txt",
    "/s/1234",
)
PORTAL = ("/my", "/my/tickets", "/my/tickets?search=Screen", "/my/tickets?groupby=stage", "/new/ticket", "/my/account")
HEADERS = ("Content-Type", "Content-Security-Policy", "X-Frame-Options", "Location", "Referrer-Policy", "X-Robots-Tag")


def see(house):
    seen = {}
    with house.env(commit=False) as env:
        surveys = {s.title: (s.id, s.access_token) for s in env["survey.survey"].search([("survey_type", "!=", "hva")])}
        answers = {
            answer.survey_id.title: answer.access_token
            for answer in env["survey.user_input"].search(
                [("state", "=", "done"), ("survey_id.survey_type", "!=", "hva")], order="id"
            )
        }
        tickets = env["helpdesk.ticket"].search([("partner_id.name", "=", "Portal Customer")], order="id").ids
        strange = env["helpdesk.ticket"].search([("name", "=", "=1+1")]).id
    public = house.browser()
    seen |= {f"public {path}": page(public, path) for path in PUBLIC}
    for title, (survey_id, token) in surveys.items():
        seen[f"public start of {title}"] = page(house.browser(), f"/survey/start/{token}")
        if title in answers:
            path = f"/survey/print/{token}?answer_token={answers[title]}"
            seen[f"public print of {title}"] = page(public, path)
        seen[f"public results of {title}"] = page(public, f"/survey/results/{survey_id}")
    for login in ("portal_customer", "portal_neighbour"):
        browser = house.browser(login)
        paths = [*PORTAL, *(f"/my/ticket/{ticket}" for ticket in (*tickets, strange))]
        seen |= {f"{login} {path}": page(browser, path) for path in paths}
        seen[f"{login} counters"] = browser.call("/my/counters", counters=["ticket_count"])
    boss = house.browser("surveyboss")
    for title, (survey_id, token) in surveys.items():
        seen[f"surveyboss results of {title}"] = page(boss, f"/survey/results/{survey_id}")
        seen[f"surveyboss test of {title}"] = page(boss, f"/survey/test/{token}")
    for login in ("everything", "clerk", "b_agent"):
        info = house.browser(login).call("/web/session/get_session_info")
        seen[f"{login} session"] = plain.value({key: info[key] for key in sorted(info) if key not in UNSTEADY})
    return seen


UNSTEADY = ("cache_hashes", "registry_hash", "server_version_info", "user_settings", "view_info", "db")


def page(browser, path, **kwargs):
    """Return status, the headers that matter, names of cookies and the page's text and links."""
    answer = browser.get(path, **kwargs)
    return {
        "status": [*(step.status_code for step in answer.history), answer.status_code],
        "headers": {name: plain.text(answer.headers[name]) for name in HEADERS if name in answer.headers},
        "cookies": sorted(answer.cookies.keys()),
        "body": body(answer),
    }


def body(answer):
    if "html" not in answer.headers.get("Content-Type", ""):
        return plain.text(answer.text)
    tree = html.fromstring(answer.content)
    for node in tree.xpath("//script"):
        node.drop_tree()
    return plain.text(html.tostring(tree, encoding="unicode"))

"""Who may do what: every address of the URL configuration with every method, asked by every role."""

import pytest

from diplomacy.archive.roles import Role
from tests.conftest import CHECKOUT
from tests.web.corpus import Corpus, lay_out
from tests.web.permissions import ROLES, Answers, routes, table, written

pytestmark = pytest.mark.django_db
DOORS = {"/sign-in/", "/sign-out/"}
"""Where a stranger may send a form."""
WHOLE = {"article", "outlet", "actor", "exchange"}
"""What is deleted with all that belongs to it, on the site, where the admin leads; all else goes with one of these."""
SEEN = {"200", "302", "422"}
TABLE = CHECKOUT / "docs" / "permissions.md"
ANEW = CHECKOUT / "test-results" / "permissions.md"


def opens(answers: Answers, role: str) -> bool:
    return answers[ROLES.index(role)] in SEEN


@pytest.mark.usefixtures("db")
def test_the_table_of_permissions_is_true_and_whole() -> None:
    found = table(lay_out())
    assert {route for route, _ in found} == set(routes())
    the_rules_hold(found)
    ANEW.parent.mkdir(exist_ok=True)
    ANEW.write_text(written(found), encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == ANEW.read_text(encoding="utf-8"), (
        f"{TABLE} is not what the program answers: where that is meant, copy {ANEW} there."
    )


def the_rules_hold(found: dict[tuple[str, str], Answers]) -> None:
    """What has to be so whatever the table says."""
    for (route, method), answers in found.items():
        at = f"{method} {route}: {answers}"
        if method not in ("GET", "HEAD", "POST"):
            assert set(answers) <= {"405", "sign in", "403"}, at
        if method == "POST" and route not in DOORS:
            assert not opens(answers, "anonymous"), at
        if route.startswith("/admin/") and not route.startswith(("/admin/login/", "/admin/logout/")):
            assert answers[:2] == ("sign in", "403"), at
        if route.startswith(("/admin/auth/", "/admin/axes/", "/admin/procrastinate/")):
            led_on = route.endswith("/<path:object_id>/")  # an old form of address, which leads to the change page
            assert led_on or not (opens(answers, Role.CURATOR) or opens(answers, Role.EDITOR)), at
        if method in ("GET", "POST") and route.startswith("/admin/archive/") and route.endswith("/delete/"):
            mends = route.startswith(("/admin/archive/alias/", "/admin/archive/tenure/"))
            whole = route.split("/")[3] in WHOLE
            assert opens(answers, Role.CURATOR) == mends and opens(answers, Role.EDITOR) == (mends or whole), at


def test_an_address_that_no_table_knows_fails(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.web.permissions.routes", lambda: iter(["/unheard-of/"]))
    with pytest.raises(AssertionError, match="/unheard-of/ is in no table"):
        table(corpus)

"""Citations as files, on the page and in previews."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from diplomacy.web.pages.citing import Citation, Work
from diplomacy.web.pages.places import pair_url
from tests.web.corpus import Corpus
from tests.web.test_permalinks import ELEVEN, cited, html_at


@pytest.mark.parametrize("form", ["txt", "bib", "json"])
def test_every_address_has_a_citation_to_keep(client: Client, corpus: Corpus, form: str) -> None:
    for path in cited(corpus):
        answer = client.get(f"{path}cite.{form}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert f"http://testserver{path}" in answer.content.decode()


def test_every_address_has_a_preview_and_its_words_to_select(client: Client, corpus: Corpus) -> None:
    for path in cited(corpus):
        html = html_at(client, path)
        for name in ("og:title", "og:description", "og:url"):
            assert len(re.findall(rf'<meta property="{name}" content="[^"]+">', html)) == 1
        for ending in ("txt", "bib", "json"):
            assert re.search(rf'<pre id="cite-{ending}">[^<]', html)
        assert "og:image" not in html and "style=" not in html


def test_citations_name_both_accounts(client: Client, corpus: Corpus) -> None:
    items = json.loads(client.get(f"{pair_url(corpus.contradicted)}cite.json").content)
    assert [item["type"] for item in items] == ["webpage", "document", "document"]
    assert {item.get("publisher") for item in items[1:]} == {"Ostmark Foreign Ministry", "Lirien Foreign Ministry"}
    assert items[1]["issued"] == {"date-parts": [[2024, 5, 6]]}
    assert "contradicted" in items[0]["note"] and "another number" in items[0]["note"]
    plain = client.get(f"{pair_url(corpus.contradicted)}cite.txt").content.decode()
    assert f"6 May 2024: “{ELEVEN}”." in plain


def test_what_latex_would_stumble_over_is_escaped() -> None:
    work = Work(
        "account-1", "Tide & Sons_#1", False, "100% {sure} \\o/ ~^$", "A. Vik", date(2031, 6, 1),
        "https://tide.example/a_b%20c", "en", date(2031, 6, 2), "ab" * 32,
    )  # fmt: skip
    found = Citation("/changes/1/2/", "https://site.example/changes/1/2/", "T", "J", (work,), date(2031, 7, 1)).bibtex
    assert r"journal = {Tide \& Sons\_\#1}" in found
    assert r"title = {100\% \{sure\} \textbackslash{}o/ \textasciitilde{}\textasciicircum{}\$}" in found
    assert "url = {https://tide.example/a_b%20c}" in found
    assert found.count("{") - found.count(r"\{") == found.count("}") - found.count(r"\}")

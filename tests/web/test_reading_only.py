"""Who has no account can read all of it, and reading writes nothing: the database itself refuses."""

import pytest
from django.db import InternalError, connection
from django.test import Client

from diplomacy.archive.models import Actor
from tests.web.corpus import Corpus
from tests.web.every_page import files, missing, pages

OTHER_METHODS = ("post", "put", "patch", "delete")


def test_every_address_of_the_site_is_in_the_table_of_pages(corpus: Corpus) -> None:
    assert missing(corpus) == set()


def test_a_stranger_reads_every_page_in_a_transaction_that_cannot_write(client: Client, corpus: Corpus) -> None:
    paths = [*pages(corpus), *files(corpus)]
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    for path in paths:
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        assert not answer.cookies, path
    with pytest.raises(InternalError, match="read-only transaction"):
        Actor.objects.create(name="Nobody", kind="person")


def test_no_page_takes_anything_but_a_question(client: Client, corpus: Corpus) -> None:
    for path in [*pages(corpus), *files(corpus)]:
        for method in OTHER_METHODS:
            assert getattr(client, method)(path).status_code == 405, (method, path)

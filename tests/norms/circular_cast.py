"""A legal office that issues circulars, and phones of people who read them."""

import re
import uuid

from django.test import Client
from django.urls import reverse

from ikrar.agencies import tokens
from ikrar.agencies.middleware import SIGNER_COOKIE
from ikrar.agencies.roles import Role
from ikrar.agencies.tokens import Signer
from ikrar.core import zones
from ikrar.norms.actions import acknowledging, circulars
from ikrar.norms.actions.acknowledging import Sent
from ikrar.norms.actions.circulars import Words
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.pledges.cast import house, logged_in

WORDS = Words("Netralitas Pegawai (Contoh)", {"duties": ["membacakan edaran ini;"]})


class Office:
    def __init__(self):
        self.house = house()
        self.agency = self.house.agency
        self.lawyer = make.officer(Role.LEGAL, self.agency, name="Lawu Rekaan", mfa=True)
        self.by = make.actor(self.lawyer)
        self.browser = logged_in(self.lawyer)

    def draft(self, words=WORDS, **more):
        return circulars.draft_circular(self.agency, words, by=self.by, at=NOW, **more)

    def issue(self, number="800/7/2024", on=TODAY, **more):
        return circulars.issue_circular(self.draft(), number=number, dated_on=on, by=self.by, at=NOW, **more)

    def url(self, name, *args):
        return reverse(f"norms:{name}", args=args)


class Reader:
    """Sari's phone: her code, her PIN just given."""

    def __init__(self, staff, **fields):
        self.credential = make.credential(staff, pin="482915", **fields)
        self.who = Signer(self.credential.pk, "hp-sari").with_pin(NOW)
        self.phone = Client()
        fresh = Signer(self.credential.pk, "hp-sari").with_pin(zones.now())
        self.phone.cookies[SIGNER_COOKIE] = tokens.seal(fresh)

    def sent(self, circular, **more):
        told = {"circular": circular.pk, "client_uuid": uuid.uuid4(), "digest": circular.digest, "to_end": True}
        return Sent(**{**told, **more})

    def read(self, circular, **more):
        return acknowledging.acknowledge(self.who, self.sent(circular, **more), at=NOW)

    def page(self, circular):
        return self.phone.get(reverse("norms:read_circular", args=[circular.pk]))

    def press(self, circular, **more):
        page = self.page(circular).content.decode()
        told = dict(re.findall(r'name="(uuid|digest|akhir)" value="([^"]*)"', page))
        return self.phone.post(reverse("norms:read_circular", args=[circular.pk]), {**told, **more})

"""Makes a town, one account of it and two households in the database of the environment: `python -m tests.browser.settle`."""

from __future__ import annotations

import django

EMAIL, PASSWORD = "coordinator@example.org", "correct horse battery"


def main() -> None:
    django.setup()
    from khetane.forms.receiving import receive
    from khetane.forms.uploads import Upload
    from tests.edits import send, update  # all of these need Django set up
    from tests.integration.desk.scene import home, papers, work
    from tests.world import account, town
    from tests.world_devices import device, plain, published, registration

    here = town("GALLERY")
    author = account("unit_coordinator", here.unit, email=EMAIL)
    lived_in = home(here, author, names=("Џемиле", "Osman", "Ana"))
    work(lived_in)
    papers(lived_in)
    home(here, author, names=("Selma",))
    for phone in ("063 111", "064 222"):
        send(author, here, update("household", lived_in.id, 1, {"phone": phone}))
    published(author)
    phone_of = device(author, here)
    for sent in (registration("GALLERY-S1"), registration("NOWHERE"), plain("a form that is not here")):
        receive(phone_of, Upload(sent))


if __name__ == "__main__":
    main()

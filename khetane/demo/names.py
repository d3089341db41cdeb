"""Names of made-up persons: common ones of the region, combined by chance, typed as units type them."""

from __future__ import annotations

from enum import StrEnum

import cyrtranslit

from khetane.demo.chance import Chance

FEMALE = """
Aiša Ajten Ajša Alisa Ana Anđela Danijela Dragana Džemila Džulijana Đulijeta Elvira Emina Fatima Feride Gordana Hajrija
Hatidža Ifeta Ivana Jasmina Jelena Kadrija Katarina Kristina Ljiljana Ljubica Marija Mevlida Milena Milica Nada Nazmija
Olivera Radmila Remzija Rukija Ružica Sabina Samanta Sanela Sara Selma Senada Sevda Slavica Slađana Snežana Sofija
Suzana Šadija Šefika Tanja Turkijana Valentina Vera Verica Vesna Zejna Zekija Zorica Zulfija Žaklina Živka
""".split()  # noqa: SIM905  # a list of seventy names reads better so

MALE = """
Adem Aleksandar Alija Arif Asan Bajram Bojan Boban Branislav Ćazim Dejan Demir Dragan Dušan Džemail Đemal Đorđe Elvis
Enver Fadil Ferat Goran Halil Hasan Husein Ibraim Idriz Ismet Jašar Jovan Kemal Latif Ljubiša Marko Mehmed Memiš Milan
Miroslav Mustafa Nebojša Nedžat Nenad Nikola Orhan Osman Petar Predrag Ramadan Ramiz Rasim Redžep Refik Safet Samir Saša
Sebastijan Selim Senad Skender Slobodan Srđan Stefan Sulejman Šaban Šerif Tahir Trajko Zoran Žarko Živorad
""".split()  # noqa: SIM905  # as above

FAMILY = """
Adžović Ajdarević Ajeti Alijević Alimović Ametović Arsić Asanović Avdić Bajramović Bekirović Beriša Demirović Destanović
Dimitrijević Durmišević Džaferović Đorđević Đurić Eminović Fazlić Feratović Gaši Hajdarević Halilović Hasanović
Ibraimović Iljazović Ismailović Jašarević Jovanović Jusufović Kamberović Kurteši Kurtić Latifović Limanović Mamutović
Marinković Marković Mehmedović Memeti Memišević Mitrović Muratović Mustafić Nikolić Osmani Osmanović Pavlović Petrović
Radosavljević Raimović Ramadanović Redžepović Rustemović Saitović Salijević Sejdić Selimović Stanković Stojanović
Sulejmanović Šabanović Šaćirović Šainović Tairović Usejnović Vasić Vejselović Zekirović Živković
""".split()  # noqa: SIM905  # as above

WITHOUT_MARKS = str.maketrans(
    {"č": "c", "ć": "c", "š": "s", "ž": "z", "đ": "dj", "Č": "C", "Ć": "C", "Š": "S", "Ž": "Z", "Đ": "Dj"}
)


class Typing(StrEnum):
    """How a unit, or whoever holds its tablet that day, types."""

    CYRILLIC = "cyrillic"
    LATIN = "latin"
    PLAIN = "plain"  # Latin without diacritics


def typed(text: str, way: Typing) -> str:
    """`text`, given in Serbian Latin, as it is typed."""
    if way is Typing.CYRILLIC:
        return str(cyrtranslit.to_cyrillic(text, "sr"))
    return text.translate(WITHOUT_MARKS) if way is Typing.PLAIN else text


def given_name(chance: Chance, sex: str) -> str:
    """A few names are borne by many: the square of an even draw."""
    names = FEMALE if sex == "female" else MALE
    return names[int(chance.random.random() ** 1.4 * len(names))]


def family_name(chance: Chance) -> str:
    return FAMILY[int(chance.random.random() ** 1.4 * len(FAMILY))]

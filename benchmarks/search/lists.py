"""Common names of the region that Faker has no lists for."""

from __future__ import annotations

SERBIAN_GIVEN = """
Aleksandar Aleksandra Ana Anđela Bogdan Bojan Bojana Bora Branislav Branka Branko Čedomir Ćirilo Dalibor Danica
Danijela Darko Dejan Dragan Dragana Dragica Dragoslav Dragoljub Dušan Dušica Đorđe Đurđa Đurđica Đura Goran Gordana
Gorica Igor Ivan Ivana Jadranka Jasmina Jelena Jovan Jovana Jovanka Katarina Kristina Ksenija Lazar Ljiljana Ljubica
Ljubiša Ljubomir Maja Marija Marijana Marina Marko Mihajlo Milan Milana Milena Milica Miloš Milorad Mira Miroslav Mirjana
Mladen Nada Nataša Nebojša Nemanja Nenad Nevena Nikola Novak Ognjen Olivera Petar Predrag Radmila Radovan Ratko Ružica
Sanja Saša Sava Siniša Slađana Slavica Slobodan Smiljana Snežana Sofija Srđan Stana Stefan Stevan Stojan Suzana
Svetlana Tanja Tatjana Teodora Tihomir Uroš Vanja Velimir Vera Verica Vesna Višnja Vladan Vladimir Vojislav Vuk Zdravko
Zlatko Zoran Zorica Žaklina Žarko Željka Željko Živka Živorad
""".split()  # noqa: SIM905

SERBIAN_FAMILY = """
Jovanović Petrović Nikolić Marković Đorđević Stojanović Ilić Stanković Pavlović Milošević Đurić Đukić Đokić
Aleksić Anđelković Antić Arsić Babić Blagojević Bogdanović Božić Cvetković Ćirić Ćosić Čolić Čvorović Dimitrijević Dragić
Dinić Filipović Gajić Gavrilović Gligorijević Grujić Hadžić Ignjatović Ivanović Ivić Jakšić Janković Jevtić
Jocić Jokić Kljajić Knežević Kocić Kojić Kostić Kovačević Krstić Lazarević Lazić Lukić Ljubojević Maksimović Marinković
Marjanović Matić Mihajlović Mijatović Miladinović Milanović Milenković Miletić Milićević Milić Milivojević Miljković
Milovanović Mitić Mitrović Mladenović Momčilović Nedeljković Nešić Novaković Obradović Ognjenović Pantić Perić Pešić Popović
Radić Radivojević Radojković Radosavljević Radovanović Rakić Rančić Ristić Savić Simić Spasić Stamenković Stanojević
Stefanović Stevanović Stojković Stošić Šarić Šćepanović Tasić Todorović Tomić Trajković Tošić Urošević Vasić Vasiljević
Veljković Veličković Vučić Vučković Vuković Zdravković Zečević Zlatanović Žarković Živanović Živković Žunić
""".split()  # noqa: SIM905

ROMA_GIVEN = """
Adem Ajša Ajten Alil Alisa Arif Asan Avdija Bajram Bajro Behara Bekim Beriša Bislim Brahim Čerim Ćamil Ćamila Ćazim
Demir Demiran Denis Dževad Džemail Džemila Džemile Dženan Đemal Đulja Đulijeta Đulsefa Elvir Elvira Elvis Emin
Emina Enisa Ergin Erđan Eroll Esma Fadil Faik Fatima Fatmir Ferat Ferdi Feride Fikret Gazmend Gzim Hajrija Halil Halit
Hamid Hasan Hatidža Hava Husein Ibraim Idriz Ifeta Ilfan Imer Ismet Jašar Jasin Kadrija Kemal Kimeta Kurteš Latif Lutvija
Mahmut Mefail Mehmed Memiš Merdžan Mevlida Mujo Muhamed Muharem Mustafa Muzafer Nazmija Nedžat Nedžmedin Nurdžan Nuri
Osman Osmana Ramadan Ramiz Ramo Rasim Redžep Refik Remzi Remzija Rukija Rušid Sabina Sabrija Safet Saida Sakip Salija
Samanta Samir Sanela Sara Sebastijan Sefedin Selim Selma Senad Senada Sevda Sevdija Sevdžan Skender Sulejman Šaban
Šabana Šadija Šakir Šefćet Šefika Šemsa Šerif Šućuri Tahir Tefik Trajko Turkijan Usnija Vezira Vaska Zejna Zekija Zehra
Ziba Zulfija Žulijeta
""".split()  # noqa: SIM905

ROMA_STEMS = """
Abdul Adem Ahmet Ajdar Ajet Alil Alij Amet Arif Asan Avdi Bajram Bajra Bekir Berat Beriša Čerim Čuljandž Dalip Demir
Dest Durm Dželadin Džemail Džafer Đem Đulis Emin Etem Fazli Ferat Gaši Hajdar Halil Hamit Hasan Husein Ibraim Idriz Iljaz
Ismail Jašar Jusuf Kadri Kamber Kurteš Latif Mahmut Mamut Mehmed Memet Memiš Murat Musli Mustaf Nuh Osman Raim
Ramadan Ramiz Rašit Redžep Rustem Sadik Salij Salih Sefer Selim Sulejman Šabi Šain Šaban Šakir Šerif Tair Tefik
Usein Vejsel Zekir Zumber
""".split()  # noqa: SIM905

ALBANIAN_GIVEN = """
Adelina Afërdita Agim Agron Albana Alban Albulena Arben Ardian Arian Arta Artan Avni Bashkim Bajram Behxhet Besa Besarta
Besnik Blerim Blerta Bujar Burim Dardan Dashurie Diellza Drita Driton Edona Egzon Elira Elvana Emine Enver Erjon Faton
Fatmir Fatmire Fatos Flamur Flutura Gëzim Genc Gjergj Gjyle Gjyljeta Gjin Granit Hajrije Hasan Hatixhe Hysni Ilir
Ilirjana Isuf Jeton Kadri Kaltrina Kushtrim Lavdim Leonora Liridon Liridona Lulzim Lumturije Luljeta Mehdi Merita
Mentor Mimoza Mirjeta Myrvete Naim Nazmije Nexhat Nexhmije Nexhmedin Ndue Nimete Njomza Orhan Osman Petrit
Qamil Qazim Qefsere Qemal Qendrim Qerim Ramadan Rexhep Rifat Rrezarta Rrustem Sabrije Sadije Sanije Shaban Shaqir
Shefqet Shemsije Shkëlqim Shkurte Shpend Shpresa Shqipe Skënder Teuta Valbona Valon Vjollca Vjosa Xhafer Xhavit Xheladin
Xhemail Xhemile Xhevahire Xhezide Yll Ylber Ymer Zana Zef Zyhra Zylfije
""".split()  # noqa: SIM905

ALBANIAN_FAMILY = """
Ademi Ahmeti Ajvazi Aliu Arifi Avdiu Bajrami Bajraktari Behrami Bekteshi Berisha Beqiri Bislimi Brahimi Bytyqi Çela Çeku
Dalipi Dauti Dema Demiri Dervishi Destani Dobruna Duraku Dushi Elezi Elshani Emini Fazliu Ferati Fetahu Gashi Gjergji
Gjikolli Gjini Gjoka Gjonaj Hajdari Hajrizi Halili Halimi Hasani Haxhiu Hoti Hoxha Hysa Hyseni Ibrahimi Idrizi Islami
Ismaili Jahiri Jakupi Jashari Jusufi Kabashi Kastrati Kelmendi Klaiqi Kola Krasniqi Kryeziu Kurti Kuqi Latifi Lushi Maliqi
Marku Maxhuni Mehmeti Memeti Meta Morina Mulaj Murati Musliu Mustafa Mziu Ndreca Neziri Nuhiu Nurellari Osmani Pacolli
Palushi Peqini Pireva Prenga Qela Qerimi Qorri Rama Ramadani Rashiti Rexha Rexhepi Rrahmani Rrustemi Rudi Sadiku Salihu
Selimi Shabani Shala Shehu Sherifi Shkodra Shkreli Spahiu Sulejmani Syla Tahiri Thaçi Topalli Toska Uka Ukshini Veliu Veseli Vokshi
Xhaferi Xhaka Xhemaili Xhepa Ymeri Zeneli Zeqiri Zogaj Zymberi
""".split()  # noqa: SIM905

BOSNIAN_GIVEN = """
Adnan Admir Aida Ajla Alma Almir Amar Amela Amina Amir Azra Belma Benjamin Damir Dino Dženana Dženita Džejla Edin Edina
Elma Emir Emira Enes Ermin Fahrudin Faruk Fuad Hadžira Haris Hasnija Ilma Irfan Jasmin Jasminka Kenan Lejla Melisa Mersiha
Midhat Mirela Mirsad Mirza Muamer Nadira Nedim Nedžad Nermin Nermina Nihad Nijaz Rijad Sabahudin Sabiha Salko Sead Sedin
Semir Senahid Suad Suvada Šejla Šemsudin Šuhra Vahid Vedad Zijad Zineta Zlata
""".split()  # noqa: SIM905

TURKISH_FAMILY = """
Acar Akbaş Akçay Akın Aksoy Aktaş Altın Arslan Aslan Ateş Avcı Aydın Bağcı Bayrak Bulut Cengiz Cesur Ceylan Coşkun Çakır Çelik
Çetin Çiçek Dağ Demir Demirci Doğan Doğru Duman Durmaz Ekinci Er Erdoğan Eroğlu Gök Göçer Güler Gül Güneş Gürbüz Işık İnce Kara Karaca
Karakaş Kaplan Kaya Keskin Kılıç Koç Korkmaz Köse Kurt Kuş Oğuz Öz Özcan Özdemir Öztürk Polat Sarı Soylu Şahin Şeker Şen Şimşek Taş
Tekin Toprak Tunç Turan Türkoğlu Uçar Uysal Ünal Yalçın Yavuz Yıldız Yılmaz Yiğit Yüksel Zengin
""".split()  # noqa: SIM905

"""Texts whose charset nobody named, or named wrongly, are read as what they look like."""

import pytest

from kairan.mail.charsets import decode

WESTERN = [
    "Les élèves français étaient très contents ; « L’œuvre sûre » – dès l’été à Zürich.",
    "Schöne Grüße aus München, die Straße ist gesperrt: 20 m³ Schnee, größer als früher.",
    "La città è più bella perché c'è il sole, però lunedì pioverà.",
    "Hälsningar från Göteborg. Vi ses på måndag när du är här och äter smörgås.",
    "Mødet er på onsdag, så vi får hører om det er nødvendigt at læse.",
    "¿Cómo está usted? Mañana por la mañana en la compañía nº 5. ¡Feliz año!",
    "As reuniões não serão amanhã; a direção põe as decisões à disposição até à próxima.",
    "Góðan daginn, fundurinn verður á miðvikudag. Það er gott að þú kemur.",
]
CENTRAL = [
    "Zażółć gęślą jaźń. Spotkanie odbędzie się w środę, proszę przynieść dokumenty.",
    "Dobrý den, děkuji za zprávu. Těším se na shledanou zítra večer, přijďte prosím.",
    "Dober dan, naslednji sestanek bo v sredo. Želim vam lep dan, še naprej več.",
    "Dobar dan, sljedeći sastanak održat će se u srijedu. Molim vas, također.",
]
ASIAN = [
    ("了解です", "cp932"),
    ("①②③ ㈱山田", "cp932"),
    ("東京都千代田区霞関三丁目二番一号中央合同庁舎第七号館西館", "euc_jp"),
    ("東京都千代田区霞関三丁目二番一号中央合同庁舎第七号館西館", "cp932"),
    ("株式会社山田商店 営業部", "euc_jp"),
    ("会议通知", "gbk"),
    ("关于召开2026年度第四次部门工作会议的通知", "gbk"),
    ("您好，会议将于星期三举行，请携带文件。谢谢大家的支持", "gb18030"),
    ("회의 안내", "cp949"),
    ("안녕하세요, 회의는 수요일에 열립니다. 자료를 가져오세요.", "cp949"),
    ("您好，會議將於星期三舉行，請攜帶文件。謝謝大家的支持", "big5"),
]


@pytest.mark.parametrize("text", WESTERN)
def test_western_letters_are_not_taken_for_those_of_prague(text):
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("text", CENTRAL)
@pytest.mark.parametrize("codec", ["cp1250", "iso8859_2"])
def test_central_european_letters_are_recognised(text, codec):
    assert decode(text.encode(codec)).text == text


def test_hungarian_turkish_and_romanian_letters_are_recognised():
    for text, codec in [
        ("A következő értekezlet szerdán lesz, köszönjük. Őszintén.", "cp1250"),
        ("Bună ziua, întâlnirea va fi miercuri. Vă rugăm să aduceţi documentele.", "cp1250"),
        ("Toplantı çarşamba günü yapılacak, belgeleri getiriniz. İyi günler.", "cp1254"),
    ]:
        assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize(("text", "codec"), ASIAN)
@pytest.mark.parametrize("label", [None, "us-ascii", "utf-8", "unknown-8bit"])
def test_neighbouring_languages_are_told_apart_without_a_label(text, codec, label):
    assert decode(text.encode(codec), label).text == text


@pytest.mark.parametrize("codec", ["cp1251", "koi8_r", "cp866", "iso8859_5"])
def test_russian_in_any_of_its_charsets_is_recognised(codec):
    text = "Привет, встреча состоится в среду, пожалуйста принесите документы."
    assert decode(text.encode(codec)).text == text

"""What mail servers say of an address in plain words, and what it means for the address.

The words are those in which the servers of the world say it, the most telling first: what is said
of the address itself comes before what is said of the mail or of the moment.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a phrase means: the status it stands for, and whether the address is none at all."""

    status: str
    is_unknown: bool = False


def any_of(phrases: str) -> re.Pattern[str]:
    """Return one pattern for phrases that stand a line each; letters' case means nothing."""
    lines = [line.strip() for line in phrases.splitlines() if line.strip()]
    return re.compile("|".join(lines), re.IGNORECASE)


_MOVED = any_of(
    r"""
    has\smoved\sto
    (mailbox|user|address)\s(has\s)?moved
    (recipient|user|address)\s(has\s)?changed\s(his\s|her\s|their\s)?address
    no\slonger\son\s(this\s)?server
    """
)
# A domain whose owner says that it takes no mail (RFC 7505, RFC 7504) has no address that does.
_TAKES_NO_MAIL = any_of(
    r"""
    null\s?-?mx
    (host|domain|server)\s(\S+\s)?(does\s?n[o'’]?t|never)\s(accept|receive)s?\s(any\s)?(e-?)?mail\b(?!\sfrom)
    indicated\sno\ssmtp\sservice
    """
)
_UNKNOWN_HOST = any_of(
    r"""
    (host|domain)\s(name\s)?(is\s)?(unknown|not\sfound|does\s?n[o']t\sexist)
    unknown\s(host|domain)
    no\ssuch\s(host|domain)
    domain\sor\shost\snot\sfound
    (domain|host)\s\S+\scouldn['’]t\sbe\sfound
    domain\sis\snot\sreachable
    could\s?n[o']t\sfind\s(any\shost|a\smail\sexchanger)
    no\smx\srecord|mx\srecords\spoint\sto\snon-?existent
    bad\sdestination\ssystem
    name\sor\sservice\snot\sknown
    name\sservice\serror[^\n]{0,80}not\sfound
    account\sor\sdomain\smay\snot\sexist
    illegal\shost/domain
    unrouteable\smail\sdomain
    (ドメイン|ホスト)(名)?が?(存在しま(せん|せんでした)|見つかり)
    domaine?\s(inconnu|inexistant)|unbekannte\sdomain|dominio\s(desconocido|inexistente|sconosciuto)
    домен\sне\s(найден|существует)|域名不存在
    """
)
# The recipient is there and wants no mail, or none from this sender.
_REFUSED_BY_RECIPIENT = any_of(
    r"""
    (recipient|user|customer|member)(['’]s)?\spreferences
    (recipient|user|customer|member)\s(refuses|does\snot\s(accept|want)|has\sblocked|rejects)\s(to\s(accept|receive)|(this|your|any)?\s?(e-?)?mail)
    only\s(accept|receiv)(s|ing)\s(e-?)?(mail|messages)\sfrom
    blocked\sby\s(the\s)?(recipient|user)
    (not|n[o'’]t)\s(currently\s)?(being\saccepted|accepting\s(any\s)?(e-?)?(mail|messages))\sfor\sthis
    受信(を)?拒否|受信者の設定により
    """
)
_FULL = any_of(
    r"""
    (mailbox|mail\s?folder|inbox|account|user|disk)[^.\n]{0,40}\s(is\s)?(full|over\s?quota|exceeded)
    (over|exceeds?|exceeded|out\sof)\s(the\s)?(storage|disk|mail|mailbox|user|his|her|their|local)?\s?quota
    (over|exceeds?|exceeded)\s(the\s)?(maximum\s|allowed\s)?(mailbox|storage|disk)\s(size|space|limit)
    mailbox\s(exceeds?|exceeded|has\sexceeded)\s(the\s)?(allowed|maximum|its)\s(size|limit)
    quota\s(has\sbeen\s)?(exceeded|full)
    exceeded\s(the\s|storage\s|local\s)*(limit|allocation)
    (is|are)\sout\sof\s(storage|disk)\sspace|out\sof\sdisk\sspace
    insufficient\s(system\s)?storage|not\senough\s(storage|disk)\sspace
    メールボックス(の容量)?(が|を)?(一杯|いっぱい|満杯|超え)|容量(が|を|の)?(一杯|いっぱい|超過|超え|オーバー)
    (postfach|mailbox|speicherplatz)\s(des\sempfängers\s)?(ist\s)?(voll|überfüllt|erschöpft)
    (boîte|bo[iî]te\s(aux\slettres|de\sréception))\s(\S+\s){0,3}(pleine|saturée)
    (buzón|bandeja|casilla|cuota)\s(\S+\s){0,3}(llen[oa]|excedid[oa])
    (casella|quota)\s(\S+\s){0,3}(pien[ao]|superata|esaurita)
    caixa\s(\S+\s){0,3}(cheia|lotada)|postvak\s(\S+\s){0,2}vol\b|skrzynka\s(\S+\s){0,2}pełna
    (邮箱|信箱|邮箱空间|郵箱|信箱容量)(已|容量)?(满|滿|超)|ящик\s(\S+\s){0,2}переполнен|переполнен\S*\s(почтовый\s)?ящик
    (메일함|사서함|메일\s?용량)[^\n]{0,15}(초과|가득)
    """
)
_DISABLED = any_of(
    r"""
    (account|mailbox|user|address|recipient)[^.\n]{0,30}\s(is\s|has\sbeen\s)?(currently\s|temporar\S+\s)?(disabled|suspended|inactive|frozen|locked|deactivated|blocked|not\sactive)
    (disabled|suspended|inactive)\s(account|mailbox|user|recipient|address)
    (konto|postfach)\s(ist\s)?(gesperrt|deaktiviert)|compte\s(\S+\s){0,3}(bloqué|bloque|désactivé|suspendu)
    (アカウント|メールアドレス)は?(現在)?(停止|無効|利用停止)|(账号|帐号|邮箱)已?(停用|冻结|禁用)
    """
)
_WHO = r"(user|recipient|account|mailbox|address|alias|addressee|person|user\s?id|user\s?name)"
_UNKNOWN_USER = any_of(
    r"""
    WHO[^.\n]{0,40}?\s(is\s)?(unknown|invalid|not\s(a\s)?known|not\srecognized)
    WHO[^.\n]{0,40}?\s(not\sfound|not\sexist|does\s?n[o'’]?t\sexist|doesn['’]t\sexist|could\s?n[o'’]?t\sbe\sfound)
    (unknown|invalid|no\ssuch|non-?existent|unroute?able|undefined)\s(or\sillegal\s)?(local\s|final\sdelivery\s)?WHO(?!\serror)
    (addresses|recipients)\swere\s(unknown|not\sfound)
    (unknown|invalid|no\ssuch)\slocal[- ]part
    no\s(valid\s)?(mailbox|recipients?|user)\s(here|were|for|by|with)
    no\ssuch\s(person|user)
    not\slisted\sin
    (does\s?n[o']t|doesn't)\shave\s(a|an)\s[\w.-]*\s?account
    not\sa\s(known|valid|registered)\s(user|recipient|gateway\suser|mailbox)
    is\snot\s(a\s)?(known|valid)\suser
    was\s?n[o'’]t\sfound\sat
    user\s\([^)\n]{0,80}\)\sunknown
    \((user|mailbox)\snot\sfound\)
    not\sour\scustomer
    delivery\serror:\sdd\sthis\suser
    5\.4\.1\W{1,3}recipient\saddress\srejected:\saccess\sdenied
    (宛先|あて先|送信先|受信者)?(の)?(メール)?(アドレス|ユーザー?)(が|は)?(存在しま(せん|せんでした)|見つかり|不明)
    (empfänger|benutzer|adresse|mail-?konto)\s?[^.\n]{0,90}(unbekannt|existiert\snicht|nicht\s(gefunden|vorhanden|bekannt))|unbekannter\s(benutzer|empfänger)
    (utilisateur|destinataire|adresse)\s(\S+\s){0,3}(inconnue?|inexistante?|invalide)
    (usuario|destinatario|dirección|cuenta)\s(\S+\s){0,2}(desconocid[oa]|inexistente|no\sexiste)
    (utente|destinatario|indirizzo)\s(\S+\s){0,2}(sconosciuto|inesistente|non\s(esiste|trovato))
    (usuário|destinatário|endereço)\s(\S+\s){0,2}(desconhecido|inexistente|não\s(existe|encontrado))
    onbekende\s(gebruiker|ontvanger)|(gebruiker|ontvanger)\s(\S+\s){0,2}(onbekend|bestaat\sniet)
    nieznany\s(użytkownik|odbiorca)|(użytkownik|adres)\snie\sistnieje
    (пользовател\S+|получател\S+|адрес\S*|ящик)\s(\S+\s){0,2}не\s(найден|существует)|неизвестный\s(пользователь|получатель)
    (用户|用戶|收件人|邮箱|郵箱|帐号|账号|地址)[^\n，。]{0,60}(不存在|未找到|找不到|不正确)
    존재하지\s?않는\s?(사용자|이메일|메일|계정|주소|수신자)|(사용자|수신자|계정|주소)[^\n]{0,10}(존재하지|찾을\s?수\s?없)
    """.replace("WHO", _WHO)
)
_TOO_BIG = any_of(
    r"""
    (message|mail|size)[^.\n]{0,30}(too\s(big|large)|exceeds?[^.\n]{0,30}(size|limit|maximum))
    message\ssize\sexceeds
    サイズ(が|を)?[^\n]{0,10}(大きすぎ|超え|超過)
    """
)
_LOOPS = any_of(
    r"""
    hop\scount\sexceeded|too\smany\shops
    (mail|routing|message)\s?-?loop|loops?\s(back|detected)
    duplicated\smessage-id
    """
)
_FORBIDDEN = any_of(
    r"""
    relay(ing)?\s(access\s)?(is\s)?(denied|not\s(allowed|permitted)|prohibited)
    no\srelaying
    (access|connection)\s(is\s)?(denied|refused|rejected)
    (black|block)\s?-?list
    block(ed)?\s(list|for|by|using)
    spam
    virus
    policy
    not\sauthorized
    not\s(a\s)?members?\b|non-?members?|only\s(members|subscribers)
    (dmarc|spf|dkim)
    (スパム|迷惑メール|ウイルス)
    """
)
_LATER = any_of(
    r"""
    (message|envelope)\s(has\s)?expired
    connection\s(timed\sout|refused|reset|dropped)
    timed\s?out
    (has\snot\syet\sbeen|been\sdelayed|delivery\sdelayed)
    try\s(again\s|later\s?)later
    will\sbe\sretried
    retry\stime(out)?
    too\slong\sin\s(the\s)?queue|in\sthe\squeue\stoo\slong
    (giving\sup|could\snot\sdeliver\sfor)
    not\sresponding|not\sreachable|socket\serror
    """
)
# Many servers say this before they say why: it means something only where it stands alone.
_REJECTED_ALONE = re.compile(r"(?<!sender\s)address\srejected\W*$", re.IGNORECASE | re.MULTILINE)
MEANINGS = (
    (_MOVED, Meaning("5.1.6", is_unknown=True)),
    (_TAKES_NO_MAIL, Meaning("5.1.10", is_unknown=True)),
    (_UNKNOWN_HOST, Meaning("5.1.2", is_unknown=True)),
    (_REFUSED_BY_RECIPIENT, Meaning("5.7.1")),
    (_FULL, Meaning("5.2.2")),
    (_DISABLED, Meaning("5.2.1")),
    (_UNKNOWN_USER, Meaning("5.1.1", is_unknown=True)),
    (_TOO_BIG, Meaning("5.3.4")),
    (_LOOPS, Meaning("5.4.6")),
    (_FORBIDDEN, Meaning("5.7.1")),
    (_LATER, Meaning("5.4.7")),
    (_REJECTED_ALONE, Meaning("5.1.1", is_unknown=True)),
)


def meaning_of(said: str) -> Meaning | None:
    """Return what the first phrase that is known in ``said`` means, the most telling first."""
    return next((meaning for pattern, meaning in MEANINGS if pattern.search(said)), None)

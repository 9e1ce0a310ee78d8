"""The words under which mail servers return a mail, or tell that it is late."""

from kairan.mail.bounces.meanings import any_of

TEMPORARY = any_of(
    r"""
    warning\sonly|warning\smessage\sonly
    (has\s)?not\syet\sbeen\sdelivered
    (has\sbeen|was|is)\s(temporarily\s)?delayed
    (message|delivery|delivery\sattempts?)\swill\s(be\sretried|continue)
    still\sbeing\sretried
    delivery\sstatus\snotification\s\(delay\)
    mail\sdelayed|delayed\smail|delivery\sdelayed
    mailbox\sis\sfull:\sretry\stimeout\sexceeded
    """
)
FAILED = any_of(
    r"""
    (could|can)\s?not\sbe\s(successfully\s)?delivered
    (could|can|did)\s?n[o']t\s(be\s)?(deliver|reach)
    (was|were|is|has)\s(not|n't)\s(yet\s)?(been\s)?(delivered|sent)
    (wasn't|unable|failed|trouble|error\swhile\sattempting|error)\s(able\s)?(to\s|while\strying\sto\s)?deliver
    undeliver(ed|able)
    deliver(y|ing)[^.\n]{0,60}\s(failed|failure|delayed|errors?|problems?)
    fail(ed|ure)\s(delivery|notice)
    return(ed|ing)\s(mail|to\s(the\s)?sender|message)
    error\s(has\s)?occur(r?ed)?\swhile\s(attempting|trying)\sto\sdeliver
    permanent(ly)?\s(fatal\s)?(error|fail)
    rejected\sby
    (recipient|address)(es|s|\(s\)|\(es\))?\s(returned|had|failed)
    transcript\sof\ssession
    error\smessage\sbelow
    did\snot\sreach
    not\s(yet\s)?(been\s)?delivered
    there\swas\san\serror\s(sending|delivering)
    (user|recipient|host|mailbox)[^.\n]{0,30}\s(unknown|not\slisted)
    mail\ssystem\serror
    may\snot\sexist,\sor\syou\smay\snot\shave\spermission
    送信(が)?できません|(配信|配達|配送|送達)(が)?できま(せん|せんでした)|(送信|配信|配送)に失敗|届けられません|お届けできません
    nicht\s(zugestellt|übermittelt)\swerden|empfänger\snicht\serreichen|fehler\sbei\sder\snachrichtenzustellung
    (pas\s(pu\s)?être|n['’]a\spas\sété)\s(remis|livré|envoyé|distribué)|échec\sde\sla\s(remise|livraison)
    no\s(se\s)?(pudo|ha\spodido|puede)\s(ser\s)?entrega(r|do)|mensaje\sno\s(fue\s)?entregado
    non\s(è\sstato|può\sessere)\s(consegnato|recapitato)|mancata\sconsegna
    não\s(pôde|foi\spossível)\s(ser\s)?entreg(ue|ar)|falha\sna\sentrega
    (kon|kan)\s(niet|nooit)\s(worden\s)?(bezorgd|afgeleverd)
    nie\s(może|mogła|można|udało\ssię)\s(\S+\s){0,2}dostarcz
    не\s(может\sбыть\s|было\s|удалось\s)?доставл?(ен|ить)
    (无法|無法|未能)(送达|送達|投递|投遞|发送)|(邮件|郵件)被(退回|拒收)|被退回来
    (전송|배달|발송)(되지\s못|할\s수\s없|에\s?실패)
    """
)
_SUBJECT = any_of(
    r"""
    undeliver(ed|able)
    return(ed|ing)\s(mail|message|to\ssender)
    (mail|message)?\s?deliver(y|ing)\s(system\s)?(status|fail|problem|error|notification|report|has\sfailed|delay|subsystem)
    mail\sdelivery\s(failed|failure|error|problem)
    failure\s(notice|delivery)|delivery\s(failure|failed)|failed\s(delivery|mail)|failed\sto\sdeliver
    non-?\s?delivery
    could\s?not\s(be\s)?deliver
    not\sdeliver(ed|able)
    message\s\S+\sdelayed|^warning:\s.*(delay|could\snot|not\ssent)|mail\sdelayed|delayed\smail
    mail\sfailed
    mail\ssystem\serror
    (error|trouble)\ssending\syour\smail
    smtp\sserver:\serrors
    メールエラー|エラー(通知|メール)
    (配信|送信|配達)(エラー|不能|失敗|できません)
    (配信|送信|配達|配送)できません(でした)?|(配信|送信|配送)エラー
    unzustellbar|nicht\szugestellt|konnte\snicht\szugestellt
    non\sremis|échec\sde\sla\s(remise|livraison)
    no\s(ha\ssido\s)?entregad|no\sse\spuede\sentregar|mancata\sconsegna|non\srecapitabile
    não\sentregue|falha\sna\sentrega|não\sé\spossível\sentregar
    onbestelbaar|niet\s(worden\s)?bezorgd|niedostarcz|nie\smożna\sdostarczyć
    недоставлен|не\sдоставлен|не\sможет\sбыть\sдоставлен
    系统退信|退信(通知|提醒)|无法投递|無法傳遞|發送失敗|发送失败|발송\s?실패|전송\s?실패|배달되지\s?않음|配信不能
    """
)


def speaks_of_failure(said: str) -> bool:
    """Whether words tell that a mail did not arrive."""
    return FAILED.search(said) is not None


def is_subject_of_failure(subject: str) -> bool:
    """Whether a subject line is one under which servers return mail."""
    return _SUBJECT.search(subject) is not None


def is_temporary(said: str) -> bool:
    """Whether words without a code tell that the server goes on trying."""
    return TEMPORARY.search(said) is not None

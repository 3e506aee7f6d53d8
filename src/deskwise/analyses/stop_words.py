"""Words that stand in subjects of any matter: small words of three languages, and what mail adds."""

from __future__ import annotations

REPLIES = "aw antw antwort fw fwd re ref rif ris res betreff oggetto subject ticket tkt wg tr enc"
GREETINGS = (
    "hello hey dear please thanks thank regards urgent asap kindly hallo bitte danke dringend liebe"
    " lieber sehr geehrte geehrter gruss grüsse grüße guten tag buongiorno ciao grazie prego urgente"
    " gentile saluti salve cortese cortesia"
)
ENGLISH = (
    "about after all also and any are been but can cannot could did does doing don for from get got had"
    " has have her him his how into its just may might more most must need needs not now off our out over"
    " she should some still than that the their them then there these they this those too under very via"
    " want was were what when where which who why will with would you your yours"
)
GERMAN = (
    "aber alle als am an auch auf aus bei beim bin bis das dass dem den denn der des die dies diese"
    " diesem diesen dieser dieses doch durch ein eine einem einen einer eines er es für gegen hab habe"
    " haben hat hatte ich ihr ihre ihrem ihren ihrer im ist kann kein keine keinen mein meine meinem"
    " meinen meiner mich mir mit möchte nach nicht noch nun nur ob oder ohne schon sein seine seit sich"
    " sie sind über uns unser unsere und unter vom von vor war warum was wegen weil wenn wer werden wie"
    " wird wir wo wurde zum zur zwischen"
)
ITALIAN = (
    "agli alla alle allo anche che chi come con cosa dagli dai dal dalla dalle degli dei del della delle"
    " dello dove due essere fra gli hanno mia mie miei mio nei nel nella nelle non nostra nostro ogni per"
    " perché più poi può qual quale quando quella quello questa questo sia solo sono stata stato sua suo"
    " sugli sui sul sulla sulle tra tua tuo una uno vostra vostro voi"
)
STOP_WORDS = frozenset(
    word for words in (REPLIES, GREETINGS, ENGLISH, GERMAN, ITALIAN) for word in words.split()
)

"""Plain words above the columns of lists that people keep by hand: they mean something only where the kind of row is
known. Ten languages, folded, as in `words`."""

SAID: dict[str, frozenset[str]] = {
    meaning: frozenset(names.split("|"))
    for meaning, names in {
        "title": (
            "what|what to do|to do|thing|action|action item|activity|item|subject|was|was ist zu tun|zu tun"
            "|betreff|tatigkeit|massnahme|punkt|quoi|que faire|a faire|que|que hacer|accion|cosa|cosa fare"
            "|da fare|wat|te doen|actie|o que|o que fazer|co|co zrobic|vad|att gora|hvad|at gore"
        ),
        "owner": (
            "who|whom|by whom|who does it|assignee|done by|in charge|wer|wer macht es|wer macht das|von wem|durch wen"
            "|bearbeiter|bearbeiterin|erledigt von|qui|par qui|quien|encargado|chi|incaricato|wie|door wie|quem|kto"
            "|wykonawca|vem|hvem"
        ),
        "deadline": (
            "until|till|by|by when|when|end|end date|target date|finish by|complete by|latest|bis|bis wann|wann"
            "|termin|frist|stichtag|ende|enddatum|jusqu au|pour quand|pour le|quand|date limite|delai|hasta"
            "|hasta cuando|cuando|fecha limite|plazo|entro|entro quando|quando|scadenza|termine|tot|tot wanneer|wanneer"
            "|uiterlijk|ate|ate quando|prazo|do kiedy|kiedy|do dnia|till nar|nar|senast|hvornar|senest|inden"
        ),
        "about": (
            "about|for whom|for|customer|client|concerning|regarding|company|contact|betrifft|kunde|kundin|fur wen|fur"
            "|bei wem|firma|kontakt|concernant|pour qui|cliente|sobre|para quien|per chi|riguardo|klant|voor wie|klient"
            "|dla kogo|kund|for vem|for hvem"
        ),
        "day": (
            "date|when|day|date and time|date time|datum|wann|tag|date et heure|jour|quand|fecha|cuando|dia|data"
            "|quando|giorno|wanneer|kiedy|dzien|hvornar|nar|dato|dag"
        ),
        "hour": (
            "time|timestamp|time stamp|zeit|zeitpunkt|uhrzeit|zeitstempel|heure|horodatage|hora|ora|tijd|tijdstip|czas"
            "|tid|tidspunkt"
        ),
        "done": (
            "done|done on|done at|date done|is done|completed|completed on|complete|completion date|date completed"
            "|finished|finished on|closed on|erledigt|erledigt am|fertig|fertig am|abgeschlossen|abgeschlossen am|fait"
            "|fait le|termine le|acheve|hecho|hecho el|terminado|completado|realizado|fatto|fatto il|completato"
            "|concluso|gedaan|gedaan op|klaar|afgerond|afgerond op|voltooid"
            "|feito|feito em|concluido|concluido em|zrobione"
            "|gotowe|wykonane|data wykonania|zakonczone|klart|klar|gjort|avslutad|slutford|faerdig|udfort|afsluttet"
        ),
        "since": (
            "since|from|since when|start|start date|seit|seit wann|von|ab|beginn|beginn am|depuis|depuis quand|du|debut"
            "|date de debut|desde|desde cuando|inicio|fecha de inicio|dal|da quando|inizio|data inizio|sinds"
            "|sinds wanneer|vanaf|van|begindatum|desde quando|data de inicio|od|od kiedy|poczatek|sedan|sedan nar|fran"
            "|startdatum|siden|siden hvornar|fra|startdato"
        ),
        "hired": (
            "hired|hired on|hire date|date of hire|joined|joined on|join date|date joined|eintritt|eintrittsdatum"
            "|eintritt am|eingetreten am|date d embauche|embauche le|date d entree|fecha de ingreso|contratado el"
            "|data assunzione|data di assunzione|datum in dienst|indiensttreding|data de admissao|admitido em"
            "|data zatrudnienia|anstallningsdatum|anstalld|ansaettelsesdato|ansat"
        ),
        "left": (
            "left|left on|leaving date|date left|leave date|worked until|employed until|austritt|austrittsdatum"
            "|austritt am|ausgetreten am|ausgeschieden am|beschaftigt bis|date de sortie|date de depart|parti le"
            "|fecha de baja|fecha de salida|data di uscita|data uscita|uit dienst|datum uit dienst|data de saida"
            "|data odejscia|data zwolnienia|slutade|slutdatum|fratradt|fratraedelsesdato|slutdato"
        ),
    }.items()
}

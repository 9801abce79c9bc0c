"""How columns are called in ten languages: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish,
Swedish, Danish. Folded (no accents, lower case), one line a target; names of several words as people write them."""

HEADERS: dict[str, str] = {
    "full_name": (
        "full name|display name|contact name|name of contact|contact person|contact|vollstandiger name|anzeigename"
        "|kontaktperson|ansprechpartner|ansprechpartnerin|kontakt|nom complet|nom affiche|personne de contact"
        "|nombre completo|persona de contacto|contacto|nome completo|nome visualizzato|persona di contatto"
        "|referente|contatto|volledige naam|contactpersoon|weergavenaam|pessoa de contato|pessoa de contacto"
        "|contato|imie i nazwisko|osoba kontaktowa|fullstandigt namn|hela namnet|fulde navn|kontaktnavn"
        "|customer name|client name|customer|client|kundenname|person|name|nome|nombre y apellidos|navn|namn|naam"
        "|nom et prenom|nom prenom|vorname und nachname|vor und nachname"
    ),
    "given_name": (
        "first name|given name|forename|firstname|fname|first|vorname|rufname|prenom|nombre|nombre de pila"
        "|primer nombre|nome di battesimo|voornaam|roepnaam|primeiro nome|imie|fornamn|tilltalsnamn|fornavn"
    ),
    "middle_name": (
        "middle name|second name|additional name|middle initial|zweiter vorname|weitere vornamen|deuxieme prenom"
        "|autres prenoms|segundo nombre|secondo nome|tweede voornaam|nome do meio|drugie imie|mellannamn"
        "|mellemnavn"
    ),
    "family_name": (
        "last name|family name|surname|lastname|lname|last|nachname|familienname|zuname|nom|nom de famille"
        "|apellido|apellidos|primer apellido|cognome|achternaam|familienaam|sobrenome|apelido|ultimo nome|nazwisko"
        "|efternamn|efternavn"
    ),
    "prefix": (
        "name prefix|honorific|courtesy title|title of courtesy|mr mrs|akademischer titel|namenszusatz|civilite"
        "|titulo de cortesia|titolo di cortesia|aanhef titel|tytul|titel vor dem namen"
    ),
    "suffix": (
        "suffix|name suffix|generational suffix|namenssuffix|suffixe|sufijo|suffisso|achtervoegsel|sufixo|sufiks"
    ),
    "salutation": (
        "salutation|greeting|dear|anrede|briefanrede|formule d appel|saludo|saluto|aanhef|saudacao|zwrot|halsning"
        "|tiltale|hilsen"
    ),
    "nickname": (
        "nickname|nick|alias|screen name|spitzname|rufname kurz|surnom|apodo|soprannome|bijnaam|pseudonym|smeknamn"
        "|kaldenavn|kallenavn"
    ),
    "initials": "initials|initialen|initiales|iniciales|iniziali|voorletters|iniciais|inicjaly|initialer",
    "maiden_name": (
        "maiden name|birth name|geburtsname|nom de naissance|nom de jeune fille|apellido de soltera"
        "|cognome da nubile|meisjesnaam|nazwisko panienskie|flicknamn|pigenavn"
    ),
    "gender": "gender|sex|geschlecht|sexe|genre|sexo|genero|sesso|genere|geslacht|plec|kon|kjonn",
    "birthday": (
        "birthday|birth date|date of birth|birthdate|dob|born|geburtstag|geburtsdatum|geb datum|geb|anniversaire"
        "|date de naissance|ne le|naissance|cumpleanos|fecha de nacimiento|compleanno|data di nascita|verjaardag"
        "|geboortedatum|aniversario|data de nascimento|nascimento|urodziny|data urodzenia|fodelsedag|fodelsedatum"
        "|fodselsdag|fodselsdato"
    ),
    "birth_year": (
        "birth year|year of birth|geburtsjahr|annee de naissance|ano de nacimiento|anno di nascita|geboortejaar"
        "|ano de nascimento|rok urodzenia|fodelsear|fodselsar"
    ),
    "birth_month": "birth month|month of birth|geburtsmonat|mois de naissance|mes de nacimiento|mese di nascita",
    "birth_day": "birth day|day of birth|geburtstag tag|jour de naissance|dia de nacimiento|giorno di nascita",
    "anniversary": (
        "anniversary|wedding anniversary|jahrestag|hochzeitstag|date anniversaire|aniversario de boda|anniversario"
        "|trouwdag|jubileum|rocznica|arsdag|bryllupsdag"
    ),
    "job_title": (
        "job title|job|position|role|function|title of contact|contact title|occupation title|funktion|stelle"
        "|berufsbezeichnung|fonction|poste|titre|cargo|puesto|titulo|ruolo|qualifica|posizione|functie|rol|funcao"
        "|stanowisko|befattning|titel|stilling|title|titolo"
    ),
    "profession": (
        "profession|occupation|beruf|metier|profesion|ocupacion|professione|beroep|profissao|zawod|yrke|erhverv"
    ),
    "department": (
        "department|division|abteilung|bereich|departement|service|departamento|reparto|dipartimento|afdeling"
        "|dzial|avdelning"
    ),
    "office": "office location|office|buro|standort|bureau|oficina|ufficio|kantoor|escritorio|biuro|kontor",
    "spouse": (
        "spouse|partner|husband|wife|ehepartner|ehegatte|ehefrau|conjoint|conyuge|coniuge|echtgenoot|conjuge"
        "|malzonek|make|aegtefaelle|ektefelle"
    ),
    "children": "children|kids|kinder|enfants|hijos|figli|kinderen|filhos|dzieci|barn|born",
    "manager": (
        "manager|manager s name|boss|reports to|vorgesetzter|vorgesetzte|responsable|superior|superiore"
        "|leidinggevende|gerente|przelozony|chef|leder"
    ),
    "assistant": "assistant|assistant s name|assistent|assistentin|assistante|asistente|assistente|asystent",
    "referred_by": (
        "referred by|referral|empfohlen von|geworben von|recommande par|recomendado por|referito da"
        "|doorverwezen door|indicado por|polecony przez|rekommenderad av|anbefalet af"
    ),
    "hobby": "hobby|hobbies|interests|interessen|loisirs|aficiones|interessi|passatempo|zainteresowania|intressen",
    "company": (
        "company|company name|organization|organisation|organization name|organisation name|account|account name"
        "|firm|business|business name|employer|customer company|firma|firmenname|unternehmen|betrieb|arbeitgeber"
        "|kunde|entreprise|societe|nom de l entreprise|raison sociale|organisme|empresa|compania|razon social"
        "|organizacion|azienda|societa|ragione sociale|ditta|bedrijf|bedrijfsnaam|organisatie|onderneming"
        "|nome da empresa|organizacao|razao social|nazwa firmy|przedsiebiorstwo|foretag|foretagsnamn|bolag"
        "|virksomhed|firmanavn|selskab|supplier|supplier name|lieferant|fournisseur|proveedor|fornitore"
        "|leverancier|dostawca|leverantor|leverandor"
    ),
    "company_kind": (
        "company type|account type|type of company|art der firma|firmentyp|type de societe|tipo de empresa"
    ),
    "parent_company": (
        "parent company|parent account|muttergesellschaft|konzern|societe mere|empresa matriz|capogruppo"
    ),
    "industry": (
        "industry|sector|branch|branche|sektor|secteur|secteur d activite|industria|settore|bransch|branza|ramo"
    ),
    "employees": (
        "employees|number of employees|no of employees|company size|headcount|mitarbeiter|mitarbeiterzahl"
        "|anzahl mitarbeiter|effectif|nombre d employes|empleados|numero de empleados|dipendenti|numero dipendenti"
        "|werknemers|aantal medewerkers|funcionarios|liczba pracownikow|anstallda|antal anstallda|ansatte"
        "|antal ansatte"
    ),
    "revenue": (
        "revenue|annual revenue|turnover|sales|jahresumsatz|umsatz|chiffre d affaires|ingresos|facturacion"
        "|fatturato|omzet|faturamento|receita|obroty|przychod|omsattning|omsaetning"
    ),
    "vat_number": (
        "vat|vat number|vat id|vat no|tax id|tax number|ust id|ust idnr|ustid|umsatzsteuer id|umsatzsteuer-id"
        "|steuernummer|numero de tva|tva|tva intracommunautaire|nif|cif|nif cif|partita iva|p iva|codice fiscale"
        "|btw nummer|btw|cnpj|nipc|nip|momsnummer|moms nr|organisationsnummer|cvr|cvr nummer|siret|siren"
    ),
    "register_number": (
        "register number|registration number|company number|handelsregister|handelsregisternummer|hrb|kvk"
        "|kvk nummer|rcs|regon|krs|org nr|orgnr"
    ),
    "external_id": (
        "id|record id|external id|uid|uuid|guid|unique id|contact id|kontakt id|identifier|nr|number|nummer|lfd nr"
        "|numero|identifiant|identificador|identificativo|numer"
    ),
    "customer_number": (
        "customer number|customer no|customer id|client number|client id|account number|kundennummer|kunden nr"
        "|kundennr|kd nr|kdnr|numero de client|numero client|code client|numero de cliente|codigo de cliente"
        "|codice cliente|numero cliente|klantnummer|codigo do cliente|numer klienta|kundnummer|kundenummer"
        "|supplier id|lieferantennummer|matchcode|debitor|debitorennummer|member no|member number|membership number"
        "|mitgliedsnummer|mitglieds nr|numero d adherent|numero de socio"
    ),
    "owner": (
        "owner|contact owner|account owner|record owner|assigned to|assigned user|account manager|sales rep"
        "|sales representative|responsible|besitzer|zustandig|zugewiesen an|betreuer|kundenbetreuer|aussendienst"
        "|verantwortlich|proprietaire|commercial|responsable commercial|propietario|asignado a|comercial"
        "|proprietario|assegnato a|agente|eigenaar|toegewezen aan|accountmanager|responsavel|opiekun|wlasciciel"
        "|agare|ansvarig|saljare|ejer|ansvarlig|saelger"
    ),
    "team": "team|sales team|group owner|vertriebsteam|equipe|equipo|squadra|zespol",
    "created_at": (
        "created|created at|created on|create date|created date|date created|creation date|date added|added|since"
        "|erstellt|erstellt am|angelegt|angelegt am|anlagedatum|erstelldatum|cree le"
        "|date de creation|date d ajout|creado|fecha de creacion|fecha de alta"
        "|creato il|data di creazione|aangemaakt|aangemaakt op|datum aangemaakt|criado em"
        "|data de criacao|utworzono|data utworzenia|skapad|skapad datum|oprettet|oprettet den|oprettelsesdato"
        "|record created"
    ),
    "company_since": (
        "at the company since|with the company since|works there since|employed since|employee since|employment start"
        "|in position since|beschaftigt seit|angestellt seit|im unternehmen seit|in der firma seit|dort seit"
        "|employe depuis|en poste depuis|dans l entreprise depuis|trabaja desde|en la empresa desde|lavora dal"
        "|in azienda dal|assunto il|in dienst sinds|na empresa desde|trabalha desde|zatrudniony od|w firmie od"
        "|anstalld sedan|i foretaget sedan|ansat siden|i firmaet siden"
    ),
    "customer_since": "customer since|kunde seit|client depuis|cliente desde|cliente dal|klant sinds|klient od",
    "changed_at": (
        "modified|last modified|last modified date|modified at|updated|updated at|last updated|date modified"
        "|edit date|geandert|geandert am|letzte anderung|aktualisiert|modifie le|date de modification|modificado"
        "|fecha de modificacion|modificato il|ultima modifica|gewijzigd|laatst gewijzigd|atualizado em|zmieniono"
        "|data modyfikacji|andrad|senast andrad|aendret|aendret den|opdateret"
    ),
    "last_contact": (
        "last contact|last contacted|last activity|last activity date|last reach|letzter kontakt|letzte aktivitat"
        "|dernier contact|ultimo contacto|ultimo contatto|laatste contact|ostatni kontakt|senaste kontakt"
        "|seneste kontakt"
    ),
    "next_contact": (
        "next contact|follow up|follow up date|next activity|next appointment date|wiedervorlage|nachster kontakt"
        "|prochain contact|relance|proximo contacto|prossimo contatto|volgend contact|nasta kontakt"
    ),
    "task_subject": "task|task subject|to do|todo|aufgabe|tache|tarea|compito|taak|zadanie|uppgift|opgave",
    "task_due": (
        "task due|due|due date|due on|due by|deadline|to do by|fallig|fallig am|fallig bis|bis wann|echeance"
        "|vencimiento|scadenza|termin|vervaldatum"
    ),
    "task_done": "task done|task completed|aufgabe erledigt|tache faite|tarea hecha|compito fatto|taak gedaan",
    "note": (
        "note|notes|comment|comments|description|remark|remarks|memo|notiz|notizen|bemerkung|bemerkungen|kommentar"
        "|anmerkung|anmerkungen|beschreibung|remarque|remarques|commentaire|commentaires|nota|notas|comentario"
        "|comentarios|observaciones|descripcion|commenti|osservazioni|descrizione|notitie|notities|opmerking"
        "|opmerkingen|omschrijving|observacoes|descricao|notatka|notatki|uwagi|komentarz|opis|anteckning"
        "|anteckningar|kommentarer|beskrivning|bemaerkning|bemaerkninger|noter|notat|beskrivelse"
    ),
    "note_at": (
        "note date|date of note|noted on|noted at|note created|notizdatum|datum der notiz|notiz vom|date de la note"
        "|fecha de la nota|fecha nota|data della nota|datum notitie|data da nota|anteckningsdatum|notatdato"
    ),
    "tags": (
        "tags|tag|labels|label|categories|category|keywords|group|groups|group membership|kategorie|kategorien"
        "|stichworte|stichworter|schlagworte|schlagworter|gruppe|gruppen|etiquettes|etiquette|categorie|mots cles"
        "|groupe|groupes|etiquetas|etiqueta|categoria|categorias|palabras clave|grupo|grupos|etichette|gruppo"
        "|gruppi|parole chiave|trefwoorden|groep|groepen|marcadores|tagi|etykiety|grupa|grupy|taggar|kategori"
        "|kategorier|grupp|grupper|etiketter"
    ),
    "language": (
        "language|preferred language|lang|locale|sprache|korrespondenzsprache|langue|idioma|lengua|lingua|taal"
        "|voorkeurstaal|jezyk|sprak|sprog"
    ),
    "timezone": (
        "timezone|time zone|zeitzone|fuseau horaire|zona horaria|fuso orario|tijdzone|fuso horario|strefa czasowa"
        "|tidszon|tidszone"
    ),
    "source": (
        "source|lead source|origin|how did you hear|herkunft|quelle|lead quelle|origine|source du prospect|origen"
        "|fuente|provenienza|fonte|herkomst|bron|origem|zrodlo|kalla|kilde"
    ),
    "status": (
        "status|lead status|state of lead|contact status|id status|customer status|statut|estado del cliente|stato"
        "|situacao|stav"
    ),
    "phase": (
        "lifecycle stage|lifecycle|stage|stage of journey|phase|lebenszyklusphase|etape du cycle de vie|etapa|fase"
        "|faza|fas"
    ),
    "rating": (
        "rating|priority|score|bewertung|prioritat|abc|note client|priorite|valoracion|prioridad|valutazione"
        "|priorita|beoordeling|prioriteit|ocena|priorytet|prioritet"
    ),
    "party_kind": "contact type|record type|type|kind|art|typ|kontaktart|type de contact|tipo de contacto|tipo|soort",
    "no_mail": (
        "email opt out|opted out of email|has opted out of email|do not email|unsubscribed|no email|keine mails"
        "|newsletter abgemeldet|ne pas envoyer d e mail|desabonne|no enviar correo|non inviare email|geen e mail"
        "|uitgeschreven"
    ),
    "no_call": "do not call|no calls|nicht anrufen|keine anrufe|ne pas appeler|no llamar|non chiamare|niet bellen",
    "mail_consent": (
        "email consent|newsletter|opt in|email opt in|marketing consent|subscribed|gdpr consent|dsgvo|einwilligung"
        "|werbeeinwilligung|consentement|consentimiento|consenso|toestemming|nieuwsbrief|consentimento|zgoda"
        "|nyhetsbrev|nyhedsbrev|samtykke|samtycke"
    ),
    "private": "private|privat markierung|confidential|sensitivity|vertraulich|vertraulichkeit",
    "photo": "photo|picture|image|avatar|photo url|foto|bild|immagine|zdjecie|billede",
    "bank_account": (
        "iban|bank account|bank account number|kontonummer|bankverbindung|compte bancaire|cuenta bancaria"
        "|conto bancario|rekeningnummer|conta bancaria|konto bankowe|bankkonto"
    ),
    "currency": "currency|wahrung|devise|moneda|valuta|moeda|waluta",
    "deal_title": (
        "deal|deal name|deal title|opportunity|opportunity name|associated deal|verkaufschance|opportunite"
        "|oportunidad|opportunita|kans|oportunidade|szansa sprzedazy"
    ),
    "deal_value": (
        "deal value|deal amount|amount|value|opportunity amount|auftragswert|betrag|montant|importe|importo|bedrag"
        "|valor|kwota|belopp|belob"
    ),
    "deal_stage": "deal stage|pipeline stage|opportunity stage|verkaufsphase",
    "deal_closes": "close date|expected close date|closing date|abschlussdatum|date de cloture|fecha de cierre",
    "product_name": "product|product name|produkt|artikel|produit|producto|prodotto|produto",
    "product_code": "product code|sku|article number|artikelnummer|code produit|codigo de producto",
    "product_price": "price|unit price|preis|einzelpreis|prix|precio|prezzo|prijs|preco|cena|pris",
    "domain": "domain|email domain|company domain|company domain name|domaine|dominio|domein|domena|doman",
}

FAMILIES: dict[str, str] = {
    "mail": (
        "mail|email|e mail|emails|email address|e mail address|mail address|e mail value|mailadresse"
        "|e mail adresse|email adresse|courriel|adresse e mail|adresse mail|adresse electronique|mel|correo"
        "|correo electronico|email contacto|indirizzo e mail|indirizzo email|posta elettronica|e mailadres"
        "|emailadres|mailadres|endereco de e mail|correio|adres e mail|adres email|poczta|e post|epost"
        "|e postadress|epostadress|e mailadresse|emailadresse"
    ),
    "phone": (
        "phone|phone number|phone no|telephone|telephone number|tel|tel no|tel nr|fon|telefon|telefonnummer"
        "|rufnummer|telefon nr|numero de telephone|no de telephone|telefono|numero de telefono|numero di telefono"
        "|telefoon|telefoonnummer|telefone|numero de telefone|numer telefonu|telefonnr|contact phone number"
        "|contact number|call|dial"
    ),
    "phone_extension": (
        "extension|phone extension|ext|durchwahl|nebenstelle|poste telephonique|extension telefonica|interno"
        "|toestel|ramal|wewnetrzny|anknytning|lokalnummer"
    ),
    "phone_area": (
        "area code|phone area code|vorwahl|ortsvorwahl|indicatif regional|prefijo|prefisso|netnummer|kengetal|ddd"
        "|kierunkowy|riktnummer|omradenummer"
    ),
    "phone_country": (
        "country code|phone country code|dialing code|dial code|landesvorwahl|landervorwahl|indicatif pays"
        "|indicatif|codigo de pais|codigo pais|prefisso internazionale|landnummer|landcode|codigo do pais"
        "|numer kierunkowy kraju|landsnummer|landskod|landekode"
    ),
    "website": (
        "website|web site|web|web page|webpage|url|homepage|home page|internet|website url|webseite|internetseite"
        "|site web|site internet|page web|sitio web|pagina web|sito web|sito|webpagina|pagina da web|site"
        "|strona www|strona internetowa|www|webbplats|hemsida|hjemmeside|webadresse"
    ),
    "address": (
        "address|full address|postal address|complete address|mailing address|anschrift|adresse|postanschrift"
        "|adresse complete|adresse postale|direccion|direccion completa|domicilio|indirizzo|indirizzo completo"
        "|adres|volledig adres|endereco|morada|endereco completo|adress|postadress|organization address"
    ),
    "street": (
        "street|street address|address line|address 1|address line 1|street 1|street name|strasse|str|strasse nr"
        "|strasse und hausnummer|strasse hausnummer|strasse hnr|rue|voie|adresse 1|adresse ligne 1|calle|via"
        "|straat|straatnaam|straat en huisnummer|rua|ulica|gata|gatuadress|vej|gade|vejnavn|gateadresse"
    ),
    "street2": (
        "address 2|address line 2|street 2|street address 2|apartment|suite|adresszusatz|zusatz|strasse 2"
        "|complement d adresse|adresse 2|complement|direccion 2|piso|indirizzo 2|adres 2|complemento|adress 2|c o"
    ),
    "street3": "address 3|address line 3|street 3|strasse 3|adresse 3|direccion 3|indirizzo 3|adres 3",
    "house_number": (
        "house number|house no|street number|hausnummer|hausnr|hnr|numero de rue|numero civico|huisnummer"
        "|numer domu|husnummer"
    ),
    "po_box": (
        "po box|p o box|post office box|postfach|boite postale|bp|apartado de correos|apartado|casella postale"
        "|postbus|caixa postal|skrytka pocztowa|postbox|box"
    ),
    "city": (
        "city|town|locality|place|suburb|ort|stadt|wohnort|ortschaft|ville|commune|localite|ciudad|localidad"
        "|poblacion|municipio|citta|localita|comune|plaats|woonplaats|stad|gemeente|cidade|miasto|miejscowosc|by"
        "|poststed"
    ),
    "region": (
        "region|state|province|county|state region|state province|territory|bundesland|kanton|land kanton"
        "|departement region|etat|provincia|estado|comunidad autonoma|regione|provincie|distrito|wojewodztwo|lan"
        "|landsdel|prov"
    ),
    "postcode": (
        "postcode|postal code|post code|zip|zip code|zipcode|zip postal code|plz|postleitzahl|code postal|cp"
        "|codigo postal|cap|codice di avviamento postale|postnummer|cep|kod pocztowy|postnr"
    ),
    "country": "country|country region|nation|country name|land|staat|pays|pais|paese|nazione|kraj|land region",
    "latitude": "latitude|lat|breitengrad|latitud|latitudine|breedtegraad|szerokosc geograficzna",
    "longitude": "longitude|lng|lon|long|langengrad|longitud|longitudine|lengtegraad|dlugosc geograficzna",
}
"""Without a label: the first, or only, of its kind."""

LABELS: dict[str, str] = {
    "work": (
        "work|business|office|company|job|geschaftlich|dienstlich|beruflich|arbeit|firma|buro|gesch|professionnel"
        "|professionnelle|pro|travail|bureau|bur|trabajo|laboral|oficina|profesional|lavoro|ufficio|aziendale|werk"
        "|zakelijk|trabalho|comercial|escritorio|sluzbowy|sluzbowa|praca|arbete|jobb|arbetet|arbejde|erhverv"
    ),
    "home": (
        "home|private|personal|privat|personnel|personnelle|domicile|prive|casa|particular|personale|privato|thuis"
        "|privé|pessoal|residencial|domowy|domowa|prywatny|prywatna|hem|hjem"
    ),
    "other": (
        "other|alternate|alternative|secondary|additional|second|weitere|weiteres|andere|autre|otro|otra|altro"
        "|altra|ander|overig|outro|outra|inny|inna|annan|andra|anden|andre|alt"
    ),
    "billing": (
        "billing|invoice|bill to|rechnung|rechnungs|rechnungsadresse|facturation|facturacion|fatturazione|factuur"
        "|faturacao|cobranca|faktura|fakturering"
    ),
    "shipping": (
        "shipping|delivery|ship to|lieferung|liefer|lieferadresse|versand|livraison|envio|entrega|spedizione"
        "|consegna|levering|verzend|afleveradres|dostawa|leverans"
    ),
    "mobile": (
        "mobile|mobile phone|mobile number|cell|cellphone|cell phone|cellular|handy|handynummer|mobil|mobiltelefon"
        "|mobilfunk|mobilnummer|portable|tel portable|gsm|movil|celular|telefono movil|cellulare|mobiel"
        "|mobiele telefoon|telemovel|komorka|komorkowy|telefon komorkowy|mobilnr"
    ),
    "fax": "fax|fax number|telefax|faxnummer|fax nr|telecopie|telecopieur|faks|numero de fax",
    "main": (
        "main|primary|switchboard|zentrale|haupt|principal|standard|principale|centralino|hoofd|glowny|vaxel|hoved"
    ),
    "assistant": "assistant|assistent|asst|assistante|asistente|assistente",
    "pager": "pager|beeper|piepser",
}
"""Which of several: with a family before or after it, they name a target together."""

NETWORKS: dict[str, str] = {
    "linkedin": "linkedin|linkedin url|linkedin profile",
    "xing": "xing|xing profil",
    "x": "twitter|x twitter|twitter handle|twitter username|twitter id",
    "facebook": "facebook|facebook page|facebook id",
    "instagram": "instagram",
    "youtube": "youtube",
    "tiktok": "tiktok",
    "mastodon": "mastodon",
    "bluesky": "bluesky",
    "github": "github",
}

MESSENGERS: dict[str, str] = {
    "whatsapp": "whatsapp|whatsapp number",
    "signal": "signal",
    "telegram": "telegram",
    "skype": "skype|skype id",
    "teams": "teams|microsoft teams",
    "google": "google talk|gtalk|hangouts",
    "jabber": "jabber|xmpp",
    "icq": "icq",
    "aim": "aim",
    "msn": "msn|msn messenger",
    "yahoo": "yahoo|yahoo messenger",
    "qq": "qq",
}

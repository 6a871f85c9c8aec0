# Refus et échecs. Le serveur y répond ; l’écran les montre tels quels. Ce qui s’est passé, puis quoi faire.

# La requête
problem-not-found = Rien à cette adresse, ou rien que vous puissiez voir.
problem-not-signed-in = Connectez-vous d’abord.
problem-forbidden = Votre rôle ne permet pas cet acte.
problem-staff-only = Ceci est réservé aux personnes connectées, pas aux clés.
problem-stale = Quelqu’un l’a changé entre-temps. Relisez, puis recommencez.
problem-version-required = Il manque la version que vous avez lue (If-Match).
problem-too-many-requests = Trop d’essais à la suite. Attendez un peu, puis réessayez.
problem-internal = Le serveur a échoué, et la cause est dans son journal. Réessayez ; si cela dure, dites-le à qui l’administre.
problem-unavailable = Le serveur ne peut pas répondre pour l’instant. Réessayez dans quelques secondes.
problem-method-not-allowed = Cette adresse ne prend pas cette méthode.
problem-misdirected = Ce serveur ne répond pas pour ce nom.
problem-cross-site = Cette requête vient d’un autre site : elle n’a pas été prise.
problem-not-json = Le corps doit être envoyé en application/json.
problem-invalid-json = Le corps n’est pas du JSON.
    .detail = Le corps n’est pas du JSON : { $cause }.
problem-body-too-large = L’envoi est trop grand.
problem-body-unreadable = L’envoi n’a pas pu être lu jusqu’au bout. Recommencez.
problem-invalid-query = Un paramètre de l’adresse ne peut pas se lire.
    .detail = Un paramètre de l’adresse ne peut pas se lire : { $cause }.
problem-invalid-cursor = Cette suite de liste appartient à une autre liste.
problem-invalid-limit = Une page a au moins une ligne.
    .detail = Une page a de 1 à { $limit } lignes.
problem-idempotency-key-unreadable = Idempotency-Key a de 1 à 255 caractères visibles.
problem-idempotency-key-reused = Cette Idempotency-Key est déjà venue avec une autre requête.
problem-still-running = La première requête avec cette Idempotency-Key est encore en cours.
problem-invalid-field = Un champ n’est pas comme attendu.
problem-field-missing = Ce champ manque.
problem-field-unknown = Ce champ n’existe pas ici.
problem-field-unreadable = Ce qui est donné ici ne peut pas se lire.
problem-value-unreadable = Cette valeur ne peut pas se lire ici.
    .detail = « { $value } » ne peut pas se lire ici.

# Accès
problem-sign-in-refused = Adresse, mot de passe ou code non reconnus.
problem-locked-out = Trop d’essais manqués. Attendez, puis réessayez.
problem-password-wrong = Le mot de passe actuel ne convient pas.
problem-password-weak = Choisissez un autre mot de passe.
problem-password-length = Un mot de passe a au moins 12 caractères, et au plus 1024 octets.
problem-password-common = Ce mot de passe est de ceux que tout le monde essaie : choisissez-en un autre.
problem-code-wrong = Ce code ne convient pas. Les codes changent toutes les 30 secondes.
problem-second-factor-in-use = La seconde étape est déjà active.
problem-second-factor-not-started = Recommencez l’activation depuis le début.
problem-invalid-name = Donnez un nom de 1 à 120 caractères, sur une seule ligne.
problem-invalid-email = Écrivez une adresse entière, par exemple nom@exemple.fr.
problem-invalid-phone = Écrivez un numéro entier, par exemple 06 12 34 56 78.
problem-email-taken = Quelqu’un a déjà cette adresse.
problem-name-taken = Ce nom est déjà pris : choisissez-en un autre.
problem-last-admin = Il faut qu’une personne au moins garde l’administration.
problem-key-revoked = Cette clé est déjà retirée.
problem-invalid-scopes = Cochez au moins une chose que la clé peut faire.
problem-expiry-in-past = Cette clé serait déjà finie : choisissez une date à venir.
problem-setup-done = Le premier compte existe déjà. Connectez-vous.
problem-setup-code-wrong = Ce code d’installation ne convient pas. Il est écrit dans le journal du serveur.
problem-invalid-country = Le pays s’écrit en deux lettres majuscules, par exemple FR.
problem-invalid-time-zone = Ce fuseau horaire n’existe pas ; il s’écrit comme Europe/Paris.
problem-invalid-languages = Choisissez au moins une langue.

# Dossiers
problem-case-closed = Ce dossier est clos. Rouvrez-le d’abord.
problem-case-not-closed = Ce dossier n’est pas clos.
problem-case-not-waiting = Ce dossier n’est pas en attente.
problem-case-not-snoozed = Ce dossier n’est pas mis de côté.
problem-address-unusable = Écrivez une adresse entière, par exemple nom@exemple.fr.
    .detail = « { $address } » n’est pas une adresse de mail entière.
problem-person-without-address = Cette personne n’a pas d’adresse de mail. Ajoutez-en une sur sa fiche.
problem-batch-too-large = C’est trop de dossiers à la fois.
    .detail = { $count } dossiers, c’est trop à la fois : restreignez la liste.
problem-selection-empty = Dites quels dossiers : une vue, ou au moins un critère.
problem-batch-final = Cet acte est déjà fini : il ne peut plus être repris.
problem-answer-not-retractable = Cette réponse est déjà partie : elle ne peut plus être reprise.
problem-wait-in-past = L’attente finirait dans le passé : choisissez un moment à venir.
problem-subject-empty = Écrivez un objet.
problem-case-type-place = L’ordre va de 0 à { $most }.
problem-at-in-future = Ceci ne peut pas encore avoir eu lieu : choisissez un moment passé.
problem-case-type-unknown = Ce type de dossier n’est pas, ou plus, proposé.
problem-owner-unknown = Cette personne n’est pas, ou plus, dans l’équipe.
problem-team-unknown = Cette équipe n’existe pas, ou plus.
problem-person-unknown = Cette fiche n’existe pas.
problem-account-unknown = Ce compte n’existe pas.
problem-draft-too-long = Ce texte est trop long pour une lettre. Joignez-le plutôt en fichier.
problem-name-unusable = Donnez un nom de 1 à 80 caractères, sur une seule ligne.
problem-key-unusable = Des lettres minuscules sans accent, des chiffres et _, 40 au plus, une lettre d’abord.
problem-promise-empty = Cochez au moins un délai à promettre.
problem-target-out-of-range = Un délai va d’une seconde à dix ans.
problem-calendar-unusable = Ce calendrier ne permet pas de compter les délais. Corrigez ce qui est marqué.
problem-calendar-not-a-time = Une heure s’écrit de 00:00 à 24:00, par exemple 09:00.
problem-calendar-window-backward = Cette plage finit avant de commencer. Pour passer minuit, écrivez-en deux : jusqu’à 24:00, puis dès 00:00.
problem-calendar-windows-overlap = Deux plages de ce jour se chevauchent.
    .detail = { $first } et { $second } se chevauchent.
problem-calendar-day-twice = Ce jour est donné deux fois.
    .detail = Ce jour est déjà donné plus haut, sous le nom « { $first } ».
problem-calendar-never-open = Aucun jour n’est travaillé : aucune échéance ne viendrait jamais. Ouvrez au moins une plage.
problem-calendar-too-many-days = Il y a trop de jours particuliers.
    .detail = Il y a trop de jours particuliers : { $max } au plus.
problem-template-unusable = Ce modèle ne peut pas être écrit sans trou. Corrigez ce qui est marqué.
problem-template-length = Écrivez un texte, de 20 000 octets au plus.
problem-template-too-many-variables = Un modèle a au plus 40 variables.
problem-template-variable-name = Ce nom ne peut pas être celui d’une variable.
    .detail = « { $name } » ne peut pas nommer une variable : des lettres minuscules, des chiffres et _.
problem-template-declared-twice = Cette variable est donnée deux fois.
    .detail = « { $name } » est donnée deux fois.
problem-template-undeclared = Le texte nomme une variable qui n’est pas donnée.
    .detail = Le texte nomme « { $name } », qui n’est pas dans la liste des variables.
problem-template-fallback-empty = Le texte de secours est vide.
    .detail = Écrivez un texte de secours, ou mettez la phrase dans une condition « if { $name } ».
problem-template-required-with-fallback = Une variable obligatoire n’a pas de texte de secours : choisissez l’un ou l’autre.
problem-template-printed-unguarded = Cette variable peut manquer.
    .detail = « { $name } » peut manquer. Donnez un texte de secours, rendez-la obligatoire, ou mettez sa phrase dans une condition « if { $name } ».
problem-template-syntax = Une accolade ou une condition est mal écrite.
    .detail = Ligne { $line } : une double accolade ou une condition « if … endif » est mal écrite.
problem-template-unknown-filter = Un filtre ou une fonction n’existe pas.
    .detail = Ligne { $line } : ce filtre ou cette fonction n’existe pas.
problem-newer-words = Cette personne a écrit entre-temps. Relisez avant d’envoyer.
problem-answered-meanwhile = Une réponse est déjà partie entre-temps. Relisez avant d’envoyer.
problem-text-empty = Écrivez un texte.
problem-text-too-long = Le texte est trop long.
    .detail = Le texte dépasse { $length } caractères. Raccourcissez-le.
problem-hold-too-long = Un envoi n’attend pas aussi longtemps.
    .detail = Un envoi attend au plus { $seconds } secondes.
problem-reply-files-full = Une réponse n’a pas plus de { $files } fichiers.
problem-reply-files-large = Ces fichiers sont trop lourds pour un mail.
    .detail = Les fichiers d’une réponse pèsent au plus { $megabytes } Mo ensemble. Envoyez-en moins, ou un lien.
problem-reply-file-gone = Un des fichiers joints n’est plus là. Relisez la liste, puis renvoyez.
problem-no-recipient = Aucune adresse connue pour répondre à cette personne. Ajoutez-en une sur sa fiche.
problem-person-missing = Dites pour qui : une fiche, une adresse ou un numéro.
problem-callback-closed = Ce rappel est déjà clos.

# Clients et imports
problem-customer-value = Cette valeur ne peut pas tenir ici.
    .detail = { $field ->
        [email] « { $value } » n’est pas une adresse de mail entière.
        [phone] « { $value } » n’est pas un numéro de téléphone.
        [iban] « { $value } » n’est pas un IBAN : sa clé est fausse.
        [born_on] « { $value } » n’est pas une date, comme 1979-03-31.
        [language] « { $value } » n’est pas une langue.
        [trust] La confiance va de 0 à 100.
        [key] Des lettres minuscules sans accent, des chiffres et _, 40 au plus.
        [name] Donnez un nom, de 1 à 120 caractères.
       *[other] « { $value } » ne peut pas tenir ici.
    }
problem-person-nameless = Il faut un nom, une adresse ou un numéro.
problem-source-unknown = Aucune source ne s’appelle « { $value } ».
problem-external-id-required = Donnez aussi le numéro que cette source utilise.
problem-taken = Cela existe déjà.
    .detail = { $what ->
        [source_record] Cette source a déjà une fiche de ce numéro.
        [source] Une source porte déjà ce nom.
       *[other] Cela existe déjà.
    }
problem-import-state = L’import n’est plus dans l’état qui était affiché. Relisez la page.
problem-import-mapping = Les colonnes ne peuvent pas être lues ainsi.
problem-import-encoding-unknown = Cet encodage n’est pas connu.
problem-import-field-twice = Deux colonnes remplissent le même champ : laissez-en une de côté.
problem-import-number-twice = Deux colonnes sont dites « numéro dans ce système » : il n’y en a qu’une.
problem-import-nothing-to-tell-by = Dites d’abord quelle colonne est le numéro, l’adresse ou le téléphone : sans cela, personne n’est reconnu.
problem-import-no-source = Dites d’abord de quel système vient ce fichier.
problem-import-staff-source = Ce que l’équipe saisit ne s’importe pas : choisissez un autre système.
problem-import-file-empty = { import-file-empty }
problem-import-file-html = { import-file-html }
problem-import-file-binary = { import-file-binary }
problem-import-file-archive = { import-file-archive }
problem-import-file-json-list = { import-file-json-list }
problem-import-file-damaged = { import-file-damaged }
problem-import-layout = Le dessin d’enregistrement ne peut pas être lu ainsi.
problem-import-layout-missing = Donnez le dessin d’enregistrement : sans lui, on ne sait pas où commencent les champs.
problem-import-layout-letters = Les fichiers à largeur fixe se lisent en UTF-8 ou dans un encodage d’un octet par lettre.
problem-import-layout-empty = Le dessin d’enregistrement ne décrit aucun champ : écrivez un nom, un début et une longueur par ligne.
problem-import-layout-words = Dessin d’enregistrement, ligne { $line } : écrivez nom, début, longueur et, au besoin, text, date FORME, packed DÉCIMALES ou zoned DÉCIMALES.
problem-import-layout-number = Dessin d’enregistrement, ligne { $line } : début et longueur sont des nombres entiers à partir de 1, les décimales vont jusqu’à 31.
problem-import-layout-date-form = Dessin d’enregistrement, ligne { $line } : une date s’écrit comme AAAAMMJJ, JJ/MM/AAAA, CYYMMDD ou YYYYDDD.
problem-import-layout-name-twice = Dessin d’enregistrement, ligne { $line } : un champ au-dessus porte déjà ce nom.
problem-import-layout-behind-record = Dessin d’enregistrement, ligne { $line } : le champ dépasse la fin de l’enregistrement.
problem-import-layout-many = Un enregistrement a au plus 2 000 champs.
problem-import-layout-json = Dessin d’enregistrement, ligne { $line } : ce JSON n’a pas la forme fields, avec name, start et length pour chaque champ.
problem-upload = Le fichier n’est pas arrivé entier. Recommencez.
problem-upload-too-large = Les fichiers vont ici jusqu’à { $megabytes } Mo. Les plus grands s’importent par entente import customers sur le serveur.
problem-upload-without-file = Choisissez un fichier.
problem-interaction-kind = Un appel est reçu ou donné ; une note est interne.
problem-interaction-at = Cela n’a pas encore eu lieu : choisissez un moment passé.
problem-interaction-state = Ce message n’est plus dans un état qui le permet. Relisez la page.
problem-interaction-start = Un contact ne peut pas commencer ainsi.
problem-timeline-of-whom = Dites de qui : person_id, account_id ou case_id.

# Courrier
problem-mailbox-unusable = La boîte ne peut pas être réglée ainsi. Corrigez ce qui est marqué.
problem-mailbox-name-length = Donnez un nom de 1 à 200 caractères.
problem-mailbox-display-name-length = Ce nom a au plus 200 caractères.
problem-mailbox-no-directory = Donnez le répertoire où arrivent les messages.
problem-mailbox-no-server = Il faut un serveur de réception ou d’envoi.
problem-mailbox-host-unusable = Donnez le nom du serveur, par exemple imap.exemple.fr.
problem-address-taken = Une autre boîte a déjà cette adresse.
problem-passwords-sealed = Les mots de passe enregistrés ne s’ouvrent plus avec la clé de cette installation : écrivez-les à nouveau.
problem-not-quarantined = Ce message n’est plus en quarantaine.
problem-form-unreadable = Le formulaire n’a pas pu être lu. Recommencez.

# Enquêtes, indicateurs, tâches
problem-survey-faulty = L’enquête a des défauts qui empêchent de la publier ; ils sont listés à côté.
# $code : ce qui a été trouvé.
problem-survey-finding = Un point est à revoir.
    .detail = { survey-finding }
problem-survey-unchanged = Rien n’a changé depuis la version publiée.
problem-invitation-no-address = Cette personne n’a pas d’adresse e-mail : l’ajouter à sa fiche d’abord.
problem-case-of-another = Ce dossier n’est pas celui de cette personne.
problem-invitation-asked-recently = Cette personne a été invitée il y a moins de { $days } jours : c’est le délai que vos règles lui promettent.
problem-invitation-complaint-open = Cette personne a une réclamation en cours : vos règles demandent de ne pas l’interroger maintenant.
problem-survey-not-askable = Cette enquête ne peut pas être posée : publiez-la d’abord.
problem-survey-template-unknown = Ce modèle d’enquête n’existe pas.
problem-survey-template-or-definition = Donnez soit un modèle, soit des questions.
problem-rule-delay-out-of-range = Le délai va de 0 à 90 jours.
problem-rule-quiet-days-out-of-range = De 0 à 730 jours.
problem-rule-open-days-out-of-range = De 1 à 365 jours.
problem-rule-place-out-of-range = L’ordre va de 0 à 999.
problem-rule-share-out-of-range = La part est au-dessus de 0 %, et d’au plus 100 %.
problem-response-busy = Une autre page de cette réponse s’enregistre. Envoyez à nouveau.
problem-invalid-period = Cette période ne peut pas se lire.
    .detail = « { $value } » n’est pas une période : 2026-10, 2026-W41, 2026-Q4, 2026 ou 2026-10-01..2026-10-15.
problem-period-too-long = Cette période est trop longue.
    .detail = « { $value } » est trop long : une période a au plus { $days } jours, deux ans.
problem-job-not-set-aside = Seule une tâche mise de côté peut être reprise ou retirée.

# Courrier qui ne part pas ou n’arrive pas. $what : le serveur, la commande ou l’adresse.
problem-no-address = Aucune adresse connue pour cette personne. Ajoutez-en une sur sa fiche, puis renvoyez.
problem-no-mailbox = Aucune boîte ne peut envoyer. Réglez un serveur d’envoi dans les boîtes aux lettres, puis renvoyez.
problem-mailbox-off = La boîte de ce message est au repos. Remettez-la en service, puis renvoyez.
problem-mail-server-unknown = Le nom du serveur est inconnu. Vérifiez-le dans les réglages de la boîte.
    .detail = Le nom « { $what } » est inconnu. Vérifiez-le dans les réglages de la boîte.
problem-mail-server-unreachable = Le serveur ne répond pas. Vérifiez son port, et qu’un pare-feu n’arrête pas la connexion.
    .detail = { $what } ne répond pas. Vérifiez le port, et qu’un pare-feu n’arrête pas la connexion.
problem-mail-server-tls = La connexion protégée a échoué. Vérifiez la protection choisie et le certificat du serveur.
    .detail = La connexion protégée avec { $what } a échoué. Vérifiez la protection choisie et le certificat du serveur.
problem-mail-server-plain = Sans protection, le mot de passe traverserait le réseau en clair. Choisissez TLS ou STARTTLS.
problem-mail-server-lacks = Le serveur n’offre pas ce qu’il faut.
    .detail = Le serveur n’offre pas { $what }. Changez la protection, ou demandez à votre hébergeur.
problem-mail-sign-in = Le serveur refuse le compte ou le mot de passe. Remplacez-le dans les réglages de la boîte.
problem-mail-server-refused = Le serveur refuse.
    .detail = Le serveur refuse la commande { $what }.
problem-mail-server-silent = Le serveur n’a pas répondu à temps.
problem-mail-connection-broken = La connexion s’est coupée.
problem-mail-address = Cette adresse ne peut pas recevoir de mail. Corrigez-la sur la fiche, puis renvoyez.
    .detail = « { $what } » ne peut pas recevoir de mail. Corrigez l’adresse sur la fiche, puis renvoyez.
problem-mail-later = Le serveur d’envoi demande de revenir plus tard.
problem-mail-refused = Le serveur d’envoi refuse ce message. Lisez sa réponse, corrigez, puis renvoyez.
problem-mail-copy-refused = Le message est parti, mais pas en copie à { $what } : cette adresse est refusée.
problem-mail-bounced = Le message est revenu : le serveur du destinataire l’a refusé. Vérifiez l’adresse.
problem-mail-answer-lost = Le serveur a pris le message, mais sa réponse s’est perdue : il est peut-être parti. Demandez avant de renvoyer.
problem-mail-not-back = Le message d’essai n’est pas revenu à temps : il est peut-être retardé, ou classé ailleurs.
problem-mail-folder = Le répertoire de la boîte ne peut pas être lu ou écrit. Vérifiez ses droits.
problem-mail-unwritable = Le message ne peut pas être composé. La cause est dans le journal du serveur.

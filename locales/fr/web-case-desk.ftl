# What one does at the desk with a case: putting it right, files, pauses.
case-correct = Corriger
case-correct-title = Corriger le dossier
case-correct-act = Enregistrer la correction
case-correct-subject = Dites en une ligne de quoi il s’agit.
case-correct-type-why = Choisit l’engagement, le modèle et l’enquête.
case-correct-language = Langue de réponse
case-correct-language-why = Celle des modèles et des mails.
case-correct-person = Cliente ou client
case-correct-nobody = Personne inconnue : détacher du dossier
case-correct-account = Compte
case-correct-no-account = Aucun compte
case-correct-account-theirs = pour qui cette personne agit
case-correct-market = Marché
case-correct-market-why = Pays ou marque, si vos engagements en dépendent.
case-corrected-field = { $field ->
    [subject] objet
    [type] type
    [language] langue
    [market] marché
    [person] personne
   *[account] compte
}
case-done-corrected = Dossier corrigé : { $fields }
find-not-chosen = Rien n’est encore choisi : prenez une ligne de la liste, ou videz le champ.
find-count = { $count ->
    [0] Rien pour « { $text } »
    [one] { $count } réponse
   *[other] { $count } réponses
}
composer-attach = Joindre un fichier
composer-attached = { $count ->
    [0] Fichiers joints
    [one] { $count } fichier joint, { $size }
   *[other] { $count } fichiers joints, { $size }
}
composer-attach-remove = Retirer { $name }
composer-attach-under-way = { $size }, envoi en cours
composer-attach-wait = Un fichier est encore en route. Envoyez quand il est là.
composer-attach-forgotten = Vous parlez d’un fichier joint, et aucun ne l’est. Joignez-le, ou envoyez encore une fois pour partir sans.
composer-attach-dangerous = beaucoup de messageries refusent ce genre de fichier
composer-attach-refused = { $why ->
    [files] { $name } : une réponse n’a pas plus de { $files } fichiers.
   *[bytes] { $name } est trop lourd : les fichiers d’une réponse pèsent au plus { $size } ensemble.
}
composer-template-all = Toutes les langues
composer-template-of-type = pour ce type
case-wait-until = Reprendre d’office le
case-wait-until-why = Sans date, le dossier reste en pause jusqu’à ce que quelqu’un écrive ou le reprenne.
case-wait-note = Note interne
case-wait-note-why = Ce qu’on attend, et de qui : lu par l’équipe seule.
case-wait-set = Mettre en pause
case-wait-past = Choisissez un moment à venir.
case-done-waiting-until = { $count ->
    [one] Dossier en pause jusqu’au { $at }
   *[other] { $count } dossiers en pause jusqu’au { $at }
}
case-waiting-until = { $waiting } jusqu’au { $at }

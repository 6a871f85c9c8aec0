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
find-count = { $count ->
    [0] Rien pour « { $text } »
    [one] { $count } réponse
   *[other] { $count } réponses
}

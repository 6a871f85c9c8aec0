# A case opened by staff: a call, a visit, a mail that came elsewhere.
new-case = Nouveau dossier
new-case-for = Nouveau dossier pour { $name }
new-case-act = Ouvrir le dossier
new-case-opened = Dossier ouvert
new-case-opened-elsewhere = Dossier ouvert et confié à l’équipe { $team }, dont vous ne voyez pas les dossiers
new-case-channel = Canal
new-case-type = Type
new-case-priority = Priorité
new-case-subject = Objet
new-case-text = Ce qui a été dit
new-case-text-why = Écrit sur le fil comme les mots de la personne.
new-case-minutes = Durée de l’appel, en minutes
new-case-name = Nom de la personne
new-case-type-default = à choisir plus tard
new-case-who = Pour qui ?
new-case-who-why = Nom, téléphone, adresse mail ou numéro de contrat.
new-case-who-is-new = Nouvelle personne
new-case-who-new = Créer une nouvelle personne
new-case-who-new-named = Créer une nouvelle personne : { $text }
new-case-who-missing = Choisissez la personne, ou dites qu’elle est nouvelle.
new-case-namesakes = { $count ->
    [one] Une personne s’appelle déjà { $name }. Est-ce elle ?
   *[other] { $count } personnes s’appellent déjà { $name }. Est-ce l’une d’elles ?
}
new-case-take = Choisir { $name }

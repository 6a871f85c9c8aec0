# A case opened by staff: a call, a visit, a mail that came elsewhere.
new-case = Nouveau dossier
new-case-for = Nouveau dossier pour { $name }
new-case-act = Ouvrir le dossier
new-case-opened = Dossier ouvert
new-case-channel = Canal
new-case-type = Type
new-case-priority = Priorité
new-case-subject = Objet
new-case-text = Ce qui a été dit
new-case-text-why = Écrit sur le fil comme les mots de la personne.
new-case-minutes = Durée de l’appel, en minutes
new-case-name = Nom de la personne
new-case-type-default = à choisir plus tard

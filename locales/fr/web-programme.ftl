# The closed loop: call-backs.
callbacks-title = Rappels
callbacks-why = Les personnes que nous devons rappeler, la plus proche échéance d’abord. Un rappel s’ouvre après une note basse, ou quand quelqu’un le demande.
callbacks-empty = Personne n’attend de rappel.
callbacks-new = { $count ->
    [one] 1 nouveau · Afficher (U)
   *[other] { $count } nouveaux · Afficher (U)
}
callbacks-gone = { $count ->
    [one] 1 noté · Ranger (U)
   *[other] { $count } notés · Ranger (U)
}
callback-ended = Noté
callback-ended-meanwhile = Ce rappel vient d’être noté par quelqu’un d’autre. Votre texte reste ici.
callback-note-keep = Ajouter ce texte au dossier
callback-note-kept = Note ajoutée au dossier de { $name }
callback-unknown = Personne non identifiée
callback-reason = { $reason ->
    [asked] a demandé un rappel
   *[detractor] note basse
}
callback-close = Noter le rappel
callback-close-of = Noter le rappel de { $name }
callback-note = Ce qui a été dit
callback-outcome = { $outcome ->
    [reached] Jointe, entendue
    [not_reached] Pas joignable
   *[not_wanted] Ne souhaite plus
}
callback-closed = Rappel de { $name } noté

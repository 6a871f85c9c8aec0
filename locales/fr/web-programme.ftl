# The closed loop: call-backs.
callbacks-title = Rappels
callbacks-why = Les personnes que nous devons rappeler, la plus proche échéance d’abord. Un rappel s’ouvre après une note basse, ou quand quelqu’un le demande.
callbacks-empty = Personne n’attend de rappel.
callbacks-new = { $count ->
    [one] 1 nouveau · Afficher (U)
   *[other] { $count } nouveaux · Afficher (U)
}
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

# Parts shared by all screens: figures, deadlines, messages, states.

ui-loading = Chargement
ui-retry = Réessayer
ui-keep = Ne rien changer
ui-cancel = Annuler
ui-close = Fermer
ui-save = Enregistrer
ui-nobody = Sans titulaire

# $state: offline, not_found, refused, stale, busy, other
error-what = { $state ->
    [offline] Le serveur ne répond pas. Vérifiez la connexion, puis réessayez : vos textes sont gardés.
    [not_found] Rien à cette adresse, ou rien que vous puissiez voir.
    [refused] Votre rôle ne permet pas cet acte.
    [stale] Quelqu’un l’a changé entre-temps. Relisez, puis recommencez.
    [busy] Le serveur demande d’attendre un peu.
    [server] Le serveur a eu un défaut. Réessayez ; si cela dure, donnez le code à qui administre entente.
   *[other] Cela n’a pas marché.
}
error-code = code { $code }

# $metric: first_reply, next_reply, resolution
deadline-metric = { $metric ->
    [first_reply] première réponse
    [next_reply] réponse suivante
   *[resolution] résolution
}
deadline-before = avant { $time }
deadline-in = dans { $duration }
deadline-late = retard de { $duration }
deadline-paused = en pause
deadline-paused-cause = En pause : { $cause ->
    [customer] réponse de la cliente ou du client attendue
    [supplier] réponse d’un tiers attendue
   *[internal] réponse interne attendue
}
deadline-kept = tenu
deadline-missed = manqué
deadline-none = sans échéance
deadline-spoken = Échéance, { $metric } : { $text }

message-customer-named = { $name }
message-us = Nous · { $name }
message-note = Note interne, jamais envoyée · { $name }
message-quoted = citation
message-unverified = expéditeur non vérifié
message-state = { $state ->
    [queued] en file d’envoi
    [held] en attente d’envoi
    [sending] envoi en cours
    [sent] envoyé
    [failed] envoi échoué
    [unknown] envoi non confirmé
   *[other] { "" }
}
message-attachments = { $count ->
    [one] { $count } pièce
   *[other] { $count } pièces
}
message-dangerous = à ouvrir avec prudence
message-html = Message mis en forme
message-html-show = Voir la mise en forme
message-html-hide = Voir le texte
message-images = Les images distantes sont bloquées : les afficher dit à l’expéditeur que le message a été lu.
message-images-show = Afficher les images
message-call = Appel, { $duration }
message-answer = Réponse à l’enquête
message-invitation = Invitation à l’enquête

channel-name = { $channel ->
    [mail] mail
    [phone] téléphone
    [web_form] formulaire
    [chat] discussion
    [survey] enquête
   *[portal] espace client
}

# Figures
figure-answers = { $count ->
    [one] { $shown } réponse
   *[other] { $shown } réponses
}
figure-records = { $count ->
    [one] { $shown } dossier
   *[other] { $shown } dossiers
}
figure-range = de { $low } à { $high }
figure-spoken = { $name } { $value } ({ $range }), { $n }
figure-exact = { $name } { $value }
figure-invitations = { $count ->
    [one] { $shown } invitation
   *[other] { $shown } invitations
}
figure-clocks = { $count ->
    [one] { $shown } délai
   *[other] { $shown } délais
}
figure-not-enough = { $of ->
   *[answers] Pas assez de réponses pour conclure ({ $n })
    [invitations] Pas assez d’invitations pour conclure ({ $n })
    [clocks] Pas assez de délais pour conclure ({ $n })
    [records] Pas assez de dossiers pour conclure ({ $n })
}
figure-no-data = { $of ->
   *[answers] Aucune réponse
    [invitations] Aucune invitation
    [clocks] Aucun délai mesuré
    [records] Aucun dossier
}
figure-said = { $name } : { $what }
figure-not-enough-short = pas assez
ui-quote = « { $words } »
figure-masked = Masqué : moins de 5 réponses
figure-level = intervalle à { $level }
figure-definition = Définition v{ $version }
figure-change-open = { $value } : écart non concluant ({ $range })
figure-change = { $value } ({ $range })
figure-change-not-enough = écart : pas assez de réponses
figure-points = points

chart-table = Voir en tableau
chart-drawing = Voir le dessin
chart-point = { $label } : { $value }
chart-week = Semaine
chart-value = Valeur
chart-low = Borne basse
chart-high = Borne haute
chart-count = Effectif
chart-limit-high = limite haute
chart-limit-low = limite basse
chart-signal-word = signal
csv-download = Télécharger (CSV)
csv-indicator = Indicateur
csv-level = Niveau de l’intervalle
csv-unit = Unité
csv-unit-name = { $unit ->
    [points] points
    [share] part, de 0 à 1
    [score] note
    [seconds] secondes
   *[count] nombre
}
csv-state = État
csv-state-name = { $state ->
    [not_enough] trop peu pour conclure
    [no_data] aucune donnée
    [masked] masqué
   *[ok] suffisant
}
csv-definition = Définition
csv-signal = { $way ->
    [better] mieux que l’ordinaire
   *[worse] moins bien que l’ordinaire
}
csv-versus-period = Comparé avec
csv-versus-value = Sa valeur
csv-versus-n = Son effectif
csv-change = Écart
csv-change-low = Écart, borne basse
csv-change-high = Écart, borne haute
csv-verdict = Conclusion
csv-verdict-name = { $verdict ->
    [distinguishable] écart établi
    [not_distinguishable] écart non concluant
   *[not_enough] pas assez de données
}
chart-keys = Flèches gauche et droite pour parcourir les points
message-automatic = automatique
message-asked = { $count ->
    [one] { $count } question posée
   *[other] Les { $count } questions posées
}
message-tries = { $count ->
    [one] Un essai.
   *[other] { $count } essais.
}
message-said = Le serveur a répondu : « { $said } »
message-send-again = Renvoyer
person-nps = NPS { $score }
person-csat = Satisfaction { $score } sur 5
person-ces = Effort { $score } sur 7

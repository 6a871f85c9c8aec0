# The frame: bars, palette, keys.
skip-links = Liens d’évitement
skip-content = Aller au contenu
skip-list = Aller à la liste
skip-composer = Aller à la rédaction
skip-customer = Aller au client
top-find = Chercher ou agir
top-offline = Hors ligne depuis { $clock } · vos textes sont gardés
rail-label = Lieux
place-inbox = Boîte
place-customers = Clients
place-surveys = Enquêtes
place-dashboards = Tableaux
place-programme = Rappels
place-settings = Réglages
place-find = Chercher
place-me = Moi

line-undo = Annuler (Z)
line-undo-named = Annuler « { $act } » (Z)
line-undone = Annulé
line-nothing = Rien à annuler
line-undo-failed = L’annulation a échoué. { $reason }
line-gone = déjà parti
line-leaves = part dans { $seconds } s
line-waiting = { $count ->
    [one] { $count } acte en attente de connexion
   *[other] { $count } actes en attente de connexion
}

top-zone = Heure de { $place }
top-zone-why = Toutes les heures sont celles de l’entreprise ({ $zone }), pas celles de cet ordinateur.

palette-title = Chercher ou agir
palette-hint = Un acte, un nom, un dossier…
palette-results = Résultats
palette-nothing = Rien pour « { $text } »
palette-all-people = Tous les clients trouvés
palette-all-cases = Les { $shown } dossiers trouvés
palette-group = { $group ->
    [acts] Agir
    [places] Aller
    [templates] Modèles
    [people] Clients
   *[cases] Dossiers
}

sheet-title = Raccourcis
sheet-scope = { $scope ->
    [everywhere] Partout
    [list] Listes
    [case] Dossier, ou la ligne choisie
    [composer] Rédaction
    [form] Formulaires
    [chart] Graphiques
   *[customer] Client
}
key-name = { $key ->
    [Home] Début
    [End] Fin
    [PageDown] Page suivante
    [PageUp] Page précédente
   *[other] { $key }
}
key-palette = Chercher ou agir
key-sheet = Voir les raccourcis
key-back = Sortir d’un niveau
key-undo = Annuler mon dernier acte
key-show-new = Afficher ce qui est nouveau
key-go-inbox = Aller à la boîte
key-go-customers = Aller aux clients
key-go-surveys = Aller aux enquêtes
key-go-dashboards = Aller aux tableaux
key-go-programme = Aller aux rappels
key-go-settings = Aller aux réglages
key-list-next = Ligne suivante
key-list-previous = Ligne précédente
key-list-first = Première ligne
key-list-last = Dernière ligne
key-list-page-down = Page suivante
key-list-page-up = Page précédente
key-list-open = Ouvrir
key-list-select = Choisir la ligne
key-list-extend-next = Étendre le choix vers le bas
key-list-extend-previous = Étendre le choix vers le haut
key-case-next = Dossier suivant
key-case-previous = Dossier précédent
key-case-reply = Répondre
key-case-note = Écrire une note interne
key-case-mine = Me l’attribuer
key-case-assign = Attribuer
key-case-close = Clore
key-case-wait = Mettre en pause
key-case-snooze = Mettre en veille
key-case-correct = Corriger le dossier
key-case-priority = Changer la priorité
key-case-deadline = Ouvrir le décompte de l’échéance
key-case-panel = Aller au panneau du client
key-case-customer = Ouvrir la page du client
key-case-history = Voir l’historique
key-composer-send = Envoyer, ou enregistrer la note
key-composer-send-close = Envoyer et clore, puis le suivant
key-composer-gap = Champ suivant à remplir
key-form-save = Enregistrer le formulaire
key-chart-previous = Point précédent
key-chart-next = Point suivant

not-found-title = Rien à cette adresse
not-found-home = Aller à l’accueil
failure-title = Cette page n’a pas pu être montrée
signed-out-title = Votre session est terminée
signed-out-text = Reconnectez-vous ici : la page et ce que vous avez écrit restent en place.

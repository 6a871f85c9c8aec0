# The settings: frame, forms, staff, teams, API keys, audit.
settings-mailboxes = Boîtes aux lettres
settings-quarantine = Quarantaine
settings-promises = Engagements
settings-calendars = Calendriers
settings-templates = Modèles de réponse
settings-survey-rules = Règles d’enquête
settings-imports = Imports
settings-teams = Équipes
settings-staff = Collègues
settings-api-keys = Clés d’API
settings-jobs = Tâches
settings-audit = Journal
settings-choose = Choisissez une rubrique.

form-leave = Des changements ne sont pas enregistrés. Quitter cette page ?
form-changes = { $count ->
    [one] 1 champ changé
   *[other] { $count } champs changés
}
form-abandon = Abandonner
form-copy = Copier
form-copied = Copié
table-more = Afficher la suite

# $role: adviser, team_lead, analyst, marketing, admin
role-name = { $role ->
    [adviser] Conseil
    [team_lead] Responsable d’équipe
    [analyst] Analyse
    [marketing] Marketing
   *[admin] Administration
}
role-why = { $role ->
    [adviser] Répond aux clients de ses équipes.
    [team_lead] Répartit le travail et tient les délais de ses équipes.
    [analyst] Lit tous les dossiers et construit les enquêtes.
    [marketing] Lit les résultats et écrit les modèles.
   *[admin] Peut tout, réglages compris.
}

staff-why = Qui travaille dans entente. Un changement de rôle ou d’équipe ferme aussitôt les sessions ouvertes.
staff-empty = Personne encore. Ajoutez une première collègue ou un premier collègue.
staff-add = Ajouter une personne
staff-name = Nom
staff-email = Adresse
staff-role = Rôle
staff-language = Langue
staff-language-why = Celle de ses écrans ; chacun peut la changer.
staff-teams = Équipes
staff-no-team = Aucune équipe encore : créez-en une dans Équipes.
staff-state = État
staff-active = actif
staff-first = mot de passe initial à changer
staff-inactive = accès fermé
staff-totp = Seconde étape
staff-totp-on = active
staff-totp-off = non
staff-added = { $name } ajouté
staff-saved = { $name } enregistré
staff-edit-why = Le mot de passe initial et la seconde étape se refont ici ; personne ne peut lire un mot de passe.
staff-inactive-why = Cet accès est fermé. L’historique garde son nom.
staff-password-once = Mot de passe initial de { $name }. Il n’est montré que cette fois et devra être changé à la première connexion.
staff-password-new = Nouveau mot de passe initial
staff-password-made = Mot de passe initial refait
staff-totp-remove = Retirer la seconde étape
staff-totp-removed = Seconde étape retirée
staff-end = Fermer l’accès
staff-wake = Rouvrir l’accès
staff-ended = Accès de { $name } fermé
staff-woken = Accès de { $name } rouvert

team-why = Une équipe voit ses dossiers et ceux qui n’ont pas d’équipe.
team-empty = Aucune équipe encore.
team-add = Ajouter une équipe
team-name = Nom
team-description = Ce qu’elle traite
team-members = Membres
team-active = active
team-inactive = fermée
team-added = Équipe { $name } ajoutée
team-saved = Équipe { $name } enregistrée
team-end = Fermer l’équipe
team-wake = Rouvrir l’équipe
team-ended = Équipe { $name } fermée
team-woken = Équipe { $name } rouverte

api-key-why = Une clé laisse un autre programme agir, dans les seules limites choisies. Elle n’est montrée qu’une fois ; entente n’en garde que l’empreinte.
api-key-empty = Aucune clé. Créez-en une pour relier un autre programme.
api-key-add = Créer une clé
api-key-name = Nom
api-key-name-why = Le programme qui s’en servira.
api-key-hint = Début
api-key-scopes = Peut
api-key-used = Dernier usage
api-key-never = jamais
api-key-expires = Fin
api-key-no-end = sans fin
api-key-days = { $days ->
    [0] sans fin
   *[other] dans { $days } jours
}
api-key-once = Clé « { $name } ». Copiez-la maintenant : elle ne sera plus montrée.
api-key-added = Clé { $name } créée
api-key-revoke = Révoquer
api-key-revoke-sure = Révoquer la clé « { $name } » ? Le programme qui s’en sert s’arrêtera aussitôt, sans retour possible.
api-key-ended = révoquée
key-revoked = Clé { $name } révoquée

# $permission: the codes of the server
permission-name = { $permission ->
    [cases_read] lire les dossiers
    [cases_write] traiter les dossiers
    [cases_assign] attribuer les dossiers
    [customers_read] lire les clients
    [customers_write] corriger les clients
    [customers_import] importer des fichiers
    [surveys_read] lire les enquêtes
    [surveys_write] construire les enquêtes
    [indicators_read] lire les indicateurs
    [callbacks_read] lire les rappels
   *[other] { $permission }
}

audit-why = Chaque changement, dans l’ordre, par qui et sur quoi. Rien ne s’efface ; chaque ligne scelle la précédente.
audit-holds = La chaîne du journal est intacte.
audit-broken = La chaîne du journal est rompue à la ligne { $at } : quelqu’un a modifié le stockage.
audit-at = Quand
audit-actor = Qui
audit-action = Acte
audit-subject = Sur quoi
audit-details = Détail
audit-filter = Filtrer
audit-clear = Effacer les filtres
audit-empty = Aucune ligne avec ces filtres.

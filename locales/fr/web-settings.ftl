# The settings: frame, forms, staff, teams, API keys, audit.
settings-mailboxes = Boîtes aux lettres
settings-quarantine = Quarantaine
settings-case-types = Types de dossiers
settings-promises = Engagements
settings-calendars = Calendriers
settings-templates = Modèles de réponse
settings-survey-rules = Règles d’enquête
settings-sources = Sources
settings-imports = Imports
settings-teams = Équipes
settings-staff = Collègues
settings-api-keys = Clés d’API
settings-jobs = Tâches
settings-audit = Journal
settings-back = ‹ Réglages

form-changes = { $count ->
    [one] 1 champ changé
   *[other] { $count } champs changés
}
form-stale = Quelqu’un d’autre a enregistré entre-temps. Voici sa version, avec vos changements par-dessus : relisez, puis enregistrez.
form-abandon = Abandonner
form-leave-ask = Quitter sans enregistrer ?
form-leave-lost = { $count ->
    [one] Un champ changé ne sera pas gardé.
   *[other] { $count } champs changés ne seront pas gardés.
}
form-leave = Quitter sans enregistrer
form-stay = Rester sur cette page
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
staff-empty = Vous êtes seul ou seule ici pour l’instant.
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
staff-added = Personne ajoutée : { $name }
staff-saved = { $name } enregistré
staff-edit-why = Le mot de passe initial et la seconde étape se refont ici ; personne ne peut lire un mot de passe.
staff-inactive-why = Cet accès est fermé. L’historique garde son nom.
staff-password-once = Mot de passe initial de { $name }. Il n’est montré que cette fois et devra être changé à la première connexion.
staff-password-new = Nouveau mot de passe initial
staff-password-made = Mot de passe initial refait
staff-totp-remove = Retirer la seconde étape
staff-totp-removed = Seconde étape retirée
staff-ask = { $what ->
    [totp] Retirer la seconde étape de { $name } ?
   *[password] Refaire le mot de passe de { $name } ?
}
staff-lost = { $what ->
    [totp] Le mot de passe seul suffira jusqu’à ce qu’une nouvelle seconde étape soit mise en place. Les codes de secours ne servent plus. Cela ne s’annule pas.
   *[password] Le mot de passe actuel ne vaut plus et les sessions ouvertes se ferment. Cela ne s’annule pas.
}
staff-end = Fermer l’accès
staff-wake = Rouvrir l’accès
staff-ended = Accès de { $name } fermé
staff-woken = Accès de { $name } rouvert

team-why = Une équipe voit ses dossiers et ceux qui n’ont pas d’équipe.
team-empty = Aucune équipe encore : tout le monde voit les mêmes dossiers.
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
api-key-empty = Aucune clé encore : aucun autre programme n’est relié.
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
api-key-revoke-ask = Révoquer la clé « { $name } » ?
api-key-revoke-act = Révoquer la clé
api-key-last = Dernier usage : { $at }.
api-key-not-used = Elle n’a jamais servi.
api-key-revoke-lost = Le programme qui s’en sert sera refusé aussitôt. Une clé révoquée ne revient pas : il en faudra une nouvelle.
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
audit-anybody = Tout le monde
audit-any = Tous les actes
audit-subject-find = Dossier (son numéro) ou identifiant
audit-kind = { $kind ->
    [staff] Collègue
    [team] Équipe
    [sess] Session
    [key] Clé d’API
    [mbox] Boîte aux lettres
    [prom] Engagement
    [cal] Calendrier
    [tpl] Modèle
    [surv] Enquête
    [sver] Version d’enquête
    [srule] Règle d’enquête
    [job] Tâche
    [int] Message
    [person] Client
    [acct] Compte
   *[other] { $kind }
}
audit-yes-no = { $is ->
    [true] oui
   *[false] non
}
audit-detail = { $name ->
    [name] Nom
    [version] Version
    [number] Version
    [role] Rôle
    [teams] Équipes
    [members] Membres
    [is_active] En service
    [scopes] Droits
    [expires_at] Échoit le
    [count] Nombre
    [reason] Cause
    [address] Adresse
    [email] Adresse mail
    [accepted] Accepté
    [case_id] Dossier
    [session] Session
    [recovery_code] Par code de secours
    [passwords_changed] Mots de passe changés
    [place] Rang
    [survey_id] Enquête
    [delay_seconds] Délai
    [quiet_days] Jours entre deux enquêtes
    [open_days] Jours pour répondre
    [spares_complaints] Épargne les réclamations
    [case_types] Types de dossier
    [channels] Canaux
    [share] Part invitée
    [company_name] Entreprise
    [market_country] Pays
    [time_zone] Fuseau horaire
    [languages] Langues
    [steps_done] Étapes faites
    [name_fr] Nom français
    [name_en] Nom anglais
    [team_id] Équipe
    [language] Langue
   *[other] { $name }
}
audit-empty = Aucune ligne avec ces filtres.

promise-why = Ce que nous promettons, et à qui. Dans l’ordre : le premier engagement qui convient au dossier vaut pour lui, et le dossier le montre.
promise-empty = Aucun engagement encore : les dossiers n’ont pas d’échéance.
promise-add = Ajouter un engagement
promise-name = Nom
promise-place = Ordre
promise-place-why = Le plus petit est essayé d’abord.
promise-for = Pour les dossiers
promise-any = tous
promise-market = Marché
promise-targets = Ce qui est promis
promise-metric = { $metric ->
    [first_reply] Première réponse
    [next_reply] Réponse suivante
   *[resolution] Résolution
}
promise-hours = Heures
promise-counted = Comptées
promise-counting = { $counting ->
    [business] ouvrées
   *[elapsed] écoulées
}
promise-pauses = S’arrête en attendant
promise-calendar = Calendrier
promise-publish = Publié aux clients
promise-publish-why = Montré sur la page des engagements et dans les accusés de réception.
promise-public = publié
promise-internal = interne
promise-retired = retiré
promise-saved = Engagement { $name } enregistré
promise-retire = Retirer cet engagement
promise-retired-now = Engagement { $name } retiré
promise-order-why = Un changement vaut aussi pour les dossiers ouverts : ce qui est déjà compté reste compté.

calendar-why = Les heures où nous travaillons. Les échéances en heures ouvrées ne courent que dans ces plages.
calendar-empty = Aucun calendrier encore : sans heures d’ouverture, aucun engagement ne peut être compté.
calendar-add = Ajouter un calendrier
calendar-name = Nom
calendar-default = Par défaut
calendar-default-set = Calendrier par défaut
calendar-zone = Fuseau horaire
calendar-monday = Lundi
calendar-closed = fermé
calendar-holidays = Jours fériés
calendar-holidays-name = { $holidays ->
    [france] France
    [france_alsace_moselle] France, Alsace et Moselle
   *[none] aucun
}
calendar-edit-why = Plusieurs plages par jour : la pause de midi est l’espace entre deux.
calendar-day = { $day ->
    [monday] Lundi
    [tuesday] Mardi
    [wednesday] Mercredi
    [thursday] Jeudi
    [friday] Vendredi
    [saturday] Samedi
   *[sunday] Dimanche
}
calendar-from = { $day }, de
calendar-to = { $day }, à
calendar-no-time = Une heure, comme 9:00
calendar-window-add = Ajouter une plage
calendar-window-remove = { $day } : retirer la plage de { $from }
calendar-days = Jours particuliers
calendar-on = Le
calendar-day-name = Nom
calendar-day-new = Fermeture
calendar-every-year = chaque année
calendar-day-add = Ajouter un jour
calendar-day-remove = Retirer ce jour
calendar-saved = Calendrier { $name } enregistré

template-why = Des réponses préparées, par intention et par langue. Une variable vide n’est jamais envoyée : elle a une formule de repli, ou bloque l’envoi.
template-empty = Aucun modèle encore : chaque réponse s’écrit à la main.
template-add = Ajouter un modèle
template-name = Nom
template-intent = Intention
template-intent-why = Le même mot en français et en anglais.
template-body = Texte
template-insert = Insérer une variable
template-variables = Variables
template-no-variable = Aucune variable. Insérez-en une dans le texte.
template-fallback = Si { $name } manque, écrire
template-required = nécessaire
template-updated = Changé
template-saved = Modèle { $name } enregistré
template-retire = Retirer ce modèle
template-retired = Modèle { $name } retiré
template-edit-why = Une variable s’écrit entre doubles accolades. L’aperçu se fait dans un dossier, avec les données de la personne.

rule-why = Quels dossiers clos sont suivis d’une enquête, et quand non. La première règle qui convient décide ; un refus garde sa raison.
rule-empty = Aucune règle encore : personne n’est interrogé après un dossier.
rule-add = Ajouter une règle
rule-name = Nom
rule-survey = Enquête
rule-delay = Après
rule-delay-after = Après la clôture
rule-delay-unit = Unité du délai
rule-delay-unit-name = { $unit ->
    [minute] minutes
    [hour] heures
   *[day] jours
}
rule-quiet = Repos
rule-quiet-days = Jours de repos par personne
rule-quiet-why = Au plus une invitation par personne pendant ce temps, toutes enquêtes confondues.
rule-open-days = Jours où le lien répond
rule-share = Part
rule-share-percent = Part des dossiers, en %
rule-days = { $count ->
    [one] 1 jour
   *[other] { $count } jours
}
rule-types = Types de dossiers
rule-types-why = Sans choix : tous.
rule-channels = Canaux des dossiers
rule-place-why = Le plus petit est essayé d’abord ; la première règle qui convient décide.
rule-spares = Ne demande rien tant qu’une réclamation est ouverte
rule-on = Règle active
rule-active = active
rule-at-rest = au repos
rule-saved = Règle { $name } enregistrée

job-why = Ce que le serveur fait de lui-même. Une tâche qui échoue trop souvent est mise de côté ici, avec sa cause.
job-state = État
job-state-name = { $state ->
    [set_aside] Mises de côté
    [running] En cours
    [pending] À venir
   *[done] Faites
}
job-none-aside = Aucune tâche mise de côté.
job-none = Aucune tâche ici.
job-name = Tâche
job-run-at = Prévue
job-tries = Essais
job-error = Cause
job-retry = Réessayer
job-retry-all = { $count ->
    [one] Réessayer la tâche mise de côté
   *[other] Réessayer les { $shown } tâches
}
job-case = Dossier
job-finished-at = Faite
job-tries-of = { $count } sur { $max }
job-kind = { $kind ->
    [miss_deadline] Constater une échéance manquée
    [wake_case] Reprendre un dossier en pause
    [end_snooze] Reprendre un dossier en veille
    [rematch_cases] Revoir les engagements des dossiers
    [run_case_batch] Changer beaucoup de dossiers
    [import_persons] Importer des personnes
    [send_mail] Envoyer un message
    [release_reply] Laisser partir une réponse
    [send_follow_links] Envoyer les liens de suivi
    [send_invitation] Inviter à une enquête
    [send_requested_invitation] Inviter à une enquête
    [survey_closed_case] Voir si un dossier clos est à sonder
    [record_answer] Mettre une réponse dans l’historique
    [open_callback] Ouvrir un rappel après une note basse
    [open_requested_callback] Ouvrir un rappel demandé
    [close_callback_with_case] Clore le rappel avec son dossier
    [acknowledge_contact] Accuser réception
    [mailroom_plan_recorded] Préparer l’envoi d’un message
    [mailroom_plan_changed] Préparer l’envoi d’un message changé
    [seal_audit] Sceller le journal
    [seal_audit_whole] Sceller ce que le journal a reçu en retard
    [purge_sessions] Oublier les sessions finies
    [purge_links] Oublier les liens échus
    [purge_idempotency_keys] Oublier les anciennes clés de répétition
    [purge_queue] Oublier les tâches faites
    [settle_surveys] Clore les enquêtes sans suite
   *[other] { $kind }
}
job-retried = Nouvel essai demandé
audit-system = entente ({ $part ->
    [mailroom] messagerie
    [demo] démonstration
    [programme] suites
    [import] import
    [replace_key] ligne de commande
   *[other] { $part }
})
audit-action-name = { $action ->
    [promise_created] Engagement ajouté
    [promise_changed] Engagement changé
    [promise_retired] Engagement retiré
    [calendar_created] Calendrier ajouté
    [calendar_changed] Calendrier changé
    [template_created] Modèle ajouté
    [template_changed] Modèle changé
    [template_retired] Modèle retiré
    [api_key_created] Clé créée
    [api_key_revoked] Clé retirée
    [case_type_changed] Type de dossier changé
    [installation_changed] Installation changée
    [job_dropped] Tâche abandonnée
    [job_retried] Tâche relancée
    [jobs_retried] Tâches relancées
    [key_replaced] Clé de l’installation remplacée
    [mailbox_changed] Boîte changée
    [mailbox_created] Boîte ajoutée
    [mailbox_health] État de la boîte
    [password_changed] Mot de passe changé
    [password_reset] Mot de passe refait
    [second_factor_reset] Seconde étape refaite
    [second_factor_started] Seconde étape mise
    [second_factor_stopped] Seconde étape retirée
    [sender_decided] Expéditeur décidé
    [session_ended] Session fermée
    [sign_ins_unlocked] Connexions bloquées rouvertes
    [signed_in] Connexion
    [staff_changed] Collègue changé
    [staff_created] Collègue ajouté
    [survey_published] Enquête publiée
    [survey_rule_changed] Règle d’enquête changée
    [survey_rule_created] Règle d’enquête ajoutée
    [team_changed] Équipe changée
    [team_created] Équipe ajoutée
   *[other] { $action }
}
form-refused = Non enregistré : voir ce qui est signalé plus bas.

trial-title = Essai sur les dossiers passés
trial-why = Compte à nouveau les dossiers des 90 derniers jours comme si cet engagement avait valu. Rien n’est changé.
trial-run = Essayer cet engagement
trial-fall = Sur les { $days } derniers jours : { $count ->
    [0] aucun des { $looked } dossiers n’y serait entré.
    [one] { $shown } dossier sur { $looked } y serait entré.
   *[other] { $shown } dossiers sur { $looked } y seraient entrés.
}
trial-sample = Seuls les { $looked } plus récents ont été comptés.
trial-was = Part dans les délais, en vrai
trial-would-be = Part dans les délais, avec cet engagement

# Types de dossiers
case-type-why = Ce dont parlent les demandes. Les engagements, les règles d’enquête et la page de contact en partent.
case-type-empty = Aucun type encore : les clients ne peuvent pas choisir de sujet.
case-type-add = Ajouter un type
case-type-name = Nom
case-type-name-fr = Nom en français
case-type-name-en = Nom en anglais
case-type-key = Nom dans les règles et les exports
case-type-key-why = Lettres sans accent, chiffres et « _ ». Il ne change plus ensuite.
case-type-key-taken = Un type porte déjà ce nom.
case-type-place-why = Le plus petit est proposé d’abord.
case-type-team = Équipe
case-type-team-why = Où vont les nouveaux dossiers quand rien d’autre ne le dit.
case-type-team-none = aucune
case-type-customers = Page de contact
case-type-offered = proposé
case-type-internal = interne
case-type-public = Proposé aux clients
case-type-public-why = Ils le choisissent comme sujet sur la page de contact.
case-type-complaint = Réclamation
case-type-complaint-why = Au sens de la norme ISO 10002. Tant qu’elle est ouverte, une règle peut s’abstenir d’interroger.
case-type-on = Proposé pour les nouveaux dossiers
case-type-on-why = Sans cela, il reste sur les anciens dossiers et dans les rapports.
case-type-active = en service
case-type-at-rest = retiré
case-type-promise = Engagement
case-type-promise-none = aucun
case-type-promise-why = Un autre peut valoir selon le canal, la priorité ou le marché.
case-type-saved = Type { $name } enregistré

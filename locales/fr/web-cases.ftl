# Inbox, case, composer, ledger.
inbox-views = Vues
inbox-view = { $view ->
    [mine] Pour moi
    [to_handle] À traiter
    [late] En retard
    [unassigned] Sans titulaire
    [waiting] En pause
    [closed] Clos
    [unverified] Non vérifiées
    [snoozed] En veille
    [all] Tous
   *[other] { $view }
}
inbox-unknown-person = Personne inconnue
inbox-find = Chercher dans la vue
inbox-narrow = Filtrer
inbox-narrow-by = { $name ->
    [team] Équipe
    [owner] Titulaire
    [channel] Canal
    [type] Type
   *[priority] Priorité
}
inbox-narrow-is = { $name } : { $text }
inbox-narrow-any = Tout
inbox-narrow-drop = retirer ce filtre
view-save = Enregistrer cette vue
view-change = Modifier la vue
view-name = Nom de la vue
view-shared = Pour tout le monde
view-drop = Supprimer la vue
view-saved = Vue « { $name } » enregistrée
view-changed = Vue « { $name } » modifiée
view-dropped = Vue « { $name } » supprimée
inbox-sort = Trier
inbox-sort-by = { $sort ->
    [due] échéance
    [received] arrivée
   *[updated] activité
}
inbox-new = { $count ->
    [one] { $shown } nouveau · Afficher
   *[other] { $shown } nouveaux · Afficher
}
inbox-gone = { $count ->
    [one] { $shown } parti · Ranger
   *[other] { $shown } partis · Ranger
}
inbox-left = parti de la vue
inbox-left-closed = clos
inbox-writes = { $doing ->
    [noting] { $name } note
   *[other] { $name } écrit
}
inbox-selected = { $count ->
    [one] { $shown } choisi
   *[other] { $shown } choisis
}
inbox-unselect = Ne rien choisir
inbox-dated = Serveur injoignable. Liste de
inbox-no-match = Aucun dossier avec ces filtres.
inbox-clear = Effacer les filtres
inbox-pane = Largeur de la liste
inbox-preview = Aperçu
inbox-preview-none = Choisissez un dossier.

case-thread = Fil
case-parts = Parties du dossier
case-part = { $part ->
    [thread] Fil
   *[panel] Client
}
case-acts = Agir
case-back = ‹ Boîte
case-missing = Ce dossier n’est pas visible
case-missing-back = Revenir à la boîte
case-reply = Répondre
case-note = Note
case-open = Ouvrir
case-close = Clore
case-reopen = Rouvrir
case-resume = Reprendre
case-team = équipe
case-state = { $state ->
    [open] ouvert
    [waiting] en pause
   *[closed] clos
}
case-waiting-for = { $cause ->
    [customer] en pause : client
    [supplier] en pause : tiers
   *[internal] en pause : interne
}
case-priority = { $priority ->
    [urgent] urgente
    [high] haute
    [low] basse
   *[normal] priorité normale
}
case-priority-title = Priorité
case-assign-title = { $count ->
    [one] Attribuer le dossier
   *[other] Attribuer { $count } dossiers
}
case-assign-me = Moi
case-wait-title = Mettre en pause : qui doit répondre ?
case-wait-cause = { $cause ->
    [customer] La cliente ou le client
    [supplier] Un tiers
   *[internal] Un collègue
}
case-someone-writes = { $doing ->
    [noting] { $name } écrit une note depuis { $duration }
   *[other] { $name } répond depuis { $duration }
}
case-is-closed = Dossier clos : { $at }
case-act-failed = Pas fait. { $reason }
case-act-not-done = L’acte n’a pas été fait.
case-done-assigned = { $count ->
    [one] Attribué à { $name }
   *[other] { $count } dossiers attribués à { $name }
}
case-done-unassigned = { $count ->
    [one] Dossier sans titulaire
   *[other] { $count } dossiers sans titulaire
}
case-done-waiting = { $count ->
    [one] Dossier en pause
   *[other] { $count } dossiers en pause
}
case-done-resumed = Dossier repris
case-done-closed = { $count ->
    [one] Dossier clos
   *[other] { $count } dossiers clos
}
case-done-reopened = Dossier rouvert
case-done-priority = { $count ->
    [one] Priorité changée : { $priority }
   *[other] Priorité de { $count } dossiers changée : { $priority }
}

picker-search = Chercher
picker-nothing = Rien pour « { $text } »

thread-earlier = Messages plus anciens
thread-empty = Aucun message dans ce dossier.
thread-folded = { $count ->
    [one] { $shown } message replié
   *[other] { $shown } messages repliés
}
thread-new = { $count ->
    [one] { $count } nouveau message · Voir
   *[other] { $count } nouveaux messages · Voir
}
thread-unverified = Expéditeur non vérifié : visible ici, pas ajouté au dossier.
thread-sender-accept = Ajouter au dossier
thread-sender-refuse = Laisser de côté
thread-sender-accepted = Message ajouté au dossier
thread-sender-refused = Message laissé de côté

composer-modes = Écrire
composer-leave = Garder et fermer (Échap)
composer-reply-label = Réponse à { $name }
composer-note-label = Note interne, jamais envoyée
composer-templates = Modèles
composer-send = Envoyer à { $name }
composer-send-close = Envoyer et clore
composer-save-note = Enregistrer la note (interne)
composer-read-new = Relire 1 nouveau message
composer-empty = Rien n’est encore écrit.
composer-gaps = { $count ->
    [one] { $count } champ à remplir
   *[other] { $count } champs à remplir
}
composer-written-since = Un message est arrivé entre-temps. Relire avant d’envoyer.
composer-not-sent = Pas envoyé.
composer-not-saved = Non enregistré, nouvel essai dans 5 s. Votre texte est gardé ici.
composer-not-saved-why = Non enregistré. { $reason } Votre texte est gardé ici.
composer-kept = gardé { $time }
composer-sent = Réponse à { $name }
composer-noted = Note enregistrée

composer-template-search = Chercher un modèle
composer-template-none = Aucun modèle dans cette langue.
composer-template-insert = Insérer ce texte (↵)
composer-template-source = { $source ->
    [customer] De la fiche du client
    [case] Du dossier
    [writer] De votre profil
    [installation] Des réglages
    [typed] Saisi
   *[fallback] Par défaut
}
composer-template-fallback = { $name } inconnu : « { $text } » sera écrit
composer-template-left-out = { $name } inconnu : la phrase est écrite sans
composer-template-gap = { $name } : à remplir avant d’envoyer

ledger-title = Décompte des échéances
ledger-none = Aucune échéance sur ce dossier.
ledger-why = Pourquoi { $time } ?
ledger-no-due = En pause, sans heure
ledger-promise = { $name }, v{ $version } :
ledger-target = { $target } { $counting ->
    [business] ouvrées
   *[elapsed] de suite
}
ledger-now = maintenant
ledger-from = De
ledger-to = À
ledger-because = Pourquoi
ledger-counted = Compté
ledger-sum = Somme
ledger-reason = { $kind ->
    [counted] compté
   *[closed] fermé
}
ledger-holiday = férié : { $holiday ->
    [new_year] jour de l’an
    [good_friday] vendredi saint
    [easter_monday] lundi de Pâques
    [labour_day] 1er mai
    [victory_day] 8 mai
    [ascension] Ascension
    [whit_monday] lundi de Pentecôte
    [national_day] 14 juillet
    [assumption] Assomption
    [all_saints] Toussaint
    [armistice] 11 novembre
    [christmas] Noël
    [saint_stephen] 26 décembre
   *[other] { $holiday }
}
ledger-special = fermé : { $name }
ledger-late = après l’échéance
ledger-planned = prévu
ledger-remaining = Reste
ledger-over = Dépassé de

history-title = Historique
history-back = Revenir au fil
history-empty = Rien encore.
history-kind = { $kind ->
    [opened] a ouvert le dossier
    [received] a écrit
    [answered] a répondu
    [answer_retracted] a repris sa réponse avant l’envoi
    [noted] a écrit une note
    [assigned] a attribué
    [changed] a changé
    [waiting] a mis en pause { $cause ->
        [customer] (client)
        [supplier] (tiers)
       *[internal] (interne)
    }
    [resumed] a repris
    [snoozed] a mis en veille
    [woken] a repris après la veille
    [participant_added] a ajouté un participant
    [participant_removed] a retiré un participant
    [closed] a clos
    [reopened] a rouvert
    [promised] engagement retenu
    [deadline_met] échéance tenue, { $metric }
    [deadline_missed] échéance manquée, { $metric }
   *[other] { $kind }
}
history-change = { $field } : { $from } → { $to }
history-field = { $field ->
    [owner] titulaire
    [team] équipe
    [priority] priorité
    [subject] sujet
    [type] type
    [channel] canal
    [language] langue
    [market] marché
    [person] personne
    [account] compte
   *[other] { $field }
}

panel-title = Client
panel-unknown = Personne n’a encore été reconnu pour ce dossier.
panel-verified = vérifié
panel-words = Dernières notes et paroles
panel-cases = { $count ->
    [0] Aucun autre dossier ouvert
    [one] { $count } autre dossier ouvert
   *[other] { $count } autres dossiers ouverts
}
panel-timeline = Derniers contacts
panel-all = Tout l’historique
case-act-waiting = en attente, nouvel essai
case-assign-why = Une autre équipe : demandez à votre responsable.

case-snooze-title = Mettre en veille jusqu’à quand ?
case-snooze-why = Le dossier quitte « À traiter » et revient seul, ou dès que la cliente ou le client écrit. Ses échéances courent toujours.
case-snooze-option = { $option ->
    [later] Plus tard aujourd’hui
    [tomorrow] Demain matin
    [monday] Lundi prochain
   *[week] Dans une semaine
}
case-snooze-late = { $at }, après l’échéance
case-snooze-at = Une autre date
case-snooze-set = Mettre en veille
case-snooze-past = Choisissez un moment à venir.
case-snoozed-until = en veille jusqu’au { $at }
case-wake = Reprendre maintenant
case-done-snoozed = { $count ->
    [one] Dossier en veille jusqu’au { $at }
   *[other] { $count } dossiers en veille jusqu’au { $at }
}
case-done-woken = Dossier repris
inbox-empty-view = { $view ->
    [unverified] Aucune réponse d’un expéditeur non vérifié.
    [snoozed] Aucun dossier en veille.
    [waiting] Aucun dossier en pause.
    [closed] Aucun dossier clos.
    [late] Aucun dossier en retard.
   *[other] Tout est traité.
}
inbox-select-all = Sélectionner les { $shown }
inbox-all-selected = Les { $shown } de la vue
batch-title = { $act ->
    [owner] Attribuer { $shown } dossiers à { $name }
    [nobody] Laisser { $shown } dossiers sans titulaire
    [team] Confier { $shown } dossiers à l’équipe { $name }
    [waiting] Mettre { $shown } dossiers en pause
    [snooze] Mettre { $shown } dossiers en veille
   *[closure] Clore { $shown } dossiers
}
batch-what = Tous les dossiers de la vue « { $view } » au moment où vous confirmez, affichés ou non. Chacun est changé pour lui-même ; ceux qui refusent sont listés.
batch-closes = Chaque dossier clos peut être suivi d’une enquête envoyée à la cliente ou au client.
batch-start = { $act ->
    [owner] Attribuer les { $shown }
    [nobody] Retirer le titulaire des { $shown }
    [team] Confier les { $shown }
    [waiting] Mettre les { $shown } en pause
    [snooze] Mettre les { $shown } en veille
   *[closure] Clore les { $shown }
}
batch-progress = { $done } sur { $total }
batch-goes-on = Vous pouvez fermer cette fenêtre : le travail continue.
batch-stop = Arrêter
batch-over = { $refused ->
    [0] { $count ->
        [one] Fait : { $done } dossier.
       *[other] Fait : { $done } dossiers.
    }
   *[other] { $count ->
        [one] Fait : { $done } dossier. Refusés : { $refused }.
       *[other] Fait : { $done } dossiers. Refusés : { $refused }.
    }
}
batch-refusals = Dossiers qui ont refusé
batch-refusals-more = et { $count } autres
batch-done = { $act ->
    [owner] { $count ->
        [one] { $shown } dossier attribué à { $name }
       *[other] { $shown } dossiers attribués à { $name }
    }
    [nobody] { $count ->
        [one] { $shown } dossier sans titulaire
       *[other] { $shown } dossiers sans titulaire
    }
    [team] { $count ->
        [one] { $shown } dossier confié à l’équipe { $name }
       *[other] { $shown } dossiers confiés à l’équipe { $name }
    }
    [waiting] { $count ->
        [one] { $shown } dossier en pause
       *[other] { $shown } dossiers en pause
    }
    [snooze] { $count ->
        [one] { $shown } dossier en veille
       *[other] { $shown } dossiers en veille
    }
   *[closure] { $count ->
        [one] { $shown } dossier clos
       *[other] { $shown } dossiers clos
    }
}
batch-undone = { $count ->
    [one] { $shown } dossier remis comme avant
   *[other] { $shown } dossiers remis comme avant
}

participants-title = Participants
participants-part = { $part ->
    [customer] reçoit les réponses
    [copied] en copie
   *[third_party] tiers
}
participants-add = Ajouter un participant
participants-address = Adresse ou nom
participants-address-hint = Une adresse mail, un numéro, ou le nom d’une personne connue
participants-as = Sa place
participants-as-part = { $part ->
    [customer] Reçoit les réponses
    [copied] En copie des réponses
   *[third_party] Tiers : expert, garage, proche
}
participants-why = Ce qu’un participant écrit de son adresse s’ajoute au dossier.
participants-remove = Retirer { $name }
participants-done-added = { $name } participe au dossier
participants-done-removed = { $name } ne participe plus
thread-sender-accept-participant = Ajouter et reconnaître l’expéditeur
composer-answered-since = Une réponse est déjà partie entre-temps. Relire avant d’envoyer.
history-until = jusqu’au { $at }
history-promise = « { $name } », version { $version }
history-no-promise = plus aucun ne convient
history-somebody = { $kind ->
    [person] La cliente ou le client
    [key] Un programme
   *[other] Quelqu’un qui n’est plus là
}
panel-promises = Engagements de ce dossier
panel-callbacks = Rappels dus
panel-callback = { $reason ->
    [asked] Rappel demandé
   *[detractor] Rappel après une note basse
}
panel-contact = { $channel ->
    [phone] { $direction ->
        [outbound] Appel passé
        [internal] Note d’appel
       *[inbound] Appel reçu
    }
   *[other] { $direction ->
        [outbound] Message envoyé
        [internal] Note
       *[inbound] Message reçu
    }
}

# Surveys: list, builder, results, rules.
surveys-why = Ce que nous demandons, et ce qui revient. Une version publiée ne change plus : la suivante commence une nouvelle série si les mots changent.
surveys-empty = Aucune enquête encore. Partez d’un modèle.
survey-name = Nom
survey-state = État
survey-draft = brouillon
survey-asked = version { $version } posée
survey-at-rest = au repos
survey-sent = Invitations
survey-responses = Réponses
survey-last = Dernière réponse
survey-act = Acte
survey-see = Voir les questions
survey-edit = Modifier
survey-read = Voir
survey-start = Partir d’un modèle
survey-start-act = Créer depuis ce modèle
survey-created = Enquête { $name } créée
survey-saved = { $name } enregistrée
survey-published = { $name } publiée
survey-results = Résultats
survey-save = Enregistrer le brouillon
survey-publish = Publier la version { $version }
survey-publish-ask = Publier la version { $version } ?
survey-publish-first = La version { $version } pourra être posée, et ne pourra plus être modifiée.
survey-publish-replaces = La version { $version } remplace la version { $before } dans les prochaines invitations, et ne pourra plus être modifiée. Si une question change de sens, les chiffres d’avant et d’après ne se comparent plus.
survey-publish-answers = { $count ->
    [0] Aucune réponse reçue jusqu’ici
    [one] { $shown } réponse déjà reçue garde la version à laquelle elle répond
   *[other] { $shown } réponses déjà reçues gardent la version à laquelle elles répondent
}
survey-publish-out = { $count ->
    [0] Aucune invitation partie n’attend de réponse
    [one] { $shown } invitation partie attend encore, et montrera la version { $before }
   *[other] { $shown } invitations parties attendent encore, et montreront la version { $before }
}
survey-publish-later = { $count ->
    [0] Aucune invitation n’est prévue pour l’instant
    [one] { $shown } invitation prévue partira avec la version { $version }
   *[other] { $shown } invitations prévues partiront avec la version { $version }
}
survey-publish-save = Enregistrez d’abord le brouillon.
survey-publish-findings = Corrigez d’abord ce que disent les contrôles.
survey-rest = Mettre au repos
survey-wake = Poser de nouveau
survey-title = Titre
survey-introduction = Avant la première question
survey-thanks = Remerciement
survey-missing = manquant
survey-question = Question
survey-low = Sens de la note la plus basse
survey-high = Sens de la note la plus haute
survey-option = Choix
survey-option-add = Ajouter un choix
survey-required = réponse nécessaire
survey-decline = « Je préfère ne pas dire » proposé
survey-multiple = plusieurs choix
survey-up = Monter
survey-down = Descendre
survey-remove = Retirer
survey-jump-remove = Retirer ce saut
survey-add = Ajouter une question
survey-kind-new = Genre de la nouvelle question
survey-kind = { $kind ->
    [nps] Recommandation, 0 à 10
    [satisfaction] Satisfaction, 1 à 5
    [effort] Facilité, 1 à 7
    [choice] Choix
    [text] Texte libre
   *[callback] Demande de rappel
}
survey-if-at-most = Si { $score } ou moins
survey-if-at-least = Si { $score } ou plus
survey-if-unanswered = Sans réponse
survey-if-yes = { $yes ->
    [true] Si oui
   *[other] Si non
}
survey-if-any = Si { $options }
survey-jump-end = la fin
survey-jump-to = question { $question }
survey-preview = Aperçu
survey-preview-language = Langue de l’aperçu
survey-preview-go = Continuer
survey-sound = Contrôles : rien à redire, l’enquête peut être publiée.
survey-finding = { $code ->
    [no_question] Aucune question
    [empty_page] Page sans question
    [default_language_missing] Langue par défaut absente des langues
    [wording_missing] Texte manquant
    [key_malformed] Nom de question mal formé
    [key_twice] Deux fois le même nom
    [key_reserved] Nom que la page se réserve
    [key_of_another] Nom d’une question antérieure d’un autre genre
    [too_few_options] Moins de deux choix
    [score_twice] Deux questions pour le même indicateur
    [target_unknown] Saut vers une question absente
    [jump_backward] Saut en arrière
    [jump_into_page] Saut au milieu d’une page
    [condition_unknown] Condition sur une question absente ou postérieure
    [condition_impossible] Condition qu’aucune réponse ne remplit
   *[unreachable] Question jamais atteinte
}

results-head = Version { $version } · { $count ->
    [one] { $responses } réponse
   *[other] { $responses } réponses
} sur { $invited ->
    [one] { $sent } invitation
   *[other] { $sent } invitations
}
results-none = Aucune réponse encore.
results-none-sent = Aucune invitation partie. Une règle d’enquête décide qui est invité après un dossier.
results-invitations = Ce que sont devenues les invitations
results-nps-part = { $part ->
    [worse] { $count ->
        [one] { $shown } détracteur, de 0 à 6
       *[other] { $shown } détracteurs, de 0 à 6
    }
    [better] { $count ->
        [one] { $shown } promoteur, 9 ou 10
       *[other] { $shown } promoteurs, 9 ou 10
    }
   *[plain] { $count ->
        [one] { $shown } passif, 7 ou 8
       *[other] { $shown } passifs, 7 ou 8
    }
}
results-rate = Taux de réponse
results-complete = { $count ->
    [one] { $shown } complète
   *[other] { $shown } complètes
}
results-partial = { $count ->
    [one] { $shown } commencée
   *[other] { $shown } commencées
}
results-waiting = { $count ->
    [one] { $shown } attendue
   *[other] { $shown } attendues
}
results-expired = { $count } sans suite
results-scheduled = { $count } à venir
results-refused = { $count ->
    [one] { $shown } non envoyée
   *[other] { $shown } non envoyées
}
results-answered = { $count ->
    [one] { $shown } réponse
   *[other] { $shown } réponses
}
results-declined = { $count } « préfère ne pas dire »
results-not-answered = { $count } sans réponse
results-not-asked = { $count ->
    [one] { $shown } non posée
   *[other] { $shown } non posées
}
results-incomplete = { $count ->
    [one] { $shown } interrompue avant
   *[other] { $shown } interrompues avant
}
results-distribution = Réponses données
results-caption = { $count ->
    [one] Décompte d’une réponse.
   *[other] Décompte des { $shown } réponses.
}
results-score = Réponse
results-words = Dernières paroles
survey-jump-add = Ajouter un saut
survey-jump-go = Aller à
survey-jump-keep = Ajouter ce saut
survey-when = Quand
survey-when-name = { $when ->
    [at_most] la note est au plus
    [at_least] la note est au moins
    [any_of] la réponse est
    [yes] la réponse est oui
    [no] la réponse est non
   *[unanswered] il n’y a pas de réponse
}
invite-open = Inviter une personne
invite-title = Inviter à « { $survey } »
invite-who = Qui inviter
invite-who-why = L’invitation part par e-mail, tout de suite ; le lien vaut 30 jours.
invite-act = Envoyer l’invitation
invite-insist = Envoyer quand même
invite-done = Invitation demandée pour { $name }

# Dashboards and indicators.
indicator-name = { $key ->
    [nps] NPS
    [csat] Satisfaits
    [ces] Facilité
    [first_reply_time] Première réponse, médiane
    [first_reply_time_p90] Première réponse, 9 sur 10 avant
    [resolution_time] Résolution, médiane
    [resolution_time_p90] Résolution, 9 sur 10 avant
    [share_in_time] Dans les délais
    [response_rate] Taux de réponse
    [backlog] Dossiers ouverts
   *[volume] Nouveaux dossiers
}
dashboard-against = contre { $period }
dashboard-against-before = contre la période précédente
dashboard-against-year = contre { $period }, un an plus tôt
dashboard-against-none = sans comparaison
dashboard-against-label = Comparer avec
dashboard-quarter = T{ $quarter } { $year }
dashboard-kind-label = Durée de la période
dashboard-kind = { $kind ->
    [month] Mois
    [quarter] Trimestre
    [year] Année
   *[other] Autre
}
dashboard-mine = { $name }, mes dossiers
dashboard-figures = Chiffres de la période
dashboard-way = { $way ->
    [better] mieux
   *[worse] moins bien
}
dashboard-behind = Voir ce qui est derrière
dashboard-period = { $period }
dashboard-period-label = Période
dashboard-before = Période précédente
dashboard-after = Période suivante
dashboard-team = Équipe
dashboard-all-teams = Toutes les équipes
dashboard-updated = Mis à jour
dashboard-refresh = { $count ->
    [one] 1 changement · Actualiser (U)
   *[other] { $count } changements · Actualiser (U)
}
dashboard-in-progress = Période en cours
dashboard-callbacks = Rappels dus
dashboard-or-more = { $count } ou plus
dashboard-late = { $count ->
    [one] 1 en retard
   *[other] { $count } en retard
}
dashboard-callbacks-open = Voir les rappels

series-few = { $name } : trop peu de semaines pour dire ce qui est ordinaire
series-signal = { $name } : { $way ->
    [better] mieux que l’ordinaire, dernière fois { $week }
   *[worse] moins bien que l’ordinaire, dernière fois { $week }
}
series-ordinary = { $name } : variation ordinaire
series-caption = { $name } par semaine sur { $weeks } semaines, intervalle à 95 %, définition v{ $version }. Entre les lignes pointillées, la variation est ordinaire.
backlog-finding = { $count ->
    [0] Aucun dossier ouvert
    [one] 1 dossier ouvert, par âge
   *[other] { $total } dossiers ouverts, par âge
}
backlog-caption = Dossiers non clos à la fin de la période, par âge depuis leur ouverture, définition v{ $version }.
backlog-head = Âge
backlog-age = { $age ->
    [d0_1] moins d’un jour
    [d1_3] 1 à 3 jours
    [d3_7] 3 à 7 jours
    [d7_14] 7 à 14 jours
    [d14_30] 14 à 30 jours
   *[older] plus de 30 jours
}
volume-finding = { $count ->
    [0] Aucun nouveau dossier
    [one] 1 nouveau dossier, par canal
   *[other] { $total } nouveaux dossiers, par canal
}
volume-caption = Dossiers ouverts pendant la période, par canal, définition v{ $version }.
volume-head = Canal

indicator-by-team = Par équipe
indicator-no-team = Sans équipe
indicator-definition = Définition
indicator-version = Version
indicator-method = Calcul
indicator-method-name = { $method ->
    [nps_adjusted_wald] promoteurs moins détracteurs, intervalle de Wald ajusté ; avec une seule réponse, élargi jusqu’au score
    [top_box_wilson] part des notes 4 et 5, intervalle de Wilson
    [mean_student] moyenne, intervalle de Student
    [median] médiane, intervalle des statistiques d’ordre
    [p90] neuvième décile, intervalle des statistiques d’ordre
    [share_wilson] part, intervalle de Wilson
   *[count] décompte complet
}
indicator-basis = Compté sur
indicator-basis-name = { $basis ->
    [nps_answers] les réponses à la question de recommandation
    [csat_answers] les réponses à la question de satisfaction
    [ces_answers] les réponses à la question d’effort
    [first_reply_clocks] les premières réponses, en temps ouvré
    [resolution_clocks] les résolutions, en temps ouvré
    [all_clocks] tous les engagements, tenus ou manqués
    [invitations] les invitations envoyées
    [open_cases] les dossiers non clos en fin de période
   *[new_cases] les dossiers ouverts pendant la période
}
indicator-exclusions = Exclus
indicator-exclusion = { $code ->
    [declined] « préfère ne pas dire »
    [not_answered] sans réponse
    [not_asked] question non posée
    [no_promise] sans engagement
    [no_reply_yet] pas encore répondu
    [still_open] encore ouverts
    [cancelled] annulés
    [not_due_yet] pas encore échus
    [refused] non envoyées
    [scheduled] à venir
   *[other] { $code }
}
indicator-no-exclusion = rien
indicator-records = Ce qui est derrière
indicator-no-record = Rien sur cette période.
indicator-at = Quand
indicator-value = Valeur
indicator-hit = { $hit ->
    [yes] oui
   *[no] non
}
indicator-case = Dossier
indicator-person = Client

# Dashboards and indicators.
indicator-name = { $key ->
    [nps] NPS
    [csat] Satisfied
    [ces] Ease
    [first_reply_time] First reply, median
    [first_reply_time_p90] First reply, 9 in 10 before
    [resolution_time] Resolution, median
    [resolution_time_p90] Resolution, 9 in 10 before
    [share_in_time] In time
    [response_rate] Response rate
    [backlog] Open cases
   *[volume] New cases
}
dashboard-against = against { $period }
dashboard-against-before = against the period before
dashboard-against-year = against { $period }, a year before
dashboard-against-none = no comparison
dashboard-against-label = Compare with
dashboard-quarter = Q{ $quarter } { $year }
dashboard-kind-label = Length of the period
dashboard-kind = { $kind ->
    [month] Month
    [quarter] Quarter
    [year] Year
   *[other] Other
}
dashboard-mine = { $name }, my cases
dashboard-figures = Figures of the period
dashboard-way = { $way ->
    [better] better
   *[worse] worse
}
dashboard-behind = See what is behind
dashboard-period = { $period }
dashboard-period-label = Period
dashboard-before = Previous period
dashboard-after = Next period
dashboard-team = Team
dashboard-all-teams = All teams
dashboard-updated = Updated
dashboard-refresh = { $count ->
    [one] 1 change · Refresh (U)
   *[other] { $count } changes · Refresh (U)
}
dashboard-in-progress = Period in progress
dashboard-callbacks = Call-backs due
dashboard-or-more = { $count } or more
dashboard-late = { $count ->
    [one] 1 late
   *[other] { $count } late
}
dashboard-callbacks-open = See the call-backs

series-few = { $name }: too few weeks to say what is ordinary
series-signal = { $name }: { $way ->
    [better] better than ordinary, last in { $week }
   *[worse] worse than ordinary, last in { $week }
}
series-ordinary = { $name }: ordinary variation
series-caption = { $name } by week over { $weeks } weeks, 95% interval, definition v{ $version }. Between the dotted lines the variation is ordinary.
backlog-finding = { $count ->
    [0] No open cases
    [one] 1 open case, by age
   *[other] { $total } open cases, by age
}
backlog-caption = Cases not closed at the end of the period, by age since they were opened, definition v{ $version }.
backlog-head = Age
backlog-age = { $age ->
    [d0_1] under a day
    [d1_3] 1 to 3 days
    [d3_7] 3 to 7 days
    [d7_14] 7 to 14 days
    [d14_30] 14 to 30 days
   *[older] over 30 days
}
volume-finding = { $count ->
    [0] No new cases
    [one] 1 new case, by channel
   *[other] { $total } new cases, by channel
}
volume-caption = Cases opened within the period, by channel, definition v{ $version }.
volume-head = Channel

indicator-by-team = By team
indicator-no-team = No team
indicator-definition = Definition
indicator-version = Version
indicator-method = Computed as
indicator-method-name = { $method ->
    [nps_adjusted_wald] promoters minus detractors, adjusted Wald interval; with a single answer it is widened to the score
    [top_box_wilson] share of marks 4 and 5, Wilson interval
    [mean_student] mean, Student’s interval
    [median] median, interval of order statistics
    [p90] ninth decile, interval of order statistics
    [share_wilson] share, Wilson interval
   *[count] complete count
}
indicator-basis = Counted on
indicator-basis-name = { $basis ->
    [nps_answers] answers to the recommendation question
    [csat_answers] answers to the satisfaction question
    [ces_answers] answers to the effort question
    [first_reply_clocks] first replies, in business time
    [resolution_clocks] resolutions, in business time
    [all_clocks] every promise, kept or missed
    [invitations] invitations sent
    [open_cases] cases not closed at the end of the period
   *[new_cases] cases opened within the period
}
indicator-exclusions = Left out
indicator-exclusion = { $code ->
    [declined] "I’d rather not say"
    [not_answered] no answer
    [not_asked] question not asked
    [no_promise] without a promise
    [no_reply_yet] not replied yet
    [still_open] still open
    [cancelled] cancelled
    [not_due_yet] not due yet
    [refused] not sent
    [scheduled] to come
   *[other] { $code }
}
indicator-no-exclusion = nothing
indicator-records = What is behind
indicator-no-record = Nothing in this period.
indicator-at = When
indicator-value = Value
indicator-hit = { $hit ->
    [yes] yes
   *[no] no
}
indicator-case = Case
indicator-person = Customer

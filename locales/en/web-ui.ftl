# Parts shared by all screens: figures, deadlines, messages, states.

ui-loading = Loading
ui-retry = Retry
ui-keep = Change nothing
ui-cancel = Cancel
ui-close = Close
ui-save = Save
ui-nobody = Nobody’s

# $state: offline, not_found, refused, stale, busy, other
error-what = { $state ->
    [offline] The server does not answer. Check the connection, then retry: your text is kept.
    [not_found] Nothing at this address, or nothing you may see.
    [refused] Your role does not allow this.
    [stale] Someone changed it meanwhile. Read again, then retry.
    [busy] The server asks you to wait a little.
    [server] The server had a fault. Retry; if it lasts, give the code to whoever runs entente.
   *[other] That did not work.
}
error-code = code { $code }

# $metric: first_reply, next_reply, resolution
deadline-metric = { $metric ->
    [first_reply] first reply
    [next_reply] next reply
   *[resolution] resolution
}
deadline-before = before { $time }
deadline-in = in { $duration }
deadline-late = { $duration } late
deadline-paused = paused
deadline-paused-cause = Paused: { $cause ->
    [customer] waiting for the customer
    [supplier] waiting for a third party
   *[internal] waiting for a colleague
}
deadline-kept = kept
deadline-missed = missed
deadline-none = no deadline
deadline-spoken = Deadline, { $metric }: { $text }

message-customer-named = { $name }
message-us = Us · { $name }
message-note = Internal note, never sent · { $name }
message-quoted = quoted text
message-unverified = unverified sender
message-state = { $state ->
    [queued] queued to send
    [held] waiting to send
    [sending] sending
    [sent] sent
    [failed] sending failed
    [unknown] sending not confirmed
   *[other] { "" }
}
message-attachments = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
message-dangerous = open with care
message-html = Formatted message
message-html-show = Show formatting
message-html-hide = Show text
message-images = Remote images are blocked: showing them tells the sender that the message was read.
message-images-show = Show images
message-call = Call, { $duration }
message-answer = Survey answer
message-invitation = Survey invitation

channel-name = { $channel ->
    [mail] mail
    [phone] phone
    [web_form] form
    [chat] chat
    [survey] survey
   *[portal] customer space
}

# Figures
figure-answers = { $count ->
    [one] { $shown } response
   *[other] { $shown } responses
}
figure-records = { $count ->
    [one] { $shown } case
   *[other] { $shown } cases
}
figure-range = { $low } to { $high }
figure-spoken = { $name } { $value } ({ $range }), { $n }
figure-exact = { $name } { $value }
figure-invitations = { $count ->
    [one] { $shown } invitation
   *[other] { $shown } invitations
}
figure-clocks = { $count ->
    [one] { $shown } timed case
   *[other] { $shown } timed cases
}
figure-not-enough = { $of ->
   *[answers] Not enough responses to conclude ({ $n })
    [invitations] Not enough invitations to conclude ({ $n })
    [clocks] Not enough timed cases to conclude ({ $n })
    [records] Not enough cases to conclude ({ $n })
}
figure-no-data = { $of ->
   *[answers] No responses
    [invitations] No invitations
    [clocks] No timed case
    [records] No cases
}
figure-said = { $name }: { $what }
figure-not-enough-short = not enough
ui-quote = “{ $words }”
figure-masked = Hidden: fewer than 5 responses
figure-level = { $level } interval
figure-definition = Definition v{ $version }
figure-change-open = { $value }: not distinguishable ({ $range })
figure-change = { $value } ({ $range })
figure-change-not-enough = difference: not enough responses
figure-points = points

chart-table = Show as table
chart-drawing = Show drawing
chart-point = { $label }: { $value }
chart-week = Week
chart-value = Value
chart-low = Lower bound
chart-high = Upper bound
chart-count = Count
chart-limit-high = upper limit
chart-limit-low = lower limit
chart-signal-word = signal
csv-download = Download (CSV)
csv-indicator = Indicator
csv-level = Level of the interval
csv-unit = Unit
csv-unit-name = { $unit ->
    [points] points
    [share] share, 0 to 1
    [score] score
    [seconds] seconds
   *[count] count
}
csv-state = State
csv-state-name = { $state ->
    [not_enough] too few to conclude
    [no_data] no data
    [masked] masked
   *[ok] enough
}
csv-definition = Definition
csv-signal = { $way ->
    [better] better than ordinary
   *[worse] worse than ordinary
}
csv-versus-period = Compared with
csv-versus-value = Its value
csv-versus-n = Its count
csv-change = Difference
csv-change-low = Difference, low bound
csv-change-high = Difference, high bound
csv-verdict = Conclusion
csv-verdict-name = { $verdict ->
    [distinguishable] a difference
    [not_distinguishable] may be no difference
   *[not_enough] not enough data
}
chart-keys = Left and right arrows walk the points
message-automatic = automatic
message-asked = { $count ->
    [one] { $count } question asked
   *[other] The { $count } questions asked
}
message-tries = { $count ->
    [one] One try.
   *[other] { $count } tries.
}
message-said = The server answered: “{ $said }”
message-send-again = Send again
person-nps = NPS { $score }
person-csat = Satisfaction { $score } of 5
person-ces = Effort { $score } of 7

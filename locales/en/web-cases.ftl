# Inbox, case, composer, ledger.
inbox-views = Views
inbox-view = { $view ->
    [mine] Mine
    [to_handle] To handle
    [late] Late
    [unassigned] Nobody’s
    [waiting] Paused
    [closed] Closed
    [unverified] Unverified
    [snoozed] Snoozed
    [all] All
   *[other] { $view }
}
inbox-unknown-person = Unknown person
inbox-find = Search this view
inbox-narrow = Filter
inbox-narrow-by = { $name ->
    [team] Team
    [owner] Owner
    [channel] Channel
    [type] Type
   *[priority] Priority
}
inbox-narrow-is = { $name }: { $text }
inbox-narrow-any = Any
inbox-narrow-drop = remove this filter
view-save = Save this view
view-change = Edit view
view-name = Name of the view
view-shared = For everybody
view-drop = Delete view
view-saved = View “{ $name }” saved
view-changed = View “{ $name }” changed
view-dropped = View “{ $name }” deleted
inbox-sort = Sort
inbox-sort-by = { $sort ->
    [due] deadline
    [received] arrival
   *[updated] activity
}
inbox-new = { $count ->
    [one] { $shown } new · Show
   *[other] { $shown } new · Show
}
inbox-gone = { $count ->
    [one] { $shown } gone · Clear
   *[other] { $shown } gone · Clear
}
inbox-left = left the view
inbox-left-closed = closed
inbox-writes = { $doing ->
    [noting] { $name } notes
   *[other] { $name } writes
}
inbox-selected = { $count ->
    [one] { $shown } selected
   *[other] { $shown } selected
}
inbox-unselect = Select none
inbox-dated = Server out of reach. List from
inbox-no-match = No case matches these filters.
inbox-clear = Clear filters
inbox-pane = Width of the list
inbox-preview = Preview
inbox-preview-none = Choose a case.

case-thread = Thread
case-parts = Parts of the case
case-part = { $part ->
    [thread] Thread
   *[panel] Customer
}
case-acts = Actions
case-back = ‹ Inbox
case-missing = This case cannot be seen
case-missing-back = Back to the inbox
case-reply = Reply
case-note = Note
case-open = Open
case-close = Close
case-reopen = Reopen
case-resume = Resume
case-team = team
case-state = { $state ->
    [open] open
    [waiting] paused
   *[closed] closed
}
case-waiting-for = { $cause ->
    [customer] paused: customer
    [supplier] paused: third party
   *[internal] paused: colleague
}
case-priority = { $priority ->
    [urgent] urgent
    [high] high
    [low] low
   *[normal] normal priority
}
case-priority-title = Priority
case-assign-title = { $count ->
    [one] Assign the case
   *[other] Assign { $count } cases
}
case-assign-me = Me
case-wait-title = Pause: who has to answer?
case-wait-cause = { $cause ->
    [customer] The customer
    [supplier] A third party
   *[internal] A colleague
}
case-someone-writes = { $doing ->
    [noting] { $name } has been writing a note for { $duration }
   *[other] { $name } has been replying for { $duration }
}
case-is-closed = Case closed: { $at }
case-act-failed = Not done. { $reason }
case-act-not-done = That was not done.
case-done-assigned = { $count ->
    [one] Assigned to { $name }
   *[other] { $count } cases assigned to { $name }
}
case-done-unassigned = { $count ->
    [one] Case is nobody’s
   *[other] { $count } cases are nobody’s
}
case-done-waiting = { $count ->
    [one] Case paused
   *[other] { $count } cases paused
}
case-done-resumed = Case resumed
case-done-closed = { $count ->
    [one] Case closed
   *[other] { $count } cases closed
}
case-done-reopened = Case reopened
case-done-priority = { $count ->
    [one] Priority changed: { $priority }
   *[other] Priority of { $count } cases changed: { $priority }
}

picker-search = Search
picker-nothing = Nothing for “{ $text }”

thread-earlier = Earlier messages
thread-empty = No message in this case.
thread-folded = { $count ->
    [one] { $shown } message folded
   *[other] { $shown } messages folded
}
thread-new = { $count ->
    [one] { $count } new message · Show
   *[other] { $count } new messages · Show
}
thread-unverified = Unverified sender: shown here, not added to the case.
thread-sender-accept = Add to the case
thread-sender-refuse = Leave aside
thread-sender-accepted = Message added to the case
thread-sender-refused = Message left aside

composer-modes = Write
composer-leave = Keep and close (Esc)
composer-reply-label = Reply to { $name }
composer-note-label = Internal note, never sent
composer-templates = Templates
composer-send = Send to { $name }
composer-send-close = Send and close
composer-save-note = Save note (internal)
composer-read-new = Read 1 new message
composer-empty = Nothing is written yet.
composer-gaps = { $count ->
    [one] { $count } gap to fill
   *[other] { $count } gaps to fill
}
composer-written-since = A message has arrived since. Read before sending.
composer-not-sent = Not sent.
composer-not-saved = Not saved, retrying in 5 s. Your text is kept here.
composer-not-saved-why = Not saved. { $reason } Your text is kept here.
composer-kept = kept { $time }
composer-sent = Reply to { $name }
composer-noted = Note saved

composer-template-search = Search for a template
composer-template-none = No template in this language.
composer-template-insert = Insert this text (↵)
composer-template-source = { $source ->
    [customer] From the customer’s record
    [case] From the case
    [writer] From your profile
    [installation] From settings
    [typed] Typed
   *[fallback] By default
}
composer-template-fallback = { $name } unknown: “{ $text }” will be used
composer-template-left-out = { $name } unknown: the sentence is written without it
composer-template-gap = { $name }: fill in before sending

ledger-title = Deadline ledger
ledger-none = No deadline on this case.
ledger-why = Why { $time }?
ledger-no-due = Paused, no time
ledger-promise = { $name }, v{ $version }:
ledger-target = { $target } { $counting ->
    [business] of business time
   *[elapsed] on the clock
}
ledger-now = now
ledger-from = From
ledger-to = To
ledger-because = Why
ledger-counted = Counted
ledger-sum = Sum
ledger-reason = { $kind ->
    [counted] counted
   *[closed] closed
}
ledger-holiday = holiday: { $holiday ->
    [new_year] New Year’s Day
    [good_friday] Good Friday
    [easter_monday] Easter Monday
    [labour_day] Labour Day
    [victory_day] Victory Day
    [ascension] Ascension
    [whit_monday] Whit Monday
    [national_day] Bastille Day
    [assumption] Assumption
    [all_saints] All Saints’ Day
    [armistice] Armistice Day
    [christmas] Christmas Day
    [saint_stephen] Saint Stephen’s Day
   *[other] { $holiday }
}
ledger-special = closed: { $name }
ledger-late = after the deadline
ledger-planned = planned
ledger-remaining = Left
ledger-over = Over by

history-title = History
history-back = Back to the thread
history-empty = Nothing yet.
history-kind = { $kind ->
    [opened] opened the case
    [received] wrote
    [answered] replied
    [answer_retracted] took the reply back before it left
    [noted] wrote a note
    [assigned] assigned
    [changed] changed
    [waiting] paused { $cause ->
        [customer] (customer)
        [supplier] (third party)
       *[internal] (colleague)
    }
    [resumed] resumed
    [snoozed] snoozed it
    [woken] took it up again after the snooze
    [participant_added] added a participant
    [participant_removed] removed a participant
    [closed] closed
    [reopened] reopened
    [promised] promise chosen
    [deadline_met] deadline kept, { $metric }
    [deadline_missed] deadline missed, { $metric }
   *[other] { $kind }
}
history-change = { $field }: { $from } → { $to }
history-field = { $field ->
    [owner] owner
    [team] team
    [priority] priority
    [subject] subject
    [type] type
    [channel] channel
    [language] language
    [market] market
    [person] person
    [account] account
   *[other] { $field }
}

panel-title = Customer
panel-unknown = Nobody has been recognised for this case yet.
panel-verified = verified
panel-words = Latest scores and words
panel-cases = { $count ->
    [0] No other open case
    [one] { $count } other open case
   *[other] { $count } other open cases
}
panel-timeline = Latest contacts
panel-all = Whole history
case-act-waiting = waiting, will retry
case-assign-why = For another team, ask your team lead.

case-snooze-title = Snooze until when?
case-snooze-why = The case leaves “To handle” and comes back by itself, or as soon as the customer writes. Its deadlines go on.
case-snooze-option = { $option ->
    [later] Later today
    [tomorrow] Tomorrow morning
    [monday] Next Monday
   *[week] In a week
}
case-snooze-late = { $at }, after the deadline
case-snooze-at = Another date
case-snooze-set = Snooze
case-snooze-past = Choose a moment to come.
case-snoozed-until = snoozed until { $at }
case-wake = Take up now
case-done-snoozed = { $count ->
    [one] Case snoozed until { $at }
   *[other] { $count } cases snoozed until { $at }
}
case-done-woken = Case taken up again
inbox-empty-view = { $view ->
    [unverified] No reply of an unverified sender.
    [snoozed] No case is snoozed.
    [waiting] No case is waiting.
    [closed] No case is closed.
    [late] No case is late.
   *[other] All done.
}
inbox-select-all = Select all { $shown }
inbox-all-selected = All { $shown } of the view
batch-title = { $act ->
    [owner] Assign { $shown } cases to { $name }
    [nobody] Leave { $shown } cases to nobody
    [team] Give { $shown } cases to team { $name }
    [waiting] Let { $shown } cases wait
    [snooze] Snooze { $shown } cases
   *[closure] Close { $shown } cases
}
batch-what = All cases of the view “{ $view }” when you confirm, shown or not. Each is changed by itself; those that refuse are listed.
batch-closes = Each closed case may be followed by a survey sent to the customer.
batch-start = { $act ->
    [owner] Assign all { $shown }
    [nobody] Unassign all { $shown }
    [team] Give all { $shown }
    [waiting] Let all { $shown } wait
    [snooze] Snooze all { $shown }
   *[closure] Close all { $shown }
}
batch-progress = { $done } of { $total }
batch-goes-on = You can close this window: the work goes on.
batch-stop = Stop
batch-over = { $refused ->
    [0] { $count ->
        [one] Done: { $done } case.
       *[other] Done: { $done } cases.
    }
   *[other] { $count ->
        [one] Done: { $done } case. Refused: { $refused }.
       *[other] Done: { $done } cases. Refused: { $refused }.
    }
}
batch-refusals = Cases that refused
batch-refusals-more = and { $count } more
batch-done = { $act ->
    [owner] { $count ->
        [one] { $shown } case assigned to { $name }
       *[other] { $shown } cases assigned to { $name }
    }
    [nobody] { $count ->
        [one] { $shown } case left to nobody
       *[other] { $shown } cases left to nobody
    }
    [team] { $count ->
        [one] { $shown } case given to team { $name }
       *[other] { $shown } cases given to team { $name }
    }
    [waiting] { $count ->
        [one] { $shown } case paused
       *[other] { $shown } cases paused
    }
    [snooze] { $count ->
        [one] { $shown } case snoozed
       *[other] { $shown } cases snoozed
    }
   *[closure] { $count ->
        [one] { $shown } case closed
       *[other] { $shown } cases closed
    }
}
batch-undone = { $count ->
    [one] { $shown } case set back as before
   *[other] { $shown } cases set back as before
}

participants-title = Participants
participants-part = { $part ->
    [customer] gets the replies
    [copied] in copy
   *[third_party] third party
}
participants-add = Add a participant
participants-address = Address or name
participants-address-hint = An e-mail, a phone number, or the name of a known person
participants-as = Their part
participants-as-part = { $part ->
    [customer] Gets the replies
    [copied] In copy of the replies
   *[third_party] Third party: expert, garage, relative
}
participants-why = What a participant writes from their address joins the case.
participants-remove = Remove { $name }
participants-done-added = { $name } takes part in the case
participants-done-removed = { $name } takes part no longer
thread-sender-accept-participant = Add and recognise the sender
composer-answered-since = An answer has been sent meanwhile. Read before sending.
history-until = until { $at }
history-promise = “{ $name }”, version { $version }
history-no-promise = none fits any more
history-somebody = { $kind ->
    [person] The customer
    [key] A program
   *[other] Somebody who has left
}
panel-promises = What this case was promised
panel-callbacks = Call-backs owed
panel-callback = { $reason ->
    [asked] Call-back asked for
   *[detractor] Call-back after a low score
}
panel-contact = { $channel ->
    [phone] { $direction ->
        [outbound] Call made
        [internal] Note of a call
       *[inbound] Call received
    }
   *[other] { $direction ->
        [outbound] Message sent
        [internal] Note
       *[inbound] Message received
    }
}

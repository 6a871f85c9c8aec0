# The frame: bars, palette, keys.
skip-links = Skip links
skip-content = Skip to content
skip-list = Skip to the list
skip-composer = Skip to writing
skip-customer = Skip to the customer
top-find = Search or act
top-offline = Offline for { $clock } · your text is kept
rail-label = Places
place-inbox = Inbox
place-customers = Customers
place-surveys = Surveys
place-dashboards = Dashboards
place-programme = Call-backs
place-settings = Settings
place-find = Search
place-me = Me

line-undo = Undo (Z)
line-undo-named = Undo “{ $act }” (Z)
line-undone = Undone
line-nothing = Nothing to undo
line-undo-failed = It could not be undone. { $reason }
line-gone = already gone
line-leaves = sends in { $seconds } s
line-waiting = { $count ->
    [one] { $count } act waits for the connection
   *[other] { $count } acts wait for the connection
}

top-zone = { $place } time
top-zone-why = All times are the company’s ({ $zone }), not this computer’s.

palette-title = Search or act
palette-hint = An act, a name, a case…
palette-results = Results
palette-nothing = Nothing for “{ $text }”
palette-all-people = All customers found
palette-all-cases = All { $shown } cases found
palette-group = { $group ->
    [acts] Act
    [places] Go to
    [templates] Templates
    [people] Customers
   *[cases] Cases
}

sheet-title = Keyboard shortcuts
sheet-scope = { $scope ->
    [everywhere] Everywhere
    [list] Lists
    [case] Case, or the row in focus
    [composer] Writing
    [form] Forms
    [chart] Charts
   *[customer] Customer
}
key-name = { $key ->
    [Home] Home
    [End] End
    [PageDown] Page Down
    [PageUp] Page Up
   *[other] { $key }
}
key-palette = Search or act
key-sheet = Show shortcuts
key-back = One layer out
key-undo = Undo my last act
key-show-new = Show what is new
key-go-inbox = Go to inbox
key-go-customers = Go to customers
key-go-surveys = Go to surveys
key-go-dashboards = Go to dashboards
key-go-programme = Go to call-backs
key-go-settings = Go to settings
key-list-next = Next row
key-list-previous = Previous row
key-list-first = First row
key-list-last = Last row
key-list-page-down = Page down
key-list-page-up = Page up
key-list-open = Open
key-list-select = Select the row
key-list-extend-next = Extend the selection down
key-list-extend-previous = Extend the selection up
key-case-next = Next case
key-case-previous = Previous case
key-case-reply = Reply
key-case-note = Write an internal note
key-case-mine = Assign to me
key-case-assign = Assign
key-case-close = Close
key-case-wait = Pause
key-case-snooze = Snooze
key-case-correct = Correct the case
key-case-priority = Change the priority
key-case-deadline = Open the deadline’s ledger
key-case-panel = Go to the customer panel
key-case-customer = Open the customer’s page
key-case-history = Show the history
key-composer-send = Send, or save the note
key-composer-send-close = Send and close, then next
key-composer-gap = Next gap to fill
key-form-save = Save the form
key-chart-previous = Previous point
key-chart-next = Next point

not-found-title = Nothing at this address
not-found-home = Go to the home page
failure-title = This page could not be shown
signed-out-title = Your session has ended
signed-out-text = Sign in here again: the page and what you typed stay in place.

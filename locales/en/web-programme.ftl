# The closed loop: call-backs.
callbacks-title = Call-backs
callbacks-why = The people we owe a call, the nearest deadline first. A call-back opens after a low score, or when somebody asks for it.
callbacks-empty = Nobody waits to be called back.
callbacks-new = { $count ->
    [one] 1 new · Show (U)
   *[other] { $count } new · Show (U)
}
callbacks-gone = { $count ->
    [one] 1 noted · Clear (U)
   *[other] { $count } noted · Clear (U)
}
callback-ended = Noted
callback-ended-meanwhile = Somebody else has just noted this call. Your text stays here.
callback-note-keep = Add this text to the case
callback-note-kept = Note added to the case of { $name }
callback-unknown = Unknown person
callback-reason = { $reason ->
    [asked] asks to be called back
   *[detractor] low score
}
callback-close = Note the call
callback-close-of = Note the call to { $name }
callback-note = What was said
callback-outcome = { $outcome ->
    [reached] Reached and heard
    [not_reached] Could not be reached
   *[not_wanted] No longer wanted
}
callback-closed = Call to { $name } noted

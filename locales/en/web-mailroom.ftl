# Mailboxes, tested live, and what became of every mail.
mailbox-why = The addresses people write to. Each message ends in exactly one place: new case, follow-up, quarantine or refusal.
mailbox-empty = No mailbox yet. Messages don’t arrive.
mailbox-add = Add a mailbox
mailbox-new-why = Test the settings before you save: each step says what the server answers.
mailbox-address = Address
mailbox-name = Name
mailbox-display = Name shown to customers
mailbox-display-why = In the From field of our replies.
mailbox-health = { $health ->
    [listening] Receiving at once.
    [polling] Receiving, looked at every minute.
    [failing] Not working.
   *[never] Not opened yet.
}
mailbox-at-rest = At rest.
mailbox-seen = Looked at
mailbox-receiving = Receiving (IMAP)
mailbox-sending = Sending (SMTP)
mailbox-host = Server
mailbox-port = Port
mailbox-security = Protection
mailbox-security-name = { $security ->
    [tls] TLS
    [start_tls] STARTTLS
   *[plain] none (local)
}
mailbox-user = Account
mailbox-password = Password
mailbox-password-kept = Stored, never shown. Leave empty to keep it.
mailbox-password-same = Empty: the same as for receiving.
mailbox-folder = Folder read
mailbox-done = Folder for what was read
mailbox-done-why = Empty: the message stays and is marked as read.
mailbox-directory = Directory
mailbox-routing = What to do with messages
mailbox-team = Team
mailbox-acknowledges = Acknowledge
mailbox-acknowledges-why = Once per person and case, with a daily cap.
mailbox-proof = Require a proven sender
mailbox-proof-why = A reply whose sender isn’t proven is shown apart, never added by itself.
mailbox-plus = Addresses with +
mailbox-plus-why = The server takes contact+…@: our replies then carry a signed address.
mailbox-more = Rare settings
mailbox-authserv = Name of the verifying server
mailbox-authserv-why = The one that writes Authentication-Results on your side.
mailbox-roots = Certificates to trust as well (PEM)
mailbox-roots-why = For a server whose certificate you signed yourself: paste the one of your authority.
mailbox-saved = Mailbox { $name } saved
mailbox-rest = Put at rest
mailbox-wake = Put back in service
mailbox-rested = Mailbox { $name } at rest
mailbox-woken = Mailbox { $name } back in service
mailbox-never-erased = A mailbox is never erased: put at rest, nothing arrives or leaves by its address; its messages and cases stay.
mailbox-test = Live test
mailbox-test-why = Of what is typed here, without saving it.
mailbox-test-act = Test
mailbox-step = { $step ->
    [imap_dns] Name of the receiving server
    [imap_tcp] Connection
    [imap_tls] Protection
    [imap_login] Receiving account
    [imap_select] Folder
    [imap_idle] Idle
    [smtp_dns] Name of the sending server
    [smtp_ehlo] Answer of the sending server
    [smtp_login] Sending account
    [smtp_send] Sending a test message
   *[round_trip] Round trip
}
mailbox-step-good = good
mailbox-step-bad = doesn’t work

quarantine-why = What arrived today, and what didn’t become a case, with its cause. Nothing is lost: the raw message is kept.
quarantine-balance = { $day }: { $received } received = { $new_case } new + { $follow_up } { $follow_up_count ->
    [one] follow-up
   *[other] follow-ups
} + { $quarantine } in quarantine + { $rejected } refused
quarantine-open = The count doesn’t add up: some messages are still on their way.
quarantine-outcome = Outcome
quarantine-outcome-name = { $outcome ->
    [quarantine] Quarantine
    [new_case] New cases
    [follow_up] Follow-ups
   *[rejected] Refused
}
quarantine-empty = Nothing in quarantine.
quarantine-none = No message here.
quarantine-from = From
quarantine-no-sender = unreadable sender
quarantine-subject = Subject
quarantine-cause = Cause
quarantine-cause-name = { $cause ->
    [empty] empty
    [too_large] too large
    [too_many_parts] too many parts
    [too_deep] parts nested too deep
    [unreadable] unreadable
    [own_mail] our own message
    [loop] loop
    [duplicate] already received
    [no_sender] no sender
    [spam] spam
    [foreign_report] report on nothing we sent
    [automatic_unthreaded] automatic reply without a case
    [mailing_list] mailing list
    [report_taken] report taken into account
    [by_staff] refused by staff
   *[other] { $cause }
}
quarantine-raw = Raw message ({ $size })
quarantine-release = Let in
quarantine-reject = Refuse
quarantine-released = Message let in
quarantine-rejected = Message refused
quarantine-stage = { $stage }: { $found }
mailbox-step-time = { $time } ms

# A case opened by staff: a call, a visit, a mail that came elsewhere.
new-case = New case
new-case-for = New case for { $name }
new-case-act = Open the case
new-case-opened = Case opened
new-case-channel = Channel
new-case-type = Type
new-case-priority = Priority
new-case-subject = Subject
new-case-text = What was said
new-case-text-why = Written on the timeline as the person’s words.
new-case-minutes = Length of the call, in minutes
new-case-name = Name of the person
new-case-type-default = to choose later

# The demo's letterbox: what customers received, and the means to write in their place.

demo-letterbox-title = Customers’ mail
demo-letterbox-intro = What the insurer sent to its customers, newest first. Nothing leaves this machine.
demo-letterbox-empty = Nothing was sent yet: answer a case, or close one, and look again.
demo-letterbox-none-found = No message matches.
demo-letterbox-footer = This page exists in the demo only. The people and their messages are made up.
demo-search = Address or subject
demo-automatic = sent automatically
demo-all-letters = All mail
demo-other-language = Français
demo-other-language-code = fr
demo-letter-from = From: { $company }
demo-letter-to = To: { $address }
demo-letter-look = As the customer sees it
demo-letter-sent = On its way: the message reaches the app within a second.
demo-answer-title = Answer
demo-answer-as = As { $address }
demo-send = Send
demo-write = Write to the insurer
demo-write-title = Write to { $company }
demo-write-intro = Take a customer’s address to be recognised, or any other to be somebody new. The imaginary advisers leave the answer to you.
demo-write-from = Your address
demo-write-name = Your name
demo-write-subject = Subject
demo-write-words = Message
demo-write-refused = It takes a valid address and a message.

# La boîte aux lettres de la démonstration : ce que les clients ont reçu, et de quoi écrire à leur place.

demo-letterbox-title = Courrier des clients
demo-letterbox-intro = Ce que la mutuelle a envoyé à ses clients, le plus récent d’abord. Rien ne quitte cette machine.
demo-letterbox-empty = Rien n’a encore été envoyé : répondez à un dossier, ou clôturez-en un, puis revenez.
demo-letterbox-none-found = Aucun message ne correspond.
demo-letterbox-footer = Cette page n’existe que dans la démonstration. Les personnes et leurs messages sont inventés.
demo-search = Adresse ou objet
demo-automatic = envoi automatique
demo-all-letters = Tout le courrier
demo-other-language = English
demo-other-language-code = en
demo-letter-from = De : { $company }
demo-letter-to = À : { $address }
demo-letter-look = Tel que le client le voit
demo-letter-sent = Parti : le message arrive dans l’application dans la seconde.
demo-answer-title = Répondre
demo-answer-as = En tant que { $address }
demo-send = Envoyer
demo-write = Écrire à la mutuelle
demo-write-title = Écrire à { $company }
demo-write-intro = Prenez l’adresse d’un client pour être reconnu, ou n’importe quelle autre pour être quelqu’un de nouveau. Les conseillers imaginaires vous laissent répondre.
demo-write-from = Votre adresse
demo-write-name = Votre nom
demo-write-subject = Objet
demo-write-words = Message
demo-write-refused = Il faut une adresse valable et un message.

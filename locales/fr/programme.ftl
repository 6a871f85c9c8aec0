# Le courriel d’invitation à une enquête.
programme-invitation-greeting = Bonjour,
programme-invitation-greeting-name = Bonjour { $name },
programme-invitation-open = Répondre à l’enquête
programme-invitation-until = Vous pouvez répondre jusqu’au { $day }.
programme-invitation-signature = { $company }
programme-invitation-why = Vous recevez ce message parce que { $company } a traité une demande de votre part. Un clic sur une note ne l’enregistre pas : vous la confirmez sur la page.

# Une réponse, telle qu’elle se lit dans l’historique du client.
programme-answer-yes = Oui
programme-answer-no = Non
programme-answer-declined = Je préfère ne pas dire

# L’objet du dossier de rappel.
programme-callback-subject = Rappel demandé
programme-callback-subject-score = Rappel après une note de { $score } sur 10

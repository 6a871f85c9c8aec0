# Pages that customers see. Vouvoiement, present tense, no exclamation; the error pattern of the interface brief.
portal-error-title = Erreur : { $title }
portal-error-heading = { $count ->
    [one] Un point est à revoir
   *[other] { $count } points sont à revoir
  }
portal-trap = Laissez ce champ vide
portal-too-fast = Rien n’est encore envoyé. Relisez, puis envoyez à nouveau.
portal-stale-form = La page était ouverte depuis trop longtemps. Envoyez à nouveau : votre texte est gardé.
portal-footer-contact = Nous écrire
portal-footer-promises = Nos engagements
portal-footer-accessibility = Accessibilité : conformité partielle
portal-language-fr = Français
portal-language-en = English
portal-not-found-title = Cette page n’existe pas
portal-not-found = Vérifiez l’adresse, ou écrivez-nous.
portal-too-many-title = Trop d’essais
portal-too-many = Réessayez dans quelques minutes.
portal-too-large-title = Cet envoi est trop grand
portal-too-large = Rien n’en est arrivé. Revenez à la page précédente : votre texte y est encore. Choisissez un fichier plus petit, puis envoyez à nouveau.
portal-failed-title = Cette page ne s’ouvre pas pour l’instant
portal-failed = C’est de notre fait. Réessayez dans quelques minutes : si vous veniez d’envoyer quelque chose, revenez à la page précédente, votre texte y est encore.
portal-refused-title = Nous n’avons pas pu prendre cette demande
portal-survey-step = Page { $number } sur { $of }
portal-survey-decline = Je préfère ne pas dire
portal-survey-optional = { $text } (facultatif)
portal-survey-yes = Oui
portal-survey-no = Non
portal-survey-continue = Continuer
portal-survey-send = Envoyer ma réponse
portal-survey-back = Revenir à la page précédente
portal-survey-thanks-title = Merci. Votre réponse est enregistrée.
portal-survey-answered-title = Vous avez déjà répondu
portal-survey-answered = Votre réponse est enregistrée ; elle ne peut plus être changée ici. Pour ajouter quelque chose, écrivez-nous.
portal-survey-closed-title = Cette enquête est close
portal-survey-closed = Nous ne recueillons plus de réponses. Votre avis compte toujours : écrivez-nous.
portal-survey-dead-title = Ce lien n’est plus valable
portal-survey-dead = Il est trop ancien, ou il y manque un morceau. Essayez avec le lien du message que vous avez reçu, ou écrivez-nous.
portal-survey-missing-score = Choisissez une note, ou « Je préfère ne pas dire ».
portal-survey-missing-score-required = Choisissez une note.
portal-survey-missing = Choisissez une réponse.
portal-survey-missing-text = Écrivez votre réponse.
portal-survey-out-of-scale = Choisissez une note de { $low } à { $high }.
portal-survey-unknown-option = Choisissez parmi les réponses proposées.
portal-survey-too-many = Choisissez une seule réponse.
portal-survey-too-long = Le texte dépasse { $length } caractères. Raccourcissez-le.
portal-contact-title = Nous écrire
portal-contact-topic = Sujet
portal-contact-message = Votre message
portal-contact-name = Votre nom
portal-contact-reach = Votre adresse mail ou votre téléphone
portal-contact-reach-hint = Pour vous répondre. Exemple : helene@exemple.fr ou 06 12 34 56 78
portal-contact-attachment = Pièce jointe (facultatif)
portal-contact-attachment-hint = Un fichier, 10 Mo au plus
portal-contact-send = Envoyer le message
portal-contact-follow = Suivre un dossier en cours
portal-contact-promise-soon = Envoyé maintenant, votre message aura une réponse avant { $when }.
portal-contact-promise-none = Nous lisons chaque message et y répondons.
portal-contact-error-topic = Choisissez un sujet.
portal-contact-error-message = Écrivez votre message.
portal-contact-error-name = Indiquez votre nom.
portal-contact-error-reach = Indiquez une adresse mail comme helene@exemple.fr, ou un numéro de téléphone comme 06 12 34 56 78.
portal-contact-error-attachment = Le fichier dépasse 10 Mo. Choisissez-en un plus petit.
portal-contact-error-long = Le texte dépasse { $length } caractères. Raccourcissez-le.
portal-contact-done-title = Votre message est arrivé
portal-contact-done-promise = Nous vous répondrons avant { $when }.
portal-contact-done-none = Nous vous répondrons.
portal-contact-done-number = Votre dossier porte le numéro { $number }. Gardez-le si vous nous appelez.
portal-follow-title = Suivre mon dossier
portal-follow-intro = Nous vous envoyons un lien vers vos dossiers en cours. Pas de mot de passe.
portal-follow-email = Votre adresse mail
portal-follow-send = Recevoir le lien
portal-follow-done-title = Regardez vos mails
portal-follow-done = Si nous avons un dossier en cours pour cette adresse, un lien y arrive dans quelques minutes. Il reste valable sept jours.
portal-follow-done-none = Rien ne vient ? Regardez dans les indésirables, ou écrivez-nous.
portal-follow-error-email = Indiquez une adresse mail comme helene@exemple.fr.
portal-follow-mail-subject = Suivre votre dossier
portal-follow-mail-body =
    Bonjour,

    Vous avez demandé à suivre votre dossier. Voici le lien, valable sept jours :

    { $links }

    Vous n’avez rien demandé ? Ce message n’appelle aucune action.

    { $company }
portal-case-number = Dossier { $number }
portal-case-dead-title = Ce lien n’est plus valable
portal-case-dead = Il est trop ancien, ou il y manque un morceau.
portal-case-dead-renew = En recevoir un nouveau
portal-case-steps = Où en est votre dossier
portal-case-step-received = Reçu
portal-case-step-studied = Étudié
portal-case-step-answered = Répondu
portal-case-step-closed = Clos
portal-case-step-done = fait
portal-case-waits-us = Nous y travaillons : c’est à nous de vous répondre.
portal-case-waits-you = Nous attendons votre réponse. Écrivez-nous ci-dessous.
portal-case-waits-other = Nous attendons la réponse d’un tiers. Vous n’avez rien à faire.
portal-case-waits-nobody = Nous vous avons répondu. Écrivez-nous s’il manque quelque chose.
portal-case-closed = Ce dossier est clos. Un message de votre part le rouvre.
portal-case-promise-reply = Nous vous répondrons avant { $when }.
portal-case-promise-resolution = Votre dossier sera réglé avant { $when }.
portal-case-promise-late = Nous devions vous répondre avant { $when }. Nous sommes en retard, et nous le savons.
portal-case-messages = Messages
portal-case-earlier = Les messages plus anciens ne sont pas montrés ici.
portal-case-no-messages = Pas encore de message.
portal-case-you = Vous
portal-case-us = Nous
portal-case-reply = Nous écrire sur ce dossier
portal-case-message = Votre message
portal-case-send = Envoyer le message
portal-case-sent = Votre message est arrivé.
portal-case-callback = Être rappelé
portal-case-phone = Numéro où vous joindre
portal-case-phone-hint = Exemple : 06 12 34 56 78
portal-case-callback-send = Demander un rappel
portal-case-callback-asked = Nous vous rappellerons. Votre demande est notée.
portal-case-callback-wish = Merci de me rappeler au { $phone }.
portal-case-error-phone = Indiquez un numéro de téléphone comme 06 12 34 56 78.
portal-promises-title = Nos engagements
portal-promises-intro = Ce que nous promettons, et que nous mesurons sur chaque dossier.
portal-promises-none = Aucun engagement n’est publié pour le moment.
portal-promises-everything = Toute demande
portal-promises-order = Pour chaque demande vaut la première ligne qui lui convient.
portal-promises-priority-low = peu pressée
portal-promises-priority-normal = d’urgence ordinaire
portal-promises-priority-high = pressée
portal-promises-priority-urgent = urgente
portal-promises-channel-mail = par mail
portal-promises-channel-phone = par téléphone
portal-promises-channel-web_form = par le formulaire de contact
portal-promises-channel-chat = par messagerie
portal-promises-channel-survey = par une enquête
portal-promises-channel-portal = par la page de suivi
portal-promises-first-reply = Première réponse en { $time }
portal-promises-next-reply = Réponse à chaque message suivant en { $time }
portal-promises-resolution = Réglé en { $time }
portal-promises-hours-business = Compté en heures ouvrées.
portal-promises-hours-all = Compté jour et nuit.
portal-time-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
  }
portal-time-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
  }
portal-time-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
  }
portal-weekday-1 = lundi
portal-weekday-2 = mardi
portal-weekday-3 = mercredi
portal-weekday-4 = jeudi
portal-weekday-5 = vendredi
portal-weekday-6 = samedi
portal-weekday-7 = dimanche
portal-month-1 = janvier
portal-month-2 = février
portal-month-3 = mars
portal-month-4 = avril
portal-month-5 = mai
portal-month-6 = juin
portal-month-7 = juillet
portal-month-8 = août
portal-month-9 = septembre
portal-month-10 = octobre
portal-month-11 = novembre
portal-month-12 = décembre
portal-when-near = { $weekday } { $time }
portal-when-far = { $weekday } { $day } { $month }, { $time }
portal-when-year = { $day } { $month } { $year }, { $time }
portal-accessibility-title = Accessibilité
portal-accessibility-intro = { $company } veut que chacun puisse utiliser ces pages. Cette déclaration porte sur les pages destinées aux clients : enquêtes, contact, suivi de dossier, engagements.
portal-accessibility-we = Notre entreprise
portal-accessibility-state-heading = État de conformité
portal-accessibility-state = Ces pages visent les WCAG 2.2 niveau AA et le RGAA 4.1. Des contrôles automatiques y passent à chaque version ; aucun audit complet par un tiers n’a encore eu lieu. La conformité est donc dite partielle.
portal-accessibility-done-heading = Ce qui est assuré
portal-accessibility-done-keyboard = Tout se fait au clavier, avec un repère visible.
portal-accessibility-done-script = Aucun script, aucun délai, aucun cookie.
portal-accessibility-done-contrast = Contrastes d’au moins 4,5 pour le texte, en clair et en sombre.
portal-accessibility-done-zoom = Lisible à 400 % sans défilement horizontal.
portal-accessibility-contact-heading = Une difficulté ?
portal-accessibility-contact = Dites-nous ce qui bloque : nous répondons, et proposons un autre chemin.
portal-accessibility-recourse-heading = Voie de recours
portal-accessibility-recourse = Sans réponse satisfaisante de notre part, le Défenseur des droits peut être saisi (defenseurdesdroits.fr).

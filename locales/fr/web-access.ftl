# Signing in, the first run, one's own settings.
sign-in-title = Se connecter
sign-in-email = Adresse
sign-in-password = Mot de passe
sign-in-show = Voir le mot de passe
sign-in-code = Code à usage unique
sign-in-code-why = Seulement si vous avez activé la seconde étape. Un code de secours convient aussi.
sign-in-act = Se connecter
sign-in-refused = Adresse, mot de passe ou code non reconnus.
sign-in-locked = Trop d’essais. Réessayez après { $time }.

setup-title = Installation · étape { $step } sur 6
setup-step = { $step ->
    [you] Vous
    [company] Entreprise
    [mailbox] Boîte aux lettres
    [team] Équipe
    [promise] Engagement
   *[trial] Essai
}
setup-step-done = { $name }, fait
setup-continue = Continuer
setup-later = Plus tard
setup-finish = Terminer
setup-code = Code d’installation
setup-code-why = Écrit une fois dans le journal du serveur à son premier démarrage.
setup-name = Votre nom, tel que vos collègues le lisent
setup-email = Votre adresse
setup-password = Mot de passe
setup-password-why = Au moins 12 caractères. Une phrase convient.
setup-company = Nom de l’entreprise, tel que vos clients le lisent
setup-country = Pays
setup-zone = Fuseau horaire
setup-languages = Langues de vos clients
setup-language = { $code ->
    [fr] français
   *[en] anglais
}
setup-country-why = Pour les jours fériés et les numéros de téléphone.
setup-mailbox-why = Une boîte que vos clients connaissent : entente la lit et répond en son nom.
setup-mailbox-server = { $host } { $port } { $security ->
    [tls] TLS
    [start_tls] STARTTLS
   *[plain] sans protection
}
setup-mailbox-guess = Proposé : { $imap } · { $smtp }
setup-mailbox-change = Modifier
setup-mailbox-password-why = Celui du compte de la boîte ; certains services demandent un mot de passe d’application. Gardé chiffré, jamais montré.
setup-mailbox-no-address = Écrivez l’adresse entière, par exemple contact@exemple.fr.
setup-mailbox-no-password = Écrivez le mot de passe de cette boîte.
setup-mailbox-try = Essayer et continuer
setup-mailbox-anyway = Enregistrer quand même
setup-team-why = Les équipes se partagent les dossiers. Chacun reçoit un premier mot de passe, que vous lui transmettez vous-même.
setup-team-name = Nom de l’équipe
setup-team-default = Service clients
setup-team-people = Les personnes
setup-team-invite = Ajouter une personne
setup-team-add-person = Ajouter cette personne
setup-promise-why = En combien de temps vous répondez, et quand on vous demande si c’était bien. Ceci convient à beaucoup ; tout peut être affiné plus tard dans les réglages.
setup-calendar = Heures d’ouverture, du lundi au vendredi
setup-calendar-name = Heures d’ouverture
setup-calendar-why = Fuseau { $zone }. { $holidays ->
    [france] Les jours fériés français sont fermés.
   *[none] Ajoutez vos jours fériés dans les réglages.
}
setup-open = { $at ->
    [morning_from] Matin, de
    [morning_to] à midi
    [afternoon_from] Après-midi, de
   *[afternoon_to] au soir
}
setup-open-form = Heure et minutes, comme 09:00.
setup-promises = Promis, en heures ouvrées
setup-promises-why = Les horloges s’arrêtent pendant que le client doit agir. Le premier engagement est publié sur la page des engagements ; celui des rappels reste interne.
setup-promise-name = Messages
setup-promise-callback-name = Rappels
setup-promise-callback = Rappel demandé
setup-hours-unit = h
setup-days-unit = jours
setup-survey = Ce que nous demandons ensuite
setup-survey-name = Après un dossier
setup-survey-ask = Demander un avis après chaque dossier clos
setup-survey-why = Trois questions ; un avis mécontent peut demander à être rappelé. Après une réclamation, rien n’est demandé.
setup-survey-delay = Délai après la clôture
setup-survey-quiet = Pas plus d’une fois tous les
setup-trial-why = Écrivez à { $address } depuis votre propre adresse, ou par le formulaire de contact : votre message devient un dossier, ici.
setup-trial-form-why = Écrivez par le formulaire de contact, comme le ferait un client : votre message devient un dossier, ici. Sans boîte aux lettres, la réponse ne partira pas encore.
setup-trial-mail = Écrire à { $address }
setup-trial-contact = Ouvrir le formulaire de contact
setup-trial-subject = Essai
setup-trial-body = Bonjour, ceci est un essai. { $name }
setup-trial-arrived = Le dossier est arrivé.
setup-resume = Installation · { $step } sur 6
setup-trial-waiting = En attente du premier dossier…

me-places = Autres lieux
me-title = Moi
me-screens = Écran
me-language = Langue
me-language-name = { $code ->
    [fr] Français
   *[en] Anglais
}
me-theme = Apparence
me-theme-name = { $theme ->
    [system] Comme l’appareil
    [light] Claire
   *[dark] Sombre
}
me-density = Densité
me-density-name = { $density ->
    [auto] Automatique
    [compact] Compacte
   *[comfortable] Aérée
}
me-shortcuts = Raccourcis à une touche
me-shortcuts-why = Sans eux, chaque acte reste accessible par Ctrl K.
me-shortcuts-name = { $value ->
    [on] Oui
   *[off] Non
}
me-sheet-hint = La touche ? montre tous les raccourcis.
me-password = Mot de passe
me-password-now = Mot de passe actuel
me-password-new = Nouveau mot de passe
me-password-change = Changer le mot de passe
me-password-changed = Mot de passe changé. Vos autres sessions sont terminées.
me-password-must = Ce mot de passe a été choisi par quelqu’un d’autre : remplacez-le.
me-totp = Seconde étape
me-totp-why = Un code à usage unique, d’une application de votre téléphone, en plus du mot de passe.
me-totp-on = La seconde étape est active.
me-totp-start = Activer
me-totp-secret = Scannez ce code avec votre application, puis donnez les six chiffres qu’elle montre.
me-totp-qr = Code QR de la clé
me-totp-typed = Ou saisissez cette clé dans l’application :
me-totp-link = Ouvrir dans l’application
me-totp-code = Code à six chiffres
me-totp-confirm = Confirmer
me-totp-recovery = Codes de secours. Chacun sert une fois. Gardez-les ailleurs que sur ce téléphone : ils ne seront plus montrés.
me-totp-stop = Désactiver
me-totp-stopped = Seconde étape désactivée.
me-sessions = Sessions ouvertes
me-session-present = celle-ci
me-session-end = Terminer
me-session-ended = Session terminée
me-sign-out = Se déconnecter
me-saved = Réglages enregistrés

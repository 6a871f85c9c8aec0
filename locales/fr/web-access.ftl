# Signing in, the first run, one's own settings.
sign-in-title = Se connecter
sign-in-email = Adresse
sign-in-password = Mot de passe
sign-in-show = Voir le mot de passe
sign-in-code = Code à usage unique
sign-in-code-why = Seulement si vous avez activé la seconde étape. Un code de secours convient aussi.
sign-in-act = Se connecter
sign-in-refused = Adresse ou mot de passe non reconnus.
sign-in-locked = Trop d’essais. Réessayez après { $time }.

# $code: the problem's code
access-refused = { $code ->
    [password_wrong] Le mot de passe actuel ne convient pas.
    [password_weak] Le nouveau mot de passe demande au moins 12 caractères, et ne doit pas être de ceux que tout le monde essaie.
    [code_wrong] Ce code ne convient pas. Les codes changent toutes les 30 secondes.
    [second_factor_in_use] La seconde étape est déjà active.
    [second_factor_not_started] Recommencez l’activation depuis le début.
    [setup_code_wrong] Ce code d’installation ne convient pas. Il est écrit dans le journal du serveur.
    [setup_done] Le premier compte existe déjà. Connectez-vous.
    [invalid_name] Donnez un nom, sur une seule ligne.
    [invalid_email] Cette adresse n’est pas une adresse de mail.
    [invalid_country] Le pays s’écrit en deux lettres majuscules, par exemple FR.
    [invalid_time_zone] Le fuseau s’écrit comme Europe/Paris.
    [invalid_languages] Choisissez au moins une langue.
    [stale] Quelqu’un l’a changé entre-temps. Relisez, puis recommencez.
   *[other] Cela n’a pas marché ({ $code }).
}

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
setup-country-why = Pour les jours fériés et les numéros de téléphone. Deux lettres : FR, BE, CH…
setup-zone = Fuseau horaire
setup-languages = Langues de vos clients
setup-language = { $code ->
    [fr] français
   *[en] anglais
}
setup-mailbox-why = Une boîte que vos clients connaissent : entente la lit et répond en son nom. Les réglages l’essaient avant d’enregistrer.
setup-mailbox-open = Régler une boîte
setup-mailbox-count = { $count ->
    [0] Aucune boîte pour l’instant.
    [one] { $count } boîte réglée.
   *[other] { $count } boîtes réglées.
}
setup-team-why = Les équipes se partagent les dossiers. Vous pourrez inviter chacun plus tard.
setup-team-name = Nom d’une équipe
setup-team-add = Ajouter l’équipe
setup-team-count = { $count ->
    [0] Aucune équipe pour l’instant.
    [one] { $count } équipe.
   *[other] { $count } équipes.
}
setup-promise-why = Un engagement dit en combien de temps vous répondez. Un premier, simple, peut être affiné plus tard.
setup-promise-open = Régler un engagement
setup-promise-count = { $count ->
    [0] Aucun engagement pour l’instant.
    [one] { $count } engagement.
   *[other] { $count } engagements.
}
setup-trial-why = Écrivez un mail à votre boîte depuis votre propre adresse : il devient un dossier, ici.
setup-trial-waiting = En attente du premier dossier…
setup-trial-arrived = Le premier dossier est arrivé.
setup-trial-open = Ouvrir le dossier

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
me-totp-secret = Ajoutez cette clé à votre application, puis donnez le code qu’elle montre.
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

# Mailboxes, tested live, and what became of every mail.
mailbox-why = Les adresses où l’on nous écrit. Chaque message finit en un seul endroit : nouveau dossier, suite, quarantaine ou refus.
mailbox-empty = Aucune boîte encore. Les messages n’arrivent pas.
mailbox-add = Ajouter une boîte
mailbox-new-why = Essayez les réglages avant d’enregistrer : chaque étape dit ce que le serveur répond.
mailbox-address = Adresse
mailbox-name = Nom
mailbox-display = Nom montré aux clients
mailbox-display-why = Dans le champ « De » de nos réponses.
mailbox-health = { $health ->
    [listening] Reçoit à l’instant même.
    [polling] Reçoit, regardée chaque minute.
    [failing] Ne marche pas.
   *[never] Pas encore ouverte.
}
mailbox-at-rest = Au repos.
mailbox-seen = Vue
mailbox-receiving = Réception (IMAP)
mailbox-sending = Envoi (SMTP)
mailbox-host = Serveur
mailbox-port = Port
mailbox-security = Protection
mailbox-security-name = { $security ->
    [tls] TLS
    [start_tls] STARTTLS
   *[plain] aucune (local)
}
mailbox-user = Compte
mailbox-password = Mot de passe
mailbox-password-kept = Enregistré, jamais montré. Laissez vide pour le garder.
mailbox-password-same = Vide : le même que pour la réception.
mailbox-folder = Dossier lu
mailbox-done = Dossier de rangement
mailbox-done-why = Vide : le message reste et est marqué comme lu.
mailbox-directory = Répertoire
mailbox-routing = Que faire des messages
mailbox-team = Équipe
mailbox-acknowledges = Accuser réception
mailbox-acknowledges-why = Une fois par personne et par dossier, avec un plafond par jour.
mailbox-proof = Exiger un expéditeur prouvé
mailbox-proof-why = Une réponse dont l’expéditeur n’est pas prouvé est montrée à part, jamais ajoutée d’elle-même.
mailbox-plus = Adresses avec +
mailbox-plus-why = Le serveur accepte contact+…@ : nos réponses portent alors une adresse signée.
mailbox-more = Réglages rares
mailbox-authserv = Nom du serveur qui vérifie
mailbox-authserv-why = Celui qui écrit Authentication-Results chez vous.
mailbox-roots = Certificats à croire en plus (PEM)
mailbox-roots-why = Pour un serveur dont le certificat est signé par vous-même : collez celui de votre autorité.
mailbox-saved = Boîte { $name } enregistrée
mailbox-rest = Mettre au repos
mailbox-wake = Remettre en service
mailbox-rested = Boîte { $name } au repos
mailbox-woken = Boîte { $name } remise en service
mailbox-never-erased = Une boîte ne s’efface pas : mise au repos, plus rien n’arrive ni ne part par son adresse ; ses messages et ses dossiers restent.
mailbox-test = Essai en direct
mailbox-test-why = Sur ce qui est écrit ici, sans l’enregistrer.
mailbox-test-act = Essayer
mailbox-step = { $step ->
    [imap_dns] Nom du serveur de réception
    [imap_tcp] Connexion
    [imap_tls] Protection
    [imap_login] Compte de réception
    [imap_select] Dossier
    [imap_idle] Veille
    [smtp_dns] Nom du serveur d’envoi
    [smtp_ehlo] Réponse du serveur d’envoi
    [smtp_login] Compte d’envoi
    [smtp_send] Envoi d’un message d’essai
   *[round_trip] Aller-retour
}
mailbox-step-good = bien
mailbox-step-bad = ne marche pas

quarantine-why = Ce qui est arrivé aujourd’hui, et ce qui n’est pas devenu un dossier, avec sa cause. Rien n’est perdu : le message brut est gardé.
quarantine-balance = { $day } : { $received } { $received_count ->
    [one] reçu
   *[other] reçus
} = { $new_case } { $new_case_count ->
    [one] nouveau
   *[other] nouveaux
} + { $follow_up } { $follow_up_count ->
    [one] suite
   *[other] suites
} + { $quarantine } en quarantaine + { $rejected } { $rejected_count ->
    [one] refusé
   *[other] refusés
}
quarantine-open = Le compte n’y est pas : des messages sont encore en cours.
quarantine-outcome = Issue
quarantine-outcome-name = { $outcome ->
    [quarantine] Quarantaine
    [new_case] Nouveaux dossiers
    [follow_up] Suites
   *[rejected] Refusés
}
quarantine-empty = Rien en quarantaine.
quarantine-none = Aucun message ici.
quarantine-from = De
quarantine-no-sender = expéditeur illisible
quarantine-subject = Objet
quarantine-cause = Cause
quarantine-cause-name = { $cause ->
    [empty] vide
    [too_large] trop grand
    [too_many_parts] trop de parties
    [too_deep] parties trop imbriquées
    [unreadable] illisible
    [own_mail] notre propre message
    [loop] boucle
    [duplicate] déjà reçu
    [no_sender] sans expéditeur
    [spam] indésirable
    [foreign_report] rapport qui ne concerne aucun de nos envois
    [automatic_unthreaded] réponse automatique sans dossier
    [mailing_list] liste de diffusion
    [report_taken] rapport pris en compte
    [by_staff] refusé par l’équipe
   *[other] { $cause }
}
quarantine-raw = Message brut ({ $size })
quarantine-release = Laisser entrer
quarantine-reject = Refuser
quarantine-released = Message repris
quarantine-rejected = Message refusé
quarantine-stage = { $stage } : { $found }
mailbox-step-time = { $time } ms

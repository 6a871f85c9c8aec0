# Ce que la messagerie écrit d’elle-même : accusés de réception, message d’essai.
mailroom-no-subject = (sans objet)
mailroom-acknowledgement-subject = Nous avons bien reçu votre message
mailroom-acknowledgement-hello = Bonjour,
mailroom-acknowledgement-promise = Nous avons bien reçu votre message. Nous vous répondrons avant { $instant }.
mailroom-acknowledgement-soon = Nous avons bien reçu votre message. Nous vous répondrons dès que possible.
mailroom-acknowledgement-number = Votre demande porte le numéro { $number }. Gardez-le si vous nous appelez.
mailroom-acknowledgement-follow = Vous pouvez suivre votre demande ici :
    { $url }
mailroom-acknowledgement-end = Ce message est automatique ; pour ajouter quelque chose, répondez-y simplement.
mailroom-instant = { $weekday } { $day } { $month } à { $time }
mailroom-weekday = { $number ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
  }
mailroom-month = { $number ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
  }
mailroom-test-subject = Essai de la boîte aux lettres
mailroom-test-text = Ce message vérifie que la boîte envoie et reçoit. Il peut être supprimé.

# Ce que dit l’essai d’une boîte. $said : les mots du serveur, tels quels.
mailroom-said = { $text } Le serveur dit : « { $said } »
mailroom-found-port = le port { $port } répond
mailroom-found-signed-in = connecté
mailroom-found-no-sign-in = aucun compte demandé
mailroom-found-folder = { $name } : { $count ->
    [one] { $count } message
   *[other] { $count } messages
  }
mailroom-found-told = les nouveaux messages sont annoncés à l’instant
mailroom-found-looked-for = pas d’annonce : la boîte est regardée chaque minute
mailroom-found-came-back = le message d’essai est revenu

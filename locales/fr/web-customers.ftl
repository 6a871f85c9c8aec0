# Customers: search, the person's page, the timeline.
customers-find = Chercher une cliente ou un client
customers-find-why = Nom, ville, code postal, adresse, téléphone ou numéro, dans n’importe quel ordre.
customers-new = Nouvelle fiche
customers-create = Créer cette personne
customers-list = Clients trouvés
customers-found-more = Plus de { $count } personnes trouvées
customers-found = { $count ->
    [0] Personne
    [one] 1 personne trouvée
   *[other] { $count } personnes trouvées
}
customers-none = Personne pour « { $q } ». Compris : { $words }. Cherchez un début de mot, ou créez la fiche.
customers-empty = Aucun client encore. Importez un fichier dans Réglages, ou attendez le premier message.
customers-clear = Effacer la recherche

person-since = Fiche ouverte le
person-new-case = Nouveau dossier (L)
key-customer-call = Noter un appel ou ouvrir un dossier
person-tab-feed = Fil
person-tab-card = Fiche
person-cases = Dossiers
person-no-case = Aucun dossier.
person-case-closed = clos
person-scores = Notes et paroles
person-no-score = Aucune réponse à une enquête.
person-partial = réponse incomplète
person-wants-callback = Souhaite être rappelé.

golden-title = Fiche de référence
golden-one-source = Une seule source la connaît : { $source }. Rien ne la confirme encore.
golden-since = depuis le
golden-agree = { $agree } sources sur { $of }
golden-rule = { $rule ->
    [agreed] toutes d’accord
    [verified] choisi : prouvé
    [trusted] choisi : la source la plus fiable
    [recent] choisi : le plus récent
    [frequent] choisi : le plus fréquent
   *[alphabet] choisi : rien ne les distingue
}
golden-rivals = { $count ->
    [one] 1 autre valeur
   *[other] { $count } autres valeurs
}
golden-correct = Corriger
golden-since-then = Depuis le
golden-corrected = { $field } : corrigé
golden-points = Coordonnées
golden-no-point = Aucune coordonnée.
golden-accounts = Comptes
golden-records = Fiches sources
golden-record-changed = changée le
membership-role = { $role ->
    [executive] direction
    [middle] encadrement
   *[operational] opérationnel
}
point-kind = { $kind ->
    [email] mail
    [phone] téléphone
    [iban] IBAN
   *[postal] adresse
}
point-proved = { $how ->
    [staff] vérifié par l’équipe le
    [reply] prouvé par une réponse le
    [link] prouvé par un lien le
    [code] prouvé par un code le
   *[other] prouvé le
}
point-unproved = non prouvé
point-prove = Marquer comme vérifié
point-verified = { $point } : vérifié

# $field: full_name, title, first_name…
field-name = { $field ->
    [full_name] Nom complet
    [title] Civilité
    [first_name] Prénom
    [last_name] Nom
    [language] Langue
    [born_on] Naissance
    [address_line] Adresse
    [postcode] Code postal
    [city] Ville
    [country] Pays
    [email] Mail
    [other_email] Autre mail
    [phone] Téléphone
    [other_phone] Autre téléphone
    [iban] IBAN
   *[other] { $field }
}

timeline-title = Fil de { $name }
timeline-filter = Filtrer le fil
timeline-all = Tout
timeline-years = Années
timeline-year = { $year }, { $count ->
    [one] 1 contact
   *[other] { $count } contacts
}
timeline-new = { $count ->
    [one] 1 nouveau · Afficher (U)
   *[other] { $count } nouveaux · Afficher (U)
}
timeline-none = Aucun contact avec ces filtres.
timeline-empty = Aucun contact encore.
timeline-hidden = Contact d’une autre équipe : son contenu n’est pas montré.
timeline-case = Dossier
timeline-customer = Client
timeline-us = Nous · { $name }
timeline-us-alone = Nous
timeline-note = Interne · { $name }
timeline-what = { $kind ->
    [call] Appel
    [note] Note interne
    [invitation] Invitation
    [answer] Réponse à une enquête
   *[message] { $direction ->
        [inbound] Message reçu
       *[outbound] Message envoyé
    }
}

customer-new-why = Donnez au moins un nom, une adresse ou un téléphone. Votre saisie est une source comme une autre : elle ne remplace aucune fiche.
customer-added = Fiche créée : { $name }
account-kind = { $kind ->
    [group] groupe
   *[company] entreprise
}
account-members = Personnes
account-nobody = Personne n’agit encore pour ce compte.
account-role = Niveau
account-job = Fonction

import-why = Faites entrer les fiches d’un autre système. Rien n’est écrit avant l’essai à blanc, et le même fichier deux fois ne change rien.
import-new = Nouvel import
import-file = Fichier
import-file-why = CSV et autre texte délimité, JSON (un objet par ligne), largeur fixe (ASCII ou EBCDIC), Parquet ; compressé par gzip ou non. Le format, l’encodage et le séparateur sont trouvés.
import-layout-file = Dessin d’enregistrement
import-layout-file-why = Pour un fichier à largeur fixe seulement : un texte avec un champ par ligne, ou du JSON.
import-layout = Où commencent les champs
import-layout-why = Un champ par ligne : nom, début, longueur, puis si besoin date FORME, packed DÉCIMALES ou zoned DÉCIMALES. « record 120 » donne la longueur d’un enregistrement sans fin de ligne, « trimmed » admet les blancs coupés.
import-code-page-why = Pour l’EBCDIC, la page de code : 1147 en France avec €, 297 sans ; 1148 et 500 à l’international.
import-format = Format
import-format-name = { $format ->
    [json_lines] JSON, un objet par ligne
    [fixed_width] Largeur fixe
    [parquet] Parquet
   *[delimited] Texte délimité (CSV)
  }
import-format-found = Format trouvé : { $format ->
    [json_lines] JSON, un objet par ligne
    [fixed_width] largeur fixe
    [parquet] Parquet
   *[delimited] texte délimité (CSV)
  }
import-format-act = Relire le fichier ainsi
import-format-read = Fichier relu
import-choose = Choisir un fichier
import-send = Lire ce fichier
import-empty = Aucun import encore.
import-rows = Lignes
import-identical = identiques
import-changed = changées
import-created = nouvelles
import-refused = refusées
import-state = { $state ->
    [draft] à préparer
    [queued] en attente
    [running] { $dry ->
        [true] essai à blanc en cours
       *[false] import en cours
    }
    [paused] en pause
    [stopped] arrêté
    [failed] interrompu
   *[done] { $dry ->
        [true] essai à blanc terminé
       *[false] importé
    }
}
import-same = Déjà importé : rien ne changera. Le
import-spoken = Import : { $share }
import-lines = { $done } sur { $total } lignes
import-rate = { $rate } par s
import-left = reste { $left }
import-resumes = reprend à la ligne { $line }
import-order = { $order ->
    [dry_run] Essayer à blanc
    [run] Importer
    [pause] Pause
    [resume] Reprendre
   *[stop] Arrêter
}
import-unsaved = Enregistrez d’abord les colonnes : elles ont changé.
import-no-source = Dites d’abord de quel système vient ce fichier.
import-all = Tous les imports
import-mapping = Ce que disent les colonnes
import-mapped = Colonnes enregistrées
import-source = Système d’origine
import-source-why = Ses fiches restent les siennes ; la fiche de référence en est déduite.
import-source-new = un nouveau système
import-source-name = Nom du système
import-source-trust = Confiance, de 0 à 100
import-source-trust-why = Départage deux sources qui se contredisent.
import-encoding = Encodage
import-separator = Séparateur
import-tab = tabulation
import-header = La première ligne nomme les colonnes
import-column = Colonne { $number }
import-ignored = ne pas prendre
import-number = Numéro dans ce système
import-map = Enregistrer les colonnes
import-preview = Premières lignes
import-line = Ligne
import-problems = Remarques
import-refusals = Ce qui n’a pas été pris
import-download = Télécharger les refus
import-column-name = Colonne
import-value = Valeur
import-reason = Raison
import-effect = Effet
import-effect-name = { $effect ->
    [row] ligne refusée
    [value] ligne prise sans cette valeur
   *[superseded] remplacée par une ligne suivante
}
import-needs = Dites d’abord quelle colonne est le numéro, l’adresse ou le téléphone.
timeline-quote = « { $words } »
customers-head = { $head ->
    [name] Nom
    [town] Ville
    [born] Naissance
    [email] E-mail
   *[phone] Téléphone
}
customers-sort = trier par nom
customers-count = { $count ->
    [0] Aucune fiche
    [one] 1 fiche
   *[other] { $shown } fiches
}
customers-count-many = Beaucoup de fiches
customers-order = { $order ->
    [found] les plus proches d’abord
    [name] par nom
   *[latest] les plus récentes d’abord
}
customers-open = Avec un dossier ouvert
customers-account = Agissant pour un compte
customers-account-any = Tous les comptes
customers-none-narrowed = Aucune fiche avec ces filtres.
accounts = Comptes
accounts-why = Les entreprises, groupes, foyers et associations pour lesquels des personnes agissent.
accounts-find = Chercher un compte par le début de son nom
accounts-none = Aucun compte ne commence par « { $q } ».
accounts-empty = Aucun compte encore. Ils viennent d’un import, ou se créent ici.
account-new = Nouveau compte
account-create = Créer ce compte
account-added = Compte { $name } créé
account-name = Nom
account-sort = Forme
account-registration = Numéro d’immatriculation
account-registration-why = SIREN ou équivalent, si c’est une entreprise.
account-since = Connu depuis
member-acts = Acte
member-remove = Retirer
member-removed = { $name } n’agit plus pour ce compte
member-add = Ajouter une personne
member-who = Qui
member-add-act = Ajouter au compte
member-added = { $name } agit pour ce compte
sources-why = Les systèmes qui connaissent vos clients, le plus cru d’abord : là où deux se contredisent, le premier a raison.
source-add = Ajouter une source
source-name = Nom
source-key = Clé
source-key-why = Comme les fichiers et les programmes l’appellent : petites lettres, chiffres, « - » et « _ ».
source-trust = Confiance
source-trust-why = De 0 à 100 : la plus haute l’emporte.
source-saved = Source { $name } enregistrée
source-added = Source { $name } ajoutée

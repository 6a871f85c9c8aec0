# Customers / clients : ce qu’un import n’a pas pris, et pourquoi.

import-file-empty = Le fichier est vide.
import-file-html = Ce fichier est une page web, pas un tableau de texte.
import-file-binary = Ce fichier n’est pas du texte : exporter la liste en CSV, puis choisir ce fichier-là. S’il est à largeur fixe avec des nombres compactés, donner aussi son dessin d’enregistrement.
import-file-archive = Ce fichier est un classeur ou une archive : l’enregistrer d’abord en CSV.
import-file-json-list = Ce fichier est une seule liste JSON : l’écrire avec un objet par ligne (jq -c .[]), puis choisir ce fichier-là.
import-file-damaged = Ce fichier est tronqué ou abîmé : le transférer à nouveau, en mode binaire.
import-file-source = La source de ce fichier n’existe plus.

import-file-column-line = ligne
import-file-column-column = colonne
import-file-column-value = valeur
import-file-column-reason = cause
import-file-column-effect = effet

import-refusal-unclosed-quote = { $number ->
    [1] Ligne { $line } : un guillemet est ouvert et n’est pas refermé à la fin d’une cellule.
   *[other] Ligne { $line } : un guillemet est ouvert et jamais refermé jusqu’à la fin du fichier ({ $number } lignes).
  }
import-refusal-cells-few = Ligne { $line } : il manque des colonnes, on n’en lit que { $number }.
import-refusal-cells-many = Ligne { $line } : il y a trop de colonnes, on en lit { $number }.
import-refusal-nobody = Ligne { $line } : ni adresse mail ni téléphone, on ne sait pas qui c’est.
import-refusal-number-missing = Ligne { $line } : le numéro de la personne dans la source manque.
import-refusal-superseded = Ligne { $line } : « { $value } » est redonné à la ligne { $number }, qui l’emporte.
import-refusal-email = Ligne { $line }, { $column } : « { $value } » n’est pas une adresse mail.
import-refusal-phone = Ligne { $line }, { $column } : « { $value } » n’est pas un numéro de téléphone.
import-refusal-phone-rounded = Ligne { $line }, { $column } : « { $value } » a été arrondi par un tableur, le numéro est perdu.
import-refusal-iban = Ligne { $line }, { $column } : « { $value } » n’est pas un IBAN, sa clé est fausse.
import-refusal-language = Ligne { $line }, { $column } : « { $value } » n’est pas une langue.
import-refusal-day = Ligne { $line }, { $column } : « { $value } » n’est pas une date.
import-refusal-day-absent = Ligne { $line }, { $column } : « { $value } » n’existe pas.
import-refusal-letters = Ligne { $line }, { $column } : « { $value } » a des lettres illisibles dans cet encodage.
import-refusal-nul = Ligne { $line }, { $column } : « { $value } » contient un octet nul, le fichier est abîmé.
import-refusal-line-long = Ligne { $line } : elle est trop longue ({ $number } octets), il y manque sans doute des fins de ligne.
import-refusal-json = Ligne { $line } : ce n’est pas un objet JSON, la lecture s’arrête au caractère { $number }.
import-refusal-column-new = Ligne { $line }, { $column } : « { $value } » et les valeurs suivantes de ce nom ne sont pas prises ; il n’est pas dans les mille premières lignes.
import-refusal-record-short = Ligne { $line } : l’enregistrement s’arrête après { $number } positions. Si le transfert coupe les blancs de fin, ajouter « trimmed » au dessin d’enregistrement.
import-refusal-record-long = Ligne { $line } : l’enregistrement a { $number } positions, plus que son dessin. Décrire le reste comme « filler » s’il est voulu.
import-refusal-packed = Ligne { $line }, { $column } : les octets { $value } ne sont pas un nombre compacté (COMP-3).
import-refusal-zoned = Ligne { $line }, { $column } : « { $value } » n’est pas un nombre étendu (zoné).
import-refusal-date-form = Ligne { $line }, { $column } : « { $value } » n’est pas une date de la forme que dit le dessin d’enregistrement.

//! What customers of a mutual insurer want, in their words and in ours. Patterns for [`crate::demo::grammar::say`].

use crate::demo::dice::Dice;

/// One reason for getting in touch.
#[derive(Debug)]
pub struct Intent {
    /// Names it, also as the case type.
    pub key: &'static str,
    /// As staff read it, in French and English.
    pub name: [&'static str; 2],
    /// The team it goes to: 0 claims, 1 health, 2 contracts.
    pub team: usize,
    /// How common it is in an average month.
    pub weight: f64,
    /// How common by month, January first, 1 = average.
    pub season: [f64; 12],
    /// Subject of their mail, in French and English.
    pub subject: [&'static str; 2],
    /// What happened and what they ask.
    pub story: [&'static str; 2],
    /// What we answer.
    pub answer: [&'static str; 2],
    /// What they write back when it is not over.
    pub more: [&'static str; 2],
    /// A note between colleagues.
    pub note: &'static str,
    /// Share of complaints among them.
    pub complaint_share: f64,
    /// What some of them enclose: a file's name, and the line on its page.
    pub enclosure: Option<(&'static str, &'static str)>,
}

const FLAT: [f64; 12] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 0.8, 1.1, 1.1, 1.0, 1.0];

/// All of them.
pub static INTENTS: [Intent; 10] = [
    Intent {
        key: "motor_claim",
        name: ["Sinistre auto", "Motor claim"],
        team: 0,
        weight: 19.0,
        season: [1.1, 1.0, 0.9, 0.9, 1.0, 1.0, 1.2, 1.1, 0.9, 1.0, 1.1, 1.2],
        subject: [
            "{Sinistre auto|Accident du <day>|Déclaration d'accident|Accrochage {parking|à <city>}|Suivi sinistre <claim>}",
            "{Car accident|Claim <claim>|Accident on <day>}",
        ],
        story: [
            "{J'ai eu un accrochage|On m'a percuté|Un autre véhicule a heurté ma voiture|J'ai été accroché} {le <day>|<day> dernier} {sur le parking d'un supermarché|à un rond-point|à <city>|en sortant de chez moi|sur la rocade}. {Personne n'est blessé mais|Il n'y a pas de blessé,|Heureusement rien de grave, mais} {l'aile avant est enfoncée|le pare-chocs est à changer|la portière ne ferme plus|le phare est cassé}. {Le constat est rempli et signé des deux côtés.|L'autre conducteur est parti sans laisser ses coordonnées.|Je vous joins le constat amiable.} {Quel garage puis-je voir|Dois-je attendre l'expert|Pouvez-vous me prêter un véhicule|Quelles pièces vous faut-il} ?",
            "{Another car hit mine|I had a small accident} on <day> {in a car park|near <city>}. {Nobody was hurt but|Luckily nothing serious, but} the {front wing is dented|bumper needs replacing}. {Which garage may I use|Should I wait for the surveyor}?",
        ],
        answer: [
            "{Votre déclaration est bien enregistrée sous le numéro <claim>.|Nous avons ouvert votre sinistre <claim>.} {L’expert vous appelle dans les deux jours ouvrés.|Vous pouvez déposer le véhicule dans l’un de nos garages partenaires à <city>.|Le véhicule de prêt vous attend dès demain matin.} {La franchise prévue à votre contrat est de <amount> €.|Aucune franchise ne s’applique, l’autre conducteur étant responsable.}",
            "Your claim is registered as <claim>. {The surveyor will call you within two working days.|You may use any of our partner garages near <city>.}",
        ],
        more: [
            "{L'expert n'est toujours pas passé.|Le garage attend votre accord pour commencer.|Combien de temps faut-il encore ?|Merci. Et pour la voiture de prêt, combien de jours ?}",
            "{The surveyor has not called yet.|How long will it take?}",
        ],
        note: "{Constat reçu, responsabilité adverse 100 %.|Expert relancé ce matin.|Franchise à vérifier avec la gestion.|Déjà un sinistre en mars, sans suite.}",
        complaint_share: 0.07,
        enclosure: Some(("constat-amiable.pdf", "Constat amiable d accident automobile")),
    },
    Intent {
        key: "water_damage",
        name: ["Dégât des eaux", "Water damage"],
        team: 0,
        weight: 10.0,
        season: [1.5, 1.3, 1.0, 0.7, 0.6, 0.6, 0.6, 0.6, 0.8, 1.1, 1.5, 1.7],
        subject: [
            "{Dégât des eaux|Fuite {chez le voisin|dans la salle de bains}|Plafond taché|Sinistre habitation <claim>}",
            "{Water damage|Leak in the bathroom}",
        ],
        story: [
            "{De l'eau coule du plafond de la cuisine|Il y a une fuite chez mon voisin du dessus|La machine à laver a débordé|Après la tempête, l'eau est entrée par le toit} {depuis <day>|depuis hier soir}. {Le parquet gonfle|La peinture cloque|Le plafond est taché sur un mètre} {et le plombier ne peut venir que la semaine prochaine|et le syndic ne répond pas|et j'ai coupé l'eau en attendant}. {Que dois-je faire|Envoyez-vous quelqu'un|Dois-je faire un devis avant les travaux|Est-ce que je peux commencer à réparer} ?",
            "{Water is coming through the kitchen ceiling|My upstairs neighbour has a leak} since <day>. {What should I do|Will you send somebody}?",
        ],
        answer: [
            "{Nous avons ouvert le dossier <claim>.|Votre dégât des eaux est enregistré, dossier <claim>.} {Ne jetez rien avant le passage de l’expert et gardez les factures du plombier.|Vous pouvez faire établir un devis sans attendre : envoyez-le nous en réponse à ce message.} {La recherche de fuite est prise en charge.|Nous prévenons l’assureur du voisin.}",
            "We have opened file <claim>. Please keep the plumber’s invoices and throw nothing away before the surveyor’s visit.",
        ],
        more: [
            "{Voici le devis, 1 <amount> €.|Le voisin dit que son assurance ne sait rien.|Toujours pas de nouvelles de l'expert.|Merci, c'est plus clair.}",
            "{Here is the quote.|Still no news from the surveyor.}",
        ],
        note: "{Convention IRSI tranche 1.|Syndic injoignable, relancé deux fois.|Photos suffisantes, pas d’expert.}",
        complaint_share: 0.08,
        enclosure: Some(("devis-plombier.pdf", "Devis : recherche de fuite et remise en etat")),
    },
    Intent {
        key: "health_refund",
        name: ["Remboursement santé", "Health refund"],
        team: 1,
        weight: 21.0,
        season: [1.1, 1.1, 1.1, 1.0, 1.0, 1.0, 0.8, 0.7, 1.1, 1.1, 1.1, 0.9],
        subject: [
            "{Remboursement {lunettes|dentaire|hospitalisation|kiné}|Remboursement en attente|Où en est mon remboursement ?|Facture du <day>}",
            "{Refund for glasses|Pending refund|Dental bill}",
        ],
        story: [
            "{J'ai envoyé la facture {de mes lunettes|du dentiste|de l'hôpital|du kiné} {le <day>|il y a <weeks> semaines}|Je vous ai transmis le <day> la facture {de l'opticien|de la clinique|de l'orthodontiste de ma fille}} {et je n'ai toujours rien reçu|et rien n'apparaît sur mon espace|mais le remboursement n'est pas arrivé}. {Le montant est de <amount> €.|Il s'agit de <amount> €, ce n'est pas rien pour nous.} {Pouvez-vous me dire où cela en est|Manque-t-il un document|Quand serai-je remboursé} ?",
            "I sent you the {optician's|dentist's} invoice {<weeks> weeks ago|on <day>} and have received nothing yet. The amount is <amount> €. {Is anything missing|When will I be refunded}?",
        ],
        answer: [
            "{Votre remboursement de <amount> € part ce soir sur votre compte.|La facture est traitée : le virement de <amount> € arrive sous trois jours ouvrés.|Le décompte de l’Assurance maladie vient de nous parvenir, votre complément de <amount> € est en cours.}",
            "Your refund of <amount> € leaves tonight and reaches your account within three working days.",
        ],
        more: [
            "{Je viens de vérifier : toujours rien sur mon compte.|Merci beaucoup.|Le montant ne correspond pas à mon devis.|J'ai déjà envoyé ce document, pourquoi me le redemander ?}",
            "{Nothing on my account so far.|The amount does not match my quote.}",
        ],
        note: "{Décompte Sécu reçu hier.|Plafond optique atteint, expliquer.|RIB à jour, virement lancé.}",
        complaint_share: 0.10,
        enclosure: Some(("facture.pdf", "Facture acquittee")),
    },
    Intent {
        key: "hospital_cover",
        name: ["Prise en charge hospitalière", "Hospital cover"],
        team: 1,
        weight: 7.0,
        season: FLAT,
        subject: [
            "{Prise en charge hospitalisation|Hospitalisation le <day>|Demande de prise en charge}",
            "{Hospital cover}",
        ],
        story: [
            "{Je dois être opéré|Mon mari entre à la clinique|Ma fille est hospitalisée} le <day> {à <city>|}. {La clinique demande une prise en charge|Le secrétariat me réclame votre accord} {avant l'admission|au plus tard cette semaine}. {Pouvez-vous leur envoyer directement|Comment l'obtenir} ? {La chambre particulière est-elle comprise ?|}",
            "I am having surgery on <day> and the clinic needs your confirmation of cover. Could you send it to them directly?",
        ],
        answer: [
            "{La prise en charge est partie ce jour à la clinique.|Nous venons d’envoyer la prise en charge.} {La chambre particulière est couverte jusqu’à <amount> € par jour.|Le forfait journalier est couvert.} {Bon rétablissement.|Nous vous souhaitons un prompt rétablissement.}",
            "The confirmation of cover has been sent to the clinic today. We wish you a quick recovery.",
        ],
        more: [
            "{La clinique n'a rien reçu.|Parfait, merci.|Pouvez-vous la renvoyer par fax ?}",
            "{The clinic has received nothing.}",
        ],
        note: "{PEC envoyée à la clinique.|Chambre particulière : option Confort.}",
        complaint_share: 0.05,
        enclosure: Some(("admission.pdf", "Bulletin d admission")),
    },
    Intent {
        key: "certificate",
        name: ["Attestation", "Certificate"],
        team: 2,
        weight: 15.0,
        season: [1.1, 0.9, 0.9, 0.9, 0.9, 1.0, 1.1, 1.0, 1.6, 1.1, 0.9, 0.8],
        subject: [
            "{Attestation {d'assurance|scolaire|habitation|responsabilité civile}|Demande d'attestation}",
            "{Insurance certificate}",
        ],
        story: [
            "{Il me faut|J'aurais besoin d'|Pourriez-vous m'envoyer} {une attestation d'assurance habitation pour {mon propriétaire|l'agence}|une attestation scolaire pour {mon fils|ma fille}|une attestation de responsabilité civile|le relevé d'information de ma voiture} {avant le <day>|rapidement si possible|pour la rentrée}. {Je ne la trouve pas sur l'espace client.|Mon contrat est le <contract>.|}",
            "I need a {home|liability} insurance certificate {for my landlord|for school} before <day>. My contract is <contract>.",
        ],
        answer: [
            "Votre attestation {est prête|vous attend} : vous la trouverez dans votre espace client, rubrique Documents. {Elle est valable un an.|Dites-nous s’il vous la faut par courrier.}",
            "Your certificate is ready: you will find it under Documents in your account.",
        ],
        more: [
            "{Merci pour la rapidité !|Le nom de l'enfant est mal écrit.|Il manque l'adresse du logement.}",
            "{Thank you, that was quick.}",
        ],
        note: "{Attestation générée, contrôlée.|Adresse à corriger au contrat.}",
        complaint_share: 0.01,
        enclosure: None,
    },
    Intent {
        key: "premium",
        name: ["Cotisation", "Premium"],
        team: 2,
        weight: 11.0,
        season: [2.0, 1.4, 1.0, 0.8, 0.8, 0.8, 0.7, 0.7, 0.9, 0.9, 1.0, 1.3],
        subject: [
            "{Cotisation <year>|Augmentation de ma cotisation|Prélèvement du <day>|Échéancier}",
            "{My premium|Direct debit}",
        ],
        story: [
            "{{Ma cotisation augmente de <percent> %|Je reçois l'avis d'échéance et il augmente de <percent> %} {sans explication|alors que je n'ai eu aucun sinistre}. {Pouvez-vous m'expliquer|Est-il possible de faire un geste|Que puis-je changer pour payer moins} ?|{Le prélèvement de <amount> € a été fait deux fois|J'ai été prélevé le <day> alors que j'ai changé de banque}. {Pouvez-vous me rembourser ?|Merci de corriger.}}",
            "My premium goes up by <percent> % {without explanation|although I made no claim}. Could you explain?",
        ],
        answer: [
            "{L’augmentation vient de la hausse du coût des réparations et de la taxe de solidarité.|Votre cotisation suit l’indice du bâtiment, publié par la profession.} {En passant à la franchise de <amount> €, elle baisserait de douze pour cent.|Nous vous proposons un rendez-vous pour revoir vos garanties.|Le double prélèvement est remboursé sous cinq jours.}",
            "The rise follows the cost of repairs. With a higher excess it would be twelve per cent lower; shall we look at it together?",
        ],
        more: [
            "{Ce n'est pas une réponse.|D'accord pour la franchise plus haute.|Je vais comparer ailleurs.}",
            "{I will compare elsewhere.}",
        ],
        note: "{Risque de départ, voir geste commercial.|Bonus 50, aucun sinistre en six ans.}",
        complaint_share: 0.12,
        enclosure: None,
    },
    Intent {
        key: "termination",
        name: ["Résiliation", "Termination"],
        team: 2,
        weight: 6.0,
        season: [0.8, 0.8, 0.9, 0.9, 1.0, 1.1, 1.2, 1.1, 1.1, 1.1, 1.2, 1.0],
        subject: [
            "{Résiliation {contrat <contract>|auto|habitation}|Vente du véhicule}",
            "{Termination of contract <contract>}",
        ],
        story: [
            "{J'ai vendu ma voiture le <day>|Je déménage à l'étranger|J'ai trouvé moins cher ailleurs|Je quitte mon logement le <day>} et je souhaite résilier {mon contrat <contract>|l'assurance}. {Que dois-je envoyer|La cotisation payée me sera-t-elle rendue|Quel est le délai} ?",
            "I {sold my car on <day>|am moving abroad} and wish to end contract <contract>. What do you need?",
        ],
        answer: [
            "{La résiliation prend effet le <day>.|Votre contrat <contract> prend fin le <day>.} {La part de cotisation non utilisée, <amount> €, vous est rendue.|Nous regrettons votre départ.}",
            "Your contract <contract> ends on <day>. The unused part of the premium, <amount> €, will be refunded.",
        ],
        more: ["{Je n'ai pas reçu le remboursement.|Bien reçu, merci.}", "{Thank you.}"],
        note: "{Loi Hamon, préavis 30 jours.|Certificat de cession reçu.}",
        complaint_share: 0.05,
        enclosure: Some(("certificat-cession.pdf", "Certificat de cession")),
    },
    Intent {
        key: "change_of_details",
        name: ["Changement de situation", "Change of details"],
        team: 2,
        weight: 8.0,
        season: [0.9, 0.8, 0.9, 0.9, 1.0, 1.2, 1.4, 1.3, 1.3, 0.9, 0.7, 0.7],
        subject: ["{Changement d'adresse|Nouveau RIB|Déménagement à <city>}", "{Change of address}"],
        story: [
            "{Nous déménageons le <day>|J'ai changé d'adresse|J'ai changé de banque}. {Voici la nouvelle adresse : <address>.|Vous trouverez le RIB ci-joint.} {Faut-il refaire un contrat ?|Le prix change-t-il ?|Merci de mettre à jour mon dossier.}",
            "We are moving on <day>. The new address is <address>. Does the price change?",
        ],
        answer: [
            "{Votre nouvelle adresse est enregistrée, elle prend effet le <day>.|C’est fait, le prochain prélèvement se fera sur le nouveau compte.} {Le tarif reste le même.|La cotisation passe à <amount> € par an.}",
            "Your new address is registered. The price stays the same.",
        ],
        more: ["{Merci.|L'ancien compte a encore été débité.}", "{Thank you.}"],
        note: "{Zone de risque inchangée.|RIB vérifié.}",
        complaint_share: 0.02,
        enclosure: Some(("rib.pdf", "Releve d identite bancaire")),
    },
    Intent {
        key: "quote",
        name: ["Devis", "Quote"],
        team: 2,
        weight: 9.0,
        season: [1.0, 1.0, 1.1, 1.1, 1.1, 1.0, 0.8, 0.7, 1.2, 1.1, 1.0, 0.9],
        subject: ["{Devis {auto|habitation|santé|moto}|Demande de tarif}", "{Quote for car insurance}"],
        story: [
            "{Je vais acheter une voiture|Nous achetons une maison à <city>|Mon fils a son permis depuis <weeks> semaines}. {Pouvez-vous me faire un devis|Quel serait le tarif} {pour une assurance tous risques|avec les mêmes garanties} ? {Je suis chez vous depuis dix ans.|}",
            "I am about to buy a car. Could you send me a quote for full cover?",
        ],
        answer: [
            "{Voici votre devis : <amount> € par an, remise de fidélité comprise.|Votre devis est prêt : <amount> € par an.} {Il est valable trente jours.|Une réponse à ce message suffit pour l’accepter.}",
            "Here is your quote: <amount> € a year, valid for thirty days. A reply to this message is enough to accept it.",
        ],
        more: ["{C'est d'accord.|Un concurrent propose moins.|Et avec une franchise plus haute ?}", "{I accept.}"],
        note: "{Jeune conducteur, surprime 50 %.|Fidèle depuis 2014.}",
        complaint_share: 0.01,
        enclosure: None,
    },
    Intent {
        key: "online_account",
        name: ["Espace client", "Online account"],
        team: 2,
        weight: 5.0,
        season: FLAT,
        subject: ["{Espace client bloqué|Mot de passe|Je ne peux plus me connecter}", "{Cannot sign in}"],
        story: [
            "{Je n'arrive plus à me connecter à l'espace client|Le code par SMS n'arrive pas|Mon mot de passe est refusé} depuis <day>. {J'ai essayé trois fois.|L'application affiche une erreur.} {Pouvez-vous débloquer mon compte|Comment faire} ?",
            "I can no longer sign in since <day>; the code by text message never arrives. Could you help?",
        ],
        answer: [
            "{Votre compte est débloqué.|Nous avons réinitialisé votre accès.} {Choisissez un nouveau mot de passe à la prochaine connexion.|Le code arrive maintenant sur le bon numéro.}",
            "Your account is unlocked. Please choose a new password at your next visit.",
        ],
        more: ["{Ça marche, merci.|Toujours la même erreur.}", "{It works, thank you.}"],
        note: "{Numéro de mobile périmé, corrigé.|Compte bloqué après cinq essais.}",
        complaint_share: 0.04,
        enclosure: None,
    },
];

/// What tells an intent by its subject, folded; the first that fits.
const SIGNS: [(&str, &[&str]); 10] = [
    ("certificate", &["attestation", "certificate"]),
    ("quote", &["devis", "tarif", "quote"]),
    ("termination", &["resiliation", "vente du", "termination"]),
    ("online_account", &["espace client", "mot de passe", "connecter", "sign in"]),
    ("hospital_cover", &["prise en charge", "hospitalisation le", "hospital cover"]),
    ("health_refund", &["remboursement", "facture", "refund", "dental"]),
    ("water_damage", &["degat", "fuite", "plafond", "habitation", "water", "leak"]),
    ("motor_claim", &["sinistre", "accident", "accrochage", "claim"]),
    ("premium", &["cotisation", "prelevement", "echeancier", "premium", "debit"]),
    ("change_of_details", &["changement", "rib", "demenagement", "address"]),
];

/// The intent of that name.
pub fn intent(key: &str) -> Option<&'static Intent> {
    INTENTS.iter().find(|it| it.key == key)
}

/// One of them, as common as it is.
pub fn any(dice: &mut Dice) -> Option<&'static Intent> {
    INTENTS.get(dice.weighted(&INTENTS.iter().map(|it| it.weight).collect::<Vec<_>>()))
}

/// What a letter with this subject is about, as whoever opens the post sees at a glance.
pub fn guess(subject: &str) -> Option<&'static Intent> {
    let folded = kernel::fold::fold(subject);
    let (key, _) = SIGNS.iter().find(|(_, signs)| signs.iter().any(|it| folded.contains(it)))?;
    intent(key)
}

/// Whether a letter of ours asks for what was sent: any pattern of [`ASK_AGAIN`].
pub fn asks_again(words: &str) -> bool {
    ["Il nous manque", "renvoyer la facture", "de nouveau le décompte", "missing your"]
        .iter()
        .any(|it| words.contains(it))
}

/// Whether these are the words of somebody who complains.
pub fn is_angry(words: &str) -> bool {
    ["troisième fois", "mécontent", "médiateur", "pas sérieux", "third time", "unhappy"]
        .iter()
        .any(|it| words.contains(it))
}

/// How a customer begins and ends.
pub const GREETING: [&str; 2] = [
    "{Bonjour,|Bonjour,|Bonjour Madame, Monsieur,|Madame, Monsieur,|Bonsoir,}",
    "{Hello,|Dear Sir or Madam,|Good morning,}",
];
/// How a customer ends.
pub const CLOSING: [&str; 2] = [
    "{Cordialement,|Merci d'avance.|Merci de votre retour,|Bien à vous,|Bonne journée,|Salutations,}\n<name>",
    "{Kind regards,|Thank you,|Best wishes,}\n<name>",
];
/// What an angry customer adds.
pub const ANGER: [&str; 2] = [
    "{C'est la troisième fois que j'écris.|Je suis très mécontent de ce traitement.|Si rien ne bouge je saisirai le médiateur.|Ce n'est pas sérieux.}",
    "{This is the third time I write.|I am very unhappy about this.}",
];
/// How we begin.
pub const OUR_GREETING: [&str; 2] = ["Bonjour <given>,", "Hello <given>,"];
/// How we begin when we know no first name.
pub const OUR_PLAIN_GREETING: [&str; 2] = ["Bonjour,", "Hello,"];
/// How we end.
pub const OUR_CLOSING: [&str; 2] = ["Bien à vous,\n<adviser>\n<company>", "Kind regards,\n<adviser>\n<company>"];
/// The request that goes wrong: asking again for what was sent.
pub const ASK_AGAIN: [&str; 2] = [
    "{Il nous manque votre RIB pour traiter la demande, merci de nous l’envoyer.|Merci de nous renvoyer la facture, la pièce jointe n’est pas lisible.|Pourriez-vous nous adresser de nouveau le décompte ?}",
    "We are missing your bank details. Please send them to us.",
];
/// What they answer to it.
pub const SENT_AGAIN: [&str; 2] = [
    "{Je l'ai déjà envoyé deux fois !|Voici encore une fois le RIB.|Vous avez ce document depuis <weeks> semaines.|Encore ? Le voici.}",
    "{I have already sent this twice.|Here it is again.}",
];

/// Words of a survey: why happy.
pub const HAPPY: [&str; 2] = [
    "{Réponse rapide|Très bon accueil|Conseillère à l'écoute|Tout a été réglé en un message|Efficace}{ et claire| et humain||, merci à <adviser>|, je recommande}.",
    "{Quick and clear|Very helpful|Solved in one message}{.|, thank you <adviser>.}",
];
/// Why so-so.
pub const PASSIVE: [&str; 2] = [
    "{Correct mais un peu long.|Réponse claire, délai moyen.|J'ai dû relancer une fois.|Bien, sans plus.}",
    "{Fine but a bit slow.|I had to ask twice.}",
];
/// Why unhappy: it took too long.
pub const LATE: [&str; 2] = [
    "{Beaucoup trop long|<weeks> semaines pour une réponse|Délai inacceptable|On attend sans nouvelles}{.|, et personne ne prévient.|, j'ai dû appeler moi-même.}",
    "{Far too slow.|Weeks without news.}",
];
/// Why unhappy: asked twice.
pub const ASKED_TWICE: [&str; 2] = [
    "{On me redemande des pièces déjà envoyées|Le RIB demandé deux fois|Toujours les mêmes documents à renvoyer|J'ai envoyé la facture trois fois}{.|, c'est pénible.|, personne ne lit mes messages ?}",
    "{You keep asking for documents I already sent.|Same papers asked twice.}",
];
/// Why unhappy: not solved.
pub const UNSOLVED: [&str; 2] = [
    "{Mon problème n'est pas réglé.|Réponse à côté de la question.|Aucune solution proposée.|Trop cher et pas d'explication.}",
    "{My problem is not solved.|The answer missed the question.}",
];

/// What an adviser writes down of a call to somebody unhappy.
pub const REACHED: &str = "{Excuses présentées, dossier repris avec elle jusqu’au bout.|Client rassuré, virement vérifié ensemble.|Explication donnée point par point, il nous redonne sa confiance.|A surtout mal vécu l’attente ; geste commercial de vingt euros accordé.|Document retrouvé, rien à renvoyer. Merci de l’appel.}";
/// When nobody answered.
pub const NOT_REACHED: &str = "{Trois appels, pas de réponse ; message laissé.|Messagerie pleine, courriel envoyé.}";
/// When they would rather not.
pub const NOT_WANTED: &str = "{Préfère en rester là.|Réglé entre-temps, ne souhaite pas en reparler.}";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::demo::dice::Dice;
    use crate::demo::grammar::say;
    use crate::demo::intents::{ASK_AGAIN, INTENTS, asks_again, guess};

    #[test]
    fn customers_with_the_same_concern_write_it_differently() {
        let mut dice = Dice::new(1);
        for intent in INTENTS.iter().filter(|intent| intent.weight > 9.0) {
            let told: BTreeSet<_> = (0..100).map(|_| say(&mut dice, intent.story[0], &[("day", "lundi")])).collect();
            assert!(told.len() >= 12, "{}: {}", intent.key, told.len());
        }
    }

    #[test]
    fn a_subject_tells_what_it_is_about() {
        let mut dice = Dice::new(1);
        for it in &INTENTS {
            for pattern in it.subject {
                for _ in 0..40 {
                    let slots = [("day", "lundi"), ("claim", "S26-00001"), ("year", "2026"), ("contract", "MR1")];
                    let subject = say(&mut dice, pattern, &slots);
                    assert_eq!(guess(&subject).map(|it| it.key), Some(it.key), "{subject}");
                }
            }
        }
        assert!(guess("Bonjour").is_none());
    }

    #[test]
    fn a_letter_that_asks_again_is_known_by_its_words() {
        for seed in 0..40 {
            assert!(ASK_AGAIN.iter().all(|it| asks_again(&say(&mut Dice::new(seed), it, &[]))));
            assert!(!INTENTS.iter().any(|it| asks_again(&say(&mut Dice::new(seed), it.answer[0], &[]))));
        }
    }

    #[test]
    fn every_pattern_closes_what_it_opens() {
        for text in INTENTS.iter().flat_map(|it| it.subject.iter().chain(&it.story).chain(&it.answer).chain(&it.more)) {
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
            assert!(!say(&mut Dice::new(1), text, &[]).contains('|'), "{text}");
            assert_eq!(text.matches('<').count(), text.matches('>').count(), "{text}");
        }
    }
}

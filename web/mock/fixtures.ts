/** A small insurer in memory, for looking at screens without a server. Synthetic throughout; never shipped. */
const MINUTE = 60_000;
const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();

const FIRST = ['Hélène', 'Karim', 'Sophie', 'Jean-Baptiste', 'Aïcha', 'Marc', 'Chloé', 'Łukasz', 'Inès', 'Paul', 'Nadia', 'Étienne'];
const LAST = ['Desprès-Lefèvre', 'Benali', 'Vialat', 'Le Gall', 'Moreau', 'Nguyen', 'Garçon', 'Wójcik', 'Ferrand', 'Oliveira', 'Haddad', 'Roux'];
const SUBJECTS = ['Sinistre auto', 'Remboursement optique', 'Attestation RC', 'Changement d’adresse', 'Bris de glace', 'Résiliation', 'Devis habitation', 'Facture en double', 'Relevé d’information', 'Dégât des eaux'];
const WORDS = [
  'On m’a demandé deux fois le même justificatif, alors que je l’avais envoyé le jour même.',
  'Pouvez-vous me confirmer la date de remboursement ? Cela fait trois semaines.',
  'J’ai besoin de l’attestation pour lundi, merci d’avance.',
  'Votre collègue m’avait promis un rappel, je n’ai rien eu.',
  'Merci, tout est réglé de mon côté.',
  'Le garage attend votre accord pour commencer les réparations.',
];
const STAFF = ['Léa Martin', 'Karim Benali', 'Nora Petit', 'Thomas Roy', 'Julie Blanc', 'Samir Kaci', 'Anne Weber', 'Hugo Faure'];

const pick = <T,>(list: readonly T[], n: number): T => list[n % list.length] as T;
const crockford = (n: number) => n.toString(32).toUpperCase().replaceAll('I', 'W').replaceAll('L', 'X').replaceAll('O', 'Y').replaceAll('U', 'Z');
const id = (prefix: string, n: number) => `${prefix}_0J5X${crockford(100_000 + n * 37).padStart(9, '0')}`;

export const staff = STAFF.map((name, n) => ({ id: id('staff', n), name }));
export const teams = ['Auto', 'Santé', 'Habitation'].map((name, n) => ({ id: id('team', n), name, description: '', is_active: true, members: [], version: 1 }));

export const me = {
  id: staff[0]?.id ?? '',
  name: 'Léa Martin',
  email: 'lea@mutuelle.example',
  role: 'team_lead',
  locale: 'fr',
  preferences: { theme: 'system', density: 'auto', shortcuts: 'on' },
  permissions: [
    'cases_read', 'cases_read_all', 'cases_write', 'cases_assign', 'customers_read', 'customers_write', 'customers_import', 'surveys_read', 'surveys_write',
    'indicators_read', 'templates_write', 'callbacks_read', 'callbacks_manage', 'quarantine_manage', 'mailboxes_manage', 'promises_manage', 'staff_manage',
    'api_keys_manage', 'jobs_manage', 'audit_read',
  ],
  teams: teams.slice(0, 2).map(({ id: team, name }) => ({ id: team, name })),
  has_totp: false,
  must_change_password: false,
  version: 1,
};

export interface MockCase {
  id: string;
  [key: string]: unknown;
}

const METRICS = ['first_reply', 'next_reply', 'resolution'];

export function makeCase(n: number, minutes: number): MockCase {
  const waiting = n % 17 === 5;
  return {
    id: id('case', n),
    subject: pick(SUBJECTS, n * 7),
    type: 'claim',
    channel: pick(['mail', 'mail', 'web_form', 'phone', 'portal'], n),
    priority: pick(['normal', 'normal', 'high', 'normal', 'urgent', 'low'], n),
    state: waiting ? 'waiting' : 'open',
    waiting: waiting ? { cause: 'customer', until: null } : null,
    team_id: teams[n % 3]?.id ?? null,
    team_name: teams[n % 3]?.name ?? null,
    owner_id: n % 4 === 3 ? null : pick(staff, n).id,
    owner_name: n % 4 === 3 ? null : pick(staff, n).name,
    person_id: n % 23 === 9 ? null : id('person', n),
    person_name: n % 23 === 9 ? null : `${pick(FIRST, n)} ${pick(LAST, n * 5 + 3)}`,
    account_id: null,
    account_name: null,
    answer_count: 1,
    promise_name: 'Auto, par mail',
    last: { interaction_id: id('interaction', n * 10 + 3), at: at(-n * 3), text: pick(WORDS, n) },
    due: waiting ? null : { at: at(minutes), metric: pick(METRICS, n) },
    received_at: at(-n * 11),
    updated_at: at(-n * 3),
    opened_at: at(-n * 40 - 600),
    closed_at: null,
    language: 'fr',
    last_inbound_id: id('interaction', n * 10 + 3),
    present: n === 1 ? [{ staff_id: staff[1]?.id, name: 'Karim', doing: 'replying', since: at(-2) }] : [],
    participants: [],
    version: 3,
  };
}

export const cases: MockCase[] = Array.from({ length: 1284 }, (_, n) => makeCase(n, n * 9 - 40));

export function thread(of: MockCase) {
  const n = cases.indexOf(of);
  const person = of['person_id'] ? { id: String(of['person_id']), name: String(of['person_name']) } : null;
  const base = { case_id: of.id, person_id: person?.id ?? null, subject: of['subject'], language: 'fr', duration_seconds: null, meta: {}, is_hidden: false, version: 1, state_reason: null, attachments: [] as unknown[] };
  const items = [
    {
      ...base,
      id: id('interaction', n * 10),
      channel: 'mail',
      direction: 'inbound',
      kind: 'message',
      state: 'received',
      at: at(-1500),
      author: person?.id ?? 'x',
      author_name: person?.name ?? 'inconnu@exemple.fr',
      body_text: `Bonjour,\n\n${pick(WORDS, n)}\n\nJe reste disponible toute la journée au 06 12 34 56 47.\n\nBien à vous,\n${person?.name ?? ''}`,
      body_fold: null,
      has_html: true,
      attachments: [{ id: id('attachment', n), name: 'constat-amiable.pdf', media_type: 'application/pdf', size_bytes: 482_120, is_embedded: false, is_dangerous: false }],
    },
    {
      ...base,
      id: id('interaction', n * 10 + 1),
      channel: 'mail',
      direction: 'outbound',
      kind: 'message',
      state: 'sent',
      at: at(-1380),
      author: staff[0]?.id,
      author_name: 'Léa Martin',
      body_text: 'Bonjour,\n\nVotre constat est bien arrivé. Il nous manque la photo de la plaque pour transmettre le dossier au garage.\n\nLéa Martin\nMutuelle des Rives',
      body_fold: null,
      has_html: false,
    },
    {
      ...base,
      id: id('interaction', n * 10 + 2),
      channel: 'mail',
      direction: 'internal',
      kind: 'note',
      state: 'received',
      at: at(-300),
      author: staff[1]?.id,
      author_name: 'Karim Benali',
      body_text: 'Le garage confirme avoir déjà reçu la photo : ne pas la redemander.',
      body_fold: null,
      has_html: false,
    },
    {
      ...base,
      id: id('interaction', n * 10 + 3),
      channel: 'mail',
      direction: 'inbound',
      kind: 'message',
      state: n % 9 === 4 ? 'unverified' : 'received',
      at: at(-42),
      author: person?.id ?? 'x',
      author_name: person?.name ?? 'inconnu@exemple.fr',
      body_text: `${pick(WORDS, n)}\n\nLe 20 nov. à 17:40, Léa Martin a écrit :\n> Votre constat est bien arrivé. Il nous manque la photo de la plaque.`,
      body_fold: [...`${pick(WORDS, n)}\n\n`].length,
      has_html: false,
    },
  ];
  return items.map((it) => ({ ...it, excerpt: it.body_text.slice(0, 120) }));
}

const answer = {
  id: id('interaction', 99_991),
  case_id: null,
  person_id: null,
  channel: 'survey',
  direction: 'inbound',
  kind: 'answer',
  state: 'received',
  state_reason: null,
  at: at(-60 * 24 * 39),
  author: 'person',
  author_name: null,
  subject: 'Enquête après dossier',
  excerpt: 'Trop long, et j’ai dû tout répéter.',
  body_text: null,
  body_fold: null,
  has_html: false,
  language: 'fr',
  duration_seconds: null,
  attachments: [],
  meta: { nps: 3 },
  is_hidden: false,
  version: 1,
};
export const personTimeline = [
  { ...answer, id: id('interaction', 99_990), kind: 'message', channel: 'mail', subject: 'Sinistre auto', at: at(-42), meta: {}, excerpt: WORDS[0] },
  { ...answer, id: id('interaction', 99_992), kind: 'call', channel: 'phone', subject: 'Appel, 6 min, Karim', at: at(-60 * 24 * 18), meta: {} },
  answer,
];

export function clocks() {
  const h = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const micro = 3_600_000_000;
  const seg = (from: number, to: number, reason: object, counted: number, sum: number, planned = false) => ({
    from: h(from),
    to: h(to),
    reason,
    counted_micros: counted * micro,
    sum_micros: sum * micro,
    target_seconds: 4 * 3600,
    is_planned: planned,
    is_late: false,
  });
  const ledgers = [
    {
      metric: 'first_reply',
      outcome: 'running',
      started_at: h(-19.8),
      ended_at: null,
      due_at: h(0.7),
      target_seconds: 4 * 3600,
      counting: 'business',
      counted_micros: 3.3 * micro,
      remaining_micros: 0.7 * micro,
      segments: [
        seg(-19.8, -18, { kind: 'counted' }, 1.8, 1.8),
        seg(-18, -3, { kind: 'closed' }, 0, 1.8),
        seg(-3, -2, { kind: 'counted' }, 1, 2.8),
        seg(-2, -0.5, { kind: 'pause', cause: 'customer' }, 0, 2.8),
        seg(-0.5, 0, { kind: 'counted' }, 0.5, 3.3),
        seg(0, 0.7, { kind: 'counted' }, 0.7, 4, true),
      ],
    },
    {
      metric: 'resolution',
      outcome: 'running',
      started_at: h(-19.8),
      ended_at: null,
      due_at: h(60),
      target_seconds: 16 * 3600,
      counting: 'business',
      counted_micros: 3.3 * micro,
      remaining_micros: 12.7 * micro,
      segments: [seg(-19.8, -18, { kind: 'counted' }, 1.8, 1.8), seg(-18, 60, { kind: 'closed' }, 0, 1.8, true)],
    },
  ];
  return ledgers.map((ledger, n) => ({ id: `clock_${n}`, promise_id: 'promise_1', promise_name: 'Auto, par mail', promise_version: 3, time_zone: 'Europe/Paris', ledger }));
}

export const history = [
  { id: 'history_3', at: at(-42), actor: 'person', actor_name: 'Hélène Desprès-Lefèvre', detail: { kind: 'received', interaction_id: 'x', reopened: false } },
  { id: 'history_2', at: at(-1390), actor: 'staff', actor_name: 'Léa Martin', detail: { kind: 'assigned', changes: [{ field: 'owner', from: null, to: 'Léa Martin' }] } },
  { id: 'history_1', at: at(-1500), actor: 'system', actor_name: 'entente', detail: { kind: 'opened', interaction_id: null } },
];

export const templates = [
  { id: 'template_1', name: 'Pièce reçue', intent: 'receipt', language: 'fr', body: '', variables: [], is_active: true, version: 1 },
  { id: 'template_2', name: 'Demande de justificatif', intent: 'ask', language: 'fr', body: '', variables: [], is_active: true, version: 1 },
  { id: 'template_3', name: 'Remboursement effectué', intent: 'refund', language: 'fr', body: '', variables: [], is_active: true, version: 1 },
];

export function rendering(of: MockCase | undefined, template: string) {
  const name = String(of?.['person_name'] ?? '').split(' ')[0] ?? '';
  const hello = name ? `Bonjour ${name},` : 'Bonjour,';
  const gap = template === 'template_2' ? ' Il nous manque ⟦document⟧, à nous envoyer avant le ⟦date⟧.' : ' Votre dossier avance.';
  const text = `${hello}\n\nNous avons bien reçu votre message au sujet de « ${String(of?.['subject'] ?? '')} ».${gap}\n\nBien à vous,\nLéa Martin`;
  return {
    text,
    filled: name ? [{ name: 'first_name', value: name, source: 'customer', start: 8, end: 8 + name.length }] : [],
    fallbacks: name ? [] : [{ name: 'first_name', text: null }],
    gaps: template === 'template_2' ? ['document', 'date'] : [],
  };
}

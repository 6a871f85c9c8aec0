/** What was put right on a case: what the server is told, what the screen shows meanwhile, and the way back. */
import type { Case, Named } from '@/api/types';

export interface Corrected {
  subject: string;
  type: string;
  language: Case['language'];
  market: string;
  person: Named | null;
  account: Named | null;
}

type Field = 'subject' | 'type' | 'language' | 'market' | 'person' | 'account';

/** One side of a correction: the request, and the same as the case shows it. */
export interface Side {
  patch: Record<string, string | null>;
  shown: Partial<Case>;
}

export interface Correction {
  fields: Field[];
  to: Side;
  from: Side;
}

const plain = (it: Corrected): Corrected => ({ ...it, subject: it.subject.trim().replace(/\s+/g, ' '), market: it.market.trim() });

const VALUES: Record<Field, (it: Corrected) => Side> = {
  subject: ({ subject }) => ({ patch: { subject }, shown: { subject } }),
  type: ({ type }) => ({ patch: { type }, shown: { type } }),
  language: ({ language }) => ({ patch: { language }, shown: { language } }),
  market: ({ market }) => ({ patch: { market: market || null }, shown: { market: market || null } }),
  person: ({ person }) => ({ patch: { person_id: person?.id ?? null }, shown: { person_id: person?.id ?? null, person_name: person?.name ?? null } }),
  account: ({ account }) => ({ patch: { account_id: account?.id ?? null }, shown: { account_id: account?.id ?? null, account_name: account?.name ?? null } }),
};

const sideOf = (fields: readonly Field[], it: Corrected): Side => {
  const sides = fields.map((field) => VALUES[field](it));
  return { patch: Object.assign({}, ...sides.map((one) => one.patch)) as Side['patch'], shown: Object.assign({}, ...sides.map((one) => one.shown)) as Side['shown'] };
};

/** What differs, both ways; nothing, if nothing does. */
export function correctionOf(was: Corrected, typed: Corrected): Correction | null {
  const now = plain(typed);
  const fields = (Object.keys(VALUES) as Field[]).filter((field) => JSON.stringify(VALUES[field](was).patch) !== JSON.stringify(VALUES[field](now).patch));
  return fields.length === 0 ? null : { fields, to: sideOf(fields, now), from: sideOf(fields, was) };
}

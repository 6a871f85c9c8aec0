/** Whom a case is for: people and accounts as a search shows them. */
import { get, type Page } from '@/api/http';
import type { PersonLine } from '@/api/types';
import type { Choice } from '@/ui/find-box';
import { phoneText } from '@/ui/phone';

const FOUND = 8;

/** What tells two people of one name apart: town, birth, and how they are reached. */
export const personDetail = (it: PersonLine, date: (at: string) => string) =>
  [[it.postcode, it.city].filter(Boolean).join(' '), it.born_on ? date(it.born_on) : '', it.email ?? '', it.phone ? phoneText(it.phone) : ''].filter(Boolean).join(' · ');

export const findPersons = async (q: string, signal?: AbortSignal): Promise<PersonLine[]> => (await get<Page<PersonLine>>('/persons', { q, limit: FOUND }, signal)).items;

export const findAccounts = async (q: string, signal?: AbortSignal): Promise<Choice[]> =>
  (await get<Page<{ id: string; name: string }>>('/accounts', { q, limit: FOUND }, signal)).items.map((it) => ({ id: it.id, text: it.name }));

/** Two names are one without regard to accents, capitals, hyphens and the order of first and last name. */
export function isSameName(a: string, b: string): boolean {
  const words = (it: string) =>
    it
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .toSorted()
      .join(' ');
  return words(a) !== '' && words(a) === words(b);
}

/** What was typed to find somebody, put where it belongs when they are made: an address, a number, or a name. */
export function typedPerson(text: string): { name: string; email: string; phone: string } {
  const it = text.trim();
  const isEmail = /\S@\S/.test(it);
  const isPhone = !isEmail && /^[+\d][\d\s.()-]{5,}$/.test(it);
  return { name: isEmail || isPhone ? '' : it, email: isEmail ? it : '', phone: isPhone ? it : '' };
}

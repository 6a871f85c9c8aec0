/** People and accounts as a field that searches the server shows them. */
import { get, type Page } from '@/api/http';
import type { PersonLine } from '@/api/types';

import type { Choice } from './find-box';
import { phoneText } from './phone';

const FOUND = 8;

/** What tells two people of one name apart: town, birth, and how they are reached. */
export const personDetail = (it: PersonLine, date: (at: string) => string) =>
  [[it.postcode, it.city].filter(Boolean).join(' '), it.born_on ? date(it.born_on) : '', it.email ?? '', it.phone ? phoneText(it.phone) : ''].filter(Boolean).join(' · ');

export const findPersons = async (q: string, signal?: AbortSignal): Promise<PersonLine[]> => (await get<Page<PersonLine>>('/persons', { q, limit: FOUND }, signal)).items;

export const findAccounts = async (q: string, signal?: AbortSignal): Promise<Choice[]> =>
  (await get<Page<{ id: string; name: string }>>('/accounts', { q, limit: FOUND }, signal)).items.map((it) => ({ id: it.id, text: it.name }));

// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Case } from '@/api/types';
import { done, undo, undoable } from '@/shell/undo';
import { waitingActs } from '@/shell/waiting';
import type { Words } from '@/words';

import { caseActs } from './acts';
import { caseQuery } from './calls';

const LEA = { id: 'staff_lea', name: 'Léa' };
const KARIM = { id: 'staff_karim', name: 'Karim' };
const LATER = '2099-01-01T08:00:00Z';

const words = ((key: string, values?: Record<string, unknown>) => [key, ...Object.values(values ?? {}).filter((it) => typeof it !== 'object')].join(' ')) as unknown as Words;

let cases: Map<string, Case>;
let client: QueryClient;
/** What the server is told, and in place of an answer what it is to say next. */
let told: string[];
let next: (() => Response) | null;

const base = { owner_id: null, owner_name: null, team_id: 'team_1', team_name: 'Un', state: 'open', waiting: null, snoozed_until: null, closed_at: null, priority: 'normal', person_id: 'person_1' };
const change = (id: string, part: object) => {
  const was = cases.get(id);
  const now = { ...base, ...was, ...part, id, version: (was?.version ?? 0) + 1 } as Case;
  cases.set(id, now);
  return now;
};
const see = (id: string) => client.setQueryData(caseQuery(id).queryKey, cases.get(id));
const shown = (id: string) => client.getQueryData<Case>(caseQuery(id).queryKey);
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

function answer(method: string, what: string, body: Record<string, unknown>): object {
  switch (`${method} ${what}`) {
    case 'PUT assignment':
      return { owner_id: body['owner_id'], owner_name: body['owner_id'] === LEA.id ? LEA.name : body['owner_id'] === KARIM.id ? KARIM.name : null, team_id: body['team_id'] };
    case 'PUT waiting':
      return { state: 'waiting', waiting: { cause: body['cause'], until: body['until'] ?? null }, snoozed_until: null };
    case 'PUT snooze':
      return { snoozed_until: body['until'] };
    case 'DELETE snooze':
      return { snoozed_until: null };
    case 'PUT closure':
      return { state: 'closed', waiting: null, snoozed_until: null };
    case 'DELETE waiting':
    case 'DELETE closure':
      return { state: 'open', waiting: null };
    default:
      return body;
  }
}

beforeEach(() => {
  client = new QueryClient();
  cases = new Map();
  told = [];
  next = null;
  done.set([]);
  // Ids are new in each test: what was done to a case is remembered as long as the page stands.
  vi.stubGlobal('fetch', async (where: string, { method = 'GET', headers, body }: { method?: string; headers: Record<string, string>; body?: string | null }) => {
    const [, id = '', what = ''] = /cases\/([^/?]+)\/?([^?]*)/.exec(where) ?? [];
    await Promise.resolve();
    const it = cases.get(id);
    if (method === 'GET' || !it) {
      return json(it ?? {}, it ? 200 : 404);
    }
    told.push(`${method} ${id}/${what} ${headers['if-match'] ?? ''}`);
    if (next) {
      const said = next;
      next = null;
      return said();
    }
    return headers['if-match'] === `"${it.version}"` ? json(change(id, answer(method, what, JSON.parse(body ?? '{}') as Record<string, unknown>))) : json({ title: 'Stale', code: 'stale', status: 412, detail: 'Somebody changed it.' }, 412);
  });
});
afterEach(() => vi.unstubAllGlobals());

const undoLast = () => undo(undoable()?.id);
const acts = () => caseActs(client, words, { id: 'staff_me', name: 'Moi' });
let count = 0;
const some = (...parts: object[]) =>
  parts.map((part) => {
    count += 1;
    const id = `case_${count}`;
    change(id, part);
    see(id);
    return id;
  });

it('undoes only the cases that were done: not one the server refused', async () => {
  const ids = some({}, {});
  const [mine = '', theirs = ''] = ids;
  change(theirs, { owner_id: KARIM.id, owner_name: KARIM.name });
  await acts().assign(ids, LEA);
  expect(cases.get(mine)?.owner_id).toBe(LEA.id);
  expect(cases.get(theirs)?.owner_id).toBe(KARIM.id);
  expect(shown(theirs)?.owner_name).toBe(KARIM.name);
  expect(done.get().map((it) => it.label)).toEqual(['case-act-failed Somebody changed it.', 'case-done-assigned Léa 1']);
  await undoLast();
  expect(cases.get(mine)?.owner_id).toBeNull();
  expect(cases.get(theirs)?.owner_id).toBe(KARIM.id);
});

it('does not undo what a colleague did since, and says what the server says', async () => {
  const [id = ''] = some({});
  await acts().assign([id], LEA);
  change(id, { owner_id: KARIM.id, owner_name: KARIM.name });
  see(id);
  await expect(undoLast()).rejects.toThrow('Somebody changed it.');
  expect(cases.get(id)?.owner_id).toBe(KARIM.id);
  expect(shown(id)?.owner_id).toBe(KARIM.id);
});

it('gives back the pause and the sleep that an act ended', async () => {
  const [waited = '', slept = '', again = ''] = some({ state: 'waiting', waiting: { cause: 'supplier', until: LATER } }, { snoozed_until: LATER }, { state: 'waiting', waiting: { cause: 'customer', until: null } });
  await acts().close([waited, slept]);
  await acts().wait([again], 'supplier');
  expect(cases.get(again)?.waiting?.cause).toBe('supplier');
  await undoLast();
  await undoLast();
  expect(cases.get(waited)).toMatchObject({ state: 'waiting', waiting: { cause: 'supplier', until: LATER } });
  expect(cases.get(slept)).toMatchObject({ state: 'open', snoozed_until: LATER });
  expect(cases.get(again)).toMatchObject({ state: 'waiting', waiting: { cause: 'customer', until: null } });
});

it('acts done one after the other are undone one after the other', async () => {
  const [id = ''] = some({ owner_id: KARIM.id, owner_name: KARIM.name });
  await Promise.all([acts().assign([id], LEA), acts().prioritise([id], 'urgent'), acts().wait([id], 'customer')]);
  expect(cases.get(id)).toMatchObject({ owner_id: LEA.id, priority: 'urgent', state: 'waiting' });
  await undoLast();
  await undoLast();
  await undoLast();
  expect(cases.get(id)).toMatchObject({ owner_id: KARIM.id, priority: 'normal', state: 'open' });
});

it('undone before the server answered, it is shown undone at once and stays so', async () => {
  const [id = ''] = some({ owner_id: KARIM.id, owner_name: KARIM.name });
  const act = acts().assign([id], LEA);
  expect(shown(id)?.owner_name).toBe(LEA.name);
  const back = undoLast();
  expect(shown(id)?.owner_name).toBe(KARIM.name);
  await Promise.all([act, back]);
  expect(cases.get(id)?.owner_id).toBe(KARIM.id);
});

it('the answer to one act does not paint over the next one', async () => {
  const [id = ''] = some({});
  const seen: (string | null | undefined)[] = [];
  client.getQueryCache().subscribe(() => seen.push(shown(id)?.priority));
  await Promise.all([acts().assign([id], LEA), acts().prioritise([id], 'urgent')]);
  expect(seen.lastIndexOf('normal')).toBeLessThan(seen.indexOf('urgent'));
});

it('a refusal puts back what the server holds, not what was on screen', async () => {
  const [id = ''] = some({ subject: 'before' });
  next = () => {
    change(id, { subject: 'came meanwhile' });
    return json({ title: 'No', code: 'not_member', status: 422, detail: 'Léa is not in this team.' }, 422);
  };
  await acts().assign([id], LEA);
  expect(shown(id)).toMatchObject({ subject: 'came meanwhile', owner_id: null });
  expect(done.get().map((it) => it.label)).toEqual(['case-act-failed Léa is not in this team.']);
});

it('an act is done to the case as it was seen: not to what it has become while we were offline', async () => {
  const [id = ''] = some({});
  next = () => {
    throw new TypeError('offline');
  };
  const act = acts().assign([id], LEA);
  await vi.waitFor(() => expect(waitingActs.get()).toBe(1));
  change(id, { owner_id: KARIM.id, owner_name: KARIM.name });
  see(id);
  window.dispatchEvent(new Event('online'));
  await act;
  expect(told.at(-1)).toBe(`PUT ${id}/assignment "1"`);
  expect(cases.get(id)?.owner_id).toBe(KARIM.id);
});

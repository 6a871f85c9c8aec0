import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';

import * as data from './fixtures';

type Body = Record<string, unknown>;

async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
  }
  try {
    return JSON.parse(text || '{}') as Body;
  } catch {
    return {};
  }
}

const streams = new Set<ServerResponse>();
let eventId = 100;
function emit(name: string, payload: Body) {
  eventId += 1;
  for (const stream of streams) {
    stream.write(`id: ${eventId}\nevent: ${name}\ndata: ${JSON.stringify(payload)}\n\n`);
  }
}

const drafts = new Map<string, Body>();
let signedIn = true;
let setup = {
  needs_admin: false,
  company_name: 'Mutuelle des Rives',
  market_country: 'FR',
  time_zone: 'Europe/Paris',
  languages: ['fr', 'en'],
  steps: ['you', 'company', 'mailbox', 'team', 'promise', 'trial'].map((step, at) => ({ step, is_done: at < 2 })),
  version: 1,
};

const VIEWS: Record<string, (it: data.MockCase) => boolean> = {
  mine: (it) => it['owner_id'] === data.me.id && it['state'] === 'open',
  to_handle: (it) => it['state'] === 'open',
  late: (it) => it['state'] === 'open' && it['due'] !== null && new Date((it['due'] as { at: string }).at).getTime() < Date.now(),
  unassigned: (it) => it['state'] === 'open' && it['owner_id'] === null,
  waiting: (it) => it['state'] === 'waiting',
  closed: (it) => it['state'] === 'closed',
  all: () => true,
};

/** Answers /api/v1 from fixtures. `?mock=error|empty|slow` in the page's address draws those states. */
function handler(): Connect.NextHandleFunction {
  return (request, response, next) => {
    const url = new URL(request.url ?? '/', 'http://mock');
    if (!url.pathname.startsWith('/api/v1')) {
      next();
      return;
    }
    void answer(request, response, url);
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, url: URL) {
  const path = url.pathname.slice('/api/v1'.length);
  const method = request.method ?? 'GET';
  const state = new URL(request.headers.referer ?? 'http://mock/').searchParams.get('mock');
  const send = (status: number, body?: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  const problem = (status: number, code: string) => send(status, { title: code, status, code });
  const body = method === 'GET' ? {} : await bodyOf(request);
  const q = (name: string) => url.searchParams.get(name);

  if (path === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': beat\n\n');
    streams.add(response);
    request.on('close', () => streams.delete(response));
    return;
  }
  if (path === '/mock' && method === 'POST') {
    // The tests' hand: change a case, add one, sign out.
    if (body['new']) {
      const added = data.makeCase(5000 + data.cases.length, -10);
      data.cases.unshift(added);
      emit('case_opened', { case_id: added.id });
    }
    if (typeof body['close'] === 'string') {
      const it = data.cases.find((one) => one.id === body['close']);
      if (it) {
        it['state'] = 'closed';
        emit('case_closed', { case_id: it.id });
      }
    }
    if (body['session'] !== undefined) signedIn = body['session'] === true;
    if (body['needs_admin'] !== undefined) setup = { ...setup, needs_admin: body['needs_admin'] === true };
    return send(200, {});
  }
  if (path === '/setup') {
    if (method === 'PUT') {
      setup = { ...setup, ...body, steps: setup.steps.map((it) => (it.step === body['step_done'] ? { ...it, is_done: true } : it)), version: setup.version + 1 };
    }
    return send(200, setup, { etag: `"${setup.version}"` });
  }
  if (path === '/session' && method === 'POST') {
    signedIn = body['password'] !== 'wrong';
    return signedIn ? send(200, data.me) : problem(401, 'sign_in_refused');
  }
  if (path === '/session') {
    signedIn = false;
    return send(204);
  }
  if (!signedIn) return problem(401, 'signed_out');
  if (path === '/me') {
    if (method === 'PATCH') Object.assign(data.me, body, { version: data.me.version + 1 });
    return send(200, data.me, { etag: `"${data.me.version}"` });
  }
  if (path === '/sessions') {
    return send(200, { items: [{ id: 'session_1', created_at: new Date().toISOString(), last_seen_at: new Date().toISOString(), user_agent: 'Firefox 145, Linux', network: '192.0.2.0/24', is_present: true }] });
  }
  if (state === 'error' && method === 'GET') return problem(503, 'unavailable');
  if (state === 'slow') await new Promise((done) => setTimeout(done, 4000));

  const empty = state === 'empty';
  if (path === '/staff') return send(200, { items: data.staff, next: null });
  if (path === '/teams') return send(200, { items: data.teams, next: null });
  if (path === '/inbox-views') {
    return send(200, { built_in: Object.entries(VIEWS).map(([key, is]) => ({ key, count: empty ? 0 : data.cases.filter(is).length, sort: 'due' })), saved: [] });
  }
  if (path === '/cases' && method === 'GET') {
    const limit = Number(q('limit') ?? 50);
    const from = Number(q('after') ?? 0);
    const words = (q('q') ?? '').toLowerCase();
    const person = q('person_id');
    const all = empty
      ? []
      : data.cases
          .filter(VIEWS[q('view') ?? 'all'] ?? (() => true))
          .filter((it) => !words || JSON.stringify([it['subject'], it['person_name']]).toLowerCase().includes(words))
          .filter((it) => !person || it['person_id'] === person);
    return send(200, { items: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : null, total: all.length });
  }
  const of = /^\/cases\/([^/]+)(\/.*)?$/.exec(path);
  if (of) {
    const it = data.cases.find((one) => one.id === of[1]);
    if (!it) return problem(404, 'not_found');
    const change = (part: Body, event: string) => {
      const wanted = request.headers['if-match'];
      if (wanted !== undefined && wanted !== `"${String(it['version'])}"`) return problem(412, 'stale');
      Object.assign(it, part, { version: Number(it['version']) + 1 });
      emit(event, { case_id: it.id });
      return send(200, it, { etag: `"${String(it['version'])}"` });
    };
    switch (of[2] ?? '') {
      case '':
        return method === 'PATCH' ? change(body, 'case_changed') : send(200, it, { etag: `"${String(it['version'])}"` });
      case '/assignment':
        return change({ owner_id: body['owner_id'], owner_name: data.staff.find((one) => one.id === body['owner_id'])?.name ?? null, team_id: body['team_id'], team_name: data.teams.find((one) => one.id === body['team_id'])?.name ?? null }, 'case_assigned');
      case '/waiting':
        return method === 'DELETE' ? change({ state: 'open', waiting: null }, 'case_resumed') : change({ state: 'waiting', waiting: { cause: body['cause'], until: null } }, 'case_waiting');
      case '/closure':
        return method === 'DELETE' ? change({ state: 'open', closed_at: null }, 'case_reopened') : change({ state: 'closed', closed_at: new Date().toISOString() }, 'case_closed');
      case '/clocks':
        return send(200, { items: data.clocks() });
      case '/history':
        return send(200, { items: data.history, next: null });
      case '/notes':
        return send(201, { interaction_id: 'interaction_9' });
      case '/replies':
        return send(201, { interaction_id: 'interaction_9', leaves_at: new Date(Date.now() + 10_000).toISOString() });
      case '/presence':
        return method === 'DELETE' ? send(204) : send(200, { items: it['present'] });
      default: {
        if (of[2]?.startsWith('/replies/')) return send(204);
        if (of[2]?.startsWith('/drafts/')) {
          const key = path;
          if (method === 'PUT') drafts.set(key, { ...body, updated_at: new Date().toISOString(), version: 1 });
          if (method === 'DELETE') drafts.delete(key);
          const draft = drafts.get(key);
          return draft ? send(200, draft) : method === 'GET' ? problem(404, 'not_found') : send(204);
        }
        return problem(404, 'not_found');
      }
    }
  }
  if (path === '/interactions') {
    const it = data.cases.find((one) => one.id === q('case_id'));
    return send(200, { items: it ? data.thread(it).toReversed() : data.personTimeline, next: null });
  }
  if (/^\/interactions\/[^/]+\/content$/.test(path)) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" });
    response.end('<!doctype html><html lang="fr"><title>Message</title><p>Bonjour, <b>voici le constat</b>.</p></html>');
    return;
  }
  if (path === '/reply-templates') return send(200, { items: data.templates, next: null });
  const render = /^\/reply-templates\/([^/]+)\/rendering$/.exec(path);
  if (render) return send(200, data.rendering(data.cases.find((one) => one.id === body['case_id']), render[1] ?? ''));
  if (path === '/persons') {
    const words = (q('q') ?? '').toLowerCase();
    const people = [...new Map(data.cases.filter((it) => it['person_id']).map((it) => ({ id: String(it['person_id']), name: String(it['person_name']) })).map((it) => [it.name, it])).values()];
    return send(200, { items: people.filter((it) => it.name.toLowerCase().includes(words)).slice(0, 8).map((it) => ({ id: it.id, display_name: it.name, city: 'Lille', email: null })), next: null });
  }
  const person = /^\/persons\/([^/]+)$/.exec(path);
  if (person) {
    const known = data.cases.find((it) => it['person_id'] === person[1]);
    const found = known && { id: String(known['person_id']), name: String(known['person_name']) };
    return found
      ? send(200, {
          ...found,
          display_name: found.name,
          language: 'fr',
          contact_points: [
            { id: 'contact_1', kind: 'email', shown: 'helene.despres@exemple.fr', verified_at: '2026-11-03T10:00:00Z', verified_how: 'reply' },
            { id: 'contact_2', kind: 'phone', shown: '06 12 34 56 47', verified_at: null, verified_how: null },
          ],
          memberships: [],
          fields: [],
          records: [],
          has_one_source: true,
          version: 1,
        })
      : problem(404, 'not_found');
  }
  return problem(404, 'not_found');
}

export function mockApi(): Plugin {
  return {
    name: 'entente-mock',
    configureServer: (server) => void server.middlewares.use(handler()),
    configurePreviewServer: (server) => void server.middlewares.use(handler()),
  };
}

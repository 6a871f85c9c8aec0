/**
 * One thin wrapper over fetch: problem+json becomes an error one can read, versions travel as ETags, and a repeated
 * POST carries the same Idempotency-Key. Requests are same-origin: the session cookie and Sec-Fetch-Site are the
 * protection against forged requests, so there is no token to carry.
 */
import { signInsKnown, tellKnown } from './known';

export interface FieldProblem {
  pointer: string;
  code: string;
  /** In the language of the screen. */
  detail: string;
}

export interface Problem {
  type?: string;
  title: string;
  status: number;
  code: string;
  /** What the words name. */
  values?: Record<string, unknown>;
  detail?: string;
  errors?: FieldProblem[];
}

export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
  }
  get status() {
    return this.problem.status;
  }
  get code() {
    return this.problem.code;
  }
  /** The connection failed: the act may be tried again as it is. */
  get isOffline() {
    return this.problem.status === 0;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Options {
  query?: Query | undefined;
  body?: unknown;
  ifMatch?: string | number | null | undefined;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface Answer<T> {
  data: T;
  etag: string | null;
}

const BASE = '/api/v1';

declare global {
  /** What `theme.js` asked for while the scripts were on their way, by address. */
  var ententeEarly: Record<string, Promise<Response | null>> | undefined;
}
const EARLY_MS = 10_000;

/** The answer to what was asked early: used once, and only while it is new. A refusal ends it: the others were refused too. */
async function early(where: string): Promise<Response | null> {
  const asked = globalThis.ententeEarly?.[where];
  if (!asked) {
    return null;
  }
  delete globalThis.ententeEarly?.[where];
  const response = performance.now() < EARLY_MS ? await asked : null;
  if (!response?.ok) {
    globalThis.ententeEarly = undefined;
  }
  return response;
}

export function address(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = { title: response.statusText, status: response.status, code: `http_${response.status}` };
  if (!response.headers.get('content-type')?.includes('json')) {
    return fallback;
  }
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

/** Whether the server did what it was asked is not known: no answer came, or one of which nobody can tell. */
export const isUnsure = (error: unknown) => error instanceof ApiError && (error.isOffline || error.status >= 500 || error.code === 'still_running');

/** What hinders it may be over by the next time: no connection, too much at once, a server that is ill. */
export const isPassing = (error: unknown) => error instanceof ApiError && (error.isOffline || error.status === 429 || error.status >= 500);

/** The keys of the POSTs of which nobody knows what became, by what they asked: asked again, each is done once. */
const unsure = new Map<string, string>();

export async function request<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  if (method !== 'POST' || options.idempotencyKey !== undefined || options.body instanceof FormData) {
    return send<T>(method, path, options);
  }
  const asked = `${address(path, options.query)} ${JSON.stringify(options.body)}`;
  const idempotencyKey = unsure.get(asked) ?? crypto.randomUUID();
  try {
    const answer = await send<T>(method, path, { ...options, idempotencyKey });
    unsure.delete(asked);
    return answer;
  } catch (error) {
    if (isUnsure(error)) {
      unsure.set(asked, idempotencyKey);
    } else {
      unsure.delete(asked);
    }
    throw error;
  }
}

async function send<T>(method: string, path: string, options: Options): Promise<Answer<T>> {
  // What is refused is said in the language of the screen, whatever the browser prefers.
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': document.documentElement.lang || 'fr' };
  if (options.ifMatch !== null && options.ifMatch !== undefined) {
    const version = String(options.ifMatch);
    headers['if-match'] = version.startsWith('"') ? version : `"${version}"`;
  }
  if (method === 'POST') {
    headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID();
  }
  const form = options.body instanceof FormData;
  if (options.body !== undefined && !form) {
    headers['content-type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  }
  const where = address(path, options.query);
  const askedAfter = signInsKnown();
  let response: Response;
  try {
    response =
      (method === 'GET' ? await early(where) : null) ??
      (await fetch(where, {
        method,
        headers,
        body: options.body === undefined ? null : form ? (options.body as FormData) : JSON.stringify(options.body),
        credentials: 'same-origin',
        signal: options.signal ?? null,
      }));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') {
      throw error;
    }
    throw new ApiError({ title: 'offline', status: 0, code: 'offline' });
  }
  if (!response.ok) {
    if (response.status === 401 && path !== '/session' && askedAfter === signInsKnown()) {
      tellKnown(false);
    }
    const after = Number(response.headers.get('retry-after'));
    throw new ApiError(await problemOf(response), Number.isFinite(after) && after > 0 ? after : null);
  }
  const empty = response.status === 204 || response.headers.get('content-length') === '0';
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { data: (empty || !isJson ? undefined : await response.json()) as T, etag: response.headers.get('etag') };
}

export const get = async <T>(path: string, query?: Query, signal?: AbortSignal) =>
  (await request<T>('GET', path, { query, signal })).data;
export const post = async <T>(path: string, body?: unknown, options: Options = {}) =>
  (await request<T>('POST', path, { ...options, body: body ?? {} })).data;
export const put = async <T>(path: string, body?: unknown, ifMatch?: string | number | null) =>
  (await request<T>('PUT', path, { body: body ?? {}, ifMatch })).data;
export const patch = async <T>(path: string, body: unknown, ifMatch?: string | number | null) =>
  (await request<T>('PATCH', path, { body, ifMatch })).data;
export const remove = async <T>(path: string, ifMatch?: string | number | null) =>
  (await request<T>('DELETE', path, { ifMatch })).data;

export interface Page<T> {
  items: T[];
  next: string | null;
  /** How many there are in all; with `count=true` only. */
  total?: number | null;
}

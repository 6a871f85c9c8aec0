// A small demo company to look at: made once a run, standing still.

import { freePort, Program } from './program.mjs';

let running;

/** The demo company with so many `customers`, started at the first call. */
export async function demo(customers = 400) {
  if (!running) {
    const program = new Program();
    program.args = ['demo', '--still', '--customers', String(customers), '--data', `${program.folder}/demo`];
    program.port = await freePort();
    program.args.push('--port', String(program.port));
    running = program.start();
    process.once('exit', () => program.child?.kill('SIGKILL'));
  }
  return running;
}

export const PASSWORD = 'rives-du-matin';
export const logins = Object.fromEntries(
  Object.entries({ adviser: 'lea', lead: 'nadia', analyst: 'hugo', marketing: 'julie', admin: 'admin' }).map(([role, name]) => [role, `${name}@mutuelle-des-rives.example`]),
);

/** The cookies of somebody with `role`, signed in over the API as the page would; « nobody » has none. */
export async function session(program, role, locale = 'fr') {
  if (role === 'nobody') return undefined;
  const headers = { 'Content-Type': 'application/json', Origin: program.url };
  const answer = await fetch(`${program.url}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ email: logins[role], password: PASSWORD }) });
  if (!answer.ok) throw new Error(`${role} cannot sign in: ${await answer.text()}`);
  const value = /entente_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
  const me = await fetch(`${program.url}/api/v1/me`, { headers: { Cookie: `entente_session=${value}` } });
  const change = { ...headers, Cookie: `entente_session=${value}`, 'If-Match': me.headers.get('etag') };
  await fetch(`${program.url}/api/v1/me`, { method: 'PATCH', headers: change, body: JSON.stringify({ locale }) });
  const cookie = { name: 'entente_session', value, domain: '127.0.0.1', path: '/', httpOnly: true, sameSite: 'Lax', secure: false, expires: -1 };
  return { cookies: [cookie], origins: [{ origin: program.url, localStorage: [{ name: 'entente-locale', value: locale }] }] };
}

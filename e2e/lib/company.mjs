// A company set up from nothing on a fresh store: by the command line and the API, as whoever installs it would.

import { readFileSync } from 'node:fs';

import { MailServers, Program } from './program.mjs';

const PASSWORD = 'une phrase assez longue';
const MAILBOX = 'support@rives.example';
export const CUSTOMER = { name: 'Hélène Martin', email: 'helene.martin@client.example' };

/** Somebody signed in: asks the API as the page would. */
export class Client {
  constructor(url, cookie) {
    Object.assign(this, { url, cookie });
  }

  static async signIn(url, email, password) {
    const client = new Client(url);
    const answer = await client.send('POST', '/session', { email, password });
    client.cookie = /entente_session=([^;]+)/.exec(answer.headers.get('set-cookie'))[1];
    return client;
  }

  async send(method, path, body, version) {
    const headers = { Origin: this.url };
    if (this.cookie) headers.Cookie = `entente_session=${this.cookie}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async call(...request) {
    const text = await (await this.send(...request)).text();
    return text ? JSON.parse(text) : undefined;
  }

  get(path) {
    return this.call('GET', path);
  }

  /** Cookies and language for a page of theirs. */
  state(locale = 'fr') {
    const cookie = { name: 'entente_session', value: this.cookie, domain: '127.0.0.1', path: '/', httpOnly: true, sameSite: 'Lax', secure: false, expires: -1 };
    return { cookies: [cookie], origins: [{ origin: this.url, localStorage: [{ name: 'entente-locale', value: locale }] }] };
  }
}

const TEMPLATE = {
  name: 'Dégât des eaux : que faire',
  intent: 'water_damage',
  language: 'fr',
  body: 'Bonjour{% if first_name %} {{ first_name }}{% endif %},\n\nVotre dossier {{ case_number }} est ouvert. Gardez les factures.\n\nBien à vous,\n{{ staff_name }}',
  variables: [
    { name: 'first_name', fallback: null, is_required: false },
    { name: 'case_number', fallback: null, is_required: true },
    { name: 'staff_name', fallback: 'Mutuelle des Rives', is_required: false },
  ],
};

async function employ(admin, url, member) {
  const { initial_password: password } = await admin.call('POST', '/staff', { locale: 'fr', ...member });
  const client = await Client.signIn(url, member.email, password);
  await client.call('PUT', '/me/password', { password, new_password: PASSWORD });
  return Client.signIn(url, member.email, PASSWORD);
}

async function mailbox(admin, servers, team) {
  const server = (port, security) => ({ host: '127.0.0.1', port, security, username: MAILBOX });
  const settings = {
    imap: server(servers.imaps_port, 'tls'),
    smtp: server(servers.smtp_port, 'start_tls'),
    extra_roots_pem: readFileSync(servers.certificate, 'utf8'),
    has_plus_addresses: true,
  };
  return admin.call('POST', '/mailboxes', {
    name: 'Support',
    address: MAILBOX,
    display_name: 'Mutuelle des Rives',
    language: 'fr',
    team_id: team.id,
    acknowledges: true,
    is_active: true,
    settings,
    imap_password: PASSWORD,
    smtp_password: PASSWORD,
  });
}

async function promises(admin) {
  const day = [{ from: '09:00', to: '12:30' }, { from: '14:00', to: '18:00' }];
  const week = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((it) => [it, day]));
  const definition = { time_zone: 'Europe/Paris', week, holidays: 'france' };
  const calendar = await admin.call('POST', '/calendars', { name: 'Heures d’ouverture', is_default: true, definition });
  const hours = (count) => ({ seconds: count * 3600, counting: 'business', pauses: ['customer'] });
  const promise = (name, place, conditions, targets) => admin.call('POST', '/promises', { name, place, conditions, targets, calendar_id: calendar.id, is_published: true });
  await promise('Rappels', 1, { type: 'callback' }, { resolution: hours(3) });
  await promise('Messages', 2, {}, { first_reply: hours(4), next_reply: hours(8), resolution: hours(24) });
}

async function survey(admin) {
  const made = await admin.call('POST', '/surveys', { name: 'Après un dossier', template: 'after_case' });
  await admin.call('POST', `/surveys/${made.id}/versions`, undefined, made.version);
  await admin.call('POST', '/survey-rules', {
    name: 'Tous les dossiers clos',
    survey_id: made.id,
    is_active: true,
    delay_seconds: 0,
    quiet_days: 30,
    open_days: 21,
    share: 1,
    spares_complaints: true,
  });
  return made;
}

/** Everything the loop needs, on `engine`, with real mail servers: `{program, servers, admin, lead, adviser, …}`. */
export async function setUp(engine) {
  const servers = await MailServers.start({ [MAILBOX]: PASSWORD, [CUSTOMER.email]: PASSWORD });
  const program = new Program({ engine });
  try {
    program.prepare();
    program.command('admin', 'create', '--email', 'admin@rives.example', '--name', 'Camille Admin', '--password', PASSWORD);
    await program.start();
    const { url } = program;
    const admin = await Client.signIn(url, 'admin@rives.example', PASSWORD);
    await admin.call('PUT', '/setup', { company_name: 'Mutuelle des Rives', languages: ['fr', 'en'], market_country: 'FR', time_zone: 'Europe/Paris' }, (await admin.get('/setup')).version);
    const team = await admin.call('POST', '/teams', { name: 'Sinistres' });
    const adviser = await employ(admin, url, { name: 'Léa Fontaine', email: 'lea@rives.example', role: 'adviser', teams: [team.id] });
    const lead = await employ(admin, url, { name: 'Nadia Roux', email: 'nadia@rives.example', role: 'team_lead', teams: [team.id] });
    await promises(admin);
    await admin.call('POST', '/reply-templates', TEMPLATE);
    await adviser.call('POST', '/persons', { fields: { first_name: 'Hélène', last_name: 'Martin', email: CUSTOMER.email, phone: '06 12 34 56 78' } });
    const made = await survey(admin);
    const box = await mailbox(admin, servers, team);
    return { program, servers, admin, lead, adviser, team, box, survey: made, address: MAILBOX };
  } catch (error) {
    await program.dispose();
    await servers.stop();
    throw error;
  }
}

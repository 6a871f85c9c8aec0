// The first run, as whoever installs the program sees it: from the code in the log to a mail that became a case. Real
// mail servers, a fresh store, each step looked at in light and dark.

import { readFileSync } from 'node:fs';

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { Client, CUSTOMER } from '../lib/company.mjs';
import { compose } from '../lib/mail.mjs';
import { MailServers, Program } from '../lib/program.mjs';
import { check, same, test, until } from '../lib/runner.mjs';
import { inScheme, tooWide } from '../lib/screens.mjs';

const PASSWORD = 'une phrase assez longue';
const MAILBOX = 'contact@rives.example';

/** What the fields and buttons are called, by language. */
const WORDS = {
  fr: {
    title: (step) => `Installation · étape ${step} sur 6`,
    code: 'Code d’installation', name: 'Votre nom, tel que vos collègues le lisent', email: 'Votre adresse', password: 'Mot de passe',
    company: 'Nom de l’entreprise, tel que vos clients le lisent', address: 'Adresse', change: 'Modifier', receiving: 'Réception (IMAP)', sending: 'Envoi (SMTP)',
    host: 'Serveur', security: 'Protection', port: 'Port', roots: 'Certificats à croire en plus (PEM)', attempt: 'Essayer et continuer', anyway: 'Enregistrer quand même',
    person: 'Nom', add: 'Ajouter cette personne', later: 'Plus tard', go: 'Continuer', end: 'Terminer', arrived: 'Le dossier est arrivé.', waiting: 'En attente du premier dossier…',
  },
  en: {
    title: (step) => `Set-up · step ${step} of 6`,
    code: 'Set-up code', name: 'Your name, as your colleagues read it', email: 'Your address', password: 'Password',
    company: 'Company name, as your customers read it', address: 'Address', change: 'Change', receiving: 'Receiving (IMAP)', sending: 'Sending (SMTP)',
    host: 'Server', security: 'Protection', port: 'Port', roots: 'Certificates to trust as well (PEM)', attempt: 'Test and continue', anyway: 'Save anyway',
    person: 'Name', add: 'Add this person', later: 'Later', go: 'Continue', end: 'Finish', arrived: 'The case has arrived.', waiting: 'Waiting for the first case…',
  },
};

/** Whoever goes through it: their page, what they read, and what was found wrong on the way. */
class Visitor {
  constructor(page, words) {
    Object.assign(this, { page, words, found: [] });
  }

  /** Looks at what is there: all rules in the light, colours again in the dark. */
  async look(what) {
    const { page } = this;
    for (const [scheme, rules] of [['dark', ['color-contrast']], ['light', undefined]]) {
      await inScheme(page, scheme);
      this.found.push(...(await axe(page, rules)).map((line) => `${what}, ${scheme}: ${line}`));
    }
    // A page without a frame scrolls as a whole.
    this.found.push(...(await tooWide(page)).filter((line) => !line.includes('below its frame')).map((line) => `${what}: ${line}`));
  }

  /** The step has come, and whoever cannot see it is where it begins. */
  async arriveAt(step) {
    await this.page.getByRole('heading', { level: 1, name: this.words.title(step) }).waitFor();
    await this.page.locator('main form button[type=submit]').waitFor();
    const focused = await this.page.evaluate(() => document.activeElement?.tagName);
    check(focused && focused !== 'BODY', `at step ${step} the focus is on nothing`);
    await this.look(`step ${step}`);
  }

  field(name, within = this.page) {
    return within.getByLabel(name, { exact: true });
  }

  press(name) {
    return this.page.getByRole('button', { name, exact: true }).click();
  }
}

/** The first admin: a wrong code is refused in words, the one in the log is not. */
async function claim(visitor, program) {
  const { page, words } = visitor;
  const code = await until('the log names the code', () => /set-up {2}code: (\S+)/.exec(program.log.join(''))?.[1]);
  await page.goto(`${program.url}/inbox`);
  await page.waitForURL(/\/set-up/);
  await visitor.arriveAt(1);
  await visitor.field(words.code).fill('not-the-code');
  await visitor.field(words.name).fill('Camille Admin');
  await visitor.field(words.email).fill('camille@rives.example');
  await visitor.field(words.password).fill(PASSWORD);
  await visitor.press(words.go);
  await page.getByRole('alert').waitFor();
  await visitor.look('step 1, refused');
  await visitor.field(words.code).fill(code);
  await visitor.press(words.go);
}

/** The mailbox on real servers: with a wrong password it says what the server said, with the right one it goes on. */
async function mailbox(visitor, servers) {
  const { page, words } = visitor;
  await visitor.press(words.go);
  await page.locator('[aria-invalid=true]').waitFor();
  await visitor.field(words.address).fill(MAILBOX);
  await page.getByText(/imap\.rives\.example 993/).waitFor();
  same(await page.locator('[aria-invalid=true]').count(), 0, 'complaints about an address that is whole');
  await visitor.press(words.change);
  for (const [group, security, port] of [[words.receiving, 'tls', servers.imaps_port], [words.sending, 'start_tls', servers.smtp_port]]) {
    const server = page.getByRole('group', { name: group });
    await visitor.field(words.host, server).fill('127.0.0.1');
    await visitor.field(words.security, server).selectOption(security);
    await visitor.field(words.port, server).fill(String(port));
  }
  await visitor.field(words.roots).fill(readFileSync(servers.certificate, 'utf8'));
  await visitor.field(words.password).fill('not the password');
  await visitor.look('step 3, the servers');
  await visitor.press(words.attempt);
  await page.getByRole('button', { name: words.anyway, exact: true }).waitFor();
  check((await page.locator('[data-good=false]').count()) > 0, 'no step of the trial failed with a wrong password');
  await visitor.look('step 3, the trial failed');
  await visitor.field(words.password).fill(PASSWORD);
  await visitor.press(words.attempt);
}

/** The team and its first adviser, whose password is shown once. */
async function team(visitor) {
  const { page, words } = visitor;
  await visitor.field(words.person).fill('Léa Fontaine');
  await visitor.field(words.address).fill('lea@rives.example');
  await visitor.press(words.add);
  const secret = page.locator('ul li p').last();
  await page.getByText('lea@rives.example').waitFor();
  await secret.waitFor();
  await visitor.look('step 4, somebody added');
  const password = (await secret.textContent()).trim();
  check(password.length >= 12, `her first password is « ${password} »`);
  return password;
}

/** A letter arrives while one waits for it, and it is a case with its words and its deadline. */
async function trial(visitor, servers) {
  const { page, words } = visitor;
  await page.getByText(words.waiting).waitFor();
  const mail = compose({ from: CUSTOMER.email, name: CUSTOMER.name, to: MAILBOX, subject: 'Mon contrat', text: 'Bonjour, où en est mon contrat ?', id: 'trial@client.example' });
  await servers.deliver(CUSTOMER.email, MAILBOX, mail);
  await page.getByText(words.arrived).waitFor({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Mon contrat' }).waitFor();
  await page.getByText('où en est mon contrat').waitFor();
  await page.locator('[data-form]').first().waitFor();
  await visitor.look('step 6, the case');
}

/** What is there once it is over, asked of the API by somebody who signs in. */
async function made(program, initial) {
  const client = await Client.signIn(program.url, 'camille@rives.example', PASSWORD);
  const setup = await client.get('/setup');
  same(setup.steps.filter((it) => !it.is_done), [], 'steps that are not done');
  same([setup.company_name, setup.needs_admin], ['Mutuelle des Rives', false], 'the company');
  const box = (await client.get('/mailboxes')).items[0];
  same([box.address, box.settings.imap.port > 0, box.is_active], [MAILBOX, true, true], 'the mailbox');
  same((await client.get('/calendars')).items.map((it) => it.is_default), [true], 'calendars');
  const promises = (await client.get('/promises')).items;
  same(promises.map((it) => it.is_published).sort(), [false, true], 'promises, and which is published');
  const rule = (await client.get('/survey-rules')).items[0];
  check(rule?.is_active, 'no rule asks anybody');
  const it = (await client.get('/cases?sort=received&limit=3')).items;
  same(it.map((one) => [one.subject, one.person_name, one.channel]), [['Mon contrat', CUSTOMER.name, 'mail']], 'cases');
  check(it[0].due, 'the case has no deadline');
  await Client.signIn(program.url, 'lea@rives.example', initial);
}

for (const mode of [{ width: 1440, locale: 'fr' }, { width: 390, locale: 'en' }]) {
  test(`the guided set-up at ${mode.width} px in ${mode.locale}: from the code in the log to a mail that is a case`, async () => {
    const words = WORDS[mode.locale];
    const servers = await MailServers.start({ [MAILBOX]: PASSWORD, [CUSTOMER.email]: PASSWORD });
    const program = new Program();
    const browser = await launch();
    try {
      await program.start();
      const page = await open(browser, mode);
      const visitor = new Visitor(page, words);
      await claim(visitor, program);
      await visitor.arriveAt(2);
      await visitor.field(words.company).fill('Mutuelle des Rives');
      await visitor.press(words.go);
      await visitor.arriveAt(3);
      await mailbox(visitor, servers);
      await visitor.arriveAt(4);
      const initial = await team(visitor);
      // Left and taken up again: the program knows where one was.
      await page.reload();
      await visitor.arriveAt(4);
      await visitor.press(words.go);
      await visitor.arriveAt(5);
      await visitor.press(words.later);
      await visitor.arriveAt(6);
      await page.getByRole('listitem').getByRole('button').nth(4).click();
      await visitor.arriveAt(5);
      await visitor.press(words.go);
      await visitor.arriveAt(6);
      await trial(visitor, servers);
      await visitor.press(words.end);
      await page.waitForURL(/\/inbox/);
      await page.getByRole('row').filter({ hasText: 'Mon contrat' }).waitFor();
      await made(program, initial);
      check(visitor.found.length === 0, `${visitor.found.length} to mend:\n    ${visitor.found.join('\n    ')}`);
      // Who is nobody yet, and who gives a wrong code, is answered 401 and 403.
      same(page.problems.filter((it) => !/40[13]/.test(it)), [], 'faults of the page');
    } catch (error) {
      await photograph(browser, `set-up-${mode.width}`);
      throw error;
    } finally {
      await browser.close();
      await program.dispose();
      await servers.stop();
    }
  });
}

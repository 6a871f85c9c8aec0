// Work without a pointer, twice: with single letters as shortcuts, and with them off, where the palette reaches each act.

import { readFileSync } from 'node:fs';

import { launch, open, photograph } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD } from '../lib/demo.mjs';
import { MailServers } from '../lib/program.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

/** A page that forgets its pointer, and looks after each key where the focus is. */
class Hands {
  constructor(page, letters) {
    Object.assign(this, { page, letters });
  }

  /** The focus is on something that is seen: never the body, never outside the window, never behind a bar, and marked. */
  async look(after) {
    const lost = async () =>
      this.page.evaluate(() => {
        const focused = document.activeElement;
        // One of a row of choices is drawn by its label.
        const it = focused?.matches('input[type=radio]') && focused.labels?.[0] ? focused.labels[0] : focused;
        if (!it || it === document.body || it === document.documentElement) return 'the body';
        const box = it.getBoundingClientRect();
        const name = `${it.tagName.toLowerCase()} ${it.getAttribute('aria-label') ?? it.textContent.trim().slice(0, 40)}`;
        if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return `${name}, which is not in the window`;
        const [x, y] = [Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 1), innerWidth - 1), Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 1), innerHeight - 1)];
        const top = document.elementFromPoint(x, y);
        if (top && !it.contains(top) && !top.contains(it)) return `${name}, under ${top.tagName.toLowerCase()}`;
        const { outlineStyle, boxShadow } = getComputedStyle(it);
        const frame = it.closest('[role=radiogroup]');
        const marked = (frame && getComputedStyle(frame).outlineStyle !== 'none') || it.matches('h1, [role=dialog] h2, main, [role=dialog], textarea, input, select') || outlineStyle !== 'none' || boxShadow !== 'none';
        return focused.matches(':focus-visible') && !marked ? `${name}, which does not show it` : null;
      });
    // The focus follows within a frame or two; what it is after half a second is what one is left with.
    await until(`the focus is somewhere after ${after}`, async () => (await lost()) === null, 1500).catch(async () => {
      throw new Error(`after ${after} the focus is on ${await lost()}`);
    });
  }

  async press(key) {
    await this.page.keyboard.press(key);
    await this.look(key);
  }

  /** An act: by its letter, or by its name in the palette. */
  async act(letter, name) {
    if (this.letters) return this.press(letter);
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('dialog').getByRole('combobox').waitFor();
    await this.page.keyboard.type(`>${name}`);
    await until(`the palette finds « ${name} »`, async () => (await this.page.getByRole('option', { selected: true }).textContent().catch(() => ''))?.includes(name));
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('dialog').waitFor({ state: 'detached' }).catch(() => undefined);
    return undefined;
  }

  /** Tab until `there`, asked in the page with `what`, says that the focus is where it should be. */
  async tabUntil(there, what, most = 90) {
    for (let at = 0; at < most; at += 1) {
      if (await this.page.evaluate(there, what)) return;
      await this.page.keyboard.press('Tab');
      // After the last stop the browser itself has the focus, which a page sees as its body.
      if (await this.page.evaluate(() => document.activeElement !== document.body)) await this.look('Tab');
    }
    throw new Error(`Tab does not reach ${what}`);
  }

  /** Tab until `selector` has the focus. */
  tabTo(selector) {
    return this.tabUntil((it) => document.activeElement?.matches(it), selector);
  }

  /** Tab until the next that is called `name` has the focus: a button by its words, a field by its label. */
  tabToNamed(name) {
    return this.tabUntil((name) => {
      const it = document.activeElement;
      if (it.matches('h1, h2, main')) return false;
      const said = (it?.labels?.[0]?.textContent ?? it?.getAttribute('aria-label') ?? it?.textContent ?? '').trim();
      return said.startsWith(name);
    }, name);
  }

  /** Goes to the next field called `name` and writes `text` in place of what is there. */
  async write(name, text) {
    await this.tabToNamed(name);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
  }
}

async function withHands(letters, work, role = 'adviser') {
  const program = await demo();
  const client = await Client.signIn(program.url, logins[role], PASSWORD);
  const me = await client.get('/me');
  await client.call('PATCH', '/me', { locale: 'fr', preferences: { ...me.preferences, shortcuts: letters ? 'on' : 'off' } }, me.version);
  const browser = await launch();
  try {
    const page = await open(browser, { state: client.state() });
    await work({ page, hands: new Hands(page, letters), client, program });
    same(page.problems, [], 'faults of the page');
  } catch (error) {
    await photograph(browser, `keyboard-${letters}`);
    throw error;
  } finally {
    await browser.close();
  }
}

/** Escape closes the dialog that a key opened, and nothing behind it. */
async function oneLayerOut(page, keys) {
  const address = page.url();
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForTimeout(100);
    same(page.url(), address, `the address after ${key} and Escape`);
  }
}

/** The id of the row that has the focus and is marked as the one in hand. */
const rowInHand = (page) => page.waitForFunction(() => document.activeElement?.matches('[data-grid-row][data-current=true]') && document.activeElement.dataset.id).then((it) => it.jsonValue());

/** Presses an arrow in the list; the id of the row it leads to. */
async function toNextRow(page, hands) {
  const before = await rowInHand(page);
  await hands.press('ArrowDown');
  await until('the focus is on another row', async () => (await rowInHand(page)) !== before);
  return rowInHand(page);
}

/** From the inbox: open a case, answer it, close it, back to the list. */
async function answerAndClose({ page, hands, client, program }) {
  await page.goto(`${program.url}/inbox/to_handle`);
  await page.getByRole('row').first().waitFor();
  await hands.tabTo('[role=row]');
  await toNextRow(page, hands);
  const id = await toNextRow(page, hands);
  await hands.press('Enter');
  await page.waitForURL(new RegExp(`/cases/${id}`));
  if (!hands.letters) {
    await page.keyboard.press('r');
    same(await page.locator('#composer textarea').count(), 0, 'editors opened by a letter that is off');
  }
  await page.locator('article').first().waitFor();
  await oneLayerOut(page, hands.letters ? ['d', 'a', '?', 'Control+k'] : ['Control+k']);
  await hands.act('r', 'Répondre');
  await page.waitForFunction(() => document.activeElement?.matches('#composer textarea') && !document.activeElement.readOnly);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Bonjour,\n\nC’est fait.');
  await page.keyboard.press('Control+Enter');
  await page.locator('#composer textarea').waitFor({ state: 'detached' });
  await hands.look('Control+Enter');
  await page.locator('[data-voice="us"]').filter({ hasText: 'C’est fait.' }).first().waitFor();
  await hands.act('c', 'Clore');
  await until('the case is closed', async () => (await client.get(`/cases/${id}`)).state === 'closed');
  await hands.look('closing');
  await hands.press('Escape');
  await page.waitForURL(/\/inbox\//);
  await hands.look('Escape');
}

/** On a case: the arrows scroll what is read, and only J and K turn to another case. */
async function readThread({ page, hands, client, program }) {
  await page.goto(`${program.url}/inbox/to_handle`);
  await page.getByRole('row').first().waitFor();
  await hands.tabTo('[role=row]');
  const id = await rowInHand(page);
  await client.call('POST', `/cases/${id}/notes`, { text: Array.from({ length: 60 }, (_, line) => `Ligne ${line + 1}`).join('\n') });
  await hands.press('Enter');
  await page.waitForURL(new RegExp(`/cases/${id}`));
  await page.locator('article').first().waitFor();
  await hands.tabTo('[role=feed]');
  const top = () => page.evaluate(() => document.activeElement.scrollTop);
  const end = await top();
  check(end > 0, 'the thread is longer than its window');
  await hands.press('ArrowUp');
  await until('an arrow scrolls the thread', async () => (await top()) < end);
  await hands.press('Home');
  await until('Home scrolls to its beginning', async () => (await top()) === 0);
  await hands.press('ArrowDown');
  await until('an arrow scrolls it back', async () => (await top()) > 0);
  check(page.url().includes(`/cases/${id}`), `the case is left: ${page.url()}`);
  await hands.act('j', 'Dossier suivant');
  await page.waitForURL((url) => /\/cases\/case_/.test(url.pathname) && !url.pathname.includes(id));
}

/** From the customer's page: log the call they just made. */
async function logCall({ page, hands, client, program }) {
  const { items } = await client.get('/persons?q=martin&limit=1');
  await page.goto(`${program.url}/customers/${items[0].id}`);
  await page.locator('h1').filter({ hasText: items[0].display_name }).waitFor();
  await hands.act('l', 'appel');
  await page.waitForURL(/\/cases\/new\?person=/);
  await hands.look('the form');
  await hands.tabTo('main form input[name=subject]');
  const subject = `Appel du soir ${hands.letters ? 'A' : 'B'}`;
  await page.keyboard.type(subject);
  await hands.press('Tab');
  await hands.tabTo('main form textarea');
  await page.keyboard.type('Demande où en est son remboursement.');
  await hands.tabTo('main form button[type=submit]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cases\/case_/);
  const it = await client.get(`/cases/${/case_\w+/.exec(page.url())[0]}`);
  same([it.subject, it.channel, it.person_id], [subject, 'phone', items[0].id], 'the case of the call');
  await hands.look('saving');
}

/** From the list of surveys: one from a template, a word of it changed, saved, published. */
async function publishSurvey({ page, hands, client, program }) {
  const name = `Enquête du soir ${hands.letters ? 'A' : 'B'}`;
  await page.goto(`${program.url}/surveys`);
  await page.getByRole('button', { name: 'Créer depuis ce modèle' }).first().waitFor();
  await hands.tabToNamed('Créer depuis ce modèle');
  await hands.press('Enter');
  await page.waitForURL(/\/surveys\/surv_\w+\/edit/);
  const [id] = /surv_\w+/.exec(page.url());
  await page.getByLabel('Nom', { exact: true }).waitFor();
  await hands.look('the new survey');
  await hands.write('Nom', name);
  await hands.write('Remerciement · Français', 'Merci, bonne soirée.');
  await hands.tabToNamed('Enregistrer le brouillon');
  await page.keyboard.press('Enter');
  await until('the draft is saved', async () => (await client.get(`/surveys/${id}`)).name === name);
  await page.getByRole('button', { name: 'Publier la version 1' }).and(page.locator(':not([aria-disabled=true])')).waitFor();
  await hands.look('saving');
  await hands.tabToNamed('Publier la version 1');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await hands.look('the question');
  await hands.tabToNamed('Publier la version 1');
  await page.keyboard.press('Enter');
  await until('the survey is published', async () => (await client.get(`/surveys/${id}`)).version_published === 1);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hands.look('publishing');
  same((await client.get(`/surveys/${id}`)).draft.thanks.fr, 'Merci, bonne soirée.', 'the words that were written');
}

/** From the list of mailboxes: a new one at real servers, tried as it stands, then saved. */
async function setUpMailbox({ page, hands, client, program }) {
  const address = `soir-${hands.letters ? 'a' : 'b'}@desk.example`;
  const servers = await MailServers.start({ [address]: 'secret-du-soir' });
  try {
    await page.goto(`${program.url}/settings/mailboxes`);
    await page.getByRole('link', { name: 'Ajouter une boîte' }).first().waitFor();
    await hands.tabToNamed('Ajouter une boîte');
    await hands.press('Enter');
    await page.waitForURL(/mailboxes\/new/);
    await page.getByLabel('Adresse', { exact: true }).waitFor();
    await hands.write('Adresse', address);
    await hands.write('Nom', 'Boîte du soir');
    await hands.write('Nom montré aux clients', 'Mutuelle des Rives');
    for (const [port, downs] of [[servers.imaps_port, 0], [servers.smtp_port, 1]]) {
      await hands.write('Serveur', '127.0.0.1');
      await hands.tabToNamed('Protection');
      await page.keyboard.press('Home');
      for (let at = 0; at < downs; at += 1) await page.keyboard.press('ArrowDown');
      await hands.write('Port', String(port));
      await hands.write('Compte', address);
      await hands.write('Mot de passe', 'secret-du-soir');
    }
    await hands.tabToNamed('Réglages rares');
    await hands.press('Enter');
    await hands.write('Certificats', readFileSync(servers.certificate, 'utf8'));
    await hands.tabToNamed('Essayer');
    await page.keyboard.press('Enter');
    await page.locator('[aria-live=polite] [data-good]').nth(4).waitFor();
    await until('every step of the test is good', async () => (await page.locator('[data-good]').evaluateAll((all) => all.map((it) => it.dataset.good))).every((it) => it === 'true'));
    await hands.look('the test');
    await hands.tabToNamed('Ajouter une boîte');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/settings\/mailboxes$/);
    await hands.look('saving');
    const saved = (await client.get('/mailboxes')).items.find((it) => it.address === address);
    same([saved?.name, saved?.settings.smtp.port], ['Boîte du soir', servers.smtp_port], 'the mailbox');
  } finally {
    await servers.stop();
  }
}

for (const letters of [true, false]) {
  const how = letters ? 'single letters on' : 'single letters off';
  test(`without a pointer, ${how}: answer and close`, () => withHands(letters, answerAndClose));
  test(`without a pointer, ${how}: read a thread by the arrows`, () => withHands(letters, readThread));
  test(`without a pointer, ${how}: log a call`, () => withHands(letters, logCall));
  test(`without a pointer, ${how}: build and publish a survey`, () => withHands(letters, publishSurvey, 'admin'));
  test(`without a pointer, ${how}: set up a mailbox`, () => withHands(letters, setUpMailbox, 'admin'));
}

test('the focus is checked for real: a page that loses it is told', async () => {
  const browser = await launch();
  try {
    const page = await open(browser);
    await page.setContent('<main><button>Un</button></main>');
    const told = await new Hands(page, true).look('nothing').then(() => null, (error) => error.message);
    check(told?.includes('the body'), `it said ${told}`);
  } finally {
    await browser.close();
  }
});

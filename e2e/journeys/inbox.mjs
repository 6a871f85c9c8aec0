// Finding one's cases: views that are kept, what narrows them, a case by its number, one clock for everybody.

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD } from '../lib/demo.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

/** A page of `role` on the demo company; `more`: further pages of theirs, each with its own browser settings. */
async function withPage(name, role, work, more = []) {
  const program = await demo();
  const browser = await launch();
  try {
    const client = await Client.signIn(program.url, logins[role], PASSWORD);
    const me = await client.get('/me');
    await client.call('PATCH', '/me', { locale: 'fr', preferences: { ...me.preferences, shortcuts: 'on' } }, me.version);
    const pages = [];
    for (const settings of [{}, ...more]) pages.push(await open(browser, { ...settings, state: client.state() }));
    await work(program, client, ...pages);
    for (const page of pages) same(page.problems, [], 'faults of the page');
  } catch (error) {
    await photograph(browser, name);
    throw error;
  } finally {
    await browser.close();
  }
}

const savedOf = async (client) => (await client.get('/inbox-views')).saved;

test('a lead narrows a view, keeps it under a name, renames and drops it, and takes that back', () =>
  withPage('views', 'lead', async (program, client, page) => {
    await page.goto(`${program.url}/inbox/to_handle`);
    await page.getByRole('row').first().waitFor();
    // Whose a case is stands on its row, though it has one line.
    const owner = page.locator('[role=row] [title]').filter({ hasText: /./ }).first();
    check((await owner.count()) > 0, 'no row says whose it is');
    await page.getByRole('button', { name: 'Filtrer', exact: true }).click();
    // Two choices in one breath, before the screen is drawn anew: neither undoes the other.
    await page.getByLabel('Titulaire', { exact: true }).locator('option[value=none]').waitFor({ state: 'attached' });
    await page.getByRole('group', { name: 'Filtrer' }).evaluate((panel) => {
      for (const value of ['mail', 'none']) {
        const field = panel.querySelector(`option[value=${value}]`).closest('select');
        field.value = value;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }
    });
    await page.waitForURL(/(?=.*channel=mail)(?=.*owner=none)/);
    const { total } = await client.get('/cases?view=to_handle&channel=mail&unassigned=true&count=true&limit=1');
    await page.getByRole('heading', { level: 1, name: new RegExp(`· ${total}$`) }).waitFor();
    same(await axe(page), [], 'axe, narrowed');
    await page.getByRole('button', { name: 'Enregistrer cette vue' }).click();
    await page.getByLabel('Nom de la vue').fill('Mails de personne');
    same(await axe(page), [], 'axe, the name of a view');
    await page.keyboard.press('Enter');
    await page.waitForURL(/inbox\/view_/);
    const link = page.getByRole('navigation', { name: 'Vues' }).getByRole('link', { name: `Mails de personne ${total}` });
    await link.waitFor();
    await page.getByRole('button', { name: 'Modifier la vue' }).click();
    await page.getByLabel('Nom de la vue').fill('Mails libres');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Vues' }).getByText('Mails libres').waitFor();
    await page.getByRole('button', { name: 'Modifier la vue' }).click();
    await page.getByRole('button', { name: 'Supprimer la vue' }).click();
    await page.waitForURL(/inbox\/to_handle/);
    same(await savedOf(client), [], 'saved views after dropping');
    await page.getByRole('row').first().waitFor();
    await page.keyboard.press('z');
    await until('the view is back', async () => (await savedOf(client))[0]?.name === 'Mails libres');
    await page.keyboard.press('z');
    await until('the name before is back', async () => (await savedOf(client))[0]?.name === 'Mails de personne');
    await page.keyboard.press('z');
    await until('the view was never saved', async () => (await savedOf(client)).length === 0);
  }));

test('a list narrows as one types, and its cases have their neighbours and their way back', () =>
  withPage('typing', 'adviser', async (program, client, page) => {
    const { items } = await client.get('/cases?view=all&limit=40');
    const word = items.map((it) => it.subject.split(' ')[0]).find((it, at, all) => it.length > 3 && all.indexOf(it) !== at);
    check(word, 'no two subjects begin alike');
    await page.goto(`${program.url}/inbox/all`);
    await page.getByRole('row').first().waitFor();
    await page.getByLabel('Chercher dans la vue').pressSequentially(word.toLowerCase(), { delay: 40 });
    await page.waitForURL(new RegExp(`q=${encodeURIComponent(word.toLowerCase())}`));
    same(await page.getByLabel('Chercher dans la vue').inputValue(), word.toLowerCase(), 'what was typed');
    const { total } = await client.get(`/cases?view=all&q=${encodeURIComponent(word)}&count=true&limit=1`);
    await page.getByRole('heading', { level: 1, name: new RegExp(`· ${total}$`) }).waitFor();
    const ids = await page.getByRole('row').evaluateAll((rows) => rows.map((it) => it.dataset.id));
    await page.getByRole('row').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/cases/${ids[0]}`));
    await page.locator('article').first().waitFor();
    await page.keyboard.press('j');
    await page.waitForURL(new RegExp(`/cases/${ids[1]}`));
    await page.keyboard.press('Escape');
    await page.waitForURL(/inbox\/all.*q=/);
  }));

test('the palette opens a case by its number however it is written, and knows a telephone number for a person’s', () =>
  withPage('number', 'adviser', async (program, client, page) => {
    const [it] = (await client.get('/cases?view=all&limit=1')).items;
    const number = it.id.replace(/^case_0*/, '');
    for (const text of [number, it.id, `#${number.toLowerCase()}`, `0${number}`]) {
      await page.goto(`${program.url}/customers`);
      await page.locator('h1').waitFor({ state: 'attached' });
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Chercher ou agir' }).fill(text);
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(`/cases/${it.id}`), { timeout: 5000 });
    }
    await page.locator('h1').filter({ hasText: number }).waitFor();
    // Pasted and entered within one breath: what is open is what was typed, not the first act of the list before it.
    await page.goto(`${program.url}/customers`);
    await page.getByRole('row').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Chercher ou agir' }).evaluate((field, text) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text);
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    }, number);
    await page.waitForURL(new RegExp(`/cases/${it.id}`), { timeout: 5000 });
    await page.locator('h1').filter({ hasText: number }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('> clore');
    await page.getByRole('option', { name: /^Clore/ }).waitFor();
    await page.keyboard.press('Escape');
    const { items } = await client.get('/persons?q=&limit=50');
    const person = items.find((one) => /^\+33\d{9}$/.test(one.phone ?? ''));
    check(person, 'nobody has a French telephone number');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(`0${person.phone.slice(3)}`);
    await page.getByRole('option', { name: new RegExp(person.display_name) }).first().waitFor();
    await page.waitForTimeout(500);
    const cases = await client.get(`/cases?person_id=${person.id}&limit=8`);
    const shown = await page.getByRole('option').allTextContents();
    same(shown.filter((line) => !line.startsWith(person.display_name) && !cases.items.some((one) => line.includes(one.id.replace(/^case_0*/, '')))), [], 'what else a telephone number finds');
  }));

test('whoever sits in New York reads the hours that the company and its customers read', () =>
  withPage(
    'zone',
    'adviser',
    async (program, client, here, there) => {
      const { items } = await client.get('/cases?view=to_handle&sort=due&limit=100');
      const it = items.findLast((one) => one.due && new Date(one.due.at) > Date.now() + 3 * 3_600_000) ?? items.find((one) => one.due);
      check(it, 'no open case has a deadline');
      const read = async (page) => {
        await page.goto(`${program.url}/cases/${it.id}#deadline`);
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('table').first().waitFor();
        return {
          chip: await page.locator('main [data-form]').first().getAttribute('title'),
          ledger: (await dialog.locator('caption h3').first().textContent()).replace(/il y a .*|retard de .*|dans .*/, ''),
          rows: await dialog.locator('td time').allTextContents(),
        };
      };
      same(await read(there), await read(here), 'chip and ledger');
      const row = async (page) => {
        await page.goto(`${program.url}/inbox/to_handle?case=${it.id}`);
        await page.getByRole('row').first().waitFor();
        return page.locator('[role=row] [data-form]').evaluateAll((chips) => chips.map((chip) => chip.title));
      };
      same(await row(there), await row(here), 'chips of the inbox');
      await there.getByText('Heure de Paris').waitFor();
      same(await here.getByText('Heure de Paris').count(), 0, 'the zone named where it is the browser’s too');
    },
    [{ zone: 'America/New_York' }],
  ));

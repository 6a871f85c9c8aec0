// Whom we know: the list of customers, accounts and who acts for them, the systems that tell us, files of theirs, asking
// somebody by hand, and a timeline of any length.

import { readFile } from 'node:fs/promises';

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD, session } from '../lib/demo.mjs';
import { drawn } from '../lib/screens.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

const rows = (page) => page.getByRole('row').evaluateAll((all) => all.map((it) => it.dataset.id));

test('the list of customers has heads, an order, an exact count and filters', async () => {
  const program = await demo();
  const client = await Client.signIn(program.url, logins.adviser, PASSWORD);
  const browser = await launch();
  try {
    const page = await open(browser, { state: await session(program, 'adviser') });
    await page.goto(`${program.url}/customers`);
    await page.getByRole('row').first().waitFor();
    const { total } = await client.get('/persons?count=true&limit=1');
    check(total >= 400, `only ${total} persons`);
    await page.getByText(`${new Intl.NumberFormat('fr-FR').format(total)} fiches`).waitFor();
    await page.getByRole('button', { name: /^Nom/ }).click();
    await page.waitForURL(/sort=name/);
    await until('the order is by name', async () => {
      const wanted = (await client.get('/persons?sort=name&limit=10')).items.map((it) => it.id);
      return (await rows(page)).slice(0, 10).join() === wanted.join();
    });
    await page.getByLabel('Avec un dossier ouvert').check();
    await page.waitForURL(/open=true/);
    const open_ = await client.get('/persons?sort=name&open_case=true&count=true&limit=10');
    check(open_.total > 0 && open_.total < total, `${open_.total} of ${total} have an open case`);
    await until('who has an open case', async () => (await rows(page)).slice(0, 10).join() === open_.items.map((it) => it.id).join());
    // The field and its button stand on one line.
    const [field, button] = await Promise.all([page.getByRole('searchbox').boundingBox(), page.getByRole('link', { name: 'Nouvelle fiche' }).boundingBox()]);
    same([Math.round(field.y), Math.round(field.height)], [Math.round(button.y), Math.round(button.height)], 'top and height of field and button');
    same(page.problems, [], 'faults of the page');
  } finally {
    await browser.close();
  }
});

test('an account is made, somebody acts for it, and no longer does; Z takes that back', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser, { state: await session(program, 'adviser') });
    await page.goto(`${program.url}/accounts`);
    await drawn(page);
    await page.getByRole('link', { name: 'Nouveau compte' }).click();
    await page.getByLabel('Nom', { exact: true }).fill('Zénith Couverture');
    await page.getByRole('button', { name: 'Créer ce compte' }).click();
    await page.waitForURL(/\/accounts\/acct_/);
    await page.getByRole('combobox', { name: 'Qui' }).fill('vialat');
    await page.getByRole('listbox').getByRole('option').first().click();
    await page.getByLabel('Fonction').fill('Gérante');
    await page.getByRole('button', { name: 'Ajouter au compte' }).click();
    const member = page.getByRole('row').filter({ hasText: 'Gérante' });
    await member.waitFor();
    await member.getByRole('button', { name: /^Retirer/ }).click();
    await page.getByText('Personne n’agit encore pour ce compte.').waitFor();
    await page.locator('main h1').click();
    await page.keyboard.press('z');
    await member.waitFor();
    await page.goto(`${program.url}/accounts?q=zenith`);
    await page.getByRole('link', { name: 'Zénith Couverture' }).first().waitFor();
    same(page.problems, [], 'faults of the page');
  } finally {
    await browser.close();
  }
});

test('a source is named, and stands where its trust puts it', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser, { state: await session(program, 'admin') });
    await page.goto(`${program.url}/settings/sources/new`);
    // A key is there once: of its own at each attempt.
    const key = `courtiers-${Date.now()}`;
    await page.getByLabel('Nom', { exact: true }).fill(key);
    await page.getByRole('textbox', { name: 'Clé' }).fill(key);
    await page.getByRole('textbox', { name: 'Confiance' }).fill('70');
    await page.getByRole('button', { name: 'Ajouter une source' }).click();
    await page.getByRole('link', { name: key }).waitFor();
    const trust = await page.locator('tbody tr td:last-child').allTextContents();
    same(trust.map(Number), trust.map(Number).toSorted((a, b) => b - a), 'the most believed first');
    same(page.problems, [], 'faults of the page');
  } finally {
    await browser.close();
  }
});

test('somebody is invited by hand; whom the rules spare only when one insists', async () => {
  const program = await demo();
  const client = await Client.signIn(program.url, logins.admin, PASSWORD);
  const browser = await launch();
  try {
    const survey = (await client.get('/surveys')).items[0].id;
    const person = (await client.get('/persons?q=vialat')).items.find((it) => it.email);
    const page = await open(browser, { state: await session(program, 'admin') });
    const ask = async () => {
      await page.goto(`${program.url}/surveys/${survey}/results`);
      await page.getByRole('button', { name: 'Inviter une personne' }).click();
      await page.getByRole('combobox', { name: 'Qui inviter' }).fill(person.email);
      await page.getByRole('listbox').getByRole('option').first().click();
      await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
    };
    const sent = async () => (await client.get(`/invitations?person_id=${person.id}&limit=50`)).items.filter((it) => it.state === 'sent' && it.rule_id === null).length;
    await ask();
    const insist = page.getByRole('button', { name: 'Envoyer quand même' });
    await until('asked, or told why not', async () => (await insist.isVisible()) || (await page.getByRole('dialog').count()) === 0);
    if (await insist.isVisible()) await insist.click();
    await until('it left', async () => (await sent()) === 1);
    // Now they were asked a moment ago: the rules promise them a pause.
    await ask();
    await page.getByText(/invitée il y a moins de/).first().waitFor();
    await insist.click();
    await until('it left again', async () => (await sent()) === 2);
    same(page.problems.filter((it) => !it.includes('409')), [], 'faults of the page');
  } finally {
    await browser.close();
  }
});

/** A file as another system writes it: in the encoding of its day, `;` between cells, two people, one of them twice, and what cannot be taken. */
const listOf = (stamp) =>
  Buffer.from(
    [
      'Référence;Nom de famille;Prénom;Courriel;Téléphone;Ville;Ancienneté',
      `A-${stamp};Zéphyrin;Zoé;zoe.${stamp}@import.example;01 39 98 00 11;Étretat;4`,
      `B-${stamp};Zéphyrin;Léo;leo.${stamp}@import.example;01 39 98 00 12;Évian;11`,
      `C-${stamp};Zéphyrin;Ève;pas une adresse;01 39 98 00 13;Sète;2`,
      `;Zéphyrin;Personne;;;Nulle part;0`,
      '',
    ].join('\r\n'),
    'latin1',
  );

/** Sends the file by the form; the page of its import. */
async function upload(page, program, buffer) {
  await page.goto(`${program.url}/settings/imports`);
  // The second field takes the layout of a file of fixed width.
  await page.locator('input[type=file]').first().setInputFiles({ name: 'adhérents.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Lire ce fichier' }).click();
  await page.waitForURL(/\/settings\/imports\/imp_/);
  await page.getByRole('heading', { level: 1, name: 'adhérents.csv' }).waitFor();
}

/** Gives an order and waits until it is carried out; the four counts: identical, changed, created, refused. */
async function carriedOut(page, order, state) {
  await page.getByRole('button', { name: order, exact: true }).click();
  await page.getByText(state, { exact: true }).waitFor({ timeout: 20_000 });
  return (await page.locator('main dl dd').allTextContents()).map(Number);
}

test('a file of customers is read, said what it means, tried, imported; what is refused is a file; twice changes nothing', async () => {
  const program = await demo();
  const client = await Client.signIn(program.url, logins.admin, PASSWORD);
  const browser = await launch();
  try {
    const stamp = Date.now();
    const known = async () => (await client.get(`/persons?q=${stamp}&limit=20`)).items.map((it) => it.email ?? 'no address').sort();
    const page = await open(browser, { state: await session(program, 'admin') });
    await upload(page, program, listOf(stamp));
    // What was found, and what it was taken for.
    const chosen = (name) => page.getByLabel(name, { exact: true }).inputValue();
    same([await chosen('Encodage'), await chosen('Séparateur')], ['windows-1252', ';'], 'encoding and separator');
    const columns = ['Référence', 'Nom de famille', 'Prénom', 'Courriel', 'Téléphone', 'Ville', 'Ancienneté'];
    same(await Promise.all(columns.map(chosen)), ['external_id', 'last_name', 'first_name', 'email', 'phone', 'city', ''], 'what the columns were taken for');
    await page.getByRole('region', { name: 'Premières lignes' }).getByText('Étretat').waitFor();
    // No order before it is said where the file is from.
    const tryIt = page.getByRole('button', { name: 'Essayer à blanc', exact: true });
    same(await tryIt.getAttribute('aria-disabled'), 'true', 'whether it can be tried before its source is known');
    await page.getByLabel('Système d’origine', { exact: true }).selectOption('');
    await page.getByLabel('Nom du système').fill(`Adhésions ${stamp}`);
    await page.getByRole('button', { name: 'Enregistrer les colonnes' }).click();
    await page.getByText('Colonnes enregistrées').first().waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll('main button')].some((it) => it.textContent === 'Essayer à blanc' && it.getAttribute('aria-disabled') !== 'true'));
    same(await axe(page), [], 'axe, the columns');

    same(await carriedOut(page, 'Essayer à blanc', 'essai à blanc terminé'), [0, 0, 3, 1], 'identical, changed, created, refused; tried');
    same(await known(), [], 'who is known after the trial');
    const refusals = page.getByRole('region', { name: 'Ce qui n’a pas été pris' });
    await refusals.getByText('« pas une adresse »').waitFor();
    same(await axe(page), [], 'axe, what was refused');
    same(await carriedOut(page, 'Importer', 'importé'), [0, 0, 3, 1], 'identical, changed, created, refused; imported');
    same(await known(), [`leo.${stamp}@import.example`, 'no address', `zoe.${stamp}@import.example`], 'who is known after the import');

    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Télécharger les refus' }).click()]);
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    same([lines[0], lines.length], ['\ufeffligne;colonne;valeur;cause;effet', 3], 'the head and the lines of the file');
    check(lines[1].startsWith('4;Courriel;pas une adresse;') && lines[2].startsWith('5;'), `what it says: ${lines.slice(1).join(' / ')}`);

    const [zoe] = (await client.get(`/persons?q=zoe.${stamp}`)).items;
    const before = await client.get(`/persons/${zoe.id}`);
    await upload(page, program, listOf(stamp));
    await page.getByText('Déjà importé : rien ne changera.').waitFor();
    await page.getByLabel('Système d’origine', { exact: true }).selectOption({ label: `Adhésions ${stamp}` });
    const save = page.getByRole('button', { name: 'Enregistrer les colonnes' });
    if ((await tryIt.getAttribute('aria-disabled')) === 'true') await save.click();
    await page.waitForFunction(() => [...document.querySelectorAll('main button')].some((it) => it.textContent === 'Essayer à blanc' && it.getAttribute('aria-disabled') !== 'true'));
    same(await carriedOut(page, 'Essayer à blanc', 'essai à blanc terminé'), [3, 0, 0, 1], 'the same file, tried');
    same(await carriedOut(page, 'Importer', 'importé'), [3, 0, 0, 1], 'the same file, imported');
    same(await client.get(`/persons/${zoe.id}`), before, 'her record');
    same(page.problems, [], 'faults of the page');
  } catch (error) {
    await photograph(browser, 'import');
    throw error;
  } finally {
    await browser.close();
  }
});

test('a timeline shows one channel when asked, and of a thousand contacts only what is in view is there', async () => {
  const program = await demo();
  const client = await Client.signIn(program.url, logins.adviser, PASSWORD);
  const browser = await launch();
  try {
    // Somebody who came by several ways.
    let found = null;
    for (const row of (await client.get('/cases?view=all&limit=60')).items.filter((it) => it.person_id)) {
      const counts = await client.get(`/interaction-counts?person_id=${row.person_id}`);
      const channels = new Map();
      counts.items.forEach((it) => channels.set(it.channel, (channels.get(it.channel) ?? 0) + it.n));
      if (channels.size > 1) {
        found = { id: row.person_id, total: counts.total, channels: [...channels] };
        break;
      }
    }
    check(found, 'nobody came by two channels');
    const page = await open(browser, { state: await session(program, 'adviser') });
    await page.goto(`${program.url}/customers/${found.id}`);
    const feed = page.getByRole('feed');
    const size = () => feed.locator('article').first().getAttribute('aria-setsize');
    await feed.locator('article').first().waitFor();
    await until('all of them are counted', async () => (await size()) === String(found.total));
    const filters = page.getByRole('group', { name: 'Filtrer le fil' });
    for (const [at, [channel, n]] of found.channels.slice(0, 2).entries()) {
      await filters.getByRole('button').nth(at + 1).click();
      await page.waitForURL(new RegExp(`channel=${channel}`));
      await until(`${n} by ${channel}`, async () => (await size()) === String(n));
      const wanted = (await client.get(`/interactions?person_id=${found.id}&channel=${channel}&limit=100`)).items;
      same(await feed.locator('article').count(), Math.min(wanted.length, await feed.locator('article').count()), `rows by ${channel}`);
      same(await filters.getByRole('button', { pressed: true }).count(), 1, 'filters that are on');
    }
    await filters.getByRole('button', { name: /^Tout/ }).click();
    await until('all again', async () => (await size()) === String(found.total));

    // The same few, a thousand times.
    const MANY = 1000;
    await page.route('**/api/v1/interactions?*', async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      const items = Array.from({ length: MANY }, (_, at) => ({ ...json.items[at % json.items.length], id: `inter_${at}` }));
      await route.fulfill({ response, json: { ...json, items, next: null } });
    });
    await page.reload();
    await feed.locator('article').first().waitFor();
    const mounted = () => feed.locator('article').count();
    const list = page.locator('#list');
    check((await mounted()) < 80, `${await mounted()} of ${MANY} are there`);
    await until('its end', async () => {
      await list.evaluate((it) => (it.scrollTop = it.scrollHeight));
      return (await feed.locator('article').last().getAttribute('aria-posinset')) === String(MANY);
    });
    check((await mounted()) < 80, `${await mounted()} of ${MANY} are there at its end`);
    same(page.problems, [], 'faults of the page');
  } finally {
    await browser.close();
  }
});

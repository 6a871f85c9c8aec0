// Whom we know: the list of customers, accounts and who acts for them, the systems that tell us, and asking somebody by hand.

import { launch, open } from '../lib/browser.mjs';
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

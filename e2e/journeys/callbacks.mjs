// The people we owe a call: noted once, whoever does it, and nobody loses what they typed or where they were.

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD } from '../lib/demo.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

const rowOf = (page, id) => page.locator(`li[data-id="${id}"]`);
const ids = (page) => page.locator('li[data-id]').evaluateAll((all) => all.map((it) => it.dataset.id));

/** The demo company owes few calls, and each of these stories takes one: `least` must be there. */
async function withList(least, work) {
  const program = await demo();
  const client = await Client.signIn(program.url, logins.lead, PASSWORD);
  const browser = await launch();
  try {
    const page = await open(browser, { state: client.state() });
    await page.goto(`${program.url}/programme`);
    await page.locator('li[data-id]').nth(least - 1).waitFor();
    await work({ page, client });
  } catch (error) {
    await photograph(browser, 'callbacks');
    throw error;
  } finally {
    await browser.close();
  }
}

test('after a call is noted the row stays, and the focus is on the next one', () =>
  withList(2, async ({ page, client }) => {
    const before = await ids(page);
    const [id, next] = before;
    await rowOf(page, id).getByRole('button', { name: 'Noter le rappel' }).click();
    await rowOf(page, id).getByRole('textbox').fill('Entendue.');
    await rowOf(page, id).getByRole('button', { name: 'Jointe, entendue' }).click();
    await page.locator(`li[data-id="${id}"][data-ended=true]`).waitFor();
    await until('the focus is on the next row’s button', () => page.evaluate((it) => document.activeElement?.closest('li')?.dataset.id === it && document.activeElement.matches('button'), next));
    same(await ids(page), before, 'the rows');
    check(!(await client.get(`/callbacks/${id}`)).is_open, 'it is still owed');
    check(!(await page.getByText('par quelqu’un d’autre').count()), 'one’s own call is told as somebody else’s');
    same(page.problems, [], 'faults of the page');
  }));

test('a call-back that somebody else noted is struck where it stands, and what was being written goes to its case', () =>
  withList(1, async ({ page, client }) => {
    const before = await ids(page);
    const [id] = before;
    await rowOf(page, id).getByRole('button', { name: 'Noter le rappel' }).click();
    await rowOf(page, id).getByRole('textbox').fill('Elle rappelle demain.');
    const { version } = await client.get(`/callbacks/${id}`);
    await client.call('PUT', `/callbacks/${id}/closure`, { outcome: 'reached', note: 'Par un collègue.' }, version);
    await page.locator(`li[data-id="${id}"][data-ended=true]`).waitFor();
    same(await ids(page), before, 'the rows');
    same(await rowOf(page, id).getByRole('textbox').inputValue(), 'Elle rappelle demain.', 'what was being written');
    same(await axe(page), [], 'axe, a call-back noted elsewhere');
    const { case_id } = await client.get(`/callbacks/${id}`);
    await rowOf(page, id).getByRole('button', { name: 'Ajouter ce texte au dossier' }).click();
    await until('the note stands in the case', async () => (await client.get(`/interactions?case_id=${case_id}`)).items.some((it) => JSON.stringify(it).includes('Elle rappelle demain.')));
    await rowOf(page, id).getByRole('textbox').waitFor({ state: 'detached' });
    await page.keyboard.press('u');
    await until('it is gone once one asks', async () => !(await ids(page)).includes(id));
    same(page.problems, [], 'faults of the page');
  }));

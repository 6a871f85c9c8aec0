// A session that ends while somebody works: who comes back over the page finds their own, and nobody else's.

import { launch, open, photograph } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD, session } from '../lib/demo.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

/** What the adviser types: what nobody has saved yet, so that saving it finds out that the session has ended. */
const typed = (who) => `Bonjour, votre toiture est en de bonnes mains (${who}).`;

/** The adviser writes to a customer when their session ends; `who` signs in over the page. */
async function signedInOver(who, work) {
  const program = await demo();
  const lead = await Client.signIn(program.url, logins.lead, PASSWORD);
  const { id } = (await lead.get('/cases?view=to_handle&channel=mail&limit=5')).items.at(-1);
  const browser = await launch();
  try {
    const page = await open(browser, { state: await session(program, 'adviser') });
    await page.goto(`${program.url}/cases/${id}`);
    await page.locator('article').first().waitFor();
    await page.keyboard.press('r');
    await page.waitForFunction(() => document.activeElement?.matches('#composer textarea') && !document.activeElement.readOnly);
    await page.context().clearCookies();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(typed(who));
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=password]').waitFor();
    await dialog.getByLabel('Adresse').fill(logins[who]);
    await dialog.locator('input[type=password]').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Se connecter' }).click();
    await work({ page, id, signedIn: await Client.signIn(program.url, logins[who], PASSWORD) });
  } catch (error) {
    await photograph(browser, `session-${who}`);
    throw error;
  } finally {
    await browser.close();
  }
}
const draftOf = (client, id) => client.get(`/cases/${id}/drafts/reply`).then((it) => it?.body ?? null, () => null);

test('whoever comes back over the page goes on where they were, and what they typed is saved', () =>
  signedInOver('adviser', async ({ page, id, signedIn }) => {
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    same(await page.locator('#composer textarea').inputValue(), typed('adviser'), 'what was typed');
    await until('the draft is saved', async () => (await draftOf(signedIn, id)) === typed('adviser'));
    check(page.url().includes(id), `the case is left for ${page.url()}`);
  }));

test('for somebody else who signs in over the page it begins anew, and nothing of the other’s is saved as theirs', () =>
  signedInOver('lead', async ({ page, id, signedIn }) => {
    await page.waitForURL(/\/inbox\//);
    const { name } = await signedIn.get('/me');
    await page.locator('a[href="/me"]', { hasText: name }).first().waitFor();
    await page.waitForTimeout(6000);
    same(await draftOf(signedIn, id), null, 'the draft of who signed in');
    await page.goto(page.url().replace(/\/inbox.*/, `/cases/${id}#reply`));
    await page.waitForFunction(() => document.querySelector('#composer textarea')?.readOnly === false);
    same(await page.locator('#composer textarea').inputValue(), '', 'the editor of who signed in');
  }));

// Customers' pages: without script, in one request, light, and nothing for axe to say.

import { axe, launch, open } from '../lib/browser.mjs';
import { demo } from '../lib/demo.mjs';
import { check, same, test } from '../lib/runner.mjs';

const PAGES = ['/contact', '/promises', '/accessibility'];

for (const path of PAGES) {
  test(`${path}: one request, at most 20 kB, no script, nothing for axe`, async () => {
    const program = await demo();
    const browser = await launch();
    try {
      for (const mode of [{ width: 390, locale: 'fr', scheme: 'light' }, { width: 1440, locale: 'en', scheme: 'dark' }]) {
        const page = await open(browser, mode);
        const asked = [];
        page.on('request', (request) => asked.push(new URL(request.url()).pathname));
        const answer = await page.goto(program.url + path);
        same(answer.status(), 200, path);
        const bytes = (await answer.body()).length;
        check(bytes <= 20_000, `${bytes} bytes`);
        same(asked.filter((it) => it !== '/favicon.ico'), [path], 'requests');
        same(await page.locator('script').count(), 0, 'scripts');
        same(await axe(page), [], 'axe');
        await page.context().close();
      }
    } finally {
      await browser.close();
    }
  });
}

test('the contact form says what is missing and keeps what was typed', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser, { width: 390, script: false });
    await page.goto(`${program.url}/contact`);
    await page.locator('textarea').first().fill('Bonjour, une question sur mon contrat.');
    await page.locator('form button[type=submit], form button:not([type])').first().click();
    check((await page.title()).startsWith('Erreur'), `the title says ${await page.title()}`);
    same(await page.locator('textarea').first().inputValue(), 'Bonjour, une question sur mon contrat.', 'the text');
  } finally {
    await browser.close();
  }
});

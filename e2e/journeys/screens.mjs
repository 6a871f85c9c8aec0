// Every screen of the staff app: drawn without a fault, and nothing for axe to say, in both languages, schemes and widths.

import { axe, launch, open } from '../lib/browser.mjs';
import { demo, logins, PASSWORD, session } from '../lib/demo.mjs';
import { check, same, test } from '../lib/runner.mjs';

const SCREENS = [
  ['/inbox', 'adviser'],
  ['/cases/new', 'adviser'],
  ['/customers', 'adviser'],
  ['/customers/new', 'adviser'],
  ['/me', 'adviser'],
  ['/dashboards', 'lead'],
  ['/programme', 'lead'],
  ['/surveys', 'analyst'],
  ['/settings', 'admin'],
];
const MODES = [1440, 390].flatMap((width) => ['fr', 'en'].flatMap((locale) => ['light', 'dark'].map((scheme) => ({ width, locale, scheme }))));

test('sign-in takes the right password, refuses the wrong one, and leads to the inbox', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser);
    await page.goto(`${program.url}/sign-in`);
    await page.locator('input[type=email], input[autocomplete=username]').first().fill(logins.adviser);
    await page.locator('input[type=password]').fill('wrong');
    await page.keyboard.press('Enter');
    await page.locator('[role=alert]').first().waitFor();
    await page.locator('input[type=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/inbox/);
  } finally {
    await browser.close();
  }
});

/** The live stream never falls silent, so « drawn » is: nothing says it is busy, for a tenth of a second. */
const drawn = (page) =>
  page.waitForFunction(() => {
    const busy = document.querySelector('[aria-busy="true"], [data-skeleton]');
    globalThis.idleSince = busy ? undefined : (globalThis.idleSince ?? performance.now());
    return globalThis.idleSince !== undefined && performance.now() - globalThis.idleSince > 100;
  });

for (const mode of MODES) {
  test(`every screen at ${mode.width} px in ${mode.locale}, ${mode.scheme}: no fault, nothing for axe`, async () => {
    const program = await demo();
    const browser = await launch();
    const found = [];
    try {
      for (const role of new Set(SCREENS.map(([, role]) => role))) {
        const state = await session(program, role, mode.locale);
        for (const [path] of SCREENS.filter(([, needed]) => needed === role)) {
          const page = await open(browser, { ...mode, state });
          await page.goto(program.url + path);
          await page.locator('main').first().waitFor();
          await drawn(page);
          found.push(...(await axe(page)).map((line) => `${path}: ${line}`), ...page.problems.map((line) => `${path}: ${line}`));
          same(await page.evaluate(() => document.documentElement.lang.slice(0, 2)), mode.locale, `${path}: language`);
          await page.context().close();
        }
      }
    } finally {
      await browser.close();
    }
    check(found.length === 0, `${found.length} to mend:\n    ${found.slice(0, 12).join('\n    ')}`);
  });
}

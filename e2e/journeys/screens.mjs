// Every screen of the staff app: drawn without a fault, and nothing for axe to say, in both languages, schemes and widths.

import { axe, launch, open } from '../lib/browser.mjs';
import { demo, logins, PASSWORD, session } from '../lib/demo.mjs';
import { check, same, test } from '../lib/runner.mjs';
import { ABSENT, drawn, everyScreen, inScheme, tooWide } from '../lib/screens.mjs';

const MODES = [1440, 390].flatMap((width) => ['fr', 'en'].map((locale) => ({ width, locale })));

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

test('a page that is loaded again, from the browser’s own store, is the same page', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser, { state: await session(program, 'lead') });
    for (let time = 0; time < 3; time += 1) {
      await page.goto(`${program.url}/inbox/all`);
      await page.getByRole('row').first().waitFor();
    }
    same(page.problems, [], 'faults of the page');
  } finally {
    await browser.close();
  }
});

/** Figures that are shown without what must travel with them: n, and the interval or the state that says why there is none. */
const bareFigures = (page) =>
  page.locator('[data-figure]').evaluateAll((all) =>
    all
      .map((one) => JSON.parse(one.dataset.figure))
      .filter((one) => !('verdict' in one) && one.unit !== 'count' && one.definition !== 'answer')
      .filter(({ state, n, low, high }) => !Number.isInteger(n) || !state || (state === 'ok' && (low === null || high === null)))
      .map((one) => `a bare figure: ${JSON.stringify(one)}`),
  );

/** What is wrong with one screen, in the light and in the dark, as lines. */
async function faults(page, path) {
  const found = [];
  for (const scheme of ['light', 'dark']) {
    await inScheme(page, scheme);
    found.push(...(await axe(page)).map((line) => `${scheme}: ${line}`));
  }
  found.push(...page.problems.splice(0).filter((it) => !(path === ABSENT && it.includes('404'))));
  found.push(...(await bareFigures(page)));
  found.push(...(await tooWide(page)));
  const lang = await page.evaluate(() => document.documentElement.lang.slice(0, 2));
  return { found: found.map((line) => `${path}: ${line}`), lang };
}

for (const mode of MODES) {
  test(`every screen at ${mode.width} px in ${mode.locale}, light and dark: no fault, nothing for axe`, async () => {
    const program = await demo();
    const all = await everyScreen(program);
    const browser = await launch();
    const found = [];
    const lookAt = async (role) => {
      const page = await open(browser, { ...mode, state: await session(program, role, mode.locale) });
      for (const [, path] of all.filter(([needed]) => needed === role)) {
        try {
          await page.goto(program.url + path);
          await drawn(page);
          const seen = await faults(page, path);
          found.push(...seen.found);
          same(seen.lang, mode.locale, `${path}: language`);
        } catch (error) {
          found.push(`${path}: ${String(error.message).split('\n')[0]}`);
        }
      }
    };
    try {
      await Promise.all(['adviser', 'lead', 'admin'].map(lookAt));
    } finally {
      await browser.close();
    }
    check(found.length === 0, `${found.length} to mend:\n    ${found.slice(0, 40).join('\n    ')}`);
  });
}

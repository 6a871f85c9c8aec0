// Every screen of the staff app: drawn without a fault, and nothing for axe to say, in both languages, schemes and widths.

import { axe, launch, open } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD, session } from '../lib/demo.mjs';
import { check, same, test } from '../lib/runner.mjs';

const SECTIONS = ['staff', 'staff/new', 'teams', 'api-keys', 'api-keys/new', 'promises', 'calendars', 'templates', 'survey-rules', 'mailboxes', 'mailboxes/new', 'quarantine', 'imports', 'jobs', 'audit'];
const MODES = [1440, 390].flatMap((width) => ['fr', 'en'].map((locale) => ({ width, locale })));

/** A case that is not there. */
const ABSENT = '/cases/case_0000000000001';

let screens;

/** `[who looks, address]` for every screen; ids are those of the demo company. */
async function everyScreen(program) {
  if (screens) return screens;
  const client = async (role) => Client.signIn(program.url, logins[role], PASSWORD);
  const [admin, lead] = [await client('admin'), await client('lead')];
  const first = async (path) => (await admin.get(path)).items[0].id;
  const [row] = (await lead.get('/cases?view=to_handle&limit=20')).items.filter((it) => it.person_id);
  const survey = await first('/surveys');
  const changed = ['staff', 'teams', 'promises', 'calendars', 'survey-rules'];
  const changes = await Promise.all(changed.map(async (it) => ['admin', `/settings/${it}/${await first(`/${it}`)}`]));
  const template = await first('/reply-templates');
  screens = [
    ['adviser', '/inbox/mine'],
    ['adviser', '/inbox/late'],
    ['adviser', '/inbox/to_handle?q=zzzzzz'],
    ['adviser', '/cases/new'],
    ['adviser', '/customers'],
    ['adviser', '/customers/new'],
    ['adviser', '/me'],
    ['adviser', ABSENT],
    ['lead', `/cases/${row.id}?from=to_handle`],
    ['lead', `/cases/${row.id}?from=to_handle&tab=history`],
    ['lead', `/customers/${row.person_id}`],
    ['lead', `/customers/${row.person_id}?tab=card`],
    ['lead', '/programme'],
    ['lead', '/dashboards'],
    ['lead', '/dashboards?period=2020-01'],
    ['lead', '/indicators/nps'],
    ['lead', '/indicators/first_reply_time'],
    ['admin', '/surveys'],
    ['admin', `/surveys/${survey}/edit`],
    ['admin', `/surveys/${survey}/results`],
    ['admin', '/settings'],
    ...SECTIONS.map((it) => ['admin', `/settings/${it}`]),
    ...changes,
    ['admin', `/settings/templates/${template}`],
  ];
  return screens;
}

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

/** The live stream never falls silent, so « drawn » is: nothing says it is busy, for a tenth of a second. */
const drawn = (page) =>
  page.waitForFunction(() => {
    const busy = document.querySelector('[aria-busy="true"], [data-skeleton]') ?? !document.querySelector('main h1');
    globalThis.idleSince = busy ? undefined : (globalThis.idleSince ?? performance.now());
    return globalThis.idleSince !== undefined && performance.now() - globalThis.idleSince > 100;
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
    await page.emulateMedia({ colorScheme: scheme });
    await page.waitForFunction((it) => getComputedStyle(document.documentElement).colorScheme === it, scheme);
    // Colours fade into each other: what is half way is nobody's choice.
    await page.waitForFunction(() => document.getAnimations().every((it) => it.playState !== 'running' || it.effect.getComputedTiming().endTime === Infinity));
    found.push(...(await axe(page)).map((line) => `${scheme}: ${line}`));
  }
  found.push(...page.problems.splice(0).filter((it) => !(path === ABSENT && it.includes('404'))));
  found.push(...(await bareFigures(page)));
  const { wide, lang } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    lang: document.documentElement.lang.slice(0, 2),
  }));
  if (wide > 0) found.push(`${wide} px wider than the window`);
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

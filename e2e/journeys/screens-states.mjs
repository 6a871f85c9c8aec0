// Every screen in the states that are rarely looked at: nothing there, not there yet, broken, cut off, far too many; and
// what opens over a screen. Nothing for axe to say, a heading, a way on, and no wider than the window.

import { axe, launch, open } from '../lib/browser.mjs';
import { demo, session } from '../lib/demo.mjs';
import { check, test } from '../lib/runner.mjs';
import { ABSENT, drawn, everyScreen, inScheme, tooWide } from '../lib/screens.mjs';

/** Who somebody is and what happens live stay as they are: without them there is no screen. */
const SPARED = /\/api\/v1\/(me|setup|events|session)(\?|$)/;
const problem = { status: 500, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'Internal', status: 500, code: 'internal' }) };
const MANY = 1000;

/** The answer of a list with something else in it. */
async function rewritten(route, change) {
  const response = await route.fetch();
  const json = await response.json().catch(() => null);
  await route.fulfill(json && Array.isArray(json.items) ? { response, json: change(json) } : { response });
}

/** The same few again and again, each with an id of its own. */
const repeated = (items) => (items.length === 0 ? [] : Array.from({ length: MANY }, (_, at) => ({ ...items[at % items.length], id: `${items[at % items.length].id}${at}` })));

/** What becomes of a request in each state, and what the screen must then show. */
const STATES = {
  empty: {
    answer: (route) => rewritten(route, (it) => ({ ...it, items: [], next: null, ...('total' in it ? { total: 0 } : {}) })),
    shows: drawn,
  },
  loading: { answer: () => undefined, shows: (page) => page.locator('[data-skeleton]').first().waitFor() },
  error: { answer: (route) => route.fulfill(problem), shows: (page) => page.getByRole('alert').first().waitFor() },
  offline: { answer: (route) => route.abort('internetdisconnected'), shows: (page) => page.getByRole('alert').first().waitFor({ timeout: 15_000 }) },
  many: {
    answer: (route) => rewritten(route, (it) => ({ ...it, items: repeated(it.items), next: 'more', ...('total' in it ? { total: 48_212 } : {}) })),
    shows: drawn,
  },
};

/** Screens that ask the server for what they are about; the others have only the state they are in. */
const ASKS = /^\/(inbox\/(mine|to_handle)|cases\/case|customers(\/person|$)|programme|dashboards$|indicators\/nps|surveys|settings\/(?!.*\/new)\w)/;
const FEW = /^\/(inbox\/mine|cases\/case[^&]*$|customers(\/person[^&]*)?$|settings\/(staff|audit)|programme)$/;

/** What is wrong with what is on the page, as lines: all rules in the scheme `whole`, colours in the other. */
async function faults(page, what, whole = 'light') {
  const found = [];
  for (const scheme of [whole === 'light' ? 'dark' : 'light', whole]) {
    await inScheme(page, scheme);
    found.push(...(await axe(page, scheme === whole ? undefined : ['color-contrast'])).map((line) => `${scheme}: ${line}`));
  }
  found.push(...(await tooWide(page)));
  if ((await page.locator('h1').count()) !== 1) found.push(`${await page.locator('h1').count()} main headings`);
  return found.map((line) => `${what}: ${line}`);
}

function told(found) {
  check(found.length === 0, `${found.length} to mend:\n    ${found.slice(0, 40).join('\n    ')}`);
}

/** Looks at `paths` of each role in one state, three people at once. */
async function lookAt(browser, program, mode, state, wanted) {
  const all = (await everyScreen(program)).filter(([, path]) => path !== ABSENT && wanted.test(path));
  const { answer, shows } = STATES[state];
  const found = [];
  const asRole = async (role) => {
    const page = await open(browser, { ...mode, state: await session(program, role, mode.locale) });
    await page.route('**/api/v1/**', (route) => (SPARED.test(route.request().url()) || route.request().method() !== 'GET' ? route.fallback() : answer(route)));
    for (const [, path] of all.filter(([needed]) => needed === role)) {
      const what = `${path} ${state}`;
      try {
        await page.goto(program.url + path, { waitUntil: 'domcontentloaded' });
        await page.locator('h1').first().waitFor();
        // A form that asks for nothing has no such state.
        if (await page.locator('[data-skeleton], [role=alert], [role=feed], [role=grid], table, main ul, main p').first().waitFor({ timeout: 3000 }).then(() => true, () => false)) await shows(page);
        found.push(...(await faults(page, what, mode.scheme)));
      } catch (error) {
        found.push(`${what}: ${String(error.message).split('\n')[0]}`);
      }
    }
    await page.context().close();
  };
  await Promise.all(['adviser', 'lead', 'admin'].map(asRole));
  return found;
}

/** Every state in every language, width and scheme; each of them whole somewhere, the rest where screens differ most. */
const PLACES = [
  { mode: { width: 1440, locale: 'fr', scheme: 'light' }, states: { empty: ASKS, loading: ASKS, error: ASKS, many: FEW } },
  { mode: { width: 390, locale: 'en', scheme: 'dark' }, states: { empty: ASKS, loading: FEW, error: ASKS, offline: FEW, many: FEW } },
  { mode: { width: 1440, locale: 'en', scheme: 'dark' }, states: { empty: FEW, loading: FEW, error: FEW, many: FEW } },
  { mode: { width: 390, locale: 'fr', scheme: 'light' }, states: { empty: FEW, loading: FEW, error: FEW, many: FEW } },
];
for (const { mode, states } of PLACES) {
  test(`every screen at ${mode.width} px in ${mode.locale}, ${mode.scheme}, ${Object.keys(states).join(', ')}: a heading, a way on, nothing for axe`, async () => {
    const program = await demo();
    await everyScreen(program);
    const browser = await launch();
    const found = [];
    try {
      for (const [state, wanted] of Object.entries(states)) found.push(...(await lookAt(browser, program, mode, state, wanted)));
    } finally {
      await browser.close();
    }
    told(found);
  });
}

const press = (...keys) => async (page) => {
  for (const key of keys) await page.keyboard.press(key);
};
const submit = async (page) => page.locator('main form button[type=submit]').first().click();
const DIALOG = '[role=dialog]:not([aria-hidden=true])';

/** `[who, where, how it opens, what then is there]`: what stands over a screen, and forms that were refused. */
const OVERLAYS = [
  ['lead', 'inbox', press('Control+k'), '[role=combobox]'],
  ['lead', 'inbox', async (page) => (await press('Control+k')(page), page.keyboard.type('mar')), '[role=option]'],
  ['lead', 'inbox', press('?'), DIALOG],
  ['lead', 'case', press('r'), '#composer textarea'],
  ['lead', 'case', press('n'), '#composer textarea'],
  ['lead', 'case', press('d'), '[role=dialog] table'],
  ['lead', 'case', press('a'), DIALOG],
  ['lead', 'case', press('w'), DIALOG],
  ['lead', 'case', press('p'), DIALOG],
  ['lead', 'person', (page) => page.getByRole('button', { name: /^(Corriger|Correct)/ }).first().click(), 'main input'],
  ['lead', '/indicators/nps', (page) => page.getByRole('button', { name: /(Voir en tableau|Show as table)/ }).first().click(), 'figure table'],
  // Whose case it is, is asked before the server is.
  ['lead', '/cases/new', submit, 'main [role=combobox][aria-invalid=true]:focus'],
  ['admin', '/settings/staff/new', submit, '[role=alert]'],
  ['admin', '/settings/api-keys/new', submit, '[role=alert]'],
  ['admin', '/settings/mailboxes/new', submit, '[role=alert]'],
  ['admin', '/settings/promises/new', submit, '[role=alert]'],
  ['admin', '/settings/templates/new', submit, '[role=alert]'],
  ['admin', '/settings/survey-rules/new', submit, '[role=alert]'],
  ['admin', '/settings/calendars/new', submit, '[role=alert]'],
  ['admin', '/settings/teams/new', submit, '[role=alert]'],
];

for (const mode of [{ width: 1440, locale: 'fr', scheme: 'light' }, { width: 390, locale: 'en', scheme: 'dark' }]) {
  test(`what opens over a screen, and refused forms, at ${mode.width} px in ${mode.locale}: nothing for axe`, async () => {
    const program = await demo();
    const all = await everyScreen(program);
    const one = (role, test) => all.find(([needed, path]) => needed === role && test.test(path))[1];
    const named = { inbox: '/inbox/to_handle', case: one('lead', /^\/cases\//), person: `${one('lead', /^\/customers\//).split('?')[0]}?tab=card` };
    const browser = await launch();
    const found = [];
    const asRole = async (role) => {
      const page = await open(browser, { ...mode, state: await session(program, role, mode.locale) });
      for (const [, place, act, shown] of OVERLAYS.filter(([needed]) => needed === role)) {
        const what = `${place} ${shown} (${OVERLAYS.findIndex((it) => it[2] === act)})`;
        try {
          await page.goto(program.url + (named[place] ?? place));
          await drawn(page);
          await act(page);
          await page.locator(shown).first().waitFor({ timeout: 5000 });
          found.push(...(await faults(page, what, mode.scheme)));
        } catch (error) {
          found.push(`${what}: ${String(error.message).split('\n')[0]}`);
        }
      }
      await page.context().close();
    };
    try {
      await Promise.all(['lead', 'admin'].map(asRole));
    } finally {
      await browser.close();
    }
    told(found);
  });
}

test('a session that ended is taken up again over the page, and what was typed is still there', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser, { state: await session(program, 'adviser') });
    const [, customer] = (await everyScreen(program)).find(([, path]) => /^\/customers\/person_\w+$/.test(path));
    await page.goto(`${program.url}/cases/new?person=${customer.split('/').at(-1)}`);
    const subject = page.getByLabel('Objet', { exact: true });
    await subject.fill('Toiture envolée');
    await page.context().clearCookies();
    // By its key: what the page reads meanwhile may have found out first, and stands over the button.
    await subject.press('Control+Enter');
    await page.locator('[role=dialog] input[type=password]').waitFor();
    const found = await faults(page, 'signed out');
    check((await subject.inputValue()) === 'Toiture envolée', 'the subject is gone');
    told(found);
  } finally {
    await browser.close();
  }
});

// Every screen of the staff app: drawn without a fault, and nothing for axe to say, in both languages, schemes and widths.

import { readFile } from 'node:fs/promises';

import { axe, launch, open } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
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

const text8 = async (download) => readFile(await download.path(), 'utf8');

/** Figures that are shown without what must travel with them: n, and the interval or the state that says why there is none. */
const bareFigures = (page) =>
  page.locator('[data-figure]').evaluateAll((all) =>
    all
      .map((one) => JSON.parse(one.dataset.figure))
      .filter((one) => !('verdict' in one) && one.unit !== 'count' && one.definition !== 'answer')
      .filter(({ state, n, low, high }) => !Number.isInteger(n) || !state || (state === 'ok' && (low === null || high === null)))
      .map((one) => `a bare figure: ${JSON.stringify(one)}`),
  );

/** Where figures are read: there a number that is no figure, no moment and no row of a table has nothing to hold it. */
const READ = /^\/(dashboards|indicators\/|surveys\/\w+\/results)/;

/**
 * Numbers that stand by themselves, or with a unit of measure, without being a figure: a value nobody can question. The
 * marks of an axis, the digits of a choice and what a chart says of the point in focus are none.
 */
const bareNumbers = (page) =>
  page.evaluate(() => {
    const NUMBER = /^[\s(≈~]*[+\-−–]?\d[\d\s.,\u00a0\u202f]*(%|pts?|points?|h|min|s|j|d|jours?|days?)?[\s).]*$/u;
    const MEASURED = /\d[\u00a0\u202f ]?%|\d[\u00a0\u202f ](pts?|points|min|h)(?![\p{L}])/u;
    const HELD = '[data-figure], time, table, select, option, button, dl, figcaption, blockquote, [role=group], [aria-live], header, svg text:not([data-strong])';
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { data, parentElement: parent } = walker.currentNode;
      if ((NUMBER.test(data) || MEASURED.test(data)) && !parent.closest(HELD) && parent.checkVisibility()) found.push(`a bare number: « ${data.trim().slice(0, 40)} » in ${parent.localName}.${parent.className?.baseVal ?? parent.className}`);
    }
    return found;
  });

/** What is wrong with one screen, in the light and in the dark, as lines. */
async function faults(page, path) {
  const found = [];
  for (const scheme of ['light', 'dark']) {
    await inScheme(page, scheme);
    found.push(...(await axe(page)).map((line) => `${scheme}: ${line}`));
  }
  found.push(...page.problems.splice(0).filter((it) => !(path === ABSENT && it.includes('404'))));
  found.push(...(await bareFigures(page)));
  if (READ.test(path)) found.push(...(await bareNumbers(page)));
  found.push(...(await tooWide(page)).filter((line) => path !== '/sign-in' || !line.includes('below its frame')));
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
      await Promise.all([...new Set(all.map(([role]) => role))].map(lookAt));
    } finally {
      await browser.close();
    }
    check(found.length === 0, `${found.length} to mend:\n    ${found.slice(0, 40).join('\n    ')}`);
  });
}

test('a bare number is found where figures are read', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser, { state: await session(program, 'lead') });
    await page.goto(`${program.url}/dashboards`);
    await drawn(page);
    same(await bareNumbers(page), [], 'before');
    for (const text of ['87', '+4,5', '12 %', '−31 points', 'Résolu en 3 h en moyenne']) {
      await page.evaluate((it) => document.querySelector('main [data-figure]').insertAdjacentHTML('afterend', `<strong class="bare">${it}</strong>`), text);
      same((await bareNumbers(page)).length, 1, `what is said of « ${text} »`);
      await page.evaluate(() => document.querySelector('.bare').remove());
    }
  } finally {
    await browser.close();
  }
});

/**
 * Who reads more than they write. `opens`: their screens; `lacks`: what stands on a screen for others and not for them;
 * `shut`: what is not theirs to open. Words in capitals stand for an address of the demo company.
 */
const READERS = {
  analyst: {
    places: ['Boîte', 'Clients', 'Enquêtes', 'Tableaux', 'Rappels', 'Réglages'],
    sections: ['survey-rules'],
    opens: ['/dashboards', '/indicators/nps', '/surveys', 'RESULTS', '/inbox/all', 'CASE', 'PERSON', '/programme', '/settings/survey-rules'],
    lacks: [['CASE', ['Répondre', 'Clore', 'Note']], ['PERSON', ['Nouveau dossier (L)']], ['/customers', ['Nouvelle fiche']]],
    shut: ['/settings/staff', '/settings/mailboxes', '/settings/templates'],
  },
  marketing: {
    places: ['Clients', 'Enquêtes', 'Tableaux', 'Réglages'],
    sections: ['templates'],
    opens: ['/dashboards', '/indicators/nps', '/surveys', 'RESULTS', '/customers', 'PERSON', '/settings/templates'],
    lacks: [['/surveys', ['Créer depuis ce modèle']], ['RESULTS', ['Inviter une personne']], ['PERSON', ['Nouveau dossier (L)']], ['/customers', ['Nouvelle fiche']]],
    shut: ['/inbox/all', '/programme', '/settings/survey-rules', '/settings/staff'],
  },
};

/** What is said aloud at once; the place for it is there before there is anything to say. */
const alerts = async (page) => (await page.getByRole('alert').allTextContents()).filter((it) => it.trim() !== '');

/** Buttons and links of that name. */
const offered = (page, name) => page.locator('main').getByRole('button', { name, exact: true }).or(page.locator('main').getByRole('link', { name, exact: true })).count();

for (const [role, { places, sections, opens, lacks, shut }] of Object.entries(READERS)) {
  test(`${role} opens their screens without asking for what is not theirs; what they may not do is not offered`, async () => {
    const program = await demo();
    const all = await everyScreen(program);
    const one = (path) => all.find(([, it]) => path.test(it))[1];
    const named = { CASE: one(/^\/cases\/case_\w+\?from=\w+$/), PERSON: one(/^\/customers\/person_\w+$/), RESULTS: one(/results$/) };
    const browser = await launch();
    const found = [];
    try {
      const page = await open(browser, { state: await session(program, role) });
      const admin = await open(browser, { state: await session(program, 'admin') });
      const at = async (one, path) => {
        await one.goto(program.url + (named[path] ?? path));
        await drawn(one);
      };
      await page.goto(program.url);
      await drawn(page);
      same(new URL(page.url()).pathname.split('/')[1], 'dashboards', 'where they begin');
      const rail = page.getByRole('navigation', { name: 'Lieux' }).first().getByRole('link');
      same((await rail.allTextContents()).map((it) => it.trim()).filter((it) => it !== 'Moi'), places, 'their places');
      for (const path of opens) {
        await at(page, path);
        // A request that is refused stands among the faults of the page.
        found.push(...(await axe(page)).map((line) => `${path}: ${line}`), ...page.problems.splice(0).map((line) => `${path}: ${line}`));
        found.push(...(await alerts(page)).map((line) => `${path}: ${line}`));
      }
      await at(page, '/settings');
      const links = await page.locator('main nav a').evaluateAll((them) => them.map((it) => it.getAttribute('href').split('/').at(-1)));
      same(links, sections, 'their settings');
      for (const [path, names] of lacks) {
        await at(page, path);
        await at(admin, path);
        for (const name of names) {
          if (!(await offered(admin, name))) found.push(`${path}: « ${name} » is offered to nobody`);
          if (await offered(page, name)) found.push(`${path}: « ${name} » is offered to ${role}`);
        }
      }
      for (const path of shut) {
        page.problems.length = 0;
        await page.goto(program.url + path);
        await drawn(page);
        // Told so, or shown what is theirs among the settings.
        const isTold = (await alerts(page)).length > 0 || (await page.locator('main h1').textContent()) === 'Réglages';
        if (!isTold) found.push(`${path}: opens for ${role}`);
      }
      if (role === 'analyst') {
        await at(page, 'CASE');
        await page.keyboard.press('r');
        await page.waitForTimeout(300);
        if (await page.locator('#composer textarea').count()) found.push('R opens the editor for who may not answer');
        await page.keyboard.press('Control+k');
        await page.keyboard.type('>clore');
        await page.waitForTimeout(300);
        const acts = await page.getByRole('option').allTextContents();
        found.push(...acts.filter((it) => /^Clore/.test(it)).map((it) => `the palette offers « ${it} »`));
      }
    } finally {
      await browser.close();
    }
    check(found.length === 0, `${found.length} to mend:\n    ${found.join('\n    ')}`);
  });
}

/** Layout shifts of a page from its first moment, without a hand in them. */
const watchShifts = (page) =>
  page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((it) => (globalThis.shift += it.hadRecentInput ? 0 : it.value))).observe({ type: 'layout-shift', buffered: true });
  });

test('the dashboard does not move while it loads, whatever arrives last', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    for (const [role, width] of [['lead', 1440], ['adviser', 1440], ['lead', 390]]) {
      for (const late of ['callbacks', 'teams', 'dashboard']) {
        const page = await open(browser, { width, state: await session(program, role) });
        await watchShifts(page);
        await page.route(`**/api/v1/${late}?*`, async (route) => {
          await new Promise((resolve) => setTimeout(resolve, 700));
          await route.continue();
        });
        await page.goto(`${program.url}/dashboards?period=2026-Q3`);
        await page.locator('figure svg').first().waitFor();
        await page.waitForTimeout(1000);
        same(await page.evaluate(() => globalThis.shift), 0, `${role} at ${width} px, ${late} late: layout shift`);
        await page.context().close();
      }
    }
  } finally {
    await browser.close();
  }
});

test('a dashboard is read by quarter and year, against another period, and taken along as a file', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser, { state: await session(program, 'adviser') });
    await page.goto(`${program.url}/dashboards?period=2026-05`);
    await page.locator('figure svg').first().waitFor();
    await page.getByLabel('Durée de la période').selectOption('quarter');
    await page.waitForURL(/period=2026-Q2/);
    await page.getByLabel('Comparer avec').selectOption('2025-Q2');
    await page.waitForURL(/vs=2025-Q2/);
    await page.locator('main h1').click();
    await page.keyboard.press('ArrowLeft');
    // A year before stays a year before.
    await page.waitForURL(/period=2026-Q1&vs=2025-Q1/);
    await drawn(page);
    const own = await page.getByText('Dans les délais, mes dossiers', { exact: true }).count();
    check(own > 0, 'an adviser sees no share in time of their own');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Télécharger \(CSV\) · Chiffres/ }).click()]);
    const text = await text8(file);
    const lines = text.trimEnd().split('\r\n');
    check(text.startsWith('\ufeffIndicateur;Période;Valeur;Borne basse;Borne haute;Effectif;'), `heads: ${lines[0]}`);
    same(lines.length, 12, 'a line for each of the eleven indicators, and the heads');
    const nps = lines.find((it) => it.startsWith('NPS;')).split(';');
    const [asked] = (await (await Client.signIn(program.url, logins.adviser, PASSWORD)).get('/dashboard?period=2026-Q1&vs=2025-Q1')).panels.filter((it) => it.definition.key === 'nps');
    const told = [asked.period.label, String(asked.value ?? '').replace('.', ','), String(asked.low ?? '').replace('.', ','), String(asked.n), `nps v${asked.definition.version}`, '2025-Q1'];
    same([nps[1], nps[2], nps[3], nps[5], nps[9], nps[10]], told, 'the line of the NPS');
    const [twin] = await Promise.all([page.waitForEvent('download'), page.locator('figure').first().getByRole('button', { name: /^Télécharger \(CSV\)/ }).click()]);
    const weeks = (await text8(twin)).trimEnd().split('\r\n');
    same(weeks.length, 27, '26 weeks and the heads');
    check(weeks[1].startsWith('2025-W'), `first week: ${weeks[1]}`);
    same(page.problems, [], 'faults of the page');
  } finally {
    await browser.close();
  }
});

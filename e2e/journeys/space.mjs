// Every screen where room is scarce or the eye asks for something else: zoomed to 320 px, letters and lines spread out,
// longer words, read from right to left, in the system's own colours, without motion, with more contrast, on paper. Nothing
// is cut, nothing sticks out.

import { launch, open } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD, session } from '../lib/demo.mjs';
import { check, test } from '../lib/runner.mjs';
import { ABSENT, drawn, everyScreen, inScheme, tooWide } from '../lib/screens.mjs';

/** WCAG 1.4.12: what a reader may set of a text without losing any of it. */
const SPREAD = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }';

/** Each word of the interface a third longer, as it is in another language; figures and codes stay. */
const longer = (page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('#root') ?? document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    const isWord = (it) => /\p{L}{3}/u.test(it.data) && it.parentElement.closest('button, label, legend, h1, h2, h3, th, dt, nav, summary') && !it.parentElement.closest('article, [data-figure], time');
    for (const it of texts.filter(isWord)) it.data = `${it.data.trimEnd()} ${'lorem ipsum dolor sit amet consectetur '.repeat(3).slice(0, Math.max(0, Math.round(it.data.trim().length * 0.35) - 1))}`;
  });

/** Words that are cut where nothing says so: no ellipsis, no scrolling. */
const cutWords = (page) =>
  page.evaluate(() => {
    const isCut = (one) => {
      const style = getComputedStyle(one);
      if (one.clientWidth <= 1 || one.closest('.visually-hidden, [aria-hidden=true]')) return false;
      const clips = (axis) => ['hidden', 'clip'].includes(axis);
      const wide = clips(style.overflowX) && one.scrollWidth > one.clientWidth + 2 && style.textOverflow !== 'ellipsis';
      const high = clips(style.overflowY) && one.scrollHeight > one.clientHeight + 3 && style.webkitLineClamp === 'none';
      return wide || high;
    };
    const named = [...document.querySelectorAll('main :is(button, button span, a, label, h1, h2, h3, th, td, dt, dd, p, li, time, legend)')];
    return named.filter(isCut).map((one) => `${one.localName}.${[...one.classList].join('.')} « ${one.textContent.trim().slice(0, 30)} » is cut`);
  });

/** What stands beyond the window where reading ends, on the left of a page that is read from right to left. */
const beyondTheLeft = (page) =>
  page.evaluate(() => {
    const isOut = (one) => {
      const { left, width, height } = one.getBoundingClientRect();
      return width > 1 && height > 1 && left < -1 && !one.closest('.visually-hidden, table, [class*=scroll], svg') && getComputedStyle(one).textOverflow !== 'ellipsis';
    };
    return [...document.querySelectorAll('main :is(button, a, input, select, textarea, time, dd, td)')].filter(isOut).map((one) => `${one.localName}.${[...one.classList].join('.')} « ${one.textContent.trim().slice(0, 30)} » ends beyond the left`);
  });

const WAYS = [
  {
    name: 'zoomed to 400 % of 1,280 px',
    size: [320, 256],
    locale: 'fr',
    // In a window this low the page itself scrolls: bars that stood still would leave no room for what they frame.
    faults: async (page) => (await tooWide(page)).filter((line) => !line.includes('below its frame')),
  },
  {
    name: 'at 390 px with letters and lines spread out',
    size: [390, 844],
    locale: 'fr',
    before: (page) => page.addStyleTag({ content: SPREAD }),
    faults: async (page) => [...(await tooWide(page)), ...(await cutWords(page))],
  },
  { name: 'at 1440 px with words a third longer', size: [1440, 900], locale: 'fr', before: longer, faults: async (page) => [...(await tooWide(page)), ...(await cutWords(page))] },
  {
    name: 'at 1440 px read from right to left',
    size: [1440, 900],
    locale: 'en',
    before: (page) => page.evaluate(() => (document.documentElement.dir = 'rtl')),
    faults: async (page) => [...(await tooWide(page)), ...(await beyondTheLeft(page))],
  },
];

/** Looks at every screen one way, three people at once; what is wrong, as lines. */
async function lookAt(program, browser, { size: [width, height], locale, before, faults, media }) {
  const all = (await everyScreen(program)).filter(([, path]) => path !== ABSENT);
  const found = [];
  const asRole = async (role) => {
    const page = await open(browser, { width, locale, state: await session(program, role, locale) });
    await page.setViewportSize({ width, height });
    if (media) await page.emulateMedia(media);
    for (const [, path] of all.filter(([needed]) => needed === role)) {
      try {
        await page.goto(program.url + path);
        await drawn(page);
        await before?.(page);
        found.push(...(await faults(page)).map((line) => `${path}: ${line}`));
      } catch (error) {
        found.push(`${path}: ${String(error.message).split('\n')[0]}`);
      }
    }
    await page.context().close();
  };
  await Promise.all(['adviser', 'lead', 'admin'].map(asRole));
  return found;
}

async function through(way) {
  const program = await demo();
  await everyScreen(program);
  const browser = await launch();
  try {
    const found = await lookAt(program, browser, way);
    check(found.length === 0, `${found.length} to mend:\n    ${found.slice(0, 60).join('\n    ')}`);
  } finally {
    await browser.close();
  }
}

for (const way of WAYS) {
  test(`every screen ${way.name}: nothing cut, nothing beyond its room`, () => through(way));
}

test('every screen without motion and in the system’s colours: nothing moves, and what is chosen still shows', () =>
  through({
    size: [1440, 900],
    locale: 'fr',
    media: { reducedMotion: 'reduce', forcedColors: 'active' },
    faults: (page) =>
      page.evaluate(() => {
        const moving = document.getAnimations().filter((it) => it.playState === 'running' && it.effect.getComputedTiming().duration > 1);
        const slow = [...document.querySelectorAll('main *')].filter((one) => getComputedStyle(one).transitionDuration.split(',').some((it) => parseFloat(it) > 0.01));
        // Chips, the row that is chosen and our buttons are told apart by their ground alone in our colours: here by an edge.
        const bare = [...document.querySelectorAll('main [data-chip], main [role=row][aria-selected=true]')].filter((one) => {
          const { borderStyle, outlineStyle, textDecorationLine } = getComputedStyle(one);
          return borderStyle === 'none' && outlineStyle === 'none' && textDecorationLine === 'none';
        });
        return [
          ...moving.map((it) => `${it.effect.target?.className} moves`),
          ...slow.slice(0, 5).map((one) => `${one.localName}.${one.className} takes ${getComputedStyle(one).transitionDuration}`),
          ...bare.slice(0, 5).map((one) => `${one.localName}.${one.className} has no edge`),
        ];
      }),
  }));

test('every screen for who asks for more contrast: what was faint is ink, and lines are strong', () =>
  through({
    size: [1440, 900],
    locale: 'fr',
    media: { contrast: 'more' },
    faults: async (page) => {
      const found = [];
      for (const scheme of ['light', 'dark']) {
        await inScheme(page, scheme);
        found.push(
          ...(await page.evaluate(() => {
            const colourOf = (name) => {
              const probe = document.body.appendChild(document.createElement('i'));
              probe.style.color = `var(--${name})`;
              const { color } = getComputedStyle(probe);
              probe.remove();
              return color;
            };
            const ink = colourOf('ink');
            const tokens = ['ink-muted', 'ink-faint'].filter((it) => colourOf(it) !== ink).map((it) => `--${it} is not ink`);
            if (colourOf('line') !== colourOf('line-strong')) tokens.push('--line is not strong');
            const faint = [...document.querySelectorAll('main .muted, main .meta')].filter((it) => it.checkVisibility() && getComputedStyle(it).color !== ink && !it.closest('a, button, strong, [data-form], [data-tone]'));
            return [...tokens, ...faint.slice(0, 5).map((it) => `${it.localName}.${it.className} « ${it.textContent.trim().slice(0, 30)} » is faint`)];
          })).map((line) => `${scheme}: ${line}`),
        );
      }
      return found;
    },
  }));

/** The width of an A4 page between its margins, and where such a page ends, in CSS pixels. */
const PAPER = { width: 718, height: 1047 };

/** What a printed page must not have: means of working, and words that are cut or stand beside it. */
const printFaults = (page) =>
  page.evaluate((width) => {
    const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1 && one.getBoundingClientRect().height > 1 && !one.closest('.visually-hidden');
    const named = (one) => `${one.localName}.${one.className?.baseVal ?? one.className} « ${one.textContent.trim().slice(0, 40)} »`;
    const tools = [...document.querySelectorAll('.mantine-Button-root, [data-print=no], nav, textarea, [role=tablist]')].filter(seen);
    const hidden = [...document.querySelectorAll('main, main *')].filter((one) => {
      const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(one);
      const clips = (it) => ['hidden', 'clip', 'auto', 'scroll'].includes(it);
      const cut = (clips(overflowY) && one.scrollHeight > one.clientHeight + 3 && webkitLineClamp === 'none') || (clips(overflowX) && one.scrollWidth > one.clientWidth + 3 && textOverflow !== 'ellipsis');
      return cut && one.clientWidth > 1 && seen(one) && !one.closest('iframe, svg');
    });
    const beside = [...document.querySelectorAll('main :is(p, td, th, li, h1, h2, article, figure, time, dd)')].filter((one) => seen(one) && one.getBoundingClientRect().right > width + 2);
    return [...tools.slice(0, 5).map((it) => `${named(it)} is printed`), ...hidden.slice(0, 5).map((it) => `${named(it)} is cut`), ...beside.slice(0, 5).map((it) => `${named(it)} stands beside the paper`)];
  }, PAPER.width);

test('a case, a customer and a dashboard on paper: all of it, nothing to press, nothing cut', async () => {
  const program = await demo();
  const all = await everyScreen(program);
  const one = (path) => all.find(([role, it]) => role === 'lead' && path.test(it))[1];
  const client = await Client.signIn(program.url, logins.lead, PASSWORD);
  const browser = await launch();
  const found = [];
  try {
    const page = await open(browser, { state: await session(program, 'lead') });
    for (const path of [one(/^\/cases\/case_\w+\?from=\w+$/), one(/^\/customers\/person_\w+$/), '/dashboards?period=2026-Q3']) {
      await page.setViewportSize(PAPER);
      await page.emulateMedia({ media: 'screen' });
      await page.goto(program.url + path);
      await drawn(page);
      // As the browser says it before it prints, so that lists hold all they have.
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      await page.emulateMedia({ media: 'print' });
      await page.waitForTimeout(300);
      found.push(...(await printFaults(page)).map((line) => `${path}: ${line}`));
      const shown = await page.locator('main article').count();
      const [, kind, id] = path.split(/[/?]/);
      if (kind !== 'dashboards') {
        const { items } = await client.get(`/interactions?${kind === 'cases' ? 'case' : 'person'}_id=${id}&limit=100`);
        if (shown < items.length) found.push(`${path}: ${shown} of ${items.length} contacts are printed`);
      } else if ((await page.locator('main figure svg').count()) < 8) found.push(`${path}: ${await page.locator('main figure svg').count()} charts are printed`);
      const pdf = await page.pdf({ format: 'A4', printBackground: false });
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
      // A page that holds one screen of a frame that scrolls is one page whatever is in it.
      const high = await page.evaluate(() => document.documentElement.scrollHeight);
      if (pages === 0 || (high > PAPER.height * 1.5 && pages < 2)) found.push(`${path}: ${high} px are printed on ${pages} pages`);
    }
  } finally {
    await browser.close();
  }
  check(found.length === 0, `${found.length} to mend:\n    ${found.join('\n    ')}`);
});

test('words that are cut are told, and so is what grew', async () => {
  const browser = await launch();
  try {
    const page = await open(browser);
    await page.setContent('<main><button style="inline-size: 4em; overflow: hidden; white-space: nowrap">Enregistrer</button><p>Bien</p></main>');
    const told = await cutWords(page);
    check(told.length === 1 && told[0].includes('Enregistrer'), `it said ${told}`);
    await longer(page);
    check((await page.locator('button').textContent()).length >= 'Enregistrer'.length + 3, 'a third longer');
  } finally {
    await browser.close();
  }
});

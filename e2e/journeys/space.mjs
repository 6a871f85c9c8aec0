// Every screen where room is scarce or the eye asks for something else: zoomed to 320 px, letters and lines spread out,
// longer words, read from right to left, in the system's own colours, without motion. Nothing is cut, nothing sticks out.

import { launch, open } from '../lib/browser.mjs';
import { demo, session } from '../lib/demo.mjs';
import { check, test } from '../lib/runner.mjs';
import { ABSENT, drawn, everyScreen, tooWide } from '../lib/screens.mjs';

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

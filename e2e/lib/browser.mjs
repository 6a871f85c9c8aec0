// Chromium, and what every screen is looked at with.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const places = [process.env.ENTENTE_TEST_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts Chromium. As root it has no sandbox of its own: the pages are ours. */
export async function launch() {
  const { existsSync } = await import('node:fs');
  const executablePath = places.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium');
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** A page of its own session: `locale` fr or en, `scheme` light or dark, `width` in pixels, `zone` the browser's clock. */
export async function open(browser, { locale = 'fr', scheme = 'light', width = 1440, script = true, zone = 'Europe/Paris', state } = {}) {
  const context = await browser.newContext({
    locale: locale === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: zone,
    colorScheme: scheme,
    viewport: { width, height: width < 600 ? 844 : 900 },
    hasTouch: width < 600,
    javaScriptEnabled: script,
    bypassCSP: false,
    storageState: state,
  });
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    // A draft that was never begun is a 404, and no fault.
    if (message.type() === 'error' && !/\/drafts\/\w+$/.test(url)) page.problems.push(`${message.text()} (${url})`);
  });
  return page;
}

/** What axe finds on the page, as lines; empty is what we want. `rules`: only these. */
export async function axe(page, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (only) => globalThis.axe.run(document, { resultTypes: ['violations'], iframes: false, ...(only ? { runOnly: only } : {}) }),
    rules,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`));
}

/**
 * Keeps what the browser shows, for whoever reads of a failure: `results/NAME-n.png`; and tells where each page is, its
 * heading, and what it says over itself, for whoever has only the words.
 */
export async function photograph(browser, name) {
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [at, page] of pages.entries()) {
    await page.screenshot({ path: join(import.meta.dirname, `../results/${name}-${at}.png`) }).catch(() => undefined);
    const said = await page
      .evaluate(() => [...document.querySelectorAll('h1, [role=dialog], [role=alert]')].map((it) => it.innerText.replace(/\s+/g, ' ').slice(0, 200)))
      .catch((error) => [error.message]);
    console.log(`  ${name}-${at}: ${page.url()} | ${said.join(' | ')}`);
  }
}

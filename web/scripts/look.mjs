// Pictures of screens against the mock: `node scripts/look.mjs OUT [path=name~keys …]`, at 1440 and 390 px, fr/en,
// light/dark; prints what axe finds. Needs `npm run mock -- --port 5199`.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [out, ...screens] = process.argv.slice(2);
const base = process.env.BASE ?? 'http://localhost:5199';
const modes = (process.env.MODES ?? '1440-fr-light,390-fr-light,1440-en-dark,390-en-dark').split(',');
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--headless=new', '--disable-gpu'] });
let found = 0;
for (const mode of modes) {
  const [width, locale, scheme] = mode.split('-');
  const context = await browser.newContext({
    viewport: { width: Number(width), height: width === '390' ? 844 : 900 },
    colorScheme: scheme,
    locale: locale === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
    hasTouch: width === '390',
  });
  await context.addInitScript((code) => localStorage.setItem('entente-locale', code), locale);
  await context.request.patch(`${base}/api/v1/me`, { data: { locale } }).catch(() => undefined);
  for (const screen of screens) {
    const [path, rest] = [screen.slice(0, screen.lastIndexOf('=')), screen.slice(screen.lastIndexOf('=') + 1)];
    const [name, keys] = rest.split('~');
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && !/Failed to load/.test(message.text()) && console.log(`[${name} ${mode}]`, message.text().slice(0, 120)));
    page.on('pageerror', (error) => console.log(`[${name} ${mode}]`, String(error).slice(0, 400)));
    await page.goto(base + path);
    await page.waitForTimeout(Number(process.env.WAIT ?? 1500));
    for (const key of (keys ?? '').split(' ').filter(Boolean)) {
      await page.keyboard.press(key);
      await page.waitForTimeout(400);
    }
    await page.screenshot({ path: `${out}/${name}-${mode}.png` });
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const result = await globalThis.axe.run(document, { resultTypes: ['violations'] });
      return result.violations.map((it) => `${it.id}: ${it.nodes.length} × ${it.nodes[0].html.slice(0, 160)} — ${it.nodes[0].failureSummary?.split('\n')[1] ?? ''}`);
    });
    found += violations.length;
    violations.forEach((it) => console.log(`AXE [${name} ${mode}] ${it}`));
    await page.close();
  }
  await context.close();
}
await browser.close();
console.log(`${found} violations`);

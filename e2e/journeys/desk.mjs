// What a desk does together: all of a view at once, cases put aside, two people on one case, words nobody has proven.

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { Client, CUSTOMER, setUp } from '../lib/company.mjs';
import { demo, logins, PASSWORD } from '../lib/demo.mjs';
import { compose } from '../lib/mail.mjs';
import { check, same, test, until } from '../lib/runner.mjs';

/** Pages of `roles` on the demo company, each in its own session. */
async function withPages(name, roles, work) {
  const program = await demo();
  const browser = await launch();
  try {
    const people = [];
    for (const role of roles) {
      const client = await Client.signIn(program.url, logins[role], PASSWORD);
      const me = await client.get('/me');
      await client.call('PATCH', '/me', { locale: 'fr', preferences: { ...me.preferences, shortcuts: 'on' } }, me.version);
      people.push({ client, me, page: await open(browser, { state: client.state() }) });
    }
    await work(program, ...people);
    for (const { page } of people) same(page.problems.filter((it) => !/409|412/.test(it)), [], 'faults of the page');
  } catch (error) {
    await photograph(browser, name);
    throw error;
  } finally {
    await browser.close();
  }
}

const countOf = async (client, key) => (await client.get('/inbox-views')).built_in.find((it) => it.key === key).count;

/** An open case of the adviser's team with words to answer, which nobody else in these journeys touches. */
async function openCase(client, place) {
  const { items } = await client.get('/cases?view=to_handle&channel=mail&sort=received&limit=20');
  const free = items.filter((it) => it.person_id !== null);
  check(free[place], 'the demo has too few open cases');
  return free[place];
}

test('a lead gives all of a view to somebody, and takes it back whole', () =>
  withPages('batch', ['lead', 'adviser'], async (program, { client, page }, adviser) => {
    const of = async (channel) => ({ channel, ...(await client.get(`/cases?view=to_handle&channel=${channel}&count=true&limit=100`)) });
    const all = await Promise.all(['mail', 'web_form', 'phone', 'chat', 'survey', 'portal'].map(of));
    const before = all.find((it) => it.total > 1 && it.total <= 100);
    check(before, `no channel of the demo has some open cases: ${all.map((it) => `${it.channel} ${it.total}`)}`);
    const filter = `view=to_handle&channel=${before.channel}`;
    await page.goto(`${program.url}/inbox/to_handle?channel=${before.channel}`);
    await page.getByRole('row').first().focus();
    await page.keyboard.press('x');
    await page.getByRole('button', { name: new RegExp(`^Sélectionner les ${before.total}$`) }).click();
    same(await axe(page), [], 'axe, all selected');
    await page.getByRole('button', { name: 'Attribuer', exact: true }).click();
    await page.getByRole('option', { name: adviser.me.name }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`Attribuer ${before.total} dossiers à ${adviser.me.name}`).waitFor();
    same(await axe(page), [], 'axe, the confirmation');
    await dialog.getByRole('button', { name: `Attribuer les ${before.total}` }).click();
    await dialog.getByText(/^Fait/).waitFor({ timeout: 30_000 });
    const given = await client.get(`/cases?${filter}&owner_id=${adviser.me.id}&count=true&limit=1`);
    same(given.total, before.total, 'cases given');
    await dialog.getByRole('button', { name: 'Fermer' }).last().click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(`${before.total} dossiers attribués à ${adviser.me.name}`).first().waitFor();
    await page.keyboard.press('z');
    await page.getByText(`${before.total} dossiers remis comme avant`).first().waitFor({ timeout: 30_000 });
    const after = await client.get(`/cases?${filter}&count=true&limit=100`);
    const owners = (list) => list.items.map((it) => `${it.id} ${it.owner_id}`).sort();
    same(owners(after), owners(before), 'who does them');
  }));

test('a case put aside leaves the view, and comes back within a second', () =>
  withPages('snooze', ['adviser'], async (program, { client, page }) => {
    const it = await openCase(client, 0);
    const asleep = await countOf(client, 'snoozed');
    await page.goto(`${program.url}/cases/${it.id}`);
    await page.locator('article').first().waitFor();
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('option', { name: 'Demain matin' }).waitFor();
    same(await axe(page), [], 'axe, until when');
    await dialog.getByRole('option', { name: 'Demain matin' }).click();
    await until('it is put aside', async () => (await client.get(`/cases/${it.id}`)).snoozed_until);
    same(await countOf(client, 'snoozed'), asleep + 1, 'cases in « En veille »');
    await page.goto(`${program.url}/inbox/snoozed`);
    await page.locator(`[data-id="${it.id}"]`).waitFor();
    same(await axe(page), [], 'axe, « En veille »');
    const { version } = await client.get(`/cases/${it.id}`);
    const end = Date.now() + 2000;
    await client.call('PUT', `/cases/${it.id}/snooze`, { until: new Date(end).toISOString() }, version);
    await until('it comes back', async () => (await client.get(`/cases/${it.id}`)).snoozed_until === null, 6000);
    check(Date.now() - end <= 1500, `it came back ${Date.now() - end} ms after its time`);
    same(await countOf(client, 'snoozed'), asleep, 'cases in « En veille »');
    const { items } = await client.get(`/cases/${it.id}/history`);
    same(items.slice(0, 3).map((one) => one.detail.kind), ['woken', 'snoozed', 'snoozed'], 'its history');
  }));

test('two people on one case see each other, and the second reads the first’s answer before sending', () =>
  withPages('two', ['adviser', 'lead'], async (program, first, second) => {
    const it = await openCase(first.client, 1);
    for (const { page } of [first, second]) {
      await page.goto(`${program.url}/cases/${it.id}`);
      await page.locator('article').first().waitFor();
    }
    const write = async ({ page }, text) => {
      await page.keyboard.press('r');
      await page.waitForFunction(() => document.activeElement?.matches('#composer textarea') && !document.activeElement.readOnly);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    };
    await write(first, 'Bonjour, je regarde votre dossier.');
    await second.page.getByText(`${first.me.name} répond`).first().waitFor();
    await write(second, 'Bonjour, nous vous répondons.');
    await first.page.keyboard.press('Control+Enter');
    await first.page.locator('#composer textarea').waitFor({ state: 'detached' });
    const { answer_count: answers } = await first.client.get(`/cases/${it.id}`);
    await second.page.keyboard.press('Control+Enter');
    await second.page.getByRole('alert').filter({ hasText: 'Une réponse est déjà partie' }).waitFor();
    same((await first.client.get(`/cases/${it.id}`)).answer_count, answers, 'answers while the second reads');
    await second.page.locator('article').filter({ hasText: 'je regarde votre dossier' }).waitFor();
    check((await second.page.locator('#composer textarea').inputValue()).includes('nous vous répondons'), 'their text is kept');
    await second.page.locator('#composer textarea').focus();
    await second.page.keyboard.press('Control+Enter');
    await second.page.locator('#composer textarea').waitFor({ state: 'detached' });
    same((await first.client.get(`/cases/${it.id}`)).answer_count, answers + 1, 'answers once they have read');
  }));

test('an answer that closed the case is taken back: the case is open, the text is there, nothing leaves', () =>
  withPages('undo', ['adviser'], async (program, { client, page }) => {
    const it = await openCase(client, 2);
    const before = await client.get(`/cases/${it.id}`);
    await page.goto(`${program.url}/cases/${it.id}`);
    await page.locator('article').first().waitFor();
    await page.keyboard.press('r');
    await page.waitForFunction(() => document.activeElement?.matches('#composer textarea') && !document.activeElement.readOnly);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Bonjour,\n\nC’est remboursé.');
    await page.keyboard.press('Control+Shift+Enter');
    await until('it is closed', async () => (await client.get(`/cases/${it.id}`)).state === 'closed');
    await page.waitForURL((url) => !url.pathname.endsWith(it.id));
    await page.keyboard.press('z');
    await page.waitForURL(new RegExp(it.id));
    await page.waitForFunction(() => document.querySelector('#composer textarea')?.value.includes('C’est remboursé.'));
    const after = await client.get(`/cases/${it.id}`);
    same([after.state, after.answer_count, after.due?.at], [before.state, before.answer_count, before.due?.at], 'the case');
    const { items } = await client.get(`/interactions?case_id=${it.id}&limit=5`);
    check(items.every((one) => !['held', 'queued', 'sending', 'sent'].includes(one.state) || one.excerpt !== 'Bonjour, C’est remboursé.'), 'the answer still leaves');
  }));

test('a misread case is put right with T: another type, another person, and Z takes it back', () =>
  withPages('correct', ['adviser'], async (program, { client, page }) => {
    const it = await openCase(client, 3);
    const before = await client.get(`/cases/${it.id}`);
    const kinds = (await client.get('/case-types')).items.filter((one) => one.is_active && one.key !== before.type);
    const others = (await client.get('/persons?q=martin&limit=5')).items.filter((one) => one.id !== before.person_id);
    await page.goto(`${program.url}/cases/${it.id}`);
    await page.locator('article').first().waitFor();
    await page.keyboard.press('t');
    const dialog = page.getByRole('dialog', { name: 'Corriger le dossier' });
    await dialog.getByLabel('Type').selectOption(kinds[0].key);
    const who = dialog.getByRole('combobox', { name: 'Cliente ou client' });
    await who.fill('martin');
    await dialog.getByRole('option', { name: others[0].display_name }).first().waitFor();
    same(await axe(page), [], 'axe, correcting');
    // Escape takes the list away and leaves the dialog.
    await page.keyboard.press('Escape');
    await dialog.locator('[role=option]').first().waitFor({ state: 'detached' });
    check(await dialog.isVisible(), 'the dialog went with its list');
    await who.fill('martin');
    await dialog.getByRole('option', { name: others[0].display_name }).first().click();
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await until('it is put right', async () => (await client.get(`/cases/${it.id}`)).type === kinds[0].key);
    const after = await client.get(`/cases/${it.id}`);
    check(after.person_id !== before.person_id && after.person_name.toLowerCase().includes('martin'), `it is for ${after.person_name}`);
    await page.getByRole('link', { name: after.person_name }).first().waitFor();
    await page.getByText(kinds[0].name_fr, { exact: true }).first().waitFor();
    await page.getByText('Dossier corrigé : type, personne').first().waitFor();
    await page.keyboard.press('z');
    await until('it is as it was', async () => (await client.get(`/cases/${it.id}`)).type === before.type);
    const undone = await client.get(`/cases/${it.id}`);
    same([undone.person_id, undone.promise_id, undone.due?.at], [before.person_id, before.promise_id, before.due?.at], 'the case');
  }));

test('files go along with an answer: chosen, dropped, pasted, taken off, kept, and back when it is taken back', () =>
  withPages('files', ['adviser'], async (program, { client, page }) => {
    const it = await openCase(client, 4);
    await page.goto(`${program.url}/cases/${it.id}`);
    await page.locator('article').first().waitFor();
    const write = async () => {
      await page.keyboard.press('r');
      await page.waitForFunction(() => document.activeElement?.matches('#composer textarea') && !document.activeElement.readOnly);
    };
    await write();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Bonjour,\n\nVous trouverez le devis en pièce jointe.');
    // It speaks of a file, and there is none: said once.
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').filter({ hasText: 'aucun ne l’est' }).waitFor();
    await page.locator('#composer input[type=file]').setInputFiles([
      { name: 'devis.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 devis') },
      { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('plan') },
    ]);
    const list = page.locator('#composer').getByRole('list');
    await list.getByText('devis.pdf').waitFor();
    await list.getByText('plan.txt').waitFor();
    const give = (kind, name) =>
      page.locator('#composer textarea').evaluate(
        (area, [type, called]) => {
          const data = new DataTransfer();
          data.items.add(new File(['image'], called, { type: 'image/png' }));
          area.dispatchEvent(type === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }) : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        },
        [kind, name],
      );
    await give('drop', 'photo.png');
    await list.getByText('photo.png').waitFor();
    await give('paste', 'capture.png');
    await list.getByText('capture.png').waitFor();
    same(await axe(page), [], 'axe, with files');
    await page.getByRole('button', { name: 'Retirer plan.txt' }).click();
    await until('it is off', async () => (await client.get(`/cases/${it.id}/reply-files`)).items.length === 3);
    await page.locator('#composer input[type=file]').setInputFiles([{ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(18_000_001) }]);
    await page.getByText(/film\.mp4 est trop lourd/).waitFor();
    // Kept with the draft.
    await until('the draft is kept', async () => (await client.get(`/cases/${it.id}/drafts/reply`))?.body.includes('devis'));
    await page.reload();
    await page.locator('article').first().waitFor();
    await write();
    await list.getByText('devis.pdf').waitFor();
    await page.locator('#composer textarea').focus();
    await page.keyboard.press('Control+Enter');
    await page.locator('#composer textarea').waitFor({ state: 'detached' });
    const ours = page.locator('[data-voice="us"]').filter({ hasText: 'le devis en pièce jointe' }).first();
    await ours.getByRole('link', { name: 'devis.pdf' }).waitFor();
    same((await client.get(`/cases/${it.id}/reply-files`)).items, [], 'files that still wait');
    await page.keyboard.press('z');
    await page.waitForFunction(() => document.querySelector('#composer textarea')?.value.includes('le devis'));
    await list.getByText('devis.pdf').waitFor();
    same((await client.get(`/cases/${it.id}/reply-files`)).items.map((one) => one.name).sort(), ['capture.png', 'devis.pdf', 'photo.png'], 'files that wait again');
  }));

test('a pause says until when and what is awaited, and ends by itself', () =>
  withPages('pause', ['adviser'], async (program, { client, page }) => {
    const it = await openCase(client, 5);
    await page.goto(`${program.url}/cases/${it.id}`);
    await page.locator('article').first().waitFor();
    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    const until_ = dialog.getByLabel('Reprendre d’office le');
    await until_.fill('2020-01-01T09:00');
    await dialog.getByText('Choisissez un moment à venir.').waitFor();
    await dialog.getByRole('button', { name: 'Mettre en pause' }).click();
    check(await dialog.isVisible(), 'a moment that is past was taken');
    await dialog.getByRole('button', { name: 'Dans une semaine' }).click();
    await dialog.getByLabel('Note interne').fill('Rapport de l’expert attendu.');
    same(await axe(page), [], 'axe, pausing');
    await dialog.getByRole('button', { name: 'Mettre en pause' }).click();
    await dialog.waitFor({ state: 'detached' });
    const paused = await until('it waits', async () => {
      const now = await client.get(`/cases/${it.id}`);
      return now.state === 'waiting' && now;
    });
    check(paused.waiting.cause === 'supplier' && Date.parse(paused.waiting.until) > Date.now(), `it waits for ${JSON.stringify(paused.waiting)}`);
    await page.locator('article').filter({ hasText: 'Rapport de l’expert attendu.' }).waitFor();
    await page.getByText(/tiers jusqu’au/).first().waitFor();
    const { version } = await client.get(`/cases/${it.id}`);
    await client.call('PUT', `/cases/${it.id}/waiting`, { cause: 'supplier', until: new Date(Date.now() + 1500).toISOString() }, version);
    await until('it is taken up by itself', async () => (await client.get(`/cases/${it.id}`)).state === 'open', 6000);
  }));

test('templates of the case’s type come first, and another language is a choice', () =>
  withPages('templates', ['adviser'], async (program, { client, page }) => {
    const { items } = await client.get('/reply-templates');
    const intents = new Set(items.filter((one) => one.language === 'fr').map((one) => one.intent));
    const cases = (await client.get('/cases?view=all&sort=received&limit=100')).items.filter((one) => one.state !== 'closed' && one.person_id);
    let it = null;
    for (const row of cases) {
      const whole = await client.get(`/cases/${row.id}`);
      if (intents.has(whole.type) && whole.language === 'fr') {
        it = whole;
        break;
      }
    }
    check(it, 'no open case of a type that has a template');
    await page.goto(`${program.url}/cases/${it.id}#reply`);
    await page.waitForFunction(() => document.querySelector('#composer textarea') && !document.querySelector('#composer textarea').readOnly);
    await page.getByRole('button', { name: 'Modèles' }).click();
    const dialog = page.getByRole('dialog');
    const first = dialog.locator('[role=option][aria-selected=true]');
    await first.getByText('pour ce type').waitFor();
    check(items.some((one) => one.intent === it.type && one.language === 'fr'), 'it is of the type');
    same(await axe(page), [], 'axe, templates');
    await dialog.getByLabel('Langue de réponse').selectOption('en');
    await until('English ones are offered', async () => (await first.textContent()).includes('Anglais'));
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // The palette knows them too, while one writes.
    const wanted = items.find((one) => one.intent === it.type && one.language === 'fr');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Chercher ou agir' }).fill(wanted.name);
    await page.locator('[role=option]').filter({ hasText: wanted.name }).first().click();
    await page.waitForFunction(() => document.querySelector('#composer textarea').value.includes('Bonjour'));
  }));

test('a new case looks for its customer, and makes a person only when told to', () =>
  withPages('new-case', ['adviser'], async (program, { client, page }) => {
    const known = (await client.get('/persons?q=martin&limit=1')).items[0];
    await page.goto(`${program.url}/cases/new`);
    const who = page.getByRole('combobox', { name: 'Pour qui' });
    await page.getByLabel('Objet').fill('Appel pour une attestation');
    await page.getByLabel('Ce qui a été dit').fill('Demande une attestation.');
    await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    await page.getByText('Choisissez la personne, ou dites qu’elle est nouvelle.').waitFor();
    await who.fill(known.phone ?? known.email);
    await page.getByRole('option', { name: known.display_name }).first().waitFor();
    same(await axe(page), [], 'axe, looking for somebody');
    await who.fill(known.display_name);
    await page.getByRole('option', { name: `Créer une nouvelle personne : ${known.display_name}` }).click();
    await page.getByLabel('Nom de la personne').waitFor();
    const take = page.getByRole('button', { name: `Choisir ${known.display_name}` }).first();
    await take.waitFor();
    same(await axe(page), [], 'axe, somebody is called so already');
    await take.click();
    same(await who.inputValue(), known.display_name, 'who is chosen');
    await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    await page.waitForURL(/\/cases\/case_/);
    const opened = await client.get(`/cases/${/case_\w+/.exec(page.url())[0]}`);
    check(opened.person_name === known.display_name && opened.channel === 'phone', `it is for ${opened.person_name}`);
    const [call] = (await client.get(`/interactions?case_id=${opened.id}&limit=5`)).items.filter((one) => one.direction === 'inbound');
    same(call.duration_seconds, null, 'how long a call lasted that nobody timed');
  }));

test('words whose sender is not proven have a view, and join the case when somebody says so', async () => {
  const company = await setUp('sqlite');
  const browser = await launch();
  try {
    const write = (id, text) =>
      company.servers.deliver(CUSTOMER.email, company.address, compose({ name: CUSTOMER.name, from: CUSTOMER.email, to: company.address, subject: 'Mon contrat', text, id, inReplyTo: id === 'u1@client.example' ? undefined : '<u1@client.example>' }));
    await write('u1@client.example', 'Bonjour, où en est mon contrat ?');
    const it = await until('her case', async () => (await company.adviser.get('/cases?view=to_handle')).items[0], 30_000);
    const { name, address, display_name, language, team_id, acknowledges, is_active, settings, version } = company.box;
    await company.admin.call('PUT', `/mailboxes/${company.box.id}`, { name, address, display_name, language, team_id, acknowledges, is_active, settings, requires_proof: true }, version);
    const words = ['Voici mon nouveau RIB.', 'Et mon adresse a changé.'];
    for (const [at, text] of words.entries()) await write(`u${at + 2}@client.example`, text);
    await until('two replies wait for a decision', async () => (await company.adviser.get(`/interactions?case_id=${it.id}`)).items.filter((one) => one.state === 'unverified').length === 2, 30_000);
    same((await company.adviser.get(`/cases/${it.id}`)).last_inbound_id, it.last.interaction_id, 'not added by itself');

    const page = await open(browser, { state: company.adviser.state() });
    await page.goto(`${company.program.url}/inbox/unverified`);
    await page.locator(`[data-id="${it.id}"]`).waitFor();
    same(await axe(page), [], 'axe, « Non vérifiées »');
    await page.locator(`[data-id="${it.id}"]`).focus();
    await page.keyboard.press('Enter');
    const said = (text) => page.locator('article').filter({ hasText: text });
    await said(words[0]).getByText('visible ici, pas ajouté').waitFor();
    same(await axe(page), [], 'axe, the decision');
    await said(words[0]).getByRole('button', { name: 'Ajouter au dossier' }).click();
    await said(words[1]).getByRole('button', { name: 'Laisser de côté' }).click();
    const states = async () => Object.fromEntries((await company.adviser.get(`/interactions?case_id=${it.id}`)).items.map((one) => [one.excerpt, one.state]));
    await until('both are decided', async () => (await states())[words[0]] === 'accepted' && (await states())[words[1]] === 'refused');
    await said(words[0]).getByText('visible ici, pas ajouté').waitFor({ state: 'detached' });
    same(await countOf(company.adviser, 'unverified'), 0, 'cases in « Non vérifiées »');
    same(page.problems, [], 'faults of the page');
  } catch (error) {
    await photograph(browser, 'unverified');
    throw error;
  } finally {
    await browser.close();
    await company.program.dispose();
    await company.servers.stop();
  }
});

test('what is for good asks first: it says what is lost, Escape keeps it, and what was typed is not left by mistake', () =>
  withPages('confirm', ['admin'], async (program, { client, page }) => {
    const keyName = `Essai ${Date.now()}`;
    const made = await client.call('POST', '/api-keys', { name: keyName, scopes: ['cases_read'], expires_at: null });
    const revokedAt = async () => (await client.get('/api-keys?limit=100')).items.find((it) => it.id === made.id).revoked_at;
    await page.goto(`${program.url}/settings/api-keys`);
    const row = page.getByRole('row').filter({ hasText: keyName });
    const dialog = page.getByRole('dialog');
    await row.getByRole('button', { name: 'Révoquer' }).click();
    await dialog.getByText('Elle n’a jamais servi.').waitFor();
    same(await page.evaluate(() => document.activeElement.textContent.replace(/\s/g, ' ')), `Révoquer la clé « ${keyName} » ?`, 'where the focus stands');
    same(await axe(page), [], 'axe, the question');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    same(await revokedAt(), null, 'the key after Escape');
    await row.getByRole('button', { name: 'Révoquer' }).click();
    await dialog.getByRole('button', { name: 'Révoquer la clé' }).click();
    await dialog.waitFor({ state: 'detached' });
    check(await revokedAt(), 'the key was not revoked');

    await page.goto(`${program.url}/settings/teams/new`);
    const name = page.getByRole('textbox').first();
    await name.fill('Rachats');
    await page.getByRole('link', { name: 'Clients' }).first().click();
    await dialog.getByText('Un champ changé ne sera pas gardé.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    same(await name.inputValue(), 'Rachats', 'what was typed');
    await page.getByRole('link', { name: 'Clients' }).first().click();
    await dialog.getByRole('button', { name: 'Quitter sans enregistrer' }).click();
    await page.waitForURL(/\/customers/);
  }));

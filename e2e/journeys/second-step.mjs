// The second step of signing in: turned on, needed, replaced by a recovery code once, turned off; all of it by screen.

import { createHmac } from 'node:crypto';

import { axe, launch, open, photograph } from '../lib/browser.mjs';
import { Client } from '../lib/company.mjs';
import { demo, logins, PASSWORD } from '../lib/demo.mjs';
import { check, same, test } from '../lib/runner.mjs';

const OWN = 'une phrase rien qu’à moi';

/** What an authenticator shows for `secret` at `now`: RFC 6238 with SHA-1, six digits, thirty seconds. */
function codeOf(secret, now) {
  const bits = [...secret.replaceAll(/[\s=]/g, '')].map((it) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(it).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((it) => Number.parseInt(it, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = hash.at(-1) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Somebody new, who has a password of their own. */
async function employed(program) {
  const admin = await Client.signIn(program.url, logins.admin, PASSWORD);
  const email = `ines.${Date.now()}@mutuelle-des-rives.example`;
  const { initial_password: password } = await admin.call('POST', '/staff', { name: 'Inès Codet', email, role: 'adviser', locale: 'fr', teams: [] });
  const client = await Client.signIn(program.url, email, password);
  await client.call('PUT', '/me/password', { password, new_password: OWN });
  return email;
}

async function signIn(page, program, email, code) {
  await page.goto(`${program.url}/sign-in`);
  await page.getByLabel('Adresse', { exact: true }).fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(OWN);
  await page.getByLabel('Code à usage unique', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

const isIn = (page) => page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
const refused = (page) => page.getByRole('alert').filter({ hasText: 'code non reconnus' }).waitFor();

async function signOut(page, program) {
  await page.goto(`${program.url}/me`);
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.waitForURL(/\/sign-in/);
}

/** Turns it on; the secret an authenticator would keep, and the codes on paper. */
async function enrol(page, program) {
  await page.goto(`${program.url}/me`);
  const part = page.getByRole('region', { name: 'Seconde étape' });
  await part.getByLabel('Mot de passe actuel').fill(OWN);
  await part.getByRole('button', { name: 'Activer', exact: true }).click();
  await part.getByRole('img', { name: 'Code QR de la clé' }).waitFor();
  const uri = await part.getByRole('link', { name: 'Ouvrir dans l’application' }).getAttribute('href');
  const secret = new URL(uri).searchParams.get('secret');
  await part.getByText(secret, { exact: true }).waitFor();
  same(await axe(page), [], 'axe, the key');
  await part.getByLabel('Code à six chiffres').fill('000000');
  await part.getByRole('button', { name: 'Confirmer' }).click();
  await part.getByRole('alert').waitFor();
  await part.getByLabel('Code à six chiffres').fill(codeOf(secret, Date.now()));
  await part.getByRole('button', { name: 'Confirmer' }).click();
  await part.getByText('La seconde étape est active.').waitFor();
  const recovery = await part.getByRole('status').getByRole('listitem').allTextContents();
  same([recovery.length, new Set(recovery).size], [10, 10], 'recovery codes');
  same(await axe(page), [], 'axe, the recovery codes');
  return { secret, recovery };
}

test('the second step by screen: a key, a code that is needed and good once, codes on paper, and off again', async () => {
  const program = await demo();
  const browser = await launch();
  try {
    const email = await employed(program);
    const page = await open(browser);
    await signIn(page, program, email, '');
    await isIn(page);
    const { secret, recovery } = await enrol(page, program);
    await signOut(page, program);
    await signIn(page, program, email, '');
    await refused(page);
    // The present code was used to confirm; the next is good already.
    const next = codeOf(secret, Date.now() + 30_000);
    await signIn(page, program, email, next);
    await isIn(page);
    await signOut(page, program);
    await signIn(page, program, email, next);
    await refused(page);
    await signIn(page, program, email, recovery[0]);
    await isIn(page);
    await signOut(page, program);
    await signIn(page, program, email, recovery[0]);
    await refused(page);
    await signIn(page, program, email, recovery[1]);
    await isIn(page);
    await page.goto(`${program.url}/me`);
    const part = page.getByRole('region', { name: 'Seconde étape' });
    await part.getByLabel('Mot de passe actuel').fill(OWN);
    await part.getByRole('button', { name: 'Désactiver' }).click();
    await part.getByRole('button', { name: 'Activer', exact: true }).waitFor();
    await signOut(page, program);
    await signIn(page, program, email, '');
    await isIn(page);
    // A wrong code and a refused sign-in are answered 401, 403 or 422.
    same(page.problems.filter((it) => !/4(01|03|22)/.test(it)), [], 'faults of the page');
    check(recovery.every((it) => /^\w{4}(-\w{4}){3}$/.test(it)), `codes as people read them: ${recovery[0]}`);
  } catch (error) {
    await photograph(browser, 'second-step');
    throw error;
  } finally {
    await browser.close();
  }
});

// The screens of the staff app, by who looks and where, and when one of them is drawn.

import { Client } from './company.mjs';
import { logins, PASSWORD } from './demo.mjs';

const SECTIONS = ['staff', 'staff/new', 'teams', 'api-keys', 'api-keys/new', 'promises', 'calendars', 'templates', 'survey-rules', 'mailboxes', 'mailboxes/new', 'quarantine', 'sources', 'sources/new', 'imports', 'jobs', 'audit'];
/** A case that is not there. */
export const ABSENT = '/cases/case_0000000000001';

let screens;

/** `[who looks, address]` for every screen; ids are those of the demo company. « nobody » is not signed in. */
export async function everyScreen(program) {
  if (screens) return screens;
  const client = async (role) => Client.signIn(program.url, logins[role], PASSWORD);
  const [admin, lead] = [await client('admin'), await client('lead')];
  const first = async (path) => (await admin.get(path)).items[0].id;
  const [row] = (await lead.get('/cases?view=to_handle&limit=20')).items.filter((it) => it.person_id);
  const [survey, account] = [await first('/surveys'), await first('/accounts')];
  const changed = ['staff', 'teams', 'promises', 'calendars', 'survey-rules'];
  const changes = await Promise.all(changed.map(async (it) => ['admin', `/settings/${it}/${await first(`/${it}`)}`]));
  const template = await first('/reply-templates');
  screens = [
    ['nobody', '/sign-in'],
    ['adviser', '/inbox/mine'],
    ['adviser', '/inbox/late'],
    ['adviser', '/inbox/to_handle?q=zzzzzz'],
    ['adviser', '/cases/new'],
    ['adviser', '/customers'],
    ['adviser', '/customers?sort=name&open=true'],
    ['adviser', '/customers/new'],
    ['adviser', '/accounts'],
    ['adviser', '/accounts/new'],
    ['adviser', `/accounts/${account}`],
    ['adviser', '/me'],
    ['adviser', ABSENT],
    ['lead', `/cases/${row.id}?from=to_handle`],
    ['lead', `/cases/${row.id}?from=to_handle&tab=history`],
    ['lead', `/customers/${row.person_id}`],
    ['lead', `/customers/${row.person_id}?tab=card`],
    ['lead', '/programme'],
    ['lead', '/dashboards'],
    ['lead', '/dashboards?period=2020-01'],
    ['lead', '/indicators/nps'],
    ['lead', '/indicators/first_reply_time'],
    ['admin', '/surveys'],
    ['admin', `/surveys/${survey}/edit`],
    ['admin', `/surveys/${survey}/results`],
    ['admin', '/settings'],
    ...SECTIONS.map((it) => ['admin', `/settings/${it}`]),
    ...changes,
    ['admin', `/settings/templates/${template}`],
  ];
  return screens;
}

/** The live stream never falls silent, so « drawn » is: nothing says it is busy, for a tenth of a second. */
export const drawn = (page) =>
  page.waitForFunction(() => {
    const busy = document.querySelector('[aria-busy="true"], [data-skeleton]') ?? !document.querySelector('main h1');
    globalThis.idleSince = busy ? undefined : (globalThis.idleSince ?? performance.now());
    return globalThis.idleSince !== undefined && performance.now() - globalThis.idleSince > 100;
  });

/** Colours fade into each other: what is half way is nobody's choice. */
export async function inScheme(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.waitForFunction((it) => getComputedStyle(document.documentElement).colorScheme === it, scheme);
  await page.waitForFunction(() => document.getAnimations().every((it) => it.playState !== 'running' || it.effect.getComputedTiming().endTime === Infinity));
}

/**
 * What is larger than the room it has, as lines: the page, each part of it that scrolls, and what stands beyond the window
 * where nothing scrolls. Tables and charts may scroll sideways, in a part of their own.
 */
export const tooWide = (page) =>
  page.evaluate(() => {
    const nameOf = (one) => `${one.localName}.${[...one.classList].join('.')}`;
    const scrolls = (one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX);
    const mayScroll = (one) => one.querySelector(':scope > table, :scope > svg') !== null || one.localName === 'iframe';
    const parts = [document.documentElement, ...[...document.querySelectorAll('body *')].filter(scrolls)];
    const wide = parts.filter((one) => one.clientWidth > 0 && one.scrollWidth - one.clientWidth > 1 && !mayScroll(one));
    // Held by a part that scrolls, or shortened with an ellipsis that says so.
    const isHeld = (one) => {
      for (let part = one; part !== document.body; part = part.parentElement) {
        if ((scrolls(part) && mayScroll(part)) || getComputedStyle(part).textOverflow === 'ellipsis' || part.matches('.visually-hidden')) return true;
      }
      return false;
    };
    const isCut = (one) => {
      const { width, height, right } = one.getBoundingClientRect();
      return width > 0 && height > 0 && right > document.documentElement.clientWidth + 1 && !isHeld(one);
    };
    const cut = [...document.querySelectorAll('main :is(button, a, input, select, textarea, time, dd, td)')].filter(isCut);
    const below = document.documentElement.scrollHeight - document.documentElement.clientHeight;
    return [
      ...(below > 1 ? [`the page goes on ${below} px below its frame`] : []),
      ...wide.map((one) => `${nameOf(one)} is ${one.scrollWidth - one.clientWidth} px wider than its room`),
      ...cut.map((one) => `${nameOf(one)} « ${one.textContent.trim().slice(0, 30)} » ends beyond the window`),
    ];
  });

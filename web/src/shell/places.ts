import { IconChartDots, IconClipboardList, IconInbox, IconPhoneCall, IconSettings, IconUsers } from '@tabler/icons-react';

import type { Me, Permission } from '@/api/types';

import type { ActId } from './keys';

/** The rail, in its order; a person sees only what the role may open. A place joins when its screens exist. */
export interface Place {
  to: string;
  label: string;
  icon: typeof IconInbox;
  act: ActId;
  needs: Permission | null;
  /** Stands in the bottom bar at 390 px. */
  onPhone?: boolean;
}

const PLACES: readonly Place[] = [
  { to: '/inbox', label: 'place-inbox', icon: IconInbox, act: 'go-inbox', needs: 'cases_read', onPhone: true },
  { to: '/customers', label: 'place-customers', icon: IconUsers, act: 'go-customers', needs: 'customers_read', onPhone: true },
  { to: '/surveys', label: 'place-surveys', icon: IconClipboardList, act: 'go-surveys', needs: 'surveys_read' },
  { to: '/dashboards', label: 'place-dashboards', icon: IconChartDots, act: 'go-dashboards', needs: 'indicators_read' },
  { to: '/programme', label: 'place-programme', icon: IconPhoneCall, act: 'go-programme', needs: 'callbacks_read' },
  { to: '/settings', label: 'place-settings', icon: IconSettings, act: 'go-settings', needs: null },
];

/** What the sections of the settings need, each once; the sections themselves come with their screens. */
const SETTINGS_NEEDS: readonly Permission[] = [
  'templates_write', 'mailboxes_manage', 'quarantine_manage', 'promises_manage', 'surveys_write', 'customers_import', 'staff_manage', 'api_keys_manage', 'jobs_manage', 'audit_read',
];

/** Whether an address is a place itself: nothing lies around it. */
export const isPlace = (path: string) => path === '/' || path === '/me' || /^\/inbox(\/|$)/.test(path) || PLACES.some((it) => it.to === path);

/** The place an address lies in. */
export const placeAround = (path: string): string => PLACES.find((it) => path.startsWith(`${it.to}/`))?.to ?? '/';

/** The places that `me` may open, in the order of the rail. */
export const placesOf = (me: Pick<Me, 'permissions'> | null | undefined): readonly Place[] =>
  PLACES.filter((it) => (it.needs ? me?.permissions.includes(it.needs) : SETTINGS_NEEDS.some((need) => me?.permissions.includes(need))));


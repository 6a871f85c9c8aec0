// `node run.mjs [words of a test's name]`: every journey on the real program in Chromium.

import { runAll } from './lib/runner.mjs';

import './journeys/screens.mjs';
import './journeys/screens-states.mjs';
import './journeys/space.mjs';
import './journeys/customers.mjs';
import './journeys/set-up.mjs';
import './journeys/second-step.mjs';
import './journeys/records.mjs';
import './journeys/callbacks.mjs';
import './journeys/session.mjs';
import './journeys/keyboard.mjs';
import './journeys/desk.mjs';
import './journeys/hostile.mjs';
import './journeys/inbox.mjs';
import './journeys/live.mjs';
import './journeys/loop.mjs';

const held = await runAll({ only: process.argv[2] });
process.exit(held ? 0 : 1);

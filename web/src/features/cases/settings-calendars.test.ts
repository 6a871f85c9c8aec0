import { expect, it } from 'vitest';

import { clockOf } from './settings-calendars';

it('reads times of day as people type them', () => {
  expect(['9', '9h', '9h30', '0930', '930', '9:30', '18.00', '24:00'].map(clockOf)).toEqual(['09:00', '09:00', '09:30', '09:30', '09:30', '09:30', '18:00', '24:00']);
});

it('leaves what is no time as it was typed', () => {
  expect(['25:00', '9:75', 'midi', '', '24:30'].map(clockOf)).toEqual(['25:00', '9:75', 'midi', '', '24:30']);
});

import { defineConfig } from '@playwright/test';
import type { CarrierOption } from './e2e/fixtures.ts';

/**
 * What a room does by itself is the same page in every carrier: its spec runs in Chromium alone. Copying by keys is
 * there too, since in Electron the system's menu hears those keys, which a test cannot press.
 */
const PAGE_ONLY = [
  'code',
  'comments',
  'copying',
  'curves',
  'drawing',
  'editing',
  'elsewhere',
  'help',
  'impatience',
  'keyboard',
  'large',
  'make',
  'screens',
  'settings',
  'understand',
  'updates',
  'watch',
].map((name) => `${name}.spec.ts`);

/**
 * One suite, several ways to carry the window: Chromium against the server, Electron against the shell (here, as an
 * ordinary user with the real sandbox, and packaged). `npm test` provides what each needs; by hand:
 *   npx playwright test --project chromium
 *   ELECTRON_OVERRIDE_DIST_PATH=… xvfb-run -a npx playwright test --project electron
 */
export default defineConfig<CarrierOption>({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // Each test starts a window, a core and jobs that train: they share the machine's cores in any case.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  projects: [
    { name: 'chromium', use: { carrier: 'browser' }, testIgnore: ['electron*.spec.ts', 'package.spec.ts'] },
    {
      name: 'electron',
      use: { carrier: 'electron' },
      testIgnore: ['package.spec.ts', 'electron-sandbox.spec.ts', 'browser.spec.ts', ...PAGE_ONLY],
    },
    { name: 'electron-sandbox', use: { carrier: 'electron' }, testMatch: ['electron-sandbox.spec.ts'] },
    {
      name: 'packaged',
      use: { carrier: 'packaged' },
      testMatch: ['package.spec.ts', 'window.spec.ts', 'electron.spec.ts'],
    },
  ],
});

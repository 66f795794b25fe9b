/** What no page may do, said once for every web contents that ever comes to be. */
import { app, session } from 'electron';
import type { IpcMainInvokeEvent, Session, WebContents, WebPreferences } from 'electron';
import { isPage, PAGE_ORIGIN } from './page.ts';
import { onNavigation } from './platform.ts';

/** What the window is made with. Electron's defaults are the same; they are said so that a test can hold us to them. */
export const SAFE_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  enableWebSQL: false,
  navigateOnDragDrop: false,
  // It would fetch dictionaries from the network.
  spellcheck: false,
} as const satisfies WebPreferences;

const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);
/** Schemes of things that never leave the page. */
const INNER = ['blob:', 'data:', 'devtools:'];

/** Guards the session and every web contents to come. Before the first window. */
export function guardEverything(): void {
  app.on('session-created', guardSession);
  guardSession(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

function guardSession(guarded: Session): void {
  // Null first: what a handler of before granted is taken back.
  guarded.setPermissionRequestHandler(null);
  guarded.setPermissionRequestHandler((contents, permission, answer) =>
    answer(GRANTED.has(permission) && isPage(contents.getURL())),
  );
  guarded.setPermissionCheckHandler(
    (contents, permission) => GRANTED.has(permission) && contents !== null && isPage(contents.getURL()),
  );
  guarded.setDevicePermissionHandler(() => false);
  guarded.on('will-download', (event, item) => {
    // The page may save what it holds (a picture of a curve); nothing is fetched to be saved.
    if (!item.getURL().startsWith(`blob:${PAGE_ORIGIN}/`)) event.preventDefault();
  });
  // Nothing is asked of any network.
  guarded.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !url.startsWith(`${PAGE_ORIGIN}/`) && !INNER.some((scheme) => url.startsWith(scheme)) });
  });
}

function guardContents(contents: WebContents): void {
  onNavigation(contents, (event, url) => {
    if (!isPage(url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // Opening what a page names outside of it is not offered at all: there is no shell.openExternal in this program.
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** The one check of every call from the page: the window's main frame, showing exactly our page. */
export function isOurPage(event: IpcMainInvokeEvent, window: WebContents | undefined): boolean {
  const frame = event.senderFrame;
  // A frame that is gone has no address; an empty one is nobody's.
  if (!frame || !window || window.isDestroyed() || event.sender !== window) return false;
  return frame === window.mainFrame && isPage(frame.url);
}

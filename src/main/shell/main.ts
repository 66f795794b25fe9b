/**
 * The desktop window: Electron's main process. It makes the window, hands its page a port to the core, and keeps
 * everything else out. It decides nothing about networks, data or runs.
 */
import { app, BrowserWindow, dialog, nativeTheme, protocol, session } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { coreClient } from '../client/client.ts';
import { rawConnect } from '../client/connect.ts';
import { defaultWorkspace, realWorkspace } from '../client/workspace.ts';
import type { CoreClient } from '../../shared/contract/core.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { languageChoice } from '../../shared/words/language.ts';
import { shellWords as words } from '../../shared/words/shell.ts';
import { OPEN } from './bridge.ts';
import { answerCalls } from './calls.ts';
import { mayClose } from './closing.ts';
import { coreProgram } from './core-files.ts';
import { guardEverything, SAFE_PREFERENCES } from './guard.ts';
import { damageOf } from './integrity.ts';
import { speakAs } from './language.ts';
import { setFirstMenu } from './menu.ts';
import { answerPage, isPage, PAGE_URL, pageFiles, SCHEME } from './page.ts';
import { serveScheme } from './platform.ts';
import { followRuns } from './running.ts';

const PROJECT_ENDING = '.neuroloom';
/** Three ends of the page in this time, and it is asked before it is opened again. */
const PAGE_ENDS = { most: 3, within: 5 * 60_000 };

const workspaceArgument = process.argv.indexOf('--workspace');
const workspace =
  workspaceArgument > 0 ? resolve(process.argv[workspaceArgument + 1] ?? '') : defaultWorkspace();
const program = coreProgram(
  { packaged: app.isPackaged, resources: process.resourcesPath, here: __dirname },
  process.env,
);

let window: BrowserWindow | null = null;
let core: CoreClient | null = null;
/** Project files to open, until there is a page to open them in. */
let unopened: string[] = projectsAmong(process.argv);

/** False, and said why, where the package's core is not what was packaged. A clone is its owner's to change. */
async function coreIsWhole(): Promise<boolean> {
  if (!app.isPackaged) return true;
  const folder = join(process.resourcesPath, 'core');
  // In the archive beside this code, which Electron itself checks where the system has the means.
  const listed = JSON.parse(readFileSync(join(__dirname, 'core-files.json'), 'utf8')) as Record<
    string,
    string
  >;
  const damage = await damageOf(folder, listed, join(app.getPath('userData'), 'core-files-known.json'));
  if (damage.length === 0) return true;
  const detail = words.damagedDetail(damage);
  // For those who started it from a terminal.
  process.stderr.write(`${words.damaged}: ${detail}\n`);
  await dialog.showMessageBox({ type: 'error', message: words.damaged, detail, buttons: [words.quit] });
  return false;
}

function connect(): ReturnType<typeof rawConnect> {
  if (program.node === null) throw new Failed(failure('core-unreachable', { detail: words.noNode }));
  return rawConnect({ workspace, start: true, node: program.node, core: program.core });
}

/** The shell's own connection: it keeps the core while the window is open, and is asked when it closes. */
async function takeCore(): Promise<void> {
  const client = coreClient(await connect());
  if (core) return client.close();
  core = client;
  client.onClose(() => {
    if (core === client) core = null;
  });
  followRuns(client, () => window);
}

/** For the page. It asks again where a core has died; so the shell has the new one too. */
async function connectPage(): ReturnType<typeof rawConnect> {
  const carrier = await connect();
  if (!core) await takeCore();
  return carrier;
}

async function keepCore(): Promise<boolean> {
  for (;;) {
    try {
      await takeCore();
      return true;
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: words.cannotStart,
        detail: error.message,
        buttons: [words.tryAgain, words.quit],
        cancelId: 1,
      });
      if (response !== 0) return false;
    }
  }
}

function projectsAmong(args: readonly string[], folder = process.cwd()): string[] {
  return args
    .slice(1)
    .filter((arg) => arg.endsWith(PROJECT_ENDING))
    .map((arg) => resolve(folder, arg));
}

function openProjects(paths: readonly string[]): void {
  unopened.push(...paths);
  if (!window || window.webContents.isLoading()) return;
  for (const path of unopened) window.webContents.send(OPEN, path);
  unopened = [];
}

async function pickProject(): Promise<void> {
  if (!window) return;
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: words.projectFiles, extensions: [PROJECT_ENDING.slice(1)] }],
  });
  openProjects(filePaths);
}

function createWindow(): BrowserWindow {
  const made = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: words.app,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: {
      ...SAFE_PREFERENCES,
      devTools: !app.isPackaged,
      preload: join(__dirname, 'preload.cjs'),
    },
  });
  made.once('ready-to-show', () => made.show());
  made.webContents.on('did-finish-load', () => {
    openProjects([]);
    void speakAsPage(); // the page is loaded anew when its language changes
  });
  comeBackAfterCrash(made);
  // about:blank asks nobody whether it may be gone to.
  made.webContents.on('did-navigate', (_event, url) => {
    if (!isPage(url)) void made.loadURL(PAGE_URL);
  });
  let asked = false;
  // The page has changes that it cannot save: it goes only if the person says so.
  made.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(made, {
      type: 'warning',
      message: words.notSaved,
      detail: words.notSavedDetail,
      buttons: [words.cancel, words.closeUnsaved],
      cancelId: 0,
      noLink: true,
    });
    if (answer === 1) event.preventDefault();
    else asked = false;
  });
  made.on('close', (event) => {
    if (asked || !core) return;
    event.preventDefault();
    const client = core;
    void mayClose(made, client).then((may) => {
      asked = may;
      if (may && !made.isDestroyed()) made.close();
    });
  });
  made.on('closed', () => (window = null));
  void made.loadURL(PAGE_URL);
  return made;
}

/** A page that crashed or ran out of memory comes back; one that keeps doing so is asked about. */
function comeBackAfterCrash(made: BrowserWindow): void {
  let ends: number[] = [];
  made.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || made.isDestroyed()) return;
    const now = Date.now();
    ends = [...ends.filter((end) => now - end < PAGE_ENDS.within), now];
    if (ends.length < PAGE_ENDS.most) return made.webContents.reload();
    ends = [];
    void dialog
      .showMessageBox(made, {
        type: 'warning',
        message: words.pageGone,
        detail: words.pageGoneDetail,
        buttons: [words.tryAgain, words.quit],
        cancelId: 1,
      })
      .then(({ response }) => (response === 0 ? made.webContents.reload() : app.quit()));
  });
}

/** What the person chose in the page; the core keeps it. Without an answer, what was spoken before. */
async function speakAsPage(): Promise<void> {
  const settings = await core?.request('settings.get', {}).catch(() => null);
  if (!settings) return;
  speakAs(languageChoice(settings['window.language']));
  setFirstMenu({ open: () => void pickProject() });
}

async function start(): Promise<void> {
  await app.whenReady();
  guardEverything();
  const files = pageFiles(join(__dirname, '..', 'renderer'));
  serveScheme(session.defaultSession.protocol, SCHEME, (request) => answerPage(files, request));
  answerCalls({ window: () => window, connect: connectPage, workspace: realWorkspace(workspace) });
  speakAs('system');
  setFirstMenu({ open: () => void pickProject() });
  if (!(await coreIsWhole()) || !(await keepCore())) return app.quit();
  await speakAsPage();
  window = createWindow();
}

protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.on('open-file', (event, path) => {
  event.preventDefault();
  openProjects([path]);
});
app.on('second-instance', (_event, args, folder) => {
  openProjects(projectsAmong(args, folder));
  if (window?.isMinimized()) window.restore();
  window?.focus();
});
app.on('window-all-closed', () => {
  core?.close();
  app.quit();
});

if (app.requestSingleInstanceLock()) void start();
else app.quit();

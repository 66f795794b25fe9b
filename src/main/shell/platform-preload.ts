/** What differs between Electron 45 and 22 in a sandboxed preload, which has neither Node nor a second file. */
interface FileTools {
  readonly webUtils?: { getPathForFile(file: File): string };
}
/** The path of a dropped file: of `webUtils` since 29, of the file itself before 32. */
export function pathOfFile({ webUtils }: FileTools, file: File): string {
  return webUtils ? webUtils.getPathForFile(file) : ((file as File & { path?: string }).path ?? '');
}

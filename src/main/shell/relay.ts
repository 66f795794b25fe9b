/** Passes frames between the page's port and its connection to the core, and reads none of them. */
import type { MessagePortMain } from 'electron';
import { decodeFrame, encodeFrame } from '../../shared/contract/frames.ts';
import type { Carrier } from '../../shared/contract/frames.ts';

/** Ends the connection when either side goes; null tells the page that the core is gone. */
export function relay(port: MessagePortMain, core: Carrier): void {
  port.on('message', ({ data }) => {
    if (!(data instanceof Uint8Array)) return core.close();
    try {
      core.send(decodeFrame(data));
    } catch {
      core.close(); // nothing after a broken frame can be trusted
    }
  });
  port.on('close', () => core.close());
  core.onFrame((frame) => port.postMessage(encodeFrame(frame)));
  core.onClose(() => {
    port.postMessage(null);
    port.close();
  });
  port.start();
}

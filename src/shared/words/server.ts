/** What the server says to a browser that it does not let in, and to a person at a terminal. */
export const serverWords = {
  wrongSender: 'This address does not belong to Neuroloom. Open the one that it printed when it started.',
  noCookie:
    'Neuroloom does not know this browser yet. Open the address that it printed when it started; it holds a key.',
  wrongToken:
    'That key is not valid (any more). Open the address that Neuroloom printed when it last started.',
  tooManyGuesses: 'Too many wrong keys from this address. Wait a minute, then open the printed address.',
  notFound: 'There is nothing here.',
  broken: 'This could not be answered. Reload the window; if it stays, start Neuroloom again.',
  wrongMethod: 'This address cannot be used in this way.',
  busy: 'Too many windows are open on this server. Close one and try again.',
  uploadUnknown: 'This upload is not known. Drop the file again.',
  uploadBusy: 'This file is being uploaded already.',
  uploadTooLong: 'More came than was announced. Drop the file again.',
  uploadElsewhere: 'The upload goes on from another place.',
  notBuilt: 'the window is not built; npm start builds it',
} as const;

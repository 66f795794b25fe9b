/** Loaded before a job: a machine whose memory is all in use, so that data stays in its files. */
process.availableMemory = () => 0;

/** Thrown when an engineer has to correct a document or a source; the message says how. */
export class Shortcoming extends Error {}
